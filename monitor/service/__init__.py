"""Threshold: the steps on their rhythm. APScheduler only ticks; what is due stands in the tables.

One `Service` a process. Several processes on one database share the work: claims decide, never the engine.

`doors.py` our SMTP doors · `turns.py` what opens pages, so many at once.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from monitor import wiring
from monitor.domain.errors import UserFault
from monitor.domain.verdict import CLOCK_CHANGED
from monitor.intake.smtp_door import DoorServer
from monitor.service.doors import open_doors
from monitor.service.turns import Turns, first
from monitor.steps import EAR, House
from monitor.steps.collect import (
    collect,
    listen_for_calls,
    mailboxes,
    send_canaries,
    sweep_folders,
)
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_week
from monitor.steps.purge import purge_old
from monitor.steps.report import refresh_tasks, send_reports_due
from monitor.steps.tell import tell_due
from monitor.store import ears, outbox, visits, workers
from probes._base import NewContext
from schedules.clockwork import Clockwork

TICK = 0.5
"""Seconds of real time between two looks at the tables."""
HEARTBEAT = 1.0
PLAN_EVERY = 600.0
SWEEP_EVERY = 60.0
REPORT_EVERY = 300.0
LOOK_AT_FILE_EVERY = 5.0
NIGHTLY_EVERY = 60.0
PURGE_EVERY = 3600.0
LAST_WORDS = timedelta(seconds=18)
"""Real time what is under way may take after a stop was asked for; with what must be closed then: half a minute."""
UNTRUSTED = timedelta(minutes=1)
"""Once our clock was set by more, the enquiries under way prove nothing: their waits cannot be known."""
FORGOTTEN = timedelta(days=1)

__all__ = ["Service", "open_doors"]

log = logging.getLogger("shopper.run")


class Service:
    """All steps, on their rhythm, until stopped. With `file` the programme is read again when that changes."""

    def __init__(
        self,
        house: House,
        open_context: NewContext,
        doors: Sequence[DoorServer],
        *,
        plans: bool = True,
        file: Path | None = None,
    ) -> None:
        self.house = house
        self._doors = doors
        self._plans = plans
        self._file = file
        self._seen = wiring.stamp(file)
        self._built_on = house.now().date()
        self._clockwork = Clockwork(wiring.drift, self._clock_set, (DBAPIError, OSError))
        self._turns = Turns(lambda: self.house, open_context)
        self._dead: tuple[str, ...] = ()
        self._hearing = False
        self._telling = asyncio.Lock()
        self._changing = asyncio.Lock()
        """who makes another house of the present one: the programme read anew, and the calendars of a new day"""
        self._deaf = threading.Event()

    def start(self) -> None:
        """Begin to tick."""
        rhythm = [
            (HEARTBEAT, "heartbeat", self._heartbeat),
            (TICK, "visit", self._visit),
            (TICK, "letters", self._letters),
            (TICK, "judge and tell", self._judge_and_tell),
            (PURGE_EVERY, "purge", self._purge),
            (REPORT_EVERY, "reports", self._reports),
        ]
        if self._house_has_folders():
            rhythm.append((SWEEP_EVERY, "sweep", self._sweep))
        if self._plans:
            rhythm += [(PLAN_EVERY, "plan", self._plan), (NIGHTLY_EVERY, "nightly", self._nightly)]
        if self._file is not None:
            rhythm.append((LOOK_AT_FILE_EVERY, "programme file", self._look_at_file))
        for seconds, name, call in rhythm:
            self._clockwork.every(seconds, name, call)
        for mailbox in mailboxes(self.house):
            threading.Thread(target=mailbox.listen, args=(self._deaf,), daemon=True, name="mailbox").start()
        self._clockwork.start()

    async def stop(self) -> None:
        """No new visits; what is under way may finish within `LAST_WORDS`, then it is cancelled (never re-sent)."""
        self._deaf.set()
        patience = LAST_WORDS.total_seconds()
        await asyncio.gather(self._clockwork.stop(patience), self._turns.stop(patience))

    async def plan_now(self) -> None:
        """Draw this week and the next; harmless when repeated."""
        await self._plan()

    async def reload(self) -> None:
        """Read the programme file again: whole or not at all; what changed is said."""
        if self._file is None:
            return
        self._seen = wiring.stamp(self._file)
        try:
            async with self._changing:
                self.house, changes = await asyncio.to_thread(wiring.reread, self.house, self._file)
        except UserFault as fault:
            log.error("the programme stays as it was, its file cannot be used:\n%s", fault)
            return
        for change in changes:
            log.warning("programme: %s", change)
        if not changes:
            log.info("the programme file says what it said before")
        elif self._plans:
            await self._plan()

    def _house_has_folders(self) -> bool:
        return bool(self.house.settings.maildir_doors)

    async def _look_at_file(self) -> None:
        if wiring.stamp(self._file) != self._seen:
            await self.reload()

    async def _heartbeat(self) -> None:
        house = self.house
        wiring.tell_systemd("WATCHDOG=1")
        self._dead = await asyncio.to_thread(wiring.enter, house)
        self._take_back_lost()
        self._listen()
        await asyncio.to_thread(listen_for_calls, house)
        if house.now().date() != self._built_on:  # calendars reach so far ahead of the day they were made on
            self._built_on = house.now().date()
            async with self._changing:
                self.house = await asyncio.to_thread(wiring.with_new_calendars, self.house)

    def _listen(self) -> None:
        """Our doors are open; that they were shut until now is kept, however short it was: senders met a shut door."""
        house, hearing = self.house, any(not door.deaf for door in self._doors)
        if hearing:
            with house.store.writing() as connection:
                opened = not self._hearing and not workers.others(connection, house.worker, self._dead)
                forgiven = timedelta(0) if opened else house.programme.rhythm.listening_gap
                ears.heard(connection, EAR, house.now(), forgiven)
        self._hearing = hearing

    def _take_back_lost(self) -> None:
        """What this process had claimed while nothing of it is under way was lost on the way: as if it had died."""
        if self._turns.visiting:
            return
        house = self.house
        with house.store.writing() as connection:  # in the loop's own thread: no visit begins meanwhile
            visits.recover(connection, (house.worker,), house.now(), house.now() + wiring.longest_wait(house))

    async def _clock_set(self, jump: timedelta) -> None:
        """Somebody set the machine's clock: waits that were under way cannot be known any more."""
        house = self.house
        if abs(jump) < UNTRUSTED:
            return
        with house.store.writing() as connection:
            doubtful = visits.doubt(connection, house.now(), CLOCK_CHANGED)
            outbox.not_later(connection, house.now())
        log.warning(
            "%s enquiries were under way when the clock was set: they prove nothing and are not counted", doubtful
        )

    async def _visit(self) -> None:
        self._turns.fill()

    async def _letters(self) -> None:
        await send_canaries(self.house, self._doors)
        if await asyncio.to_thread(collect, self.house):
            await self._judge_and_tell()  # what came may be the proof or the answer somebody waits for

    async def _sweep(self) -> None:
        await asyncio.to_thread(sweep_folders, self.house)

    async def _judge_and_tell(self) -> None:
        async with self._telling:
            await asyncio.to_thread(judge_due, self.house)
            await tell_due(self.house, self._dead)

    async def _reports(self) -> None:
        await asyncio.to_thread(refresh_tasks, self.house, self.house.now())
        await send_reports_due(self.house, self._dead)

    async def _plan(self) -> None:
        today = self.house.now().date()
        monday = today - timedelta(days=today.weekday())
        for week in (monday, monday + timedelta(weeks=1)):
            await asyncio.to_thread(plan_week, self.house, week)

    async def _purge(self) -> None:
        """Daily at the hour of each zone the sites lie in; a night slept through is made up as soon as we are awake."""
        house = self.house
        zones = {site.zone for site in house.programme.sites}
        days = {zone: _day_begun(house.now(), zone, house.programme.rhythm.forget_at) for zone in zones}
        begun = [first(house, f"purge/{zone}/{day}") for zone, day in days.items()]
        if any(begun):
            done = await asyncio.to_thread(purge_old, house)
            log.info("kept long enough: %s letters reduced, %s files removed", done.letters, done.files)
            with house.store.writing() as connection:
                workers.forget(connection, house.now() - FORGOTTEN)

    async def _nightly(self) -> None:
        self._turns.nights_due()


def _day_begun(now: datetime, zone: str, clock: time) -> date:
    """The day of a zone that began last when it begins at that hour of its clock."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= clock else local.date() - timedelta(days=1)
