"""Schedules, cadence: one slot: who asks what, and the dice it is drawn with. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from monitor.domain.programme import Persona, Programme, Scenario, Site, Touchpoint
from schedules.courtesy import PASSIVE_KINDS
from schedules.strata import WORKING, Stretch

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One visit to be made. `slot_at` aware UTC; `persona` and `scenario` are "" for passive looks;
    `stratum` working, off_hours, weekend (a day off), night or round; `why` one sentence."""

    site: str
    touchpoint: str
    kind: str
    slot_at: datetime
    persona: str = ""
    scenario: str = ""
    stratum: str = WORKING
    why: str = ""


def slot_for(
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


def pick(hours: Sequence[Stretch], dice: Random) -> datetime:
    """A whole minute, each minute of the stretches as likely as any other."""
    ends = list(accumulate(max(1, (end - begin) // MINUTE) for begin, end in hours))
    number = dice.randrange(ends[-1])
    found = bisect_right(ends, number)
    first = ends[found - 1] if found else 0
    return hours[found][0].replace(second=0, microsecond=0) + (number - first) * MINUTE


def dice_of(programme: Programme, *names: str) -> Random:
    return Random("/".join((str(programme.seed), *names)))  # noqa: S311  # a plan must be repeatable, not secret
