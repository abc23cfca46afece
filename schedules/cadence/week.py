"""Schedules, cadence: one touchpoint's week. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from monitor.domain.programme import Programme, Site, Touchpoint
from monitor.domain.worktime import Calendar
from schedules.cadence.slot import MINUTE, Slot, dice_of, pick, slot_for
from schedules.courtesy import PASSIVE_KINDS, Booking, allowed, left_alone
from schedules.off_hours_looks import moments_of_week
from schedules.strata import (
    OFF_HOURS,
    WEEKEND,
    WORKING,
    Stretch,
    hours_of_week,
    off_hours_share,
    strata_of_week,
    stratum_at,
)

NIGHT = "night"
Taken = tuple[str, str, datetime]

_DAY = timedelta(days=1)
_NIGHT = timedelta(hours=2)
"""over which the nightly looks are spread: two hundred sites at the same minute would be missed"""
_LEAD = timedelta(minutes=15)
"""before a visit drawn anew"""
_TRIES, _SETS = 60, 40


class Week:
    """One touchpoint's week."""

    def __init__(
        self, programme: Programme, site: Site, touchpoint: Touchpoint, monday: date, calendar: Calendar | None
    ) -> None:
        self.programme, self.site, self.touchpoint, self.calendar = programme, site, touchpoint, calendar
        self.monday, self.zone = monday, ZoneInfo(site.zone)
        self.dice = dice_of(programme, monday.isoformat(), site.key, touchpoint.key)
        self.stretch = self._local(0, time()), self._local(7, time())

    def holds(self, at: datetime) -> bool:
        return self.stretch[0] <= at < self.stretch[1]

    def looks(self) -> Iterator[Slot]:
        """One look a night; a page that should change outside hours also at the moments its calendar makes special."""
        found = []
        for number in range(7):
            at = self._local(number, self.programme.rhythm.nightly_at) + self.dice.randrange(_NIGHT // MINUTE) * MINUTE
            found.append(self._named(at, NIGHT, "the nightly look at the page"))
        if self.touchpoint.kind == "off_hours" and self.calendar is not None:
            midnights = [self._local(number, time()) for number in range(8)]
            for moment in moments_of_week(self.calendar, midnights, self.dice):
                found.append(self._named(moment.at, WORKING if moment.open else OFF_HOURS, moment.why))
        return (slot for slot in found if not left_alone(self.programme, self.site, slot.slot_at))

    def enquiries(self, drawn: Sequence[Slot], existing: Sequence[Taken]) -> Iterator[Slot]:
        """As many enquiries as the rhythm wants and courtesy allows; none without opening hours."""
        if self.calendar is None:
            return
        count, share = self.programme.rhythm.visits_per_week, off_hours_share(self.programme, self.touchpoint)
        hours, phase = hours_of_week(self.calendar, self.monday, share), self._phase()
        strata = tuple(strata_of_week(share, self.monday, count, phase))
        booked = [*_bookings(drawn), *self._earlier(existing)]
        # a first pick in midweek may leave no room for the others: draw some whole sets, keep the fullest
        instants: list[datetime | None] = [None] * count
        for _ in range(_SETS):
            instants = max(instants, self._set([hours[stratum] for stratum in strata], booked), key=_filled)
            if _filled(instants) == count:
                break
        found = [at for at in instants if at is not None]
        named = [(at, stratum_at(self.calendar, at)) for at in found]
        slots = (slot_for(self.programme, self.site, self.touchpoint, at, stratum, self.dice) for at, stratum in named)
        why = f"one of {count} enquiries wanted this week"
        chosen = [replace(slot, why=f"{why}, {_told(slot.stratum, share)}") for slot in slots if slot is not None]
        yield from self._clear_of_others(chosen, existing, count)

    def again(self, lost: Collection[datetime], existing: Sequence[Taken], now: datetime) -> Iterator[Slot]:
        """As many as were `lost`, later in the same part of the same week, clear of all that `existing` has."""
        if self.calendar is None:
            return
        key, (begin, end), soon = self.touchpoint.key, self.stretch, now + _LEAD
        hours = hours_of_week(self.calendar, self.monday, off_hours_share(self.programme, self.touchpoint))
        booked = [one for one in self._active(existing) if one.touchpoint != key or one.at not in lost]
        standing = sum(one.touchpoint == key and begin <= one.at < end for one in booked)
        for gone in sorted(lost)[: max(0, self.programme.rhythm.visits_per_week - standing)]:
            stratum = stratum_at(self.calendar, gone)
            at = self._free([(max(start, soon), stop) for start, stop in hours[stratum] if stop > soon], booked)
            slot = slot_for(self.programme, self.site, self.touchpoint, at, stratum, self.dice) if at else None
            if slot is not None:
                booked.append(Booking(site=slot.site, touchpoint=key, at=slot.slot_at))
                yield replace(slot, why="in place of one missed through our own fault")

    def _phase(self) -> Fraction:
        """Where in the round of strata this touchpoint began, whatever the week."""
        return 2 * Fraction(dice_of(self.programme, "strata", self.site.key, self.touchpoint.key).random())

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
            at = pick(hours, self.dice)
            if self._allowed(at, booked):
                return at
        return None

    def _allowed(self, at: datetime, booked: Iterable[Booking]) -> bool:
        wanted = Booking(site=self.site.key, touchpoint=self.touchpoint.key, at=at)
        return allowed(self.programme, self.site, wanted, booked)

    def _earlier(self, existing: Sequence[Taken]) -> Iterator[Booking]:
        """Visits before this week. Later ones have no say in the first draw: they were drawn clear of this week's."""
        return (one for one in self._active(existing) if one.at < self.stretch[0])

    def _clear_of_others(self, chosen: Sequence[Slot], existing: Sequence[Taken], count: int) -> Iterator[Slot]:
        """The chosen slots that do not crowd visits that exist (ours are among them), as many as these leave of the
        number wanted; those that exist first."""
        mine = {slot.slot_at for slot in chosen}
        begin, end = self.stretch
        here = [one for one in self._active(existing) if one.at >= begin]
        known = {one.at for one in here if one.touchpoint == self.touchpoint.key}
        others = [one for one in here if one.touchpoint != self.touchpoint.key or one.at not in mine]
        free = (slot for slot in chosen if slot.slot_at in known or self._allowed(slot.slot_at, others))
        ordered = sorted(free, key=lambda slot: slot.slot_at not in known)
        return iter(ordered[: max(0, count - sum(at < end for at in known - mine))])

    def _active(self, existing: Sequence[Taken]) -> Iterator[Booking]:
        kinds = {one.key: one.kind for one in self.site.touchpoints}
        for site, touchpoint, at in existing:
            if site == self.site.key and kinds.get(touchpoint) not in PASSIVE_KINDS:
                yield Booking(site=site, touchpoint=touchpoint, at=at)

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


def _filled(instants: Sequence[datetime | None]) -> int:
    return sum(at is not None for at in instants)


def _told(stratum: str, share: Fraction) -> str:
    """The stratum in words, with the share its touchpoint needs of it."""
    if not share:
        return stratum
    names = {WORKING: "in opening hours", OFF_HOURS: "off hours", WEEKEND: "off hours on a day off"}
    return f"{names[stratum]} ({100 * share // 1} % are sent off hours)"


def _bookings(slots: Iterable[Slot]) -> Iterator[Booking]:
    active = (slot for slot in slots if slot.kind not in PASSIVE_KINDS)
    return (Booking(site=slot.site, touchpoint=slot.touchpoint, at=slot.slot_at) for slot in active)
