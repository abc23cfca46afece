"""Who works at the same time: visits first, looks by night beside them, never two at a host, never a burst."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from monitor import wiring
from monitor.domain.visit import Reading
from monitor.service import Service, turns
from monitor.service.turns import Turns
from monitor.steps import House, visit
from monitor.steps.plan import plan_round
from monitor.steps.visit import look
from monitor.store import visits, workers
from monitor.store.statements import table
from monitor.store.tables import DoneRow, VisitRow, WorkerRow
from monitor.testing.simulation import ACCEPTED, HandClock, open_simulation, programme_text
from probes._base import ProbeOptions

NIGHT = datetime(2026, 3, 3, 0, 10, tzinfo=UTC)
"""ten past three in Moscow"""
SITES = [f"site{number}" for number in range(8)]
AT_ONCE = 3


class Desk:
    """A probe that takes until `open` is set; who is at work, and how many there were at most."""

    kind, version, sends, options = "feedback_form", 1, True, ProbeOptions

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.inside: Counter[str] = Counter()
        self.most = 0
        self.made: list[str] = []

    async def work(self, host: str) -> None:
        assert not self.inside[host], f"two at {host}"
        self.inside[host] += 1
        self.most = max(self.most, sum(self.inside.values()))
        try:
            await self.open.wait()
            await asyncio.sleep(0.01)
        finally:
            self.inside[host] -= 1

    async def look(self, brief: Any, open_context: Any, box: Any) -> None:
        await self.work(brief.url.split("/")[2])
        await box.intend({})
        self.made.append(brief.url.split("/")[2])

    async def night(self, house: House, site: Any, *_: Any) -> None:
        await self.work(site.url.split("/")[2])
        self.made.append(f"night {site.key}")

    def read(self, kept: Any) -> Reading:
        return ACCEPTED


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NIGHT)


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    text = programme_text(SITES, extra=f"[rhythm]\nat_once = {AT_ONCE}\n").replace(
        "https://site1.example", "https://www.site0.example"
    )
    opened = open_simulation(tmp_path, text, clock)
    with closing(opened.store):
        yield opened


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    for room in (look, visit):
        monkeypatch.setattr(room, "probes", SimpleNamespace(load=lambda kind: made, kinds=lambda: ("feedback_form",)))
    monkeypatch.setattr(turns, "nightly", made.night)
    return made


async def no_context(**_: object) -> Any:
    raise AssertionError("no browser here")


def rows(house: House) -> list[Any]:
    with house.store.reading() as connection:
        return list(connection.execute(select(table(VisitRow)).order_by(table(VisitRow).c.id)))


async def until(condition: Callable[[], bool], tick: Callable[[], None]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            tick()
            await asyncio.sleep(0.02)


async def test_visits_go_first_and_nights_take_what_is_left(house: House, desk: Desk) -> None:
    plan_round(house, timedelta(0), only=SITES[:2])  # both on one host: one of them waits
    at_work = Turns(lambda: house, no_context)
    at_work.nights_due()
    at_work.fill()
    await until(lambda: sum(desk.inside.values()) == AT_ONCE, at_work.fill)
    assert desk.inside["site0.example"] + desk.inside["www.site0.example"] == 1
    desk.open.set()
    await until(lambda: len(desk.made) == len(SITES) + 2, at_work.fill)
    assert desk.most == AT_ONCE
    assert Counter(desk.made) == Counter(["site0.example", "www.site0.example", *(f"night {key}" for key in SITES)])
    at_work.nights_due()
    at_work.fill()
    assert not at_work._looking  # once a night


async def test_a_backlog_of_nights_does_not_keep_visits_waiting(house: House, desk: Desk) -> None:
    at_work = Turns(lambda: house, no_context)
    at_work.nights_due()
    at_work.fill()
    plan_round(house, timedelta(0), only=SITES[5:])
    await until(lambda: sum(desk.inside.values()) == AT_ONCE, at_work.fill)
    desk.open.set()
    await until(lambda: len(desk.made) == len(SITES) + 3, at_work.fill)
    first = next(name for name in desk.made[AT_ONCE:] if name.startswith("night"))
    assert desk.made.index(first) >= AT_ONCE + 2  # the visits had the first turns that came free


async def test_nobody_is_looked_at_by_night_before_the_start_or_in_a_pause(
    house: House, desk: Desk, clock: HandClock
) -> None:
    desk.open.set()
    later = replace(house, programme=replace(house.programme, starts_at=clock() + timedelta(hours=1)))
    at_work = Turns(lambda: later, no_context)
    at_work.nights_due()
    for _ in range(5):
        at_work.fill()
        await asyncio.sleep(0.02)
    assert desk.made == []


async def test_a_look_by_night_that_we_stopped_is_made_after_the_start(house: House, desk: Desk) -> None:
    at_work = Turns(lambda: house, no_context)
    at_work.nights_due()
    at_work.fill()
    await until(lambda: sum(desk.inside.values()) == AT_ONCE, at_work.fill)
    await at_work.stop(0.1)
    with house.store.reading() as connection:
        assert not connection.execute(select(table(DoneRow)).where(table(DoneRow).c.key.startswith("nightly/"))).all()


async def test_after_a_sleep_late_slots_are_missed_and_the_others_come_one_by_one(
    house: House, desk: Desk, clock: HandClock
) -> None:
    clock.at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    plan_round(house, timedelta(hours=4))
    planned = [row.slot_at for row in rows(house)]
    at_work = Service(house, no_context, (), plans=False)
    at_work.start()
    clock.forward(hours=4)  # asleep, or the clock was set: nothing ticked
    late = sum(at < clock() - house.programme.rhythm.grace for at in planned)
    assert 0 < late < len(planned)
    desk.open.set()
    try:
        async with asyncio.timeout(20):
            while any(row.state in ("planned", "claimed", "submitting") for row in rows(house)):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        await at_work.stop()
    states = Counter(str(row.state) for row in rows(house))
    assert states["missed"] == late
    assert len(desk.made) == len(planned) - late
    assert desk.most <= AT_ONCE


async def test_a_programme_read_anew_holds_from_the_next_visit_on(
    house: House, desk: Desk, tmp_path: Path, clock: HandClock
) -> None:
    clock.at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    plan_round(house, timedelta(0))
    at_work = Service(house, no_context, (), plans=False, file=tmp_path / "programme.toml")
    at_work._turns.fill()
    await until(lambda: sum(desk.inside.values()) == AT_ONCE, lambda: None)
    before = {row.site for row in rows(house) if row.state == "claimed"}
    file = tmp_path / "programme.toml"
    file.write_text(file.read_text().replace('standards = ["person"]', 'standards = ["person"]\nenabled = false'))
    await at_work.reload()
    desk.open.set()
    await until(lambda: not any(row.state in ("planned", "claimed") for row in rows(house)), at_work._turns.fill)
    assert {row.site for row in rows(house) if row.state == "waiting"} == before
    assert Counter(str(row.state) for row in rows(house)) == {"waiting": AT_ONCE, "withdrawn": len(SITES) - AT_ONCE}


async def test_who_leaves_puts_right_what_it_left_half_done(house: House, clock: HandClock) -> None:
    plan_round(house, timedelta(0), only=SITES[:1])
    with house.store.writing() as connection:
        claimed = visits.claim_next(connection, clock(), house.worker)
        assert claimed
    wiring.leave(house)
    assert [str(row.state) for row in rows(house)] == ["planned"]
    with house.store.reading() as connection:
        assert not connection.execute(select(table(WorkerRow))).all()


def test_who_dies_with_something_in_hand_stays_listed(house: House, clock: HandClock) -> None:
    plan_round(house, timedelta(0), only=SITES[:1])
    with house.store.writing() as connection:
        assert visits.claim_next(connection, clock(), house.worker)
        workers.leave(connection, house.worker)
        assert connection.execute(select(table(WorkerRow))).one().name == house.worker


async def test_what_is_old_is_forgotten_at_the_hour_of_each_zone(
    house: House, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = (house.programme.sites[0], replace(house.programme.sites[1], zone="Asia/Vladivostok"))
    rhythm = replace(house.programme.rhythm, forget_at=time(5, 30))
    at_work = Service(
        replace(house, programme=replace(house.programme, sites=sites, rhythm=rhythm)), no_context, (), plans=False
    )
    done: list[datetime] = []
    monkeypatch.setattr(
        "monitor.service.purge_old", lambda house: done.append(house.now()) or SimpleNamespace(letters=0, files=0)
    )
    clock.at = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    for _ in range(48):
        await at_work._purge()
        clock.forward(hours=1)
    assert [at.hour for at in done[1:]] == [3, 20, 3, 20][: len(done) - 1]
    assert len(done) == 5
