"""Schedules: when to visit. Programme × week × seed → slots. Pure.

Every touchpoint draws from dice of its own (seed, week, site, touchpoint): the same week drawn twice
is the same week, and a new site moves nobody else's slots.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from monitor.domain.programme import Persona, Programme, Scenario, Site, Touchpoint
from monitor.domain.worktime import Calendar
from schedules.courtesy import PASSIVE_KINDS, Booking, allowed, barred
from schedules.off_hours_looks import moments_of_week

Stretch = tuple[datetime, datetime]
Taken = tuple[str, str, datetime]
Calendars = Mapping[str, Calendar | None]

WORKING, OFF_HOURS, NIGHT, ROUND = "working", "off_hours", "night", "round"

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_AWAKE = time(8), time(23)
"""hours, local, at which somebody may sit at home and fill in a form"""
_NIGHT = timedelta(hours=2)
"""over which the nightly looks are spread: two hundred sites at the same minute would be missed"""
_TRIES, _SETS = 60, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One visit to be made. `slot_at` aware UTC; `persona` and `scenario` are "" for passive looks;
    `stratum` working, off_hours, night or round; `why` one sentence."""

    site: str
    touchpoint: str
    kind: str
    slot_at: datetime
    persona: str = ""
    scenario: str = ""
    stratum: str = WORKING
    why: str = ""


def draw_week(
    programme: Programme, week_start: date, calendars: Calendars, taken: Iterable[Taken] = ()
) -> tuple[Slot, ...]:
    """Slots of the week that begins on `week_start` (a Monday, local to each site), in order of time.

    Active kinds get `visits_per_week` whole minutes drawn from the opening hours (a share of them from
    closed but waking hours), passive kinds one look a night (off-hours contact at more moments, off_hours_looks.py). `taken` are slots that exist: drawing a
    week again returns the same slots; what another plan put into it is kept clear of.
    """
    existing = tuple(taken)
    slots: list[Slot] = []
    for site in programme.sites:
        drawn: list[Slot] = []
        for touchpoint in sorted(site.touchpoints, key=lambda one: one.key):
            if barred(programme, site, touchpoint):
                continue
            week = _Week(programme, site, touchpoint, week_start, calendars.get(site.key))
            drawn += week.looks() if touchpoint.kind in PASSIVE_KINDS else week.enquiries(drawn, existing)
        slots += drawn
    return _in_order(slots)


def draw_round(
    programme: Programme,
    now: datetime,
    spread: timedelta,
    wanted: Callable[[Site, Touchpoint], bool] = lambda site, touchpoint: True,
    calendars: Calendars | None = None,
) -> tuple[Slot, ...]:
    """One visit to every wanted touchpoint from `now` on, spread evenly with jitter: a study.

    With `calendars`, an enquiry that would come outside opening hours is drawn anew from those
    inside the spread, where there are any.
    """
    dice = _dice(programme, "round", now.isoformat())
    ways = [
        (site, one)
        for site in programme.sites
        for one in site.touchpoints
        if wanted(site, one) and not barred(programme, site, one)
    ]
    dice.shuffle(ways)
    slots = []
    for number, (site, touchpoint) in enumerate(ways):
        at = now + spread * ((number + dice.random()) / len(ways))
        if calendars and touchpoint.kind not in PASSIVE_KINDS:
            at = _opened(calendars.get(site.key), at, (now, now + spread), dice)
        slot = _slot(programme, site, touchpoint, at.replace(microsecond=0), ROUND, dice)
        if slot is not None:
            slots.append(replace(slot, why=f"one of {len(ways)} ways in, spread over {spread}"))
    return _in_order(slots)


