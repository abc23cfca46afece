"""Schedules: when to visit. Programme × week × seed → slots. Pure.

Every touchpoint draws from dice of its own (seed, week, site, touchpoint): the same week drawn twice
is the same week, and a new site moves nobody else's slots.

`slot.py` one slot · `week.py` one touchpoint's week.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from random import Random

from monitor.domain.programme import Programme, Site, Touchpoint
from monitor.domain.worktime import Calendar
from schedules.cadence.slot import Slot, dice_of, pick, slot_for
from schedules.cadence.week import Taken, Week
from schedules.courtesy import PASSIVE_KINDS, barred
from schedules.strata import Stretch

__all__ = ["Slot", "Taken", "draw_again", "draw_round", "draw_week", "plan_hash"]

Calendars = Mapping[str, Calendar | None]

ROUND = "round"


def draw_week(
    programme: Programme, week_start: date, calendars: Calendars, taken: Iterable[Taken] = ()
) -> tuple[Slot, ...]:
    """Slots of the week that begins on `week_start` (a Monday, local to each site), in order of time.

    Active kinds get `visits_per_week` whole minutes, of opening hours or outside them as the standards need
    (strata.py), passive kinds one look a night (off-hours contact at more moments, off_hours_looks.py). `taken` are
    slots that exist: drawing a week again returns the same slots; what another plan put into it (or the same before
    the programme changed) is kept clear of and counts among those wanted.
    """
    existing = _by_site(taken)
    slots: list[Slot] = []
    for site in programme.sites:
        drawn: list[Slot] = []
        for touchpoint in sorted(site.touchpoints, key=lambda one: one.key):
            if barred(programme, site, touchpoint):
                continue
            week = Week(programme, site, touchpoint, week_start, calendars.get(site.key))
            drawn += week.looks() if touchpoint.kind in PASSIVE_KINDS else week.enquiries(drawn, existing[site.key])
        slots += drawn
    return _in_order(slots)


def draw_again(
    programme: Programme,
    week_start: date,
    calendars: Calendars,
    existing: Collection[Taken],
    lost: Collection[Taken],
    now: datetime,
) -> tuple[Slot, ...]:
    """Enquiries of that week in place of those `lost` through our own fault: within the caps, among what is `existing`
    (the lost ones too), where the rest of the week has room. Once such slots exist no more are drawn."""
    slots: list[Slot] = []
    standing = _by_site(existing)
    for site in programme.sites:
        for touchpoint in site.touchpoints:
            gone = {at for key, point, at in lost if (key, point) == (site.key, touchpoint.key)}
            if gone and touchpoint.kind not in PASSIVE_KINDS and not barred(programme, site, touchpoint):
                week = Week(programme, site, touchpoint, week_start, calendars.get(site.key))
                drawn = tuple(week.again({at for at in gone if week.holds(at)}, standing[site.key], now))
                standing[site.key] += ((slot.site, slot.touchpoint, slot.slot_at) for slot in drawn)
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
    dice = dice_of(programme, "round", now.isoformat())
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
        slot = slot_for(programme, site, touchpoint, at.replace(microsecond=0), ROUND, dice)
        if slot is not None:
            slots.append(replace(slot, why=f"one of {len(ways)} ways in, spread over {spread}"))
    return _in_order(slots)


def plan_hash(slots: Iterable[Slot]) -> str:
    """SHA-256 of the slots, whatever their order."""
    told = attrgetter(*(field.name for field in fields(Slot)))
    lines = sorted("\t".join(map(str, told(slot))) for slot in slots)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _opened(calendar: Calendar | None, at: datetime, within: Stretch, dice: Random) -> datetime:
    if calendar is None or calendar.is_open(at):
        return at
    hours = calendar.spans_between(*within)
    return pick(hours, dice) if hours else at


def _by_site(taken: Iterable[Taken]) -> defaultdict[str, list[Taken]]:
    """A thousand sites shall not each read the slots of all others."""
    found: defaultdict[str, list[Taken]] = defaultdict(list)
    for one in taken:
        found[one[0]].append(one)
    return found


def _in_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.slot_at, slot.site, slot.touchpoint)))
