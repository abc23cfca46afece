"""We were ill for a day: what a week wanted is asked later in the same week, a round waits; nothing lost or doubled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from monitor.domain.errors import HouseFault
from monitor.domain.visit import Reading
from monitor.steps import House, visit
from monitor.steps.plan import plan_round, plan_week
from monitor.steps.visit import look, visit_due
from monitor.store import ears
from monitor.store.statements import table
from monitor.store.tables import VisitRow
from monitor.testing.simulation import ACCEPTED, HandClock, Kind, hear, open_simulation, programme_text
from probes._base import ProbeOptions

MONDAY = date(2026, 3, 2)
SUNDAY_NIGHT = datetime(2026, 3, 1, 20, tzinfo=UTC)
STEP = timedelta(minutes=10)
SITES = [f"site{number}" for number in range(8)]


class Desk:
    """A probe that opens a context and sends."""

    kind, version, sends, options = "feedback_form", 1, True, ProbeOptions

    def __init__(self) -> None:
        self.sent = 0
        self.browser_works = True

    async def open_context(self, *_: Any, **__: Any) -> Any:
        if not self.browser_works:
            raise HouseFault("the browser died and does not start again")

    async def look(self, brief: Any, open_context: Any, box: Any) -> None:
        await self.open_context()
        await box.intend({})
        self.sent += 1

    def read(self, kept: Any) -> Reading:
        return ACCEPTED


@pytest.fixture
def clock() -> HandClock:
    return HandClock(SUNDAY_NIGHT)


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    kind = Kind(hours="Mo-Fr 09:00-18:00")
    opened = open_simulation(
        tmp_path, programme_text(SITES, kind=kind, extra='[rhythm]\nminimum_gap = "20 h"\n'), clock
    )
    with closing(opened.store):
        yield opened


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    for room in (look, visit):
        monkeypatch.setattr(room, "probes", SimpleNamespace(load=lambda kind: made, kinds=lambda: ("feedback_form",)))
    return made


def rows(house: House) -> list[Any]:
    with house.store.reading() as connection:
        return list(connection.execute(select(table(VisitRow)).order_by(table(VisitRow).c.slot_at)))


def deaf(house: House) -> None:
    with house.store.writing() as connection:
        ears.sent(connection, "mail", f"lost{house.now():%d%H%M}", house.now() - timedelta(hours=1))


@pytest.mark.parametrize("ill", ["ears", "browser"])
async def test_a_day_of_illness_costs_a_week_nothing(house: House, desk: Desk, clock: HandClock, ill: str) -> None:
    plan_week(house, MONDAY)
    first = {row.id for row in rows(house)}
    while clock() < SUNDAY_NIGHT + timedelta(days=6):
        tuesday = clock().date() == date(2026, 3, 3)
        desk.browser_works = not (ill == "browser" and tuesday)
        if ill == "ears" and tuesday:
            deaf(house)
        elif clock().hour in {0, 12}:
            hear(house)
        await visit_due(house, desk.open_context)
        plan_week(house, MONDAY)
        clock.at += STEP
    missed = [row for row in rows(house) if row.state == "missed"]
    assert missed
    assert {row.reason for row in missed} == {"we were ill: ears" if ill == "ears" else "visit_interrupted"}
    made = [row for row in rows(house) if row.state == "waiting"]
    assert desk.sent == len(made)
    assert len(made) + len(missed) == len(rows(house))
    by_site = defaultdict(list)
    for row in made:
        by_site[row.site].append(row.started_at)
    for at in by_site.values():
        assert all(later - earlier >= timedelta(hours=19) for earlier, later in pairwise(at))
    assert Counter(len(at) for at in by_site.values()) == {2: len(SITES)}
    assert {row.why for row in made if row.id not in first} == {"in place of one missed through our own fault"}


@pytest.mark.parametrize("ill", ["ears", "browser"])
async def test_a_round_waits_until_we_are_well(house: House, desk: Desk, clock: HandClock, ill: str) -> None:
    clock.at = datetime(2026, 3, 3, 10, tzinfo=UTC)
    plan_round(house, timedelta(minutes=30))
    desk.browser_works = ill != "browser"
    if ill == "ears":
        deaf(house)
    for _ in range(30):
        await visit_due(house, desk.open_context)
        clock.at += STEP
    assert {row.state for row in rows(house)} == {"planned"}
    desk.browser_works = True
    hear(house)
    clock.at += STEP
    await visit_due(house, desk.open_context)
    assert {row.state for row in rows(house)} == {"waiting"}
    assert desk.sent == len(SITES)


async def test_a_round_does_not_wait_for_ever(house: House, desk: Desk, clock: HandClock) -> None:
    plan_round(house, timedelta(0))
    deaf(house)
    for _ in range(27 * 6):
        await visit_due(house, desk.open_context)
        clock.at += STEP
    assert {(row.state, row.reason) for row in rows(house)} == {("missed", "we were ill: ears")}
    assert desk.sent == 0
