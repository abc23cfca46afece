"""Schedules: when to look at a page whose contact may change by the hour. Calendar × week × dice → moments. Pure.

In hours: mid-morning or the last half hour of each day. Off hours: one to three hours after each closing (when lost
enquiries are lost) and noon of each day off. Edges once a week: just after a closing and just after an opening.
Days that differ from the usual week (moved working days, short days, holidays) get all that applies to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from monitor.domain.worktime import Calendar

Stretch = tuple[datetime, datetime]

SHUT = timedelta(hours=3)
"""a lunch break is no closing"""
MORNING, LAST_HALF_HOUR, EVENING = (90, 150), (-30, -3), (60, 180)
EDGE = (11, 15)
"""minutes after a closing or opening: ten are allowed for the switch (rule O4)"""
ABOUT = (-60, 60)
"""minutes around noon: two hundred sites are not all looked at on the stroke of twelve"""
_NOON = timedelta(hours=12)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`at` aware UTC, a whole minute; `open` by the calendar; `why` names what is special about it."""

    at: datetime
    open: bool
    why: str


def moments_of_week(calendar: Calendar, midnights: Sequence[datetime], dice: Random) -> tuple[Moment, ...]:
    """Moments between the first and the last of the local `midnights` (UTC, eight of them), in order of time."""
    duties = _duties(calendar.spans_between(midnights[0], midnights[-1]))
    found = [*_by_duty(calendar, duties, midnights, dice), *_days_off(calendar, duties, midnights, dice)]
    found += _edges(calendar, duties, midnights, dice)
    return tuple(sorted(found, key=lambda moment: moment.at))


def _duties(spans: Sequence[Stretch]) -> list[Stretch]:
    """Opening spans with the breaks inside a day of work joined."""
    joined: list[Stretch] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < SHUT:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _by_duty(
    calendar: Calendar, duties: Sequence[Stretch], midnights: Sequence[datetime], dice: Random
) -> Iterator[Moment]:
    for number, (start, end) in enumerate(duties):
        special = _unusual(calendar, start, end)
        morning = start + dice.randint(*MORNING) * _MINUTE
        late = end + dice.randint(*LAST_HALF_HOUR) * _MINUTE
        evening = end + dice.randint(*EVENING) * _MINUTE
        if (special or number % 2 == 0) and calendar.is_open(morning):
            yield Moment(at=morning, open=True, why=f"mid-morning{special}")
        if (special or number % 2) and end < midnights[-1] and calendar.is_open(late):
            yield Moment(at=late, open=True, why=f"the last half hour before closing{special}")
        if evening < midnights[-1] and not calendar.is_open(evening):
            yield Moment(at=evening, open=False, why=f"one to three hours after closing{special}")


def _edges(
    calendar: Calendar, duties: Sequence[Stretch], midnights: Sequence[datetime], dice: Random
) -> Iterator[Moment]:
    """One closing and one opening of the week, by preference of a day with unusual hours."""
    for name, ends in (("closing", [end for _, end in duties]), ("opening", [start for start, _ in duties])):
        inside = [at for at in ends if midnights[0] < at < midnights[-1] - SHUT]
        odd = {at for at, (start, end) in zip(ends, duties, strict=True) if _unusual(calendar, start, end)}
        choice = [at for at in inside if at in odd] or inside
        if choice:
            at = dice.choice(choice) + dice.randint(*EDGE) * _MINUTE
            yield Moment(at=at, open=calendar.is_open(at), why=f"ten minutes after {name}")


def _days_off(
    calendar: Calendar, duties: Sequence[Stretch], midnights: Sequence[datetime], dice: Random
) -> Iterator[Moment]:
    for begin, end in pairwise(midnights):
        noon = begin + _NOON + dice.randint(*ABOUT) * _MINUTE
        if not any(start < end and stop > begin for start, stop in duties):
            usual = _usual(calendar, noon)
            yield Moment(at=noon, open=False, why="noon of a holiday" if usual else "noon of a day off")


def _usual(calendar: Calendar, at: datetime) -> tuple[int, int] | None:
    """First opening and last closing of that weekday in the usual week, minutes from local midnight."""
    day = at.astimezone(ZoneInfo(calendar.spec.zone)).date()
    spans = calendar.spec.in_force(day).week[day.weekday()]
    return (min(span.start for span in spans), max(span.end for span in spans)) if spans else None


def _unusual(calendar: Calendar, start: datetime, end: datetime) -> str:
    """What is said of a day whose hours are not those of its weekday; "" for an ordinary one."""
    usual = _usual(calendar, start)
    if usual is None:
        return " of a moved working day"
    local = start.astimezone(ZoneInfo(calendar.spec.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    closes = round((end - midnight.astimezone(UTC)) / _MINUTE)
    return " of a short day" if closes < usual[1] else ""
