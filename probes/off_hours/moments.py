"""Pure: which instants to look at, drawn from the site's calendar, and what is special about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.worktime import Calendar, OutsideCalendar

_AHEAD = timedelta(days=40)
EDGE = timedelta(minutes=12)
"""After an opening or closing by so much the switch must have happened (10 minutes are allowed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`name`: in_hours, off_hours, after_closing, after_opening, holiday; `at` aware UTC; `open` by the calendar."""

    name: str
    at: datetime
    open: bool


def moments(calendar: Calendar, now: datetime) -> list[Moment]:
    """Simulated instants: middle of the next long opening, two hours after its close, both edges, a holiday noon."""
    spans = [span for span in _spans(calendar, now) if span[1] - span[0] >= timedelta(hours=2)]
    if not spans:
        return []
    start, end = spans[0]
    night = next((end + timedelta(hours=h) for h in (2, 1, 4) if not _open(calendar, end + timedelta(hours=h))), None)
    found = [Moment(name="in_hours", at=start + (end - start) / 2, open=True)]
    if night is None:
        return found
    found += [
        Moment(name="off_hours", at=night, open=False),
        Moment(name="after_closing", at=end + EDGE, open=_open(calendar, end + EDGE)),
        Moment(name="after_opening", at=start + EDGE, open=True),
    ]
    holiday = next(_holidays(calendar, now), None)
    return [*found, Moment(name="holiday", at=holiday, open=False)] if holiday else found


def last_edge(calendar: Calendar, now: datetime) -> dict[str, Any]:
    """{"minutes": since the last opening or closing, None beyond three days; "usually_open": by the week alone, today}."""
    local = now.astimezone(ZoneInfo(calendar.spec.zone))
    minute = local.hour * 60 + local.minute
    week = calendar.spec.in_force(local.date()).week
    usually = any(span.start <= minute < span.end for span in week[local.weekday()])
    since = now - timedelta(days=3)
    if not calendar.knows(since):
        return {"minutes": None, "usually_open": usually}
    changes = [at for span in calendar.spans_between(since, now) for at in span if since < at < now]
    return {"minutes": int((now - max(changes)).total_seconds() // 60) if changes else None, "usually_open": usually}


def _spans(calendar: Calendar, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    return calendar.spans_between(calendar.next_opening(now), min(now + timedelta(days=10), _end(calendar, now)))


def _end(calendar: Calendar, now: datetime) -> datetime:
    ahead = now + _AHEAD
    while ahead > now:
        try:
            calendar.is_open(ahead)
        except OutsideCalendar:
            ahead -= timedelta(days=5)
            continue
        return ahead
    return now


def _open(calendar: Calendar, at: datetime) -> bool:
    try:
        return calendar.is_open(at)
    except OutsideCalendar:
        return False


def _holidays(calendar: Calendar, now: datetime) -> Iterator[datetime]:
    """Noons of days that the week would open and the calendar closes."""
    zone = ZoneInfo(calendar.spec.zone)
    last = _end(calendar, now)
    day = now.astimezone(zone).date()
    while (noon := datetime.combine(day, time(12), zone).astimezone(UTC)) < last:
        usual = any(span.start <= 720 < span.end for span in calendar.spec.in_force(day).week[day.weekday()])
        if usual and noon > now and not _open(calendar, noon):
            yield noon
        day += timedelta(days=1)


def days_off(calendar: Calendar, now: datetime) -> list[str]:
    """ISO dates of the holidays ahead, for the snippet."""
    zone = ZoneInfo(calendar.spec.zone)
    return [noon.astimezone(zone).date().isoformat() for noon in _holidays(calendar, now)]