def plan_hash(slots: Iterable[Slot]) -> str:
    """SHA-256 of the slots, whatever their order."""
    lines = sorted("\t".join(map(str, astuple(slot))) for slot in slots)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class _Week:
    """One touchpoint's week."""

    def __init__(
        self, programme: Programme, site: Site, touchpoint: Touchpoint, monday: date, calendar: Calendar | None
    ) -> None:
        self.programme, self.site, self.touchpoint, self.calendar = programme, site, touchpoint, calendar
        self.monday, self.zone = monday, ZoneInfo(site.zone)
        self.dice = _dice(programme, monday.isoformat(), site.key, touchpoint.key)
        self.stretch = self._local(0, time()), self._local(7, time())

    def looks(self) -> Iterator[Slot]:
        """One look a night; a page that should change outside hours also at the moments its calendar makes special."""
        for number in range(7):
            at = self._local(number, self.programme.rhythm.nightly_at)
            yield self._named(at, NIGHT, "the nightly look at the page")
        if self.touchpoint.kind == "off_hours" and self.calendar is not None:
            midnights = [self._local(number, time()) for number in range(8)]
            for moment in moments_of_week(self.calendar, midnights, self.dice):
                yield self._named(moment.at, WORKING if moment.open else OFF_HOURS, moment.why)

    def enquiries(self, drawn: Sequence[Slot], existing: Sequence[Taken]) -> Iterator[Slot]:
        """As many enquiries as the rhythm wants and courtesy allows; none without opening hours."""
        if self.calendar is None:
            return
        rhythm, hours = self.programme.rhythm, self._hours(self.calendar)
        count = rhythm.visits_per_week
        strata = [OFF_HOURS if self.dice.random() < rhythm.off_hours_share else WORKING for _ in range(count)]
        booked = [*_bookings(drawn), *self._outside_this_week(existing)]
        # a first pick in midweek may leave no room for the others: draw some whole sets, keep the fullest
        instants: list[datetime | None] = [None] * count
        for _ in range(_SETS):
            instants = max(instants, self._set([hours[stratum] for stratum in strata], booked), key=_filled)
            if _filled(instants) == count:
                break
        found = ((stratum, at) for stratum, at in zip(strata, instants, strict=True) if at is not None)
        why = f"one of {count} enquiries wanted this week"
        slots = (_slot(self.programme, self.site, self.touchpoint, at, stratum, self.dice) for stratum, at in found)
        chosen = [replace(slot, why=f"{why}, {slot.stratum.replace('_', ' ')}") for slot in slots if slot is not None]
        yield from self._clear_of_others(chosen, existing)

    def _set(self, hours: Sequence[Sequence[Stretch]], booked: Sequence[Booking]) -> list[datetime | None]:
        """One instant out of each of the given hours, all of them allowed together; None where none was found."""
        together = list(booked)
        found: list[datetime | None] = []
        for choice in hours:
            at = self._free(choice, together)
            found.append(at)
            if at is not None:
                together.append(Booking(site=self.site.key, touchpoint=self.touchpoint.key, at=at))
        return found

    def _free(self, hours: Sequence[Stretch], booked: Sequence[Booking]) -> datetime | None:
        """A whole minute of `hours` that courtesy allows; None when none was found."""
        for _ in range(_TRIES if hours else 0):
            at = _pick(hours, self.dice)
            if self._allowed(at, booked):
                return at
        return None

    def _allowed(self, at: datetime, booked: Iterable[Booking]) -> bool:
        wanted = Booking(site=self.site.key, touchpoint=self.touchpoint.key, at=at)
        return allowed(self.programme, self.site, wanted, booked)

    def _outside_this_week(self, existing: Sequence[Taken]) -> Iterator[Booking]:
        begin, end = self.stretch
        return (one for one in self._active(existing) if not begin <= one.at < end)

    def _clear_of_others(self, chosen: Sequence[Slot], existing: Sequence[Taken]) -> Iterator[Slot]:
        """The chosen slots that do not crowd visits of other plans in the same week (ours are among them)."""
        mine = {slot.slot_at for slot in chosen}
        begin, end = self.stretch
        key = self.touchpoint.key
        others = [
            one
            for one in self._active(existing)
            if begin <= one.at < end and one.touchpoint == key and one.at not in mine
        ]
        return (slot for slot in chosen if self._allowed(slot.slot_at, others))

    def _active(self, existing: Sequence[Taken]) -> Iterator[Booking]:
        kinds = {one.key: one.kind for one in self.site.touchpoints}
        for site, touchpoint, at in existing:
            if site == self.site.key and kinds.get(touchpoint) not in PASSIVE_KINDS:
                yield Booking(site=site, touchpoint=touchpoint, at=at)

    def _hours(self, calendar: Calendar) -> Mapping[str, Sequence[Stretch]]:
        opened = calendar.spans_between(*self.stretch)
        awake = [(self._local(number, _AWAKE[0]), self._local(number, _AWAKE[1])) for number in range(7)]
        closed = [rest for day in awake for rest in _without(day, opened)]
        return {WORKING: opened, OFF_HOURS: closed}

    def _named(self, at: datetime, stratum: str, why: str) -> Slot:
        return Slot(
            site=self.site.key,
            touchpoint=self.touchpoint.key,
            kind=self.touchpoint.kind,
            slot_at=at,
            stratum=stratum,
            why=why,
        )

    def _local(self, number: int, clock: time) -> datetime:
        return datetime.combine(self.monday + number * _DAY, clock, tzinfo=self.zone).astimezone(UTC)


