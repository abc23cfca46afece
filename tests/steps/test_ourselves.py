"""When we ourselves are ill, or the programme changed meanwhile: nobody is asked, nobody is accused, nothing is lost."""

from __future__ import annotations

import asyncio
import errno
import importlib
import socket
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from monitor import wiring
from monitor.domain.errors import HouseFault
from monitor.domain.visit import Acceptance, Reading, Sending, Visit
from monitor.intake import RawLetter
from monitor.service import Service
from monitor.settings import Outgoing
from monitor.steps import EAR, House, judge, visit
from monitor.steps.collect import collect, keep_letter
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_round
from monitor.steps.visit import look, network, visit_due
from monitor.store import ears, outbox_view, visits, workers
from monitor.store.statements import table
from monitor.store.tables import VerdictRow, VisitRow
from monitor.testing.simulation import (
    ACCEPTED,
    HandClock,
    hear,
    programme_text,
    recipient,
    sent_visit,
)
from probes._base import ProbeOptions

DOWN = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.UNKNOWN, reason="site_down")
Looking = Callable[[Any], Awaitable[None]]


class Desk:
    """A probe that does what it is told instead of opening a browser."""

    kind, version, sends, options = "feedback_form", 1, True, ProbeOptions

    def __init__(self, reading: Reading = ACCEPTED) -> None:
        self.looks = 0
        self.reading = reading
        self.doing: Looking | None = None

    async def look(self, brief: Any, open_context: Any, box: Any) -> None:
        self.looks += 1
        if self.doing:
            await self.doing(box)
        if self.reading.sending is Sending.SENT:
            await box.intend({})

    def read(self, kept: Any) -> Reading:
        return self.reading


@pytest.fixture
def house(opened: Callable[[str], House]) -> House:
    return opened(programme_text(["site0", "site1"], extra=recipient("Anna")))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, house: House) -> Desk:
    """Beside a visit to site0 that is due."""
    plan_round(house, timedelta(0), only=["site0"])
    made = Desk()
    for room in (look, visit):
        monkeypatch.setattr(room, "probes", SimpleNamespace(load=lambda kind: made, kinds=lambda: ("feedback_form",)))
    return made


def no_context(**_: object) -> Any:
    raise AssertionError("no browser here")


def row(house: House) -> Any:
    with house.store.reading() as connection:
        return connection.execute(select(table(VisitRow)).order_by(table(VisitRow).c.id).limit(1)).one()


