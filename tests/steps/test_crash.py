"""Kill -9 at every point where it could hurt, start again: no second enquiry, no lost letter, no second alert."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from monitor import wiring
from monitor.steps.plan import plan_round
from monitor.store import letters, verdicts, visits
from monitor.testing import COMPANIES, Fate
from monitor.testing.practice import Practice, practice
from monitor.testing.truth import fate
from monitor.wiring import CLOCK_VARIABLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SPEED = 300.0
DRIVER = Path(__file__).with_name("driver.py")
CHOSEN = tuple(
    next(company for company in COMPANIES if fate(company) is wanted)
    for wanted in (Fate.ANSWERED, Fate.SILENT, Fate.AUTO_ONLY)
)


async def start(stage: Practice, *point: str) -> Process:
    environment = {**os.environ, CLOCK_VARIABLE: stage.clock.as_variable()}
    command = (sys.executable, str(DRIVER), str(stage.programme), *point)
    return await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)


async def until(condition: Callable[[], bool], process: Process | None = None, patience: float = 60.0) -> None:
    async with asyncio.timeout(patience):
        while not condition() and not (process and process.returncode is not None):
            await asyncio.sleep(0.1)


def closed(stage: Practice) -> Callable[[], bool]:
    house = wiring.open_house(stage.programme, stage.clock)

    def look() -> bool:
        with house.store.reading() as connection:
            return set(visits.by_state(connection)) == {"closed"} and all(
                row.state == "sent" for row in verdicts.alerts(connection)
            )

    return look


async def finish(process: Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    _, said = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode == 0, said.decode()


def plan(stage: Practice) -> None:
    house = wiring.open_house(stage.programme, stage.clock)
    plan_round(house, timedelta(0))
    house.store.close()


def check_truth(stage: Practice) -> None:
    """What the other side really got, and what we made of it."""
    for company in CHOSEN:
        ledger = stage.town.ledger[company.key]
        assert ledger.posts <= 1, f"{company.key} got {ledger.posts} enquiries"
    alerts = [message_from_bytes(raw)["Message-ID"] for _, raw in stage.post.kept]
    assert len(alerts) == len(set(alerts)), "an alert was sent twice"
    house = wiring.open_house(stage.programme, stage.clock)
    with house.store.reading() as connection:
        assert letters.unopened(connection) == []
        kept = letters.count_by_state(connection)
    written = sum(sum(1 for one in ledger.letters if one.delivered_at) for ledger in stage.town.ledger.values())
    assert kept.get("matched", 0) == written
    house.store.close()


POINTS = {
    "after the intent is stored": ("monitor.store.visits:intend", "after"),
    "after a raw letter is kept": ("monitor.store.letters:keep", "after"),
    "before a verdict is saved": ("monitor.store.verdicts:save", "before"),
    "after a verdict is saved": ("monitor.store.verdicts:save", "after"),
    "before an alert is handed over": ("monitor.alerts.mail:send", "before"),
    "before the visit's outcome is kept": ("monitor.store.visits:finish", "before"),
}


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS.keys())
async def test_killed_and_started_again(tmp_path: Path, point: tuple[str, str]) -> None:
    async with practice(tmp_path, companies=CHOSEN, speed=SPEED) as stage:
        plan(stage)
        first = await start(stage, *point)
        await asyncio.wait_for(first.wait(), 60)
        assert first.returncode == -signal.SIGKILL
        second = await start(stage)
        await until(closed(stage), second)
        await finish(second)
        check_truth(stage)
