"""Pure detection: text as shown → the phone numbers a person would see in it.

Numbering plans come from `phonenumbers` (Google's libphonenumber data). A number counts when its
country's plan knows it (leniency VALID in the site's country), or when a phone word stands directly
before digits that could be one (measured on 477 human-marked pages: precision 0.98, recall 0.95);
it does not count when a label calls it a tax id, account, article, price, or it is a date, pager, address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import phonenumbers

from probes.phone_number import words
from probes.phone_number.codes import joined, with_codes
from probes.phone_number.plan import Number, read_e164
from probes.phone_number.shapes import is_demo
from probes.phone_number.text import HARD, SOFT, plain
from probes.phone_number.ways import by_form, by_letters, by_look, by_plan, by_windows, by_word

_NEXT = re.compile(
    r"(?P<gap>\s?[,;/]\s?|\s(?:и|или|and|or|&)\s)(?P<digits>\d{1,3}(?:[- .]\d{2,4}){1,2}|\d{5,8}|\d{2}|(?<=/)(?!19|20)\d{4})(?![\d-]|\s?\d)"
)


def find_numbers(walked: str, country: str, *, others: Sequence[str] = ()) -> list[Number]:
    """Numbers of a walked text in reading order.

    `country`: ISO alpha-2 of the site. `others`: further countries tried for what a phone word
    announces. Pieces that stand side by side are joined only where apart they say nothing; digits that touch are
    taken apart only where joined they say nothing.
    """
    apart = _find(walked, country, others, soft="\n")
    joined = _find(walked, country, others, soft=" ") if SOFT in walked else []
    for number in joined:
        if SOFT not in walked[number.start : number.end]:
            continue
        inside = [other for other in apart if other.start < number.end and number.start < other.end]
        if all(_yields(other, number) for other in inside) and len(inside) < 2:
            apart = [other for other in apart if other not in inside] + [number]
    if HARD in walked:
        taken = [(number.start, number.end) for number in apart]
        touching = _find(walked, country, others, soft="\n", hard="\n")
        apart += [n for n in touching if not any(start < n.end and n.start < end for start, end in taken)]
    return with_codes(sorted(apart, key=lambda n: n.start), walked, country)


def numbers_in(text: str, country: str) -> list[str]:
    """E.164 numbers of a plain text, sorted, each once."""
    return sorted({number.e164 for number in find_numbers(text, country) if number.e164})


def countries_in(numbers: Iterable[Number]) -> list[str]:
    """Countries of the international numbers found, most frequent first."""
    seen: dict[str, int] = {}
    for number in numbers:
        if number.raw.lstrip(" (").startswith("+") and number.sure == "valid":
            region = phonenumbers.region_code_for_number(phonenumbers.parse(number.e164, None))
            if region and region != "001":  # +800 and the like belong to no country
                seen[region] = seen.get(region, 0) + 1
    return sorted(seen, key=lambda region: -seen[region])


def _find(walked: str, country: str, others: Sequence[str], *, soft: str, hard: str = "") -> list[Number]:
    view = plain(walked, soft=soft, hard=hard)
    text = joined(view.text)
    found: list[Number] = []
    for way in (
        by_plan(text, country),
        by_windows(text, country),
        by_letters(text, country),
        by_word(text, country, others),
        by_form(text, country),
        by_look(text, country),
    ):
        for number in way:
            if not any(other.start < number.end and number.start < other.end for other in found):
                found.append(number)
    found += _seconds(text, found, country)
    found = [_with_head(number, text, country) for number in found]
    return [_placed(number, view.back(number.start, number.end), text) for number in found]


def _with_head(number: Number, text: str, country: str) -> Number:
    """Take in a trunk or country prefix the matcher left outside: 8 (800) …, 007 495 …."""
    head = re.search(r"(?<![\d.:])(?:\+?\d{1,3}|00\d{1,3})[\s-]{0,2}$", text[max(0, number.start - 6) : number.start])
    if head is None or number.sure != "valid" or number.raw.startswith("+"):
        return number
    whole = head.group() + number.raw
    if read_e164(whole, country)[0] != number.e164:
        return number
    return replace(number, start=number.start - len(head.group()), raw=whole)


def _placed(number: Number, span: tuple[int, int], text: str) -> Number:
    before, after = text[max(0, number.start - 80) : number.start], text[number.end : number.end + 40]
    extension = words.EXTENSION.match(after)
    return replace(
        number,
        start=span[0],
        end=span[1],
        extension=number.extension or (extension["digits"] if extension else ""),
        demo=is_demo(number.e164),
        role=words.role_of(_label(before), _remark(after)),
    )


def _remark(after: str) -> str:
    """The words behind a number on its line, unless they announce the next one."""
    line = after.partition("\n")[0]
    return "" if re.search(r"\d{3}", line) else line


def _label(before: str) -> str:
    """The words before a number on its line, else the line above unless that one has digits of its own."""
    above, _, line = before.rstrip(" \n").rpartition("\n") if before.endswith("\n") else before.rpartition("\n")
    return "" if before.endswith("\n") and re.search(r"\d", line) else line or above.rpartition("\n")[2]


def _seconds(text: str, found: Sequence[Number], country: str) -> list[Number]:
    """The second number of "111-22-33, 111-22-34" and of "111-22-33/34", which borrow the first one's head."""
    more: list[Number] = []
    for first in found:
        position, model = first.end, first
        while match := _NEXT.match(text, position):
            start, end, digits = match.start("digits"), match.end(), re.sub(r"\D", "", match["digits"])
            if any(n.start < end and start < n.end for n in (*found, *more)) or not _same_grouping(
                model.raw, match["digits"], match["gap"]
            ):
                break
            e164, sure, kind = read_e164(model.e164[: -len(digits)] + digits, country)
            if sure != "valid":
                break
            model = Number(start=start, end=end, raw=match["digits"], e164=e164, sure="valid", kind=kind)
            more.append(model)
            position = end
    return more


def _same_grouping(first: str, second: str, gap: str) -> bool:
    groups = [len(group) for group in re.split(r"\D+", second)]
    ending = [len(group) for group in re.split(r"\D+", first.strip("() "))][-len(groups) :]
    return ending == groups and (len(groups) > 1 or gap.strip() in {"/", ","})


def _yields(part: Number, whole: Number) -> bool:
    """A part gives way to the whole when it is doubtful, the same number, or lacks the whole's country code."""
    return (
        part.sure != "valid"
        or part.e164 == whole.e164
        or (whole.raw.startswith("+") and whole.digits.endswith(part.digits))
    )