async def test_while_we_are_deaf_nobody_is_asked(
    house: House, desk: Desk, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    with house.store.writing() as connection:
        ears.sent(connection, "mail", "lost", clock() - timedelta(hours=1))
    assert await visit_due(house, no_context) == await visit_due(house, no_context) == 0
    assert caplog.text.count("enquiries are held until we are well: ears") == 1
    clock.forward(minutes=30)
    hear(house)
    assert await visit_due(house, no_context) == 1
    assert desk.looks == 1


@pytest.mark.parametrize("disclosed", [True, False])
def test_a_disclosed_enquiry_says_that_it_is_a_test(house: House, disclosed: bool) -> None:
    consent = replace(house.programme.sites[0].consent, disclosed=disclosed)
    sites = tuple(replace(site, consent=consent) for site in house.programme.sites)
    plan_round(replace(house, programme=replace(house.programme, sites=sites)), timedelta(0))
    text = row(house).question["text"]
    assert text
    assert text.endswith("(This is a test enquiry, agreed with your management.)") is disclosed


async def test_held_too_long_is_missed_and_not_made_up(house: House, desk: Desk, clock: HandClock) -> None:
    with house.store.writing() as connection:
        for minutes in (90, 60):  # two in a row that could not even leave
            ears.sent(connection, "mail", f"mute{minutes}", clock() - timedelta(minutes=minutes), "connection refused")
    assert await visit_due(house, no_context) == 0
    clock.forward(minutes=61)
    hear(house)
    assert await visit_due(house, no_context) == 0
    assert row(house).state == "missed"
    assert desk.looks == 0


async def test_a_full_disk_holds_the_enquiries(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("monitor.steps.LEAST_ROOM", 1 << 62)
    assert await visit_due(house, no_context) == 0
    assert "held until we are well: disk" in caplog.text


async def test_a_browser_that_does_not_start_puts_the_visit_off(house: House, desk: Desk, clock: HandClock) -> None:
    async def dead(_: Any) -> None:
        raise HouseFault("the browser does not start")

    desk.doing = dead
    await visit_due(house, no_context)
    assert row(house).state == "planned"
    desk.doing = None
    assert await visit_due(house, no_context) == 0  # not at once
    clock.forward(minutes=10)
    await visit_due(house, no_context)
    assert (row(house).state, row(house).reason, row(house).sending) == ("waiting", "", "sent")


@pytest.mark.parametrize("fault", [socket.gaierror(socket.EAI_AGAIN, "try again"), OSError(errno.ENETUNREACH, "no")])
async def test_our_own_network_down_accuses_no_site(
    house: House, desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    async def unreachable(host: str, port: int) -> Any:
        raise fault

    monkeypatch.setattr(network.asyncio, "open_connection", unreachable)
    desk.reading = DOWN
    for _ in range(7):
        await visit_due(house, no_context)
        assert row(house).acceptance != "rejected"
        clock.forward(minutes=10)
    judge_due(house)
    assert {row(house).reason, row(house).state} == {"site_down_for_us_only", "closed"}
    assert outcomes(house) == {("inconclusive", "site_down_for_us_only")}


@pytest.mark.parametrize("answer", ["refused", "witness", "no such name"])
async def test_a_site_is_down_when_others_answer_and_only_at_the_second_look(
    house: House, desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    async def asked(host: str, port: int) -> Any:
        if answer == "witness" and host == "site1.example":
            return None, SimpleNamespace(close=lambda: None, wait_closed=lambda: asyncio.sleep(0))
        raise {
            "refused": ConnectionRefusedError(),
            "witness": TimeoutError(),
            "no such name": socket.gaierror(socket.EAI_NONAME, "unknown"),
        }[answer]

    monkeypatch.setattr(network.asyncio, "open_connection", asked)
    if answer == "no such name":  # nobody else to ask
        settings = house.settings.model_copy(update={"outgoing": Outgoing()})
        sites = tuple(site for site in house.programme.sites if site.key == "site0")
        house = replace(house, programme=replace(house.programme, sites=sites), settings=settings)
    desk.reading = DOWN
    await visit_due(house, no_context)
    assert (row(house).state, row(house).reason) == ("planned", "site_down")
    clock.forward(minutes=5)
    await visit_due(house, no_context)
    assert (row(house).state, desk.looks) == ("waiting", 2)
    judge_due(house)
    assert outcomes(house) == {("unreachable", None)}


def outcomes(house: House) -> set[tuple[str, str | None]]:
    verdict = table(VerdictRow)
    with house.store.reading() as connection:
        return {tuple(one) for one in connection.execute(select(verdict.c.outcome, verdict.c.reason))}


@pytest.mark.parametrize("change", ["opt_out", "switched_off", "consent", "quiet_day"])
async def test_what_was_planned_is_not_made_when_it_is_not_wanted_any_more(
    house: House, desk: Desk, clock: HandClock, change: str
) -> None:
    site, programme = house.programme.sites[0], house.programme
    changed = {
        "opt_out": {"opt_out": ("site0.example",)},
        "switched_off": {
            "sites": (replace(site, touchpoints=tuple(replace(p, enabled=False) for p in site.touchpoints)),)
        },
        "consent": {"sites": (replace(site, consent=None),)},
        "quiet_day": {"rhythm": replace(programme.rhythm, quiet_days=(clock().date(),))},
    }[change]
    await visit_due(replace(house, programme=replace(programme, **changed)), no_context)
    assert (row(house).state, desk.looks) == ("withdrawn", 0)
    assert row(house).reason


async def test_a_look_that_hangs_even_while_tidying_up_is_left_behind(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: Any) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(60)

    monkeypatch.setattr(look, "PATIENCE", timedelta(seconds=0.2))
    monkeypatch.setattr(look, "LEAVING", 0.2)
    desk.doing = hang
    async with asyncio.timeout(5):
        await visit_due(house, no_context)
    assert (row(house).state, row(house).reason) == ("waiting", "visit_interrupted")


async def test_the_outcome_is_kept_when_the_locked_database_is_free_again(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    impatient(house)
    other = sqlite3.connect(house.settings.var / "shopper.db", isolation_level=None)

    async def lock(box: Any) -> None:
        await box.intend({})
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(1.5, other.execute, "COMMIT")
        desk.reading = replace(ACCEPTED, sending=Sending.NOT_SENT)  # the intent is committed: not a second time

    desk.doing = lock
    await visit_due(house, no_context)
    other.close()
    assert row(house).state == "waiting"
    assert "the outcome cannot be kept yet: database is locked" in caplog.text


def impatient(house: House) -> None:
    """Connections of this house wait no 15 seconds for others."""
    event.listen(house.store.engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=50"))
    house.store.engine.dispose()


def test_a_full_database_keeps_the_letter_with_its_sender(house: House, clock: HandClock) -> None:
    letter = RawLetter(door="door", at=clock(), raw=b"x" * 500_000, body_sha256="1", recipients=("a@shopper.test",))
    full = lambda raw, _: raw.execute("PRAGMA max_page_count=1")  # noqa: E731  # SQLite takes the size it has now
    event.listen(house.store.engine, "connect", full)
    house.store.engine.dispose()
    with pytest.raises(OSError, match="full"):
        keep_letter(house.store, letter)
    with pytest.raises(OperationalError, match="full"), house.store.writing() as connection:
        ears.sent(connection, "mail", "x" * 500_000, clock())
    event.remove(house.store.engine, "connect", full)
    house.store.engine.dispose()
    keep_letter(house.store, letter)
    assert collect(house) == 1


def test_one_visit_nobody_can_judge_keeps_no_other_waiting(
    house: House, clock: HandClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hear(house)
    first, second = sent_visit(house, "site1"), sent_visit(house, "site0")
    clock.forward(minutes=11)
    hear(house)
    known = judge._case

    def stumble(connection: Any, house: House, visit: Visit, *more: Any) -> Any:
        if visit.id == first.id:
            raise ZeroDivisionError("bug")
        return known(connection, house, visit, *more)

    monkeypatch.setattr(judge, "_case", stumble)
    judge_due(house)
    with house.store.reading() as connection:
        assert {alert.visit_id for alert in outbox_view.alerts(connection)} == {second.id}
        assert visits.one(connection, first.id).due_at == clock() + timedelta(hours=1)
    assert f"visit {first.token} cannot be judged" in caplog.text


def test_one_letter_nobody_can_read_keeps_no_other_closed_and_its_silence_proves_nothing(
    house: House, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(house)
    asked = sent_visit(house, "site1")
    opening = importlib.import_module("monitor.steps.collect.letters")
    known = opening.parse_letter

    def stumble(raw: bytes, **more: Any) -> Any:
        if b"poison" in raw:
            raise RecursionError("bug")
        return known(raw, **more)

    monkeypatch.setattr(opening, "parse_letter", stumble)
    for number, text in enumerate((b"poison", b"Subject: hello\r\n\r\nhello")):
        address = asked.shopper.email if number == 0 else "x@shopper.test"
        keep_letter(
            house.store, RawLetter(door="d", at=clock(), raw=text, body_sha256=text.hex(), recipients=(address,))
        )
    assert collect(house) == 2
    clock.forward(hours=4)
    hear(house, every=timedelta(hours=5))
    judge_due(house)
    assert outcomes(house) == {("inconclusive", "ambiguous_match")}


async def test_a_clock_set_back_spoils_what_was_under_way(
    house: House, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    hear(house)
    sent_visit(house, "site1")
    at_work = Service(house, no_context, (), plans=False)
    clock.forward(minutes=5)
    await at_work._clock_set(timedelta(seconds=-20))
    judge_due(house)
    assert outcomes(house) == {("pending", None)}
    clock.forward(minutes=-60)
    await at_work._clock_set(timedelta(hours=-1))
    judge_due(house)
    assert outcomes(house) == {("inconclusive", "visit_interrupted")}
    assert "1 enquiries were under way when the clock was set" in caplog.text


async def test_what_this_process_lost_on_the_way_is_put_right(house: House, clock: HandClock) -> None:
    """A claimed visit nobody carries out any more would keep its company busy for ever."""
    plan_round(house, timedelta(0), only=["site0"])
    at_work = Service(house, no_context, (), plans=False)
    with house.store.writing() as connection:
        claimed = visits.claim_next(connection, clock(), house.worker)
        assert claimed
        visits.intend(connection, claimed.id, house.worker, clock())
    await at_work._heartbeat()
    assert (row(house).state, row(house).sending) == ("waiting", "unknown")


async def test_a_door_that_was_shut_is_on_record_however_short_it_was(house: House, clock: HandClock) -> None:
    """Not when another process of ours had its door open meanwhile, nor when a busy machine missed some heartbeats."""
    begun = clock()

    def spans() -> int:
        with house.store.reading() as connection:
            return len(ears.record(connection, EAR, begun, clock(), timedelta(minutes=30), timedelta(0)).spans)

    door = SimpleNamespace(deaf=False)
    for beats in (1, 2):  # two lives of ours, one after the other
        at_work = Service(house, no_context, (door,), plans=False)  # type: ignore[arg-type]
        clock.forward(minutes=2)
        await at_work._heartbeat()
        clock.forward(minutes=5)
        await at_work._heartbeat()
        assert spans() == beats
    door.deaf = True  # it cannot keep letters: the disk is full
    await at_work._heartbeat()
    door.deaf = False
    clock.forward(minutes=1)
    await at_work._heartbeat()
    assert spans() == 3
    me = psutil.Process()
    with house.store.writing() as connection:
        workers.seen(connection, "another", wiring._machine(), me.pid, me.create_time(), clock())
    clock.forward(minutes=1)
    await Service(house, no_context, (door,), plans=False)._heartbeat()  # type: ignore[arg-type]
    assert spans() == 3


async def test_a_stop_does_not_wait_for_ever(house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """In earnest 25 seconds for what is under way and 15 for what cannot even be cancelled."""

    async def hang(box: Any) -> None:
        await box.intend({})
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(60)

    monkeypatch.setattr("monitor.service.LAST_WORDS", timedelta(seconds=0.3))
    monkeypatch.setattr(look, "LEAVING", 0.2)
    desk.doing = hang
    at_work = Service(house, no_context, (), plans=False)
    at_work.start()
    async with asyncio.timeout(10):
        while row(house).state != "submitting":  # noqa: ASYNC110 (rows tell no event)
            await asyncio.sleep(0.1)
        await at_work.stop()
    visits_left = row(house)
    assert visits_left.state in ("submitting", "waiting")
    with house.store.writing() as connection:
        visits.recover(connection, (house.worker,), house.now(), house.now())
    assert (row(house).state, row(house).sending) == ("waiting", "unknown")
