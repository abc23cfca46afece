"""Many processes claim at the same time: no two visits at a host, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.steps import House
from monitor.steps.plan import plan_round
from monitor.steps.visit import claim
from monitor.testing.simulation import HandClock, open_simulation, programme_text

HANDS, HOSTS, SITES = 6, 4, 24
PORT = "https://site{}.example"


@pytest.fixture
def houses(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[House]]:
    """Processes on one programme whose sites share a few hosts."""
    monkeypatch.setenv("SHOPPER_DATABASE", database_url)
    text = programme_text([f"site{number}" for number in range(SITES)])
    for number in range(SITES):
        text = text.replace(PORT.format(number) + '"', f'https://www.host{number % HOSTS}.example/{number}"')
    with ExitStack() as stack:
        opened = [
            open_simulation(tmp_path, text, HandClock(datetime(2026, 3, 3, 10, tzinfo=UTC))) for _ in range(HANDS)
        ]
        for one in opened:
            stack.enter_context(closing(one.store))
        plan_round(opened[0], timedelta(0))
        yield [replace(one, worker=f"w{number}") for number, one in enumerate(opened)]


def test_no_two_visits_at_a_host(houses: list[House]) -> None:
    with ThreadPoolExecutor(HANDS) as pool:
        claimed = [one for one in pool.map(lambda number: claim(houses[number % HANDS]), range(SITES)) if one]
    hosts = Counter(int(one.site.removeprefix("site")) % HOSTS for one in claimed)
    assert hosts == dict.fromkeys(range(HOSTS), 1)
