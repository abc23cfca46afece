"""Corridor: plan → visit → collect → judge → tell → report.

One file and one function each. Steps never call each other: they hand over through the store, and each may run
twice without harm.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.pauses import pause_of
from monitor.domain.programme import Programme
from monitor.domain.worktime import Calendar
from monitor.settings import CallDoor, Settings
from monitor.store import Store

EAR = "mail"
"""All letters to our mail domain come in by one ear, however many doors it has."""


def phone_ear(door: CallDoor) -> str:
    """The ear by which calls to the numbers of a call door are heard."""
    return f"phone/{door.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What every step is given. `now` is our clock (aware UTC); `calendars` by site key, None where a site has no
    usable one; `worker` names this process; `dice` draws what must not be guessed."""

    programme: Programme
    settings: Settings
    store: Store
    calendars: Mapping[str, Calendar | None]
    now: Callable[[], datetime]
    dice: random.Random
    worker: str

    def paused(self) -> tuple[str, ...]:
        """Keys of the sites that are left alone just now."""
        now, pauses = self.now(), self.programme.pauses
        return tuple(site.key for site in self.programme.sites if pause_of(pauses, site.key, site.group, now))
