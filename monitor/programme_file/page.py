"""The programme file's room: what a company's own page says of itself, as proposals for a new file.

Pure: the page's text in, proposals out. Nothing here is believed; the owner confirms every line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

import phonenumbers
from babel.core import get_global
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.domain.hours_text import HoursFault, Week, propose_hours, schema_org_hours
from monitor.programme_file.hours import week_written
from monitor.programme_file.quantities import HOLIDAY_REGIONS

CAPITAL_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""Where most people of a country with several zones live."""

_DOMAIN_COUNTRY = {"uk": "GB", "su": "RU", "xn--p1ai": "RU", "рф": "RU", "xn--90ais": "BY", "xn--j1amh": "UA"}
_BORROWED = {"ai", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "so", "to", "tv", "ws"}
"""Country endings used by everybody."""

_TITLE_PARTS = re.compile(r"\s+[|—–·•:-]\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What was found; "" means nothing was."""

    name: str = ""
    language: str = ""
    country: str = ""
    zone: str = ""
    phone: str = ""
    hours: str = ""


def proposals(html: str, url: str) -> Proposals:
    """Name, language, country, zone, phone and hours as one page of the site gives them."""
    tree = LexborHTMLParser(html)
    told = list(_linked_data(tree))
    printed = "; ".join(_stated(node) for node in tree.css("[itemprop=openingHours]"))
    tree.strip_tags(["script", "style", "noscript", "template"])
    text = tree.body.text(separator="\n") if tree.body else ""
    host = urlsplit(url).hostname or ""
    language = _language(tree, text)
    country = _country(told, tree, host)
    phone = _phone(told, tree, text, country)
    country = country or _country_of_phone(phone)
    return Proposals(
        name=_name(told, tree, host),
        language=language,
        country=country,
        zone=zone_of(country),
        phone=phone,
        hours=_hours(told, printed, text),
    )


def zone_of(country: str) -> str:
    """The only zone of a country, or the one most of its people live in; "" when that is not known."""
    zones = get_global("territory_zones").get(country, [])
    return CAPITAL_ZONES.get(country) or (zones[0] if len(zones) == 1 else "")


def _linked_data(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """Every schema.org node of the page's JSON-LD, nested ones too."""
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            yield from _nodes(json.loads(script.text(), strict=False))
        except ValueError:
            continue  # broken linked data is common and says nothing


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for item in inner:
        yield from _nodes(item)


def _first(told: list[Mapping[str, Any]], name: str) -> Any:
    return next((node[name] for node in told if node.get(name)), None)


def _name(told: list[Mapping[str, Any]], tree: LexborHTMLParser, host: str) -> str:
    organisations = [node for node in told if {"telephone", "address", "openingHours", "logo"} & set(node)]
    found = _first(organisations, "name")
    if isinstance(found, str):
        return _tidy(found)
    announced = tree.css_first('meta[property="og:site_name"]')
    if announced and (content := announced.attributes.get("content")):
        return _tidy(content)
    title = tree.css_first("title")
    parts = [_tidy(part) for part in _TITLE_PARTS.split(title.text())] if title else []
    label = host.removeprefix("www.").split(".")[0]
    likeness = {part: SequenceMatcher(None, part.casefold().replace(" ", ""), label).ratio() for part in parts if part}
    if not likeness:
        return ""
    best = max(likeness, key=lambda part: likeness[part])
    return best if likeness[best] >= 0.5 else next(iter(likeness))


def _tidy(text: str) -> str:
    return " ".join(text.split())[:80]


def _language(tree: LexborHTMLParser, text: str) -> str:
    root = tree.css_first("html")
    said = (root.attributes.get("lang") or "")[:2].lower() if root else ""
    letters = [character for character in text if character.isalpha()]
    cyrillic = sum("а" <= character.lower() <= "я" or character in "ёЁ" for character in letters)
    if letters:  # what is written counts more than a template's lang attribute
        return "ru" if cyrillic * 2 > len(letters) else "en"
    return said if said in {"ru", "en"} else ""


def _country(told: list[Mapping[str, Any]], tree: LexborHTMLParser, host: str) -> str:
    said = _first(told, "addressCountry")
    said = said.get("name", "") if isinstance(said, Mapping) else said
    if isinstance(said, str) and said.upper() in HOLIDAY_REGIONS:
        return said.upper()
    ending = host.rpartition(".")[2].lower()
    if ending in _DOMAIN_COUNTRY:
        return _DOMAIN_COUNTRY[ending]
    return ending.upper() if ending.upper() in HOLIDAY_REGIONS and ending not in _BORROWED else ""


def _country_of_phone(phone: str) -> str:
    found = phonenumbers.region_code_for_number(phonenumbers.parse(phone)) if phone else None
    return found or ""


def _phone(told: list[Mapping[str, Any]], tree: LexborHTMLParser, text: str, country: str) -> str:
    """E.164 of the number the page offers most plainly: told or linked and shown as well, else shown, else told or linked."""
    links = [unquote(link.attributes.get("href") or "")[4:] for link in tree.css('a[href^="tel:"]')]
    told_or_linked = [_valid(each, country) for each in (str(_first(told, "telephone") or ""), *links)]
    matches = phonenumbers.PhoneNumberMatcher(text, country or None)
    shown = [phonenumbers.format_number(each.number, phonenumbers.PhoneNumberFormat.E164) for each in matches]
    both = [number for number in told_or_linked if number in shown]
    return next(filter(None, (*both, *shown, *told_or_linked)), "")


def _valid(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    known = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if known else ""


def _stated(node: LexborNode) -> str:
    """What microdata says, in an attribute or in its text."""
    return node.attributes.get("content") or node.attributes.get("datetime") or node.text()


def _hours(told: list[Mapping[str, Any]], printed: str, text: str) -> str:
    """Opening hours as the page tells machines (JSON-LD, microdata), else people, written anew; "" when they cannot
    be read."""
    stated = [node for node in told if {"openingHoursSpecification", "openingHours"} & set(node)]
    readers = [
        *(partial(schema_org_hours, node) for node in stated),
        partial(propose_hours, printed),
        partial(propose_hours, text),
    ]
    return next(filter(None, (_written(reader) for reader in readers)), "")


def _written(reader: Callable[[], Week]) -> str:
    try:
        return week_written(reader())
    except HoursFault:
        return ""
