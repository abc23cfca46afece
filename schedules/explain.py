"""Schedules: why each slot of a week stands where it does, and why there are not more. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.programme import Programme, Site, Touchpoint
from monitor.domain.visit import VisitState
from monitor.domain.worktime import Calendar
from schedules.cadence import Slot
from schedules.courtesy import PASSIVE_KINDS, Booking, barred, left_alone, refusals

_DAY, _STRIDE = timedelta(days=1), timedelta(minutes=15)
Calendars = Mapping[str, Calendar | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A slot that stands in the table: the state of its visit, and what was noted of it ("" nothing)."""

    slot: Slot
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A slot, the state of its visit, and the reasons, a clause each."""

    slot: Slot
    state: str
    reasons: tuple[str, ...]


def explain_slots(
    programme: Programme, calendars: Calendars, made: Iterable[Made], around: Iterable[Booking]
) -> tuple[Explained, ...]:
    """Each of the slots `made` beside the active visits `around` it, in order of time."""
    booked = tuple(around)
    found = []
    for one in made:
        reasons = (*_reasons(programme, calendars.get(one.slot.site), one.slot, booked), *_fate(programme, one))
        found.append(Explained(slot=one.slot, state=one.state, reasons=reasons))
    return tuple(found)


def explain_absence(
    programme: Programme, monday: date, calendars: Calendars, made: Iterable[Slot], around: Iterable[Booking]
) -> Iterator[str]:
    """A sentence for each touchpoint with fewer visits in that week than wanted."""
    count, booked = Counter((slot.site, slot.touchpoint) for slot in made), tuple(around)
    for site in programme.sites:
        for point in site.touchpoints:
            name, found = f"{site.key}/{point.key}", count[site.key, point.key]
            refused = barred(programme, site, point)
            if refused:
                yield f"{name}: never visited: {'; '.join(one.why for one in refused)}"
            elif point.kind in PASSIVE_KINDS:
                yield from _nights_left_out(programme, site, monday, name)
            elif found < programme.rhythm.visits_per_week:
                wanted = programme.rhythm.visits_per_week
                why = _obstacles(programme, site, point, _open(calendars.get(site.key), site, monday), booked)
                yield f"{name}: {found} of {wanted} enquiries: {why}"


def _fate(programme: Programme, one: Made) -> Iterator[str]:
    """Why a slot was not visited, or will not be although it stands in the table."""
    if one.state in (VisitState.MISSED, VisitState.WITHDRAWN):
        yield f"{one.state}: {one.note or f'not begun within {_span(programme.rhythm.grace)} of its time'}"
    elif one.state == VisitState.PLANNED:
        site = programme.site(one.slot.site)
        point = next((point for point in site.touchpoints if point.key == one.slot.touchpoint), None)
        refused = barred(programme, site, point) if point else ()
        against = [refusal.why for refusal in (*refused, *left_alone(programme, site, one.slot.slot_at))]
        if point is None:
            against.append("no longer in the programme")
        if against:
            yield f"it will not be made: {'; '.join(against)}"


def _reasons(programme: Programme, calendar: Calendar | None, slot: Slot, booked: Sequence[Booking]) -> Iterator[str]:
    site, rhythm = programme.site(slot.site), programme.rhythm
    zone = ZoneInfo(site.zone)
    yield slot.why
    if slot.kind in PASSIVE_KINDS:
        yield "only looks at pages: no caps, no consent needed"
        return
    yield f"open that day {_hours(calendar, slot.slot_at, zone)}"
    yield f"drawn by seed {programme.seed} for this site, touchpoint and week"
    here = sorted(one.at for one in booked if (one.site, one.touchpoint) == (slot.site, slot.touchpoint))
    before = [at for at in here if at < slot.slot_at]
    if before:
        yield f"{_span(slot.slot_at - before[-1])} after the one before ({_span(rhythm.minimum_gap)} needed)"
    day = sum(at.astimezone(zone).date() == slot.slot_at.astimezone(zone).date() for at in here)
    week = sum(_week(at, zone) == _week(slot.slot_at, zone) for at in here)
    yield f"{day} of {rhythm.per_day} that day, {week} of {rhythm.per_week} that week"
    company = sum(one.site == slot.site and _week(one.at, zone) == _week(slot.slot_at, zone) for one in booked)
    minutes = company * rhythm.staff_minutes_per_visit
    yield f"{minutes} of {rhythm.staff_minutes_per_week} staff minutes of {site.key} that week"
    if slot.scenario:
        yield f"{slot.persona} asks {slot.scenario}"


def _obstacles(
    programme: Programme, site: Site, point: Touchpoint, hours: Sequence[datetime], booked: Sequence[Booking]
) -> str:
    """What speaks against one more at each quarter of an hour they are open, most frequent first."""
    if not hours:
        return "they do not open that week, or their opening hours are not known"
    tally: Counter[str] = Counter()
    for at in hours:
        refused = refusals(programme, site, Booking(site=site.key, touchpoint=point.key, at=at), booked)
        tally.update({str(one.rule).replace("_", " ") for one in refused} or {"free"})
    against = [f"{rule} {100 * number // len(hours)} %" for rule, number in tally.most_common() if rule != "free"]
    if tally["free"]:
        against.append(f"free {100 * tally['free'] // len(hours)} %: past already, or no story or persona fits")
    return f"of their opening hours: {', '.join(against)}"


def _nights_left_out(programme: Programme, site: Site, monday: date, name: str) -> Iterator[str]:
    """A sentence when looks by night of that week fall into a pause or before the programme's start."""
    zone, nightly = ZoneInfo(site.zone), programme.rhythm.nightly_at
    nights = [datetime.combine(monday + number * _DAY, nightly, zone).astimezone(UTC) for number in range(7)]
    refused = [why for at in nights if (why := left_alone(programme, site, at))]
    if refused:
        whys = dict.fromkeys(one.why for why in refused for one in why)
        yield f"{name}: {len(refused)} of 7 looks by night left out: {'; '.join(whys)}"


def _open(calendar: Calendar | None, site: Site, monday: date) -> list[datetime]:
    zone = ZoneInfo(site.zone)
    begin, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (monday, monday + 7 * _DAY))
    spans = calendar.spans_between(begin, end) if calendar else ()
    return [start + _STRIDE * number for start, stop in spans for number in range((stop - start) // _STRIDE)]


def _hours(calendar: Calendar | None, at: datetime, zone: ZoneInfo) -> str:
    day = datetime.combine(at.astimezone(zone).date(), time(), zone)
    spans = calendar.spans_between(day.astimezone(UTC), (day + _DAY).astimezone(UTC)) if calendar else ()
    told = (f"{begin.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}" for begin, end in spans)
    return ", ".join(told) or "never"


def _span(length: timedelta) -> str:
    hours = length // timedelta(hours=1)
    if hours < 1:
        return f"{length // timedelta(minutes=1)} min"
    return f"{hours} h" if hours < 72 else f"{hours // 24} d {hours % 24} h"


def _week(at: datetime, zone: ZoneInfo) -> tuple[int, int]:
    return at.astimezone(zone).isocalendar()[:2]
