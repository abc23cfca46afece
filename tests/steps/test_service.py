"""The service itself: reading the programme again, pauses, our web server, forgetting, and its log."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from monitor.alerts.links import Signed, Wish, sign
from monitor.journal import JsonLines, Lines, about
from monitor.service import Service
from monitor.settings import Web
from monitor.steps import House
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_week
from monitor.steps.purge import purge_old, purge_person
from monitor.store import evidence, letters, outbox, slots, visits
from monitor.store.outbox_tables import AckRow, AlertRow
from monitor.store.statements import table
from monitor.store.tables import LetterRow
from monitor.testing.simulation import HandClock, hear, open_simulation, programme_text, recipient, sent_visit
from monitor.web import app, serving

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday
KEYS = ["alpha", "beta"]


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    opened = open_simulation(tmp_path, programme_text(KEYS, extra=recipient("Anna")), clock)
    yield opened
    opened.store.close()


async def no_context(**_: object) -> None:
    raise AssertionError("no browser here")


def service(house: House, folder: Path) -> Service:
    return Service(house, no_context, (), plans=False, file=folder / "programme.toml")  # type: ignore[arg-type]


async def test_a_changed_file_is_taken_whole_and_what_changed_is_said(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    at_work = service(house, tmp_path)
    text = programme_text(["alpha", "gamma"], extra=recipient("Anna") + recipient("Boris"))
    (tmp_path / "programme.toml").write_text(text)
    await at_work._look_at_file()
    assert [site.key for site in at_work.house.programme.sites] == ["alpha", "gamma"]
    assert at_work.house.calendars["gamma"] is not None
    said = caplog.text
    assert "site gamma added" in said
    assert "site beta removed" in said
    assert "recipient boris@town.test added" in said


async def test_a_broken_file_changes_nothing(house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    at_work = service(house, tmp_path)
    (tmp_path / "programme.toml").write_text('[programme]\nseed = "seven"\n')
    await at_work.reload()
    assert at_work.house is house
    assert "cannot be used" in caplog.text
    assert "seed" in caplog.text


async def test_settings_that_need_a_restart_are_named(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    at_work = service(house, tmp_path)
    (tmp_path / "programme.toml").write_text(programme_text(KEYS, extra=recipient("Anna"), door=2626))
    await at_work.reload()
    assert "[house] smtp_doors changed: restart to use it" in caplog.text
    assert at_work.house.settings == house.settings


async def test_a_removed_site_keeps_its_history(house: House, tmp_path: Path, clock: HandClock) -> None:
    hear(house)
    visit = sent_visit(house, "beta")
    at_work = service(house, tmp_path)
    (tmp_path / "programme.toml").write_text(programme_text(["alpha"], extra=recipient("Anna")))
    await at_work.reload()
    clock.forward(hours=4)
    judge_due(at_work.house)
    with house.store.reading() as connection:
        assert visits.one(connection, visit.id).state == "closed"


PAUSE = """
[[pauses]]
sites = ["alpha"]
days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
hours = ["00:00", "23:59:59"]
zone = "Europe/Moscow"
"""


def test_nobody_plans_or_visits_in_a_pause(tmp_path: Path, clock: HandClock) -> None:
    clock.at = datetime(2026, 3, 1, 10, tzinfo=UTC)
    house = open_simulation(tmp_path, programme_text(KEYS, extra=PAUSE), clock)
    assert {slot.site for slot in plan_week(house, date(2026, 3, 2)).slots} == {"beta"}
    with house.store.writing() as connection:
        assert {row.site for row in slots.taken(connection, NOW - timedelta(days=1))} == {"beta"}
        clock.at = NOW + timedelta(days=7)
        assert house.paused() == ("alpha",)
        claimed = visits.claim_next(connection, clock(), house.worker, house.paused())
        assert claimed is not None
        assert claimed.site == "beta"
        assert visits.claim_next(connection, clock(), house.worker, ("alpha", "beta")) is None
    house.store.close()


async def test_health_ready_and_metrics(house: House, clock: HandClock) -> None:
    hear(house)
    sent_visit(house, "alpha")
    judge_due(house)
    async with serving(app(lambda: house), Web(port=0)) as port, httpx.AsyncClient() as client:
        base = f"http://127.0.0.1:{port}"
        assert (await client.get(f"{base}/health")).json() == {"alive": True}
        assert (await client.get(f"{base}/ready")).status_code == 200
        text = (await client.get(f"{base}/metrics")).text
        assert 'shopper_visits{state="waiting"} 1' in text
        assert "shopper_oldest_due_seconds 0.000" in text
        clock.forward(hours=1)
        answer = await client.get(f"{base}/ready")
        assert answer.status_code == 503
        assert "judge" in answer.json()["wrong"][0]


async def test_a_link_acts_when_the_button_is_pressed_and_not_before(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPPER_SECRET", "secret")
    wanted = Signed(wish=Wish.ACK, thread="visit/1", by="anna@town.test", expires=int(NOW.timestamp()) + 60)
    async with serving(app(lambda: house), Web(port=0)) as port, httpx.AsyncClient() as client:
        address = f"http://127.0.0.1:{port}/ack/{sign(wanted, 'secret')}"
        page = await client.get(address)
        assert page.status_code == 200
        assert "form-action 'self'" in page.headers["Content-Security-Policy"]
        with house.store.reading() as connection:
            assert outbox.reaction(connection, "visit/1", NOW) is None
        assert (await client.post(address)).status_code == 200
        assert (await client.post(address[:-3])).status_code == 404
    with house.store.reading() as connection:
        (row,) = connection.execute(select(table(AckRow)))
    assert (row.thread, row.by, row.until_at) == ("visit/1", "anna@town.test", None)


def kept_letter(house: House, key: str, sender: str) -> None:
    raw = f"From: {sender}\r\nSubject: Re: Price\r\n\r\nIt costs 10.\r\n".encode()
    values = {"door": "d", "key": key, "at": house.now(), "raw": raw, "body_sha256": key, "envelope_from": sender}
    with house.store.writing() as connection:
        letter_id = letters.keep(connection, {**values, "recipients": [], "uid": ""})
        letters.take(connection, [letter_id or 0], house.now())


def test_what_is_old_is_reduced_and_what_is_new_stays(house: House, clock: HandClock) -> None:
    folder = house.settings.evidence
    visit = sent_visit(house, "alpha")
    old = evidence.write(folder, "after", b"old", "image/jpeg", clock())
    shared = evidence.write(folder, "after", b"shared", "image/jpeg", clock())
    kept_letter(house, "old", "olga@alpha.example")
    clock.forward(days=61)
    kept_letter(house, "new", "olga@alpha.example")
    again = evidence.write(folder, "after", b"shared", "image/jpeg", clock())
    with house.store.writing() as connection:
        evidence.add(connection, visit.id, [old, shared, again])
    done = purge_old(house)
    assert (done.letters, done.files) == (1, 1)
    assert not (folder / old.path).exists()
    assert (folder / shared.path).read_bytes() == b"shared"
    assert purge_old(house).letters == 0
    raws = {row.key: bytes(row.raw) for row in all_rows(house, LetterRow)}
    assert raws["old"] == b""
    assert b"It costs" in raws["new"]
    with house.store.writing() as connection:
        assert letters.reopen_all(connection) == 1


def test_one_person_is_forgotten_at_once(house: House, clock: HandClock) -> None:
    hear(house)
    sent_visit(house, "alpha")
    clock.forward(minutes=11)
    hear(house)
    judge_due(house)
    kept_letter(house, "hers", "Olga <OLGA@alpha.example>")
    kept_letter(house, "his", "Ivan <ivan@alpha.example>")
    assert purge_person(house, "olga@alpha.example").letters == 1
    assert purge_person(house, "anna@town.test").rows == 2  # whom it is for, and its identity
    (alert,) = all_rows(house, AlertRow)
    assert "anna" not in alert.identity + alert.recipient
    assert [bool(row.raw) for row in all_rows(house, LetterRow)] == [False, True]


def all_rows(house: House, model: type) -> list:
    with house.store.reading() as connection:
        return list(connection.execute(select(table(model))))


async def test_each_line_of_the_log_names_its_visit() -> None:
    log = logging.getLogger("shopper.test")
    told: list[str] = []
    plain: list[str] = []
    handler = logging.Handler()

    def emit(record: logging.LogRecord) -> None:
        told.append(JsonLines().format(record))
        plain.append(Lines("%(message)s").format(record))

    handler.emit = emit  # type: ignore[method-assign]
    log.addHandler(handler)
    with about("0123abcd"):
        log.warning("sent to %s", "alpha")
        await asyncio.to_thread(log.warning, "GET /ack/abc.def- 200 for 0123abcd")
    with about("0123abcd", "", "4567"):
        log.warning("letter to anna@town.test: 550 <Anna.Orlova+x@town.test>, smtp://user:word@host")
    try:
        raise ValueError("from olga@alpha.example")
    except ValueError:
        log.exception("nothing")
    log.removeHandler(handler)
    found = [json.loads(line) for line in told]
    assert [one.get("visit") or one.get("visits") for one in found] == [
        "0123abcd",
        "0123abcd",
        ["0123abcd", "4567"],
        None,
    ]
    assert found[1]["message"] == "GET /ack/… 200 for 0123abcd"
    assert found[2]["message"] == "letter to …@town.test: 550 <…@town.test>, smtp://user:…@host"
    assert found[3]["error"].endswith("ValueError: from …@alpha.example")
    assert plain[:2] == ["sent to alpha (visit 0123abcd)", "GET /ack/… 200 for 0123abcd"]
    assert plain[2].endswith("smtp://user:…@host (visit 0123abcd, 4567)")
    assert "olga" not in plain[3]
