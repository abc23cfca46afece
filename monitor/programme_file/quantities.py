"""The programme file's room: what may stand behind an equals sign (durations, shares, zones, numbers, …).

Every reader here takes the TOML value, returns the exact value, and refuses with what was found and what
is allowed. Times are never guessed: a duration without a unit is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from fractions import Fraction
from math import inf, isfinite
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urljoin, urlsplit
from zoneinfo import available_timezones

import phonenumbers
from holidays.utils import list_supported_countries
from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

UNITS = {
    "s sec secs second seconds с сек секунда секунды секунд": timedelta(seconds=1),
    "min mins minute minutes m мин минута минуты минут": timedelta(minutes=1),
    "h hour hours ч час часа часов": timedelta(hours=1),
    "d day days д дн день дня дней": timedelta(days=1),
    "w week weeks нед неделя недели недель": timedelta(weeks=1),
}
_UNIT = {word: size for words, size in UNITS.items() for word in words.split()}
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([^\W\d_]+)\.?\s*")
_EMAIL = re.compile(r"[^@\s<>,;]+@([^@\s<>,;]+)")
_HOST = re.compile(r"(?=.{1,253}$)(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))*")
_NO_ADDRESS = urlsplit("")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
HOLIDAY_REGIONS = {
    country: regions for country, regions in list_supported_countries(False).items() if len(country) == 2
}
"""ISO 3166 country → its regions with public holidays of their own."""


def wrong(found: str, remedy: str, *, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """A refusal that carries both halves of a `Fault`; `at`: where inside the value."""
    return PydanticCustomError("refused", "{found}. {remedy}", {"found": found, "remedy": remedy, "at": at})


def near_miss(word: str, allowed: Iterable[str]) -> str:
    """` Did you mean "…"?` when one of the allowed words looks like this one, else nothing."""
    by_fold = {name.casefold(): name for name in allowed}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f' Did you mean "{by_fold[close[0]]}"?' if close else ""


def duration(value: Any) -> timedelta:
    """`"10 min"`, `"4 h"`, `"1 h 30 min"`, `"3 days"`, `"90 s"` (Russian units too)."""
    remedy = 'Write a number and a unit in quotes: "90 s", "10 min", "4 h", "3 days", "2 weeks"'
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise wrong(f"{value} has no unit", remedy)
    parts = _PART.findall(value) if isinstance(value, str) else []
    if not parts or _PART.sub("", value):
        raise wrong(f"{shown(value)} is not a duration", remedy)
    unknown = [unit for _, unit in parts if unit.casefold() not in _UNIT]
    if unknown:
        raise wrong(f'"{unknown[0]}" is not a unit of time', remedy)
    try:
        return sum((_UNIT[unit.casefold()] * float(number) for number, unit in parts), timedelta())
    except OverflowError:
        raise wrong(f"{shown(value)} is longer than any calendar", remedy) from None


def duration_told(value: timedelta) -> str:
    """The shortest way to write it: `10 min`, `3 days`, `90 s`."""
    for name, size in (("week", 604800), ("day", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, rest = divmod(value.total_seconds(), size)
        if count and not rest:
            plural = "s" if count > 1 and name in {"week", "day"} else ""
            return f"{count:.0f} {name}{plural}"
    return f"{value.total_seconds():g} s"


def share(value: Any) -> Fraction:
    """0.8 or `"80 %"`, exactly: 0.8 is four fifths, not the float next to it."""
    remedy = 'Write a share from 0 to 1 or a percentage in quotes: 0.8 or "80 %"'
    percent = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", value) if isinstance(value, str) else None
    if percent:
        found = Fraction(percent[1]) / 100
    elif isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        found = Fraction(str(value))
    else:
        raise wrong(f"{shown(value)} is not a share", remedy)
    if not 0 <= found <= 1:
        hint = f'. Did you mean "{value} %"?' if isinstance(value, int | float) and 1 < value <= 100 else ""
        raise wrong(f"{shown(value)} is not between 0 and 1", remedy + hint)
    return found


def _positive_share(value: Fraction) -> Fraction:
    if value == 0:
        raise wrong("a share of 0 can never be missed", 'Write more than 0, at most 1: 0.8 or "80 %"')
    return value


def weight(value: Any) -> Fraction:
    """A number above 0, exactly as written."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < inf:
        raise wrong(f"{shown(value)} is not a weight", "Write a number above 0: 1 is usual, 2 counts double")
    return Fraction(str(value))


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise wrong(
            f"{shown(value)} cannot be a key", "Use Latin letters, digits, _ and - without blanks: north_office"
        )
    return value


