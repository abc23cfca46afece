"""The clock that ticks: steady while the machine's clock is set, no bursts, one line for troubles of the world."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from apscheduler.triggers import interval

from schedules import clockwork
from schedules.clockwork import Clockwork

HOUR = timedelta(hours=1)


class Shifted(datetime):
    """The machine's clock as APScheduler reads it, set back or forward by `by`."""

    by = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + cls.by


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Shifted]]:
    for module in (schedulers, executors, interval):
        monkeypatch.setattr(module, "datetime", Shifted)
    monkeypatch.setattr(clockwork, "LOOK_AT_CLOCK", 0.05)
    yield Shifted
    Shifted.by = timedelta(0)


@pytest.mark.parametrize("by", [-HOUR, HOUR])
async def test_it_goes_on_ticking_when_the_clock_is_set(
    machine: type[Shifted], by: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    ticks, jumps = 0, []

    async def tick() -> None:
        nonlocal ticks
        ticks += 1

    async def jumped(jump: timedelta) -> None:
        jumps.append(jump)

    clock = Clockwork(lambda: machine.by, jumped)
    clock.every(0.05, "tick", tick)
    clock.start()
    await asyncio.sleep(0.3)
    machine.by = by
    await asyncio.sleep(0.2)
    before = ticks
    await asyncio.sleep(0.5)
    await clock.stop(1)
    assert jumps == [by]
    assert 3 <= ticks - before <= 12  # neither asleep for an hour nor an hour's ticks at once
    assert f"clock was set {'back' if by < timedelta(0) else 'forward'} by 1:00:00" in caplog.text


async def test_troubles_of_the_world_are_one_line_and_our_own_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    async def full() -> None:
        raise OSError("disk full\nand so on")

    async def ours() -> None:
        raise KeyError("bug")

    clock = Clockwork(troubles=(OSError,))
    clock.every(0.02, "full", full)
    clock.every(0.02, "ours", ours)
    clock.start()
    await asyncio.sleep(0.3)
    await clock.stop(1)
    said = {record.getMessage(): record.exc_info for record in caplog.records if record.levelno == logging.ERROR}
    assert len(said) == len([one for one in caplog.records if one.levelno == logging.ERROR]) == 2  # not at every tick
    assert said["full: disk full; nothing is lost, it is tried again"] is None
    assert said["the tick ours failed"] is not None


async def test_a_busy_tick_is_not_started_again_and_may_finish() -> None:
    begun, done = 0, 0

    async def slow() -> None:
        nonlocal begun, done
        begun += 1
        await asyncio.sleep(0.2)
        done += 1

    clock = Clockwork()
    clock.every(0.02, "slow", slow)
    clock.start()
    await asyncio.sleep(0.1)
    await clock.stop(5)
    assert (begun, done) == (1, 1)
