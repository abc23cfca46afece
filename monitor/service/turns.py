"""Threshold: who may work at the same time. Due visits first, looks by night with what they leave; one to a host."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.errors import HouseFault
from monitor.domain.programme import Site
from monitor.steps import House
from monitor.steps.nightly import Shelf, nightly
from monitor.steps.visit import ready, visit_due
from monitor.store import visits, workers
from probes._base import NewContext

NIGHT_LASTS = timedelta(hours=3)
"""A nightly look that could not begin so long after its hour is left out: there is another night tomorrow."""
NIGHT_PATIENCE = 900.0
"""Real seconds a look at one site by night may take before it is given up."""
HURRY = 4.0
"""Real seconds for what was cancelled to end; what does not even do that is left behind."""

log = logging.getLogger("shopper.run")


class Turns:
    """Everything that opens pages. `current`: the house as it is now; its programme may be read anew meanwhile."""

    def __init__(self, current: Callable[[], House], open_context: NewContext) -> None:
        self._current = current
        self._open_context = open_context
        self._visiting: set[asyncio.Task[int]] = set()
        self._looking: dict[asyncio.Task[None], str] = {}
        self._waiting: deque[str] = deque()
        self._seen: set[str] = set()
        self._stopping = False

    @property
    def visiting(self) -> bool:
        """True while visits of this process are under way."""
        return any(not task.done() for task in self._visiting)

    def fill(self) -> None:
        """Begin what is due, as far as `at_once` allows."""
        self._over()
        if self._stopping:
            return
        house = self._current()
        free = house.programme.rhythm.at_once - len(self._visiting) - len(self._looking)
        if free <= 0:
            return
        due = min(free, ready(house, self._at_night))
        for _ in range(due):
            work = visit_due(house, self._open_context, lambda: self._goes_on(house), self._at_night)
            self._visiting.add(asyncio.create_task(work))
        for _ in range(free - due):
            self._begin_look(house)

    def _goes_on(self, house: House) -> bool:
        """A programme read anew holds from the next visit on."""
        return not self._stopping and self._current() is house

    def _at_night(self) -> tuple[str, ...]:
        """Sites that are being looked at by night."""
        return tuple(self._looking.values())

    def _over(self) -> None:
        for task in [task for task in self._visiting if task.done()]:
            self._visiting.remove(task)
            _say(task, "visiting stopped")
        for looking in [task for task in self._looking if task.done()]:
            _say(looking, f"the look at {self._looking.pop(looking)} by night failed")

    def nights_due(self) -> None:
        """Let the sites whose night has begun wait for their turn; a night slept through is left out."""
        house = self._current()
        sites = [site for site in house.programme.sites if not site.emergency]
        due = {_name(site, night): site.key for site in sites if (night := _night(site, house))}
        self._waiting.extend(key for name, key in due.items() if name not in self._seen)
        self._seen = set(due)

    def _begin_look(self, house: House) -> None:
        """The first of those waiting whose host nobody visits just now."""
        if not self._waiting:
            return
        with house.store.reading() as connection:
            taken = house.neighbours({*visits.busy_sites(connection), *self._at_night()})
        for key in [key for key in self._waiting if key not in taken]:
            self._waiting.remove(key)
            site = next((one for one in house.programme.sites if one.key == key), None)
            night = _night(site, house) if site else None
            once = f"nightly/{_name(site, night)}" if site and night else ""
            if site and once and key not in house.paused() and first(house, once):
                self._looking[asyncio.create_task(self._look(house, site, once))] = key
                return

    async def _look(self, house: House, site: Site, once: str) -> None:
        """A page that hangs shall not cost the others their night; a look we stop ourselves is made after the start."""
        try:
            async with asyncio.timeout(NIGHT_PATIENCE):
                await nightly(house, site, self._open_context, Shelf(house.settings.var / "nightly"))
        except asyncio.CancelledError:
            with house.store.writing() as connection:
                workers.not_yet(connection, once)
            raise
        except (TimeoutError, HouseFault) as fault:
            log.error("the look at %s by night was given up: %s", site.key, fault or f"{NIGHT_PATIENCE:.0f} s are over")

    async def stop(self, patience: float) -> None:
        """Nothing new; what is under way may finish within `patience` real seconds, then it is cancelled."""
        self._stopping = True
        working = {*self._visiting, *self._looking}
        if working:
            await asyncio.wait(self._visiting or working, timeout=patience if self._visiting else 0)
            for task in working:
                task.cancel()
            _, stuck = await asyncio.wait(working, timeout=HURRY)
            if stuck:
                log.warning("%s visits or looks do not even end when they are cancelled: left behind", len(stuck))


def first(house: House, key: str) -> bool:
    """True for one process, once."""
    with house.store.writing() as connection:
        return workers.once(connection, key, house.worker, house.now())


def _say(task: asyncio.Task[int] | asyncio.Task[None], what: str) -> None:
    fault = None if task.cancelled() else task.exception()
    if fault:
        log.error("%s: %s; it goes on with the next tick", what, (str(fault) or type(fault).__name__).splitlines()[0])


def _name(site: Site, night: datetime) -> str:
    return f"{site.key}/{night.date()}"


def _night(site: Site, house: House) -> datetime | None:
    """The local instant at which this night's look at a site began to be due; None while it is not."""
    local = house.now().astimezone(ZoneInfo(site.zone))
    for day in (local.date(), local.date() - timedelta(days=1)):  # a late evening's window reaches into the next day
        due = datetime.combine(day, house.programme.rhythm.nightly_at, tzinfo=local.tzinfo)
        if due <= local < due + NIGHT_LASTS:
            return due
    return None