def _slot(
    programme: Programme, site: Site, touchpoint: Touchpoint, at: datetime, stratum: str, dice: Random
) -> Slot | None:
    """A slot with its story and its shopper; None when an enquiry has nobody to ask it or nothing to ask."""
    bare = Slot(site=site.key, touchpoint=touchpoint.key, kind=touchpoint.kind, slot_at=at, stratum=stratum)
    if touchpoint.kind in PASSIVE_KINDS:
        return bare
    stories = _stories(programme, site, touchpoint)
    if not stories:
        return None
    story = dice.choice(stories)
    people: list[Persona] = [one for one in programme.personas if one.language == story.language]
    return replace(bare, scenario=story.key, persona=dice.choice(people).key) if people else None


def _stories(programme: Programme, site: Site, touchpoint: Touchpoint) -> list[Scenario]:
    """Those the touchpoint names, else all in the site's language that fit its segment."""
    if touchpoint.scenarios:
        return [one for one in programme.scenarios if one.key in touchpoint.scenarios]
    fitting = (one for one in programme.scenarios if not one.segments or site.segment in one.segments)
    return [one for one in fitting if one.language == site.language]


def _pick(hours: Sequence[Stretch], dice: Random) -> datetime:
    """A whole minute, each minute of the stretches as likely as any other."""
    ends = list(accumulate(max(1, (end - begin) // _MINUTE) for begin, end in hours))
    number = dice.randrange(ends[-1])
    found = bisect_right(ends, number)
    first = ends[found - 1] if found else 0
    return hours[found][0].replace(second=0, microsecond=0) + (number - first) * _MINUTE


def _filled(instants: Sequence[datetime | None]) -> int:
    return sum(at is not None for at in instants)


def _opened(calendar: Calendar | None, at: datetime, within: Stretch, dice: Random) -> datetime:
    if calendar is None or calendar.is_open(at):
        return at
    hours = calendar.spans_between(*within)
    return _pick(hours, dice) if hours else at


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


def _bookings(slots: Iterable[Slot]) -> Iterator[Booking]:
    active = (slot for slot in slots if slot.kind not in PASSIVE_KINDS)
    return (Booking(site=slot.site, touchpoint=slot.touchpoint, at=slot.slot_at) for slot in active)


def _dice(programme: Programme, *names: str) -> Random:
    return Random("/".join((str(programme.seed), *names)))  # noqa: S311  # a plan must be repeatable, not secret


def _in_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.slot_at, slot.site, slot.touchpoint)))
