"""The programme file's room: phone numbers, theirs and ours."""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers

from monitor.programme_file.nodes import Node
from monitor.programme_file.quantities import shown
from monitor.programme_file.wording import Wrong


def shopper_phones(root: Node) -> Iterator[Wrong]:
    """Our own numbers: one company each, and a door by which we hear of calls to them, or somebody who notes them."""
    heard = {number.text for door in root["house"]["call_doors"] for number in door["numbers"]}
    watched = root["programme"]["phone_watched"].value is True
    given: set[str] = set()
    for site in root["sites"]:
        node = site["shopper_phone"]
        if node.text and node.text in given:
            yield node.wrong(
                f"{shown(node.text)} is given to another site too: nobody could say who rang",
                "Give every company a number of its own",
            )
        given.add(node.text)
    ours = [root["programme"], *root["personas"]]
    for node in (*(site["shopper_phone"] for site in root["sites"]), *(table["phone"] for table in ours)):
        if node.text and node.text not in heard and not watched:
            yield node.wrong(
                f"calls to {shown(node.text)} cannot be heard: a company that is given it is never called silent",
                "Name it in the numbers of a [[house.call_doors]] (docs/how-to/calls.md), "
                "or write phone_watched = true in [programme] when somebody notes the calls",
                warning=True,
            )
    if heard and not root["house"]["web"].is_table:
        yield root["house"]["call_doors"].wrong("no web server takes the calls in", "Add [house.web]")


def phones(site: Node) -> Iterator[Wrong]:
    """The numbers a site should show."""
    country = site["country"].text if site["country"].text in phonenumbers.SUPPORTED_REGIONS else None
    for node in site["phones"]:
        if not country and not node.text.startswith("+"):
            continue  # what is wrong is the country, and that is said already
        if country and phonenumbers.is_emergency_number(node.text, country):
            yield node.wrong(f'"{node.text}" is an emergency number', "Remove it: emergency lines are never tried")
        elif e164(node.text, country) is None:
            remedy = 'Write it with + and the country code: "+74951112233"'
            yield node.wrong(f"{shown(node.value)} is not a phone number of any country's plan", remedy)


def e164(text: str, country: str | None) -> str | None:
    """`8 (495) 111-22-33` in RU → `+74951112233`; None when it cannot be a number."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
