"""Schedules: APScheduler. It only ticks; the plan lives in our table.

Jobs live in memory, never in a shared store: two schedulers on one store run jobs twice (tried). APScheduler reckons
by the wall clock: set back an hour, it would not tick for an hour (tried). So the clock is watched, and after a jump
every job is set anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

LOOK_AT_CLOCK = 1.0
"""Seconds between two looks at the machine's clock."""
JUMP = timedelta(seconds=2)
"""What the wall clock may lose or gain between two looks: time servers nudge it."""
SILENCE = 60.0
"""Seconds for which the same trouble of the same tick is not said again."""
Jumped = Callable[[timedelta], Awaitable[None]]

log = logging.getLogger("shopper.clockwork")


class Clockwork:
    """Calls things at a steady pace in the running event loop. A tick that is still busy is not started again.

    `drift` tells by how much the wall clock has left the even passing of time; `jumped` is called when that changes
    at once by more than `JUMP`. `troubles` are errors of the world around us: said in one line, without a traceback.
    """

    def __init__(
        self,
        drift: Callable[[], timedelta] = timedelta,
        jumped: Jumped | None = None,
        troubles: tuple[type[Exception], ...] = (),
    ) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._drift = drift
        self._jumped = jumped
        self._troubles = troubles
        self._watching: asyncio.Task[None] | None = None
        self._told: dict[tuple[str, type[Exception], str], float] = {}
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def every(self, seconds: float, name: str, call: Callable[[], Awaitable[None]]) -> None:
        """Call `call` each `seconds` of real time; late ticks are one tick, never a burst."""
        self._scheduler.add_job(
            self._tick,
            _pace(seconds),
            args=(name, call),
            id=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    async def _tick(self, name: str, call: Callable[[], Awaitable[None]]) -> None:
        self._busy += 1
        self._idle.clear()
        try:
            await call()
        except Exception as fault:  # noqa: BLE001  (the one around a tick: it is said, and the next tick comes)
            self._complain(name, fault)
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    def _complain(self, name: str, fault: Exception) -> None:
        """Say what failed; the same again only once a minute: ticks are quick, and people read the log."""
        told, now = (name, type(fault), str(fault)), asyncio.get_running_loop().time()
        if self._told.get(told, -SILENCE) + SILENCE > now:
            return
        self._told = {one: at for one, at in self._told.items() if at + SILENCE > now} | {told: now}
        if isinstance(fault, self._troubles):
            log.error("%s: %s; nothing is lost, it is tried again", name, str(fault).partition("\n")[0])
        else:
            log.error("the tick %s failed", name, exc_info=fault)

    def start(self) -> None:
        self._scheduler.start()
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        known = self._drift()
        while True:
            await asyncio.sleep(LOOK_AT_CLOCK)
            drift = self._drift()
            jump, known = drift - known, drift
            if abs(jump) > JUMP:
                for job in self._scheduler.get_jobs():  # a trigger remembers when it was made: new ones
                    job.reschedule(_pace(job.trigger.interval_length))
                await self._tick("clock", lambda by=jump: self._say(by))  # type: ignore[misc]

    async def _say(self, jump: timedelta) -> None:
        direction = "back" if jump < timedelta(0) else "forward"
        log.warning("the machine's clock was set %s by %s; the rhythm goes on", direction, abs(jump))
        if self._jumped:
            await self._jumped(jump)

    async def stop(self, patience: float) -> None:
        """No further ticks. What is under way may finish within `patience` seconds; then it is cancelled."""
        self._scheduler.pause()
        if self._watching:
            self._watching.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), patience)
        self._scheduler.shutdown(wait=False)


def _pace(seconds: float) -> IntervalTrigger:
    return IntervalTrigger(seconds=seconds, timezone="UTC")
