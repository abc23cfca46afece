"""Threshold: the only place that builds things and reads the clock."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psutil

import probes
from monitor.domain.errors import Fault, UserFault
from monitor.domain.programme import Programme, Site
from monitor.domain.worktime import Calendar, NeverOpen
from monitor.programme_file import read_programme
from monitor.programme_file.changes import needs_restart, told_changes
from monitor.settings import Settings
from monitor.steps import House
from monitor.store import Store, gauges, open_store, restored, visits, workers
from schedules.holidays import holiday_days

CLOCK_VARIABLE = "SHOPPER_TOWN_CLOCK"
PAST = timedelta(days=400)
AHEAD = timedelta(days=430)
DAY_BEFORE = timedelta(days=1)
SILENT = timedelta(minutes=10)
"""A worker on another machine whose heartbeat is older than this is taken for dead."""
LIVED = "lived"
"""The file in `var` that says when we last lived: by it we see that a backup was put back."""
WENT_BACK = (
    "the database is an older one than we knew: a backup was put back. What may have been sent since is not sent again "
    "(%s visits given up), and nobody is blamed for what may have been answered"
)

log = logging.getLogger("shopper.run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Our clock: the machine's, or a town's that runs `speed` times faster from `start` on.

    Both instants aware UTC; `real_start` is the machine's instant at which the town's clock showed `start`.
    """

    speed: float = 1.0
    start: datetime | None = None
    real_start: float = 0.0

    def __call__(self) -> datetime:
        if self.start is None:
            return datetime.now(UTC)
        return self.start + timedelta(seconds=(time.time() - self.real_start) * self.speed)

    async def sleep(self, span: timedelta) -> None:
        """Wait that much of this clock's time."""
        await asyncio.sleep(max(0.0, span.total_seconds() / self.speed))

    @classmethod
    def town(cls, start: datetime, speed: float) -> Clock:
        """A clock that shows `start` now and runs `speed` times faster than the machine's."""
        return cls(speed=speed, start=start, real_start=time.time())

    def as_variable(self) -> str:
        """This clock for other processes: the value of `SHOPPER_TOWN_CLOCK`."""
        return "" if self.start is None else f"{self.start.isoformat()} {self.real_start!r} {self.speed!r}"


def drift() -> timedelta:
    """How far the machine's clock is from the time that has really passed since it was switched on, sleep included.

    A constant but for corrections: what it changes by at once, somebody has set the clock by. Where the system cannot
    tell (no Linux) sleep looks like a jump.
    """
    passing = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return timedelta(seconds=time.time() - time.clock_gettime(passing))


def the_clock() -> Clock:
    """The machine's clock, or the town's when `SHOPPER_TOWN_CLOCK` says so (practice and tests only)."""
    text = os.environ.get(CLOCK_VARIABLE, "")
    if not text:
        return Clock()
    try:
        start, real_start, speed = text.split()
        return Clock(start=datetime.fromisoformat(start), real_start=float(real_start), speed=float(speed))
    except ValueError as fault:
        remedy = "leave it unset to use the machine's clock"
        raise UserFault((Fault(place=f"environment variable {CLOCK_VARIABLE}", found=text, remedy=remedy),)) from fault


def open_house(path: Path, clock: Callable[[], datetime] | None = None) -> House:
    """Everything the steps need, built from a programme file. Raises `UserFault` or `HouseFault`."""
    now = clock or the_clock()
    programme, settings = load_programme(path)
    store = open_store(settings.database_url)
    return House(
        programme=programme,
        settings=settings,
        store=store,
        calendars=calendars(programme, now(), _oldest(store)),
        now=now,
        dice=random.SystemRandom(),
        worker=f"{socket.gethostname()}-{os.getpid()}-{random.SystemRandom().getrandbits(32):08x}",
    )


