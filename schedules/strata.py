"""Schedules: the parts of a week enquiries are drawn from, as the standards need them. Pure.

A standard that holds outside opening hours is never measured by enquiries sent inside them. So many of a touchpoint's
enquiries as its standards need come off hours, every second of those on a day off, one after the other by count and
not by chance: a quarter of a year has its share, whatever the dice say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from monitor.domain.programme import Event, Programme, Touchpoint, When
from monitor.domain.worktime import Calendar

Stretch = tuple[datetime, datetime]

WORKING, OFF_HOURS, WEEKEND = "working", "off_hours", "weekend"

NEEDED = Fraction(1, 4)
"""of the enquiries, where some standards hold off hours: six in a quarter of two a week, five being the least judged"""
_AWAKE = time(8), time(23)
"""hours, local, at which somebody may sit at home and fill in a form"""


def off_hours_share(programme: Programme, touchpoint: Touchpoint) -> Fraction:
    """Share of a touchpoint's enquiries that is sent outside opening hours: the programme's, else what its standards
    need; none where none of them would count such an enquiry, all where none would count another."""
    promises = [one for one in programme.standards_of(touchpoint) if one.event is not Event.PAGE_FACT]
    counted = {one.when for one in promises} or {When.ANY}
    if counted == {When.WORKING}:
        return Fraction(0)
    if counted == {When.OFF_HOURS}:
        return Fraction(1)
    told = programme.rhythm.off_hours_share
    if told is not None:
        return told
    return NEEDED if When.OFF_HOURS in counted else Fraction(0)


def strata_of_week(share: Fraction, monday: date, count: int, phase: Fraction) -> Iterator[str]:
    """The stratum of each of the week's `count` enquiries. `phase` (0 to 2) sets touchpoints apart, else all of them
    would send off hours in the same week, and on the same kind of day."""
    before = monday.toordinal() // 7 * count
    for number in range(before, before + count):
        sent = int(number * share + phase)
        if int((number + 1) * share + phase) == sent:
            yield WORKING
        else:
            yield WEEKEND if sent % 2 else OFF_HOURS


def hours_of_week(calendar: Calendar, monday: date, share: Fraction) -> Mapping[str, Sequence[Stretch]]:
    """The stretches (UTC) of each stratum in the week from `monday` on, local to the calendar's zone. Off hours are
    those at which people are awake. Who has no day off is asked in the evening instead, who never closes (or is never
    closed while people are awake) by day, unless only off-hours enquiries count."""
    zone = ZoneInfo(calendar.spec.zone)
    days = [monday + timedelta(days=number) for number in range(8)]
    opened = calendar.spans_between(_at(days[0], time(), zone), _at(days[7], time(), zone))
    closed: list[Stretch] = []
    days_off: list[Stretch] = []
    for day in days[:7]:
        rest = list(_without((_at(day, _AWAKE[0], zone), _at(day, _AWAKE[1], zone)), opened))
        midnight, next_one = _at(day, time(), zone), _at(day + timedelta(days=1), time(), zone)
        free = not any(start < next_one and stop > midnight for start, stop in opened)
        (days_off if free else closed).extend(rest)
    evenings = closed or days_off or (opened if share < 1 else ())
    return {WORKING: opened, OFF_HOURS: evenings, WEEKEND: days_off or evenings}


def stratum_at(calendar: Calendar, at: datetime) -> str:
    """What an instant is: not every company has the hours that were wanted."""
    if calendar.is_open(at):
        return WORKING
    zone = ZoneInfo(calendar.spec.zone)
    day = at.astimezone(zone).date()
    spans = calendar.spans_between(_at(day, time(), zone), _at(day + timedelta(days=1), time(), zone))
    return OFF_HOURS if spans else WEEKEND


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _without(day: Stretch, opened: Sequence[Stretch]) -> Iterator[Stretch]:
    begin, end = day
    for start, stop in opened:
        if stop <= begin or start >= end:
            continue
        if start > begin:
            yield begin, start
        begin = max(begin, stop)
    if begin < end:
        yield begin, end
