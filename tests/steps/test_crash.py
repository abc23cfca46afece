"""Kill -9 at every point where it could hurt, start again: no second enquiry, no lost letter, no second alert."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.testing import Company, Fate
from monitor.testing.practice import Practice, practice

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SPEED = 300.0
SLOWER = 100.0
"""Fast enough for a test, slow enough that the pauses between two lives are no listening gaps."""
CHAIN = (
    ("monitor.store.visits:intend", "after"),
    ("monitor.store.visits:finish", "before"),
    ("monitor.store.letters:keep", "after"),
    ("monitor.store.verdicts:save", "before"),
    ("monitor.store.verdicts:save", "after"),
    ("monitor.store.outbox:pack", "after"),
    ("monitor.steps.tell.sending:compose", "after"),
)


async def test_killed_again_and_again(
    tmp_path: Path, scene: Callable[[Practice], Any], companies: Callable[..., tuple[Company, ...]]
) -> None:
    """One round in which the process dies at one point after the other, each time started anew."""
    town = companies(Fate.ANSWERED, Fate.SILENT, Fate.AUTO_ONLY, Fate.BROKEN, Fate.LATE_IN_WINDOW, Fate.BOUNCE)
    async with practice(tmp_path, companies=town, speed=SLOWER) as stage:
        play = scene(stage)
        assert play.plan() == len(town)
        assert play.plan() == 0
        for target, when in CHAIN:
            process = await play.start(target, when)
            async with asyncio.timeout(60):
                _, said = await process.communicate()
            assert process.returncode == -signal.SIGKILL, (target, said.decode()[-2000:])
        last = await play.start()
        await play.until(play.over, last)
        await play.stop(last)
        play.check()


async def test_killed_while_the_site_reads_the_form(
    tmp_path: Path, scene: Callable[[Practice], Any], companies: Callable[..., tuple[Company, ...]]
) -> None:
    """Between click and confirmation: the outcome is unknown, and the enquiry is never sent again."""
    town = companies(Fate.ANSWERED)
    async with practice(tmp_path, companies=town, speed=SPEED) as stage:
        play = scene(stage)
        play.plan()
        ledger = stage.town.ledger[town[0].key]
        first = await play.start()
        while not ledger.posts:  # noqa: ASYNC110 (the site tells no event)
            await asyncio.sleep(0)
        first.kill()
        await first.communicate()
        last = await play.start()
        await play.until(play.over, last)
        await play.stop(last)
        assert ledger.posts == 1
        play.check()


async def test_two_processes_never_visit_twice(
    tmp_path: Path, scene: Callable[[Practice], Any], companies: Callable[..., tuple[Company, ...]]
) -> None:
    town = companies(Fate.ANSWERED, Fate.SILENT, Fate.AUTO_ONLY, Fate.BROKEN, Fate.BOUNCE, Fate.CAPTCHA)
    async with practice(tmp_path, companies=town, speed=SPEED) as stage:
        play = scene(stage)
        play.plan()
        both = [await play.start(), await play.start()]
        await play.until(play.over, *both)
        await play.stop(*both)
        play.check()
        posts = {key: ledger.posts for key, ledger in stage.town.ledger.items()}
        captcha = stage.town.truth.of(Fate.CAPTCHA)
        assert posts == {key: int(key not in captcha) for key in posts}
