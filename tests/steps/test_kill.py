"""Killed at random instants of a busy round: no second enquiry, no lost letter, no missed and no doubled alert.

`make kill` runs it with 200 deaths; the suite with a few.
"""

from __future__ import annotations

import asyncio
import os
import random
import runpy
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.testing.practice import OPENS
from monitor.wiring import Clock

pytestmark = [pytest.mark.slow, pytest.mark.mail]

BUSY = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("busy.py"))))
DEATHS = int(os.environ.get("DEATHS", "8"))
SPEED = 60.0


async def test_killed_at_random_instants(tmp_path: Path) -> None:
    clock, dice = Clock.town(OPENS, SPEED), random.Random(os.environ.get("SEED", "8"))
    sites, within = max(12, DEATHS // 2), timedelta(minutes=2.5 * DEATHS)
    async with BUSY.busy_round(tmp_path, clock, sites, within) as play:
        for _ in range(DEATHS // 2):  # two processes share the work and die each at an instant of its own
            await asyncio.gather(*(live(play, dice.random() * 1.5) for _ in range(2)))
        async with play.service():
            await play.over()
        print(f"\n{DEATHS} deaths: {play.check()}")


async def live(play: Any, seconds: float) -> None:
    async with play.service():
        await asyncio.sleep(seconds)