def stamp(path: Path | None) -> tuple[float, int] | None:
    """What changes when a file is written anew; None when there is none."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime, found.st_size) if found else None


def reread(house: House, path: Path) -> tuple[House, tuple[str, ...]]:
    """The same house on the programme as its file says now, and what changed. `UserFault`: it cannot be used.

    Settings of the house itself stay: doors, mailboxes and database are open already.
    """
    programme, settings = load_programme(path)
    restart = needs_restart(house.settings, settings, house.programme, programme)
    changes = told_changes(house.programme, programme)
    said = (*changes, *(f"{name} changed: restart to use it" for name in restart))
    return replace(house, programme=programme, calendars=calendars(programme, house.now(), _oldest(house.store))), said


def with_new_calendars(house: House) -> House:
    """The same house with opening hours compiled for the year ahead of now."""
    return replace(house, calendars=calendars(house.programme, house.now(), _oldest(house.store)))


def load_programme(path: Path) -> tuple[Programme, Settings]:
    """The programme and the settings of a file; the probes themselves check their options."""
    return read_programme(path, kinds=probes.kinds(), probe_of=probes.load)


def calendars(programme: Programme, now: datetime, oldest: datetime | None = None) -> dict[str, Calendar | None]:
    """Compiled opening hours by site key, a year ahead and back to the `oldest` visit, at least a year; None for a
    site that never opens."""
    first = (min(now - PAST, oldest - DAY_BEFORE) if oldest else now - PAST).date()
    return {site.key: _calendar(site, first, (now + AHEAD).date()) for site in programme.sites}


def _oldest(store: Store) -> datetime | None:
    with store.reading() as connection:
        return gauges.oldest_visit(connection)


def _calendar(site: Site, first: date, last: date) -> Calendar | None:
    spec = site.calendar
    days = holiday_days(spec.holiday_country, spec.holiday_region, range(first.year, last.year + 1))
    try:
        return Calendar.compile(spec, days, first, last)
    except NeverOpen:
        return None


def enter(house: House) -> tuple[str, ...]:
    """Say that this process lives, and put right what dead ones left, or what a backup that was put back does not know;
    the names of the dead."""
    now, me, here = house.now(), psutil.Process(), _machine()
    note = house.settings.var / LIVED
    noted = _noted(note)
    with house.store.writing() as connection:
        if restored.went_back(connection, noted, now):
            log.warning(WENT_BACK, restored.put_right(connection, house.worker, now))
        elif noted is None:
            _keep(
                note, datetime.min.replace(tzinfo=UTC)
            )  # before we have lived: a death until we note that is no backup
        workers.seen(connection, house.worker, here, me.pid, me.create_time(), now)
        dead = workers.dead(connection, here, _alive, now - SILENT)
        visits.recover(connection, dead, now, now + longest_wait(house))
        lived = restored.live(connection, house.worker, now)
    _keep(note, lived)
    return dead


def _keep(note: Path, lived: datetime) -> None:
    """Put the note down, whole or not at all."""
    draft = note.with_name(f"{LIVED}.{os.getpid()}")
    with contextlib.suppress(OSError):  # a full disk is told elsewhere
        draft.write_text(lived.isoformat())
        draft.replace(note)


def _machine() -> str:
    """Where process ids mean what they mean to us: containers may share a host's name."""
    with contextlib.suppress(OSError):
        return f"{socket.gethostname()} {os.readlink('/proc/self/ns/pid')}"
    return socket.gethostname()


def _noted(note: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(note.read_text())
    except (OSError, ValueError):
        return None


def tell_systemd(state: str) -> None:
    """`READY=1`, `WATCHDOG=1`, `STOPPING=1` to the service manager that started us (sd_notify(3)); else nothing."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
        line.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else address)


def longest_wait(house: House) -> timedelta:
    """How long we go on listening after an enquiry nobody knows the fate of."""
    return max((standard.wait for standard in house.programme.standards), default=timedelta(0))


def leave(house: House) -> None:
    """This process ends in an orderly way; what it had to leave half done is put right, and the store is closed."""
    with house.store.writing() as connection:
        visits.recover(connection, (house.worker,), house.now(), house.now() + longest_wait(house))
        workers.leave(connection, house.worker)
    house.store.close()


def _alive(pid: int, born: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - born) < 1.0
    except psutil.NoSuchProcess:
        return False
