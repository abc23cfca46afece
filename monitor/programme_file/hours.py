"""The programme file's room: opening hours as a line of text or as a table with one row per day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import groupby, pairwise
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from monitor.domain.hours_text import HoursFault, Week, parse_hours
from monitor.domain.worktime import MINUTES_PER_DAY, Span
from monitor.programme_file.quantities import near_miss, shown, wrong

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_SPAN = re.compile(r"\s*(\d{1,2}):(\d\d)\s*[-–—]\s*(\d{1,2}):(\d\d)\s*")
_DAY_FORM = 'Write spans such as "09:00-18:00" or ["09:00-13:00", "14:00-18:00"], or "closed"'
_FORM = 'Write "Mo-Fr 09:00-18:00; Sa 10:00-14:00", "24/7", or a table with a row per day: monday = ["09:00-18:00"]'

DaySpans = tuple[Span, ...]


def read_week(value: Any) -> Week:
    """Seven tuples of spans, Monday first."""
    if isinstance(value, str):
        return _week_of_text(value)
    if not isinstance(value, Mapping):
        raise wrong(f"{shown(value)} is not opening hours", _FORM)
    unknown = [day for day in value if day not in DAYS]
    if unknown:
        raise wrong(
            f'"{unknown[0]}" is not a day',
            f"Allowed: {', '.join(DAYS)}.{near_miss(unknown[0], DAYS)}",
            at=(unknown[0],),
        )
    return _that_opens(tuple(read_day(value.get(day, []), at=(day,)) for day in DAYS), value)


def read_day(value: Any, *, at: tuple[str, ...] = ()) -> DaySpans:
    """The spans of one day: a span, a list of spans, `"closed"`; sorted, never overlapping."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise wrong(f"{shown(value)} is not a day's opening hours", _DAY_FORM, at=at)
    if [text.strip().lower() for text in texts] in (["closed"], ["off"], ["выходной"]):
        return ()
    spans = sorted((_span(part, at) for text in texts for part in text.split(",")), key=lambda span: span.start)
    if any(after.start < before.end for before, after in pairwise(spans)):
        raise wrong(f"{shown(', '.join(texts))} overlap", _DAY_FORM, at=at)
    return tuple(spans)


def _span(text: str, at: tuple[str, ...]) -> Span:
    found = _SPAN.fullmatch(text)
    if not found:
        raise wrong(f"{shown(text)} is not a span of hours", _DAY_FORM, at=at)
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if start >= MINUTES_PER_DAY or end > MINUTES_PER_DAY or int(found[2]) > 59 or int(found[4]) > 59:
        raise wrong(f"{shown(text)} is not on the clock", _DAY_FORM, at=at)
    return Span(start=start, end=end if end > start else end + MINUTES_PER_DAY)


@cache
def _week_of_text(text: str) -> Week:
    try:
        return parse_hours(text)
    except HoursFault as fault:
        raise wrong(fault.found, fault.remedy) from fault


def _that_opens(week: Week, value: Any) -> Week:
    if not any(week):
        raise wrong(f"{shown(value)} never opens", _FORM)
    return week


def read_exceptions(value: Any) -> Mapping[date, DaySpans]:
    """`"2026-12-31" = "10:00-15:00"`: a dated day of its own."""
    if not isinstance(value, Mapping):
        raise wrong(
            f"{shown(value)} is not a table of days", 'Write [sites.exceptions] and under it "2026-12-31" = "closed"'
        )
    return {_day(text): read_day(hours, at=(text,)) for text, hours in value.items()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong(f"{shown(text)} is not a date", 'Write it as year-month-day: "2026-12-31"', at=(text,)) from None


_DAY_SCHEMA = {
    "$comment": "hours of a day",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}
_WEEK_SCHEMA = {
    "$comment": "text or table",
    "anyOf": [
        {"type": "string", "examples": ["Mo-Fr 09:00-18:00; Sa 10:00-14:00", "24/7"]},
        {"type": "object", "properties": dict.fromkeys(DAYS, _DAY_SCHEMA), "additionalProperties": False},
    ],
}
OpeningHours = Annotated[Week, PlainValidator(read_week), WithJsonSchema(_WEEK_SCHEMA)]
DayHours = Annotated[DaySpans, PlainValidator(read_day), WithJsonSchema(_DAY_SCHEMA)]
Exceptions = Annotated[
    Mapping[date, DaySpans],
    PlainValidator(read_exceptions),
    WithJsonSchema({"$comment": "table: date = hours", "type": "object", "additionalProperties": _DAY_SCHEMA}),
]


def week_written(week: Week) -> str:
    """The same as the file takes it: `Mo-Fr 09:00-18:00; Sa 10:00-14:00`."""
    groups = [(list(days), spans) for spans, days in groupby(range(len(week)), key=lambda day: week[day])]
    rules = [
        f"{_days_told(days)} {','.join(f'{_clock(span.start)}-{_clock(span.end)}' for span in spans)}".replace("–", "-")
        for days, spans in groups
        if spans
    ]
    # after ";" a rule would cut the night of the day before (OpenStreetMap's reading)
    past_midnight = any(span.end > MINUTES_PER_DAY for spans in week for span in spans)
    return (", " if past_midnight else "; ").join(rules)


def _days_told(days: list[int]) -> str:
    first, last = SHORT_DAYS[days[0]], SHORT_DAYS[days[-1]]
    return first if first == last else f"{first}–{last}"


def day_told(spans: DaySpans) -> str:
    """`09:00–13:00 and 14:00–18:00`, `closed`; hours after midnight as the clock shows them."""
    return " and ".join(f"{_clock(span.start)}–{_clock(span.end)}" for span in spans) or "closed"


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute, 60)
    return f"{hours if minute <= MINUTES_PER_DAY else hours - 24:02}:{minutes:02}"
