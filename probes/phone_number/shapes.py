"""Digits that are not phones, told by their own shape: dates, years, pagers, addresses, fillers, demo numbers."""

from __future__ import annotations

import re
from itertools import pairwise

_DATE = re.compile(
    r"(?:(?:\d{1,2}\s?[-–]\s?)?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?:[\sT,]+\d{1,2}(?:[:.]\d\d)?.*)?"
)
_DATES = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{2,4})?\s?-\s?\d{1,2}\.\d{1,2}(?:\.\d{2,4})?")
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_FOUR_BYTES = re.compile(rf"(?:{_BYTE}\.){{3}}{_BYTE}(?:[:/]\d+)?")
_DECIMAL = re.compile(r"-?\d{1,3}[.]\d{4,}")
_POSTCODES = re.compile(r"(?:\d{5}\s?-\s?\d{5}|\d{6}\s?-\s?\d{6}|\d{5}-\d{4})")
_CARD = re.compile(r"\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,4}")
_TIMES = re.compile(r"\d{1,2}[.:]\d\d\s?-\s?\d{1,2}[.:]\d\d|[012]\d[0-5]0\s?-\s?[012]\d[0-5]0")
_DECIMALS = re.compile(r"[-+]?\d+[.,]\d{1,2}(?:\s+[-+]?\d+[.,]\d{1,2})+")
_SIZES = re.compile(r"\d{1,3}(?: \d/\d)?(?: ?/ ?\d{1,3}(?: \d/\d)?)+")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d[-./ ]+(?!\d{4}$)\d.*")
"""2012-050824, 2013. 10.1016: no plan groups so; 2012 3456 may be a number"""
_ISO_DATE = re.compile(r"(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])")
_VERSION = re.compile(r"(?<![\d.])(?:\d\.\d{1,2}(?:\.\d+)?(?![\d.])|0\.\d)")
"""9.0.0002, 0.3: programs and loads; 8.916.555.44.33 has longer groups"""
_COLUMNS = re.compile(r"\d\s{2,}(?=\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3}){2,}")


_ELSE = (_DATE, _DATES, _FOUR_BYTES, _DECIMAL, _DECIMALS, _SIZES, _YEAR_FIRST, _POSTCODES, _CARD, _TIMES)


def looks_like_something_else(raw: str, *, before: str, after: str) -> bool:
    """True when digits have the shape of a date, years, times, a pager, an IP address, coordinates, postcodes."""
    bare = raw.strip(" ()")
    if bare.startswith("+"):
        return is_filler(raw)
    if any(pattern.fullmatch(bare) for pattern in _ELSE) or re.search(r"\d[.,]$", before):
        return True
    # 0~20220623.0-2; 3.3.2 - 2021-02-07; a table in plain text
    if "~" in bare or _ISO_DATE.search(bare) or _VERSION.search(bare) or len(_COLUMNS.findall(bare)) > 1:
        return True
    # 1200 x 800: a measure; a written-out number keeps its "x204" and its ": 24 hours"
    signs = r"\s?[xх×*=<>]\s?"
    if re.fullmatch(r"[\d ]+", bare) and (re.match(rf"{signs}\d", after) or re.search(rf"\d{signs}$", before)):
        return True
    if re.search(r"\d\s?[xх×*]\s?\d", bare, re.IGNORECASE):
        return True
    groups = [int(group) for group in re.findall(r"\d+", bare)]
    return is_filler(raw) or _all_years(re.findall(r"\d+", bare)) or _pager(groups) or _price_like(bare, before)


def _all_years(groups: list[str]) -> bool:
    return len(groups) > 1 and all(len(group) == 4 and group[:2] in {"18", "19", "20"} for group in groups)


def _pager(groups: list[int]) -> bool:
    """1 2 3 4 5 6 …, 10 20 30 40 …: equal steps all along."""
    steps = {later - earlier for earlier, later in pairwise(groups)}
    return len(groups) >= 4 and len(steps) == 1 and steps != {0}


def _price_like(bare: str, before: str) -> bool:
    """9 123 456 789 in a sentence about money is not dialled; a leading 8 is."""
    return bool(_THOUSANDS.fullmatch(bare)) and not re.match(r"8 ?\d{3} ", bare) and "," in bare and bool(before)


def is_filler(raw: str) -> bool:
    """One digit over and over, or counting up or down through the whole number: nobody's line.

    A number that only *ends* so (123-45-67) may be a demo number in production, see `is_demo`.
    """
    digits = re.sub(r"\D", "", raw)
    tail = digits[-10:]
    return len(tail) >= 7 and (len(set(tail)) == 1 or tail in "01234567890123456789" or tail in "98765432109876543210")


def is_demo(e164: str) -> bool:
    """Numbers from templates: …123-45-67, …999-99-99, …000-00-00, +1234567890, and in the North American plan
    area codes 555 and 123 and 555-01xx (reserved for fiction). Real lines do end in 777-77-77: not those."""
    digits = e164.lstrip("+")
    national = digits[1:] if digits[:1] in {"1", "7"} else digits[2:]
    seven = digits[-7:]
    if len(digits) < 8:
        return False
    if digits[0] == "1" and len(digits) == 11 and (national[:3] in {"555", "123"} or national[3:8] == "55501"):
        return True
    return (
        is_filler(digits) or len(set(national)) == 1 or seven in {"1234567", "7654321", "0123456", "0000000", "9999999"}
    )