def _zone(value: str) -> str:
    zones = available_timezones()
    if value not in zones:
        remedy = 'Write a name of the IANA time zone list: "Europe/Moscow", "America/New_York".'
        raise wrong(f"{shown(value)} is not a time zone", remedy + near_miss(value, zones))
    return value


def _country(value: str) -> str:
    if value not in HOLIDAY_REGIONS:
        meant = {"UK": "GB", "EN": "GB", "USA": "US", "RUS": "RU"}.get(value.upper(), value.upper())
        hint = f' Did you mean "{meant}"?' if meant in HOLIDAY_REGIONS else ""
        raise wrong(
            f"{shown(value)} is not a country", f'Write two capital letters of ISO 3166: "RU", "GB", "DE".{hint}'
        )
    return value


def split_address(text: str) -> SplitResult:
    """The parts of a web address; empty ones when it cannot be split."""
    try:
        parts = urlsplit(text)
        return parts if parts.hostname and parts.port != 0 else _NO_ADDRESS
    except ValueError:
        return _NO_ADDRESS


def whole_address(site: str, address: str) -> str:
    """A touchpoint's address as a browser at the site would read it; "" when it cannot be read."""
    try:
        return urljoin(site if urlsplit(site).path else f"{site}/", address)
    except ValueError:
        return ""


def web_address(value: str) -> str:
    """http or https with a host."""
    if split_address(value).scheme not in {"http", "https"}:
        remedy = 'Write it whole, with https:// or http://: "https://shop.example"'
        raise wrong(f"{shown(value)} is not a web address", remedy)
    return value


def _email(value: str) -> str:
    found = _EMAIL.fullmatch(value)
    if not found or not _HOST.fullmatch(found[1]):
        raise wrong(f"{shown(value)} is not an e-mail address", 'Write one address, nothing else: "anna@shop.example"')
    return value


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise wrong(
            f"{shown(value)} is not a host name", 'Write it without https:// and without a path: "shop.example"'
        )
    return value.lower()


def _own_phone(value: str) -> str:
    """E.164 of a number that exists in its country's plan: a stranger's phone must never ring."""
    remedy = 'Write it with + and the country code, digits only: "+74951112233"; it must be your own number'
    if not re.fullmatch(r"\+\d{7,15}", value):
        raise wrong(f"{shown(value)} is not a number in international form", remedy)
    try:
        known = phonenumbers.is_valid_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        known = False
    if not known:
        raise wrong(f"{shown(value)} is not a number of any country's plan", remedy)
    return value


def shown(value: Any) -> str:
    """A value as the user wrote it, short enough for one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    text = str(value) if len(str(value)) <= 60 else f"{str(value)[:57]}…"
    return f'"{text}"' if isinstance(value, str) else text


_DURATION_SCHEMA = {"$comment": "duration", "type": "string", "examples": ["10 min", "4 h", "3 days", "90 s"]}
_SHARE_SCHEMA = {
    "$comment": "share",
    "anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": "%\\s*$"}],
}

Duration = Annotated[timedelta, PlainValidator(duration), WithJsonSchema(_DURATION_SCHEMA)]
Share = Annotated[Fraction, PlainValidator(share), WithJsonSchema(_SHARE_SCHEMA)]
PositiveShare = Annotated[Share, AfterValidator(_positive_share)]
Weight = Annotated[
    Fraction, PlainValidator(weight), WithJsonSchema({"$comment": "number", "type": "number", "exclusiveMinimum": 0})
]
Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, AfterValidator(_key)]
Zone = Annotated[str, AfterValidator(_zone)]
Country = Annotated[str, AfterValidator(_country)]
WebAddress = Annotated[str, AfterValidator(web_address)]
Email = Annotated[str, AfterValidator(_email)]
Host = Annotated[str, AfterValidator(_host)]
MaybeHost = Annotated[str, AfterValidator(lambda value: value and _host(value))]
MaybeHome = Annotated[str, AfterValidator(lambda value: value and (_email if "@" in value[1:] else _host)(value))]
MaybePhone = Annotated[str, AfterValidator(lambda value: value and _own_phone(value))]
Language = Literal["en", "ru"]
