"""Schedules: APScheduler. It only ticks; the plan lives in our table.

Jobs live in memory, never in a shared store: two schedulers on one store run jobs twice (tried).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger("shopper.clockwork")


class Clockwork:
    """Calls things at a steady pace in the running event loop. A tick that is still busy is not started again."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def every(self, seconds: float, name: str, call: Callable[[], Awaitable[None]]) -> None:
        """Call `call` each `seconds` of real time; late ticks are one tick, never a burst."""
        self._scheduler.add_job(
            self._tick,
            IntervalTrigger(seconds=seconds, timezone="UTC"),
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
        except Exception:
            log.exception("the tick %s failed", name)
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self, patience: float) -> None:
        """No further ticks. What is under way may finish within `patience` seconds; then it is cancelled."""
        self._scheduler.pause()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), patience)
        self._scheduler.shutdown(wait=False)
