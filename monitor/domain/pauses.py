"""Ground floor: pauses and maintenance windows: stretches in which a site, a group or everybody is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """No visits while it holds. Empty `sites` and `groups` mean everybody.

    Once: from `starts_at` until `ends_at` (aware; None = open at that end). Recurring: on `days` (0 = Monday,
    empty = every day) between the local times `hours` of `zone`; a window over midnight belongs to the day it
    begins on. Both together: recurring within the stretch.
    """

    sites: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    days: tuple[int, ...] = ()
    hours: tuple[time, time] | None = None
    zone: str = "UTC"
    note: str = ""

    def concerns(self, site: str, group: str) -> bool:
        everybody = not self.sites and not self.groups
        return everybody or site in self.sites or (group != "" and group in self.groups)

    def holds(self, at: datetime) -> bool:
        """True while nobody concerned is visited."""
        if (self.starts_at and at < self.starts_at) or (self.ends_at and at >= self.ends_at):
            return False
        return _recurs(at.astimezone(ZoneInfo(self.zone)), self.days, self.hours)


def _recurs(local: datetime, days: tuple[int, ...], hours: tuple[time, time] | None) -> bool:
    begins_on = local
    if hours is not None:
        first, last = hours
        clock = local.timetz().replace(tzinfo=None)
        over_midnight = last <= first
        inside = clock >= first or clock < last if over_midnight else first <= clock < last
        if not inside:
            return False
        if over_midnight and clock < last:
            begins_on = local - timedelta(days=1)
    return not days or begins_on.weekday() in days


def pause_of(pauses: Iterable[Pause], site: str, group: str, at: datetime) -> Pause | None:
    """The first pause that holds for a site at that instant (aware)."""
    return next((one for one in pauses if one.concerns(site, group) and one.holds(at)), None)
