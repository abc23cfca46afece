"""Threshold: the steps on their rhythm. APScheduler only ticks; what is due stands in the tables.

One `Service` a process. Several processes on one database share the work: claims decide, never the engine.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from monitor import wiring
from monitor.domain.errors import HouseFault
from monitor.intake.smtp_door import DoorServer
from monitor.steps import EAR, House
from monitor.steps.collect import collect, letterbox, mailboxes, send_canaries, sweep_folders
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_week
from monitor.steps.tell import tell_due
from monitor.steps.visit import visit_due
from monitor.store import ears, visits
from probes._base import NewContext
from schedules.clockwork import Clockwork

TICK = 1.0
"""Seconds of real time between two looks at the tables."""
PLAN_EVERY = 600.0
SWEEP_EVERY = 60.0
LAST_WORDS = timedelta(seconds=30)
"""Real time what is under way may take after a stop was asked for."""

log = logging.getLogger("shopper.run")


@asynccontextmanager
async def open_doors(house: House) -> AsyncIterator[tuple[DoorServer, ...]]:
    """Our SMTP doors, listening. A door that another process of ours holds already is left to that one."""
    opened: list[DoorServer] = []
    try:
        for settings in house.settings.smtp_doors:
            door = DoorServer(settings, house.programme.mail_domain, letterbox(house), house.now)
            try:
                await door.start()
            except HouseFault as fault:
                log.warning("%s; another process may hold it", fault)
            else:
                opened.append(door)
        yield tuple(opened)
    finally:
        for door in opened:
            await door.stop()


class Service:
    """All steps, on their rhythm, until stopped."""

    def __init__(
        self, house: House, open_context: NewContext, doors: Sequence[DoorServer], *, plans: bool = True
    ) -> None:
        self._house = house
        self._open_context = open_context
        self._doors = doors
        self._plans = plans
        self._clockwork = Clockwork()
        self._visiting: set[asyncio.Task[int]] = set()
        self._dead: tuple[str, ...] = ()
        self._stopping = False
        self._deaf = threading.Event()

    def start(self) -> None:
        """Begin to tick."""
        self._clockwork.every(TICK, "heartbeat", self._heartbeat)
        self._clockwork.every(TICK, "visit", self._visit)
        self._clockwork.every(TICK, "letters", self._letters)
        self._clockwork.every(TICK, "judge and tell", self._judge_and_tell)
        if self._house.settings.maildir_doors:
            self._clockwork.every(SWEEP_EVERY, "sweep", self._sweep)
        for mailbox in mailboxes(self._house):
            threading.Thread(target=mailbox.listen, args=(self._deaf,), daemon=True, name="mailbox").start()
        if self._plans:
            self._clockwork.every(PLAN_EVERY, "plan", self._plan)
        self._clockwork.start()

    async def stop(self) -> None:
        """No new visits; what is under way may finish within `LAST_WORDS`, then it is cancelled (never re-sent)."""
        self._stopping = True
        self._deaf.set()
        self._clockwork.stop()
        if self._visiting:
            await asyncio.wait(self._visiting, timeout=LAST_WORDS.total_seconds())
        for task in self._visiting:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def plan_now(self) -> None:
        """Draw this week and the next; harmless when repeated."""
        await self._plan()

    async def _heartbeat(self) -> None:
        house = self._house
        self._dead = await asyncio.to_thread(wiring.enter, house)
        if self._doors:
            with house.store.writing() as connection:
                ears.heard(connection, EAR, house.now(), house.programme.rhythm.listening_gap)

    async def _visit(self) -> None:
        self._visiting = {task for task in self._visiting if not task.done()}
        with self._house.store.reading() as connection:
            due = visits.count_due(connection, self._house.now())
        free = self._house.programme.rhythm.at_once - len(self._visiting)
        for _ in range(min(due, free)):
            work = visit_due(self._house, self._open_context, going=lambda: not self._stopping)
            self._visiting.add(asyncio.create_task(work))

    async def _letters(self) -> None:
        await send_canaries(self._house, self._doors)
        await asyncio.to_thread(collect, self._house)

    async def _sweep(self) -> None:
        await asyncio.to_thread(sweep_folders, self._house)

    async def _judge_and_tell(self) -> None:
        await asyncio.to_thread(judge_due, self._house)
        await tell_due(self._house, self._dead)

    async def _plan(self) -> None:
        today = self._house.now().date()
        monday = today - timedelta(days=today.weekday())
        for week in (monday, monday + timedelta(weeks=1)):
            await asyncio.to_thread(plan_week, self._house, week)
