"""Opening hours that a page states for machines (schema.org `openingHoursSpecification`, `openingHours`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.domain.hours_text.osm import parse_hours
from monitor.domain.hours_text.week import ALL_DAY, HoursFault, Week
from monitor.domain.worktime import MINUTES_PER_DAY, Span

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"T?(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_LAST_MINUTE = MINUTES_PER_DAY - 1
_REMEDY = "Look at the page and write the hours by hand"


def schema_org_hours(item: Mapping[str, Any]) -> Week:
    """The week of one JSON-LD object (LocalBusiness and the like).

    Specifications that hold for some dates only (`validFrom`, `validThrough`) are left out: they are
    exceptions. 00:00–23:59 is the whole day, 00:00–00:00 is closed (both as search engines read them).
    `HoursFault` when nothing usable is stated.
    """
    stated = [one for one in _many(item.get("openingHoursSpecification")) if isinstance(one, Mapping)]
    lasting = [one for one in stated if not one.get("validFrom") and not one.get("validThrough")]
    if lasting:
        return _specified(lasting)
    lines = [str(line).strip() for line in _many(item.get("openingHours")) if str(line).strip()]
    if not lines:
        raise HoursFault("the page states no opening hours that hold every week", _REMEDY)
    # the lines add to each other: with ";" the second line of a day would replace the first
    return parse_hours(", ".join(lines))


def _specified(stated: list[Mapping[str, Any]]) -> Week:
    week: list[list[Span]] = [[] for _ in _DAYS]
    for one in stated:
        span = _span(one.get("opens"), one.get("closes"))
        for number in _numbers(one.get("dayOfWeek")):
            if span is not None and span not in week[number]:
                week[number].append(span)
    if not any(week):
        raise HoursFault("the page states that it never opens", _REMEDY)
    return tuple(tuple(sorted(day, key=lambda span: span.start)) for day in week)


def _numbers(days: Any) -> Iterator[int]:
    """Weekday numbers; no day named means every day, public holidays are left to the calendar."""
    if days is None:
        yield from range(7)
    for day in _many(days):
        name = str(day.get("@id") or day.get("name") if isinstance(day, Mapping) else day)
        name = re.split(r"[/#:]", name)[-1].strip().lower()
        matches = [number for number, full in enumerate(_DAYS) if len(name) > 1 and full.startswith(name.rstrip("s."))]
        if len(matches) != 1 and not name.startswith("publicholiday"):
            raise HoursFault(f'the page names a day "{name}"', _REMEDY)
        yield from matches


def _span(opens: Any, closes: Any) -> Span | None:
    """None = closed."""
    if opens is None and closes is None:
        return None
    start, end = _minute(opens), _minute(closes)
    if start == 0 and end >= _LAST_MINUTE:
        return ALL_DAY
    if start == end:
        return None
    end = MINUTES_PER_DAY if end == _LAST_MINUTE else end
    return Span(start=start, end=end if end > start else end + MINUTES_PER_DAY)


def _minute(clock: Any) -> int:
    found = _CLOCK.fullmatch(str(clock).strip())
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        raise HoursFault(f'the page states a time "{clock}"', _REMEDY)
    return int(found[1]) * 60 + int(found[2])


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
