"""A small town, our house in processes of its own, and the truth from the other side."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from monitor import wiring
from monitor.steps import House
from monitor.steps.plan import plan_round
from monitor.store import letters, outbox_view, visits
from monitor.testing import COMPANIES, Company, Fate
from monitor.testing.post_office import PostOffice
from monitor.testing.practice import Practice
from monitor.testing.simulation import HandClock, open_simulation
from monitor.testing.truth import fate
from monitor.wiring import CLOCK_VARIABLE

DRIVER = Path(__file__).with_name("driver.py")
LOOK = 0.1
STARTED: list[Process] = []


def of_fate(*wanted: Fate) -> tuple[Company, ...]:
    """The first company of each fate."""
    return tuple(next(company for company in COMPANIES if fate(company) is one) for one in wanted)


@dataclass(frozen=True, slots=True)
class Scene:
    """The stage with what tests do on it."""

    stage: Practice

    def plan(self) -> int:
        house = wiring.open_house(self.stage.programme, self.stage.clock)
        with closing(house.store):
            return plan_round(house, timedelta(0)).new

    async def start(self, *point: str) -> Process:
        """`shopper run` in a process of its own; with a point of death when given."""
        environment = {**os.environ, CLOCK_VARIABLE: self.stage.clock.as_variable()}
        command = (sys.executable, str(DRIVER), str(self.stage.programme), *point)
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
        STARTED.append(process)
        return process

    async def until(self, condition: Callable[[], bool], *processes: Process) -> None:
        """Wait for a condition; fail with what a process said when it ended before."""
        async with asyncio.timeout(120):
            while not condition():
                for process in processes:
                    if process.returncode is not None:
                        _, said = await process.communicate()
                        pytest.fail(f"ended with {process.returncode}: {said.decode()[-2000:]}")
                await asyncio.sleep(LOOK)

    def over(self) -> bool:
        """All visits closed, all alerts sent."""
        house = wiring.open_house(self.stage.programme, self.stage.clock)
        with closing(house.store), house.store.reading() as connection:
            return outbox_view.settled(connection) and set(visits.by_state(connection)) == {"closed"}

    async def stop(self, *processes: Process) -> None:
        for process in processes:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(process.communicate(), 40)
            assert process.returncode == 0, said.decode()[-2000:]

    def check(self) -> None:
        """What the other side really got: no second enquiry, no lost letter, no second alert."""
        for key, ledger in self.stage.town.ledger.items():
            assert ledger.posts <= 1, f"{key} got {ledger.posts} enquiries"
            assert not ledger.trapped, f"{key}: a honeypot was filled"
        told = [message_from_bytes(raw)["Message-ID"] for _, raw in self.stage.post.kept]
        assert len(told) == len(set(told)), "an alert was sent twice"
        written = sum(
            1 for ledger in self.stage.town.ledger.values() for letter in ledger.letters if letter.delivered_at
        )
        house = wiring.open_house(self.stage.programme, self.stage.clock)
        with closing(house.store), house.store.reading() as connection:
            assert letters.unopened(connection) == []
            assert letters.count_by_state(connection).get("matched", 0) == written


@pytest.fixture
def clock() -> HandClock:
    """A Tuesday, one in the afternoon in Moscow."""
    return HandClock(datetime(2026, 3, 3, 10, tzinfo=UTC))


@pytest.fixture
def opened(tmp_path: Path, clock: HandClock) -> Iterator[Callable[[str], House]]:
    """A house on the programme of a text, by that clock."""
    houses: list[House] = []

    def make(text: str) -> House:
        houses.append(open_simulation(tmp_path, text, clock))
        return houses[-1]

    yield make
    for house in houses:
        house.store.close()


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    """Our own SMTP server, which takes what we send."""
    office = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0).open()
    yield office
    await office.close()


@pytest.fixture
def scene() -> Iterator[Callable[[Practice], Scene]]:
    yield Scene
    while STARTED:  # also when the test has failed: nobody is left behind
        process = STARTED.pop()
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)


@pytest.fixture
def companies() -> Callable[..., tuple[Company, ...]]:
    return of_fate
