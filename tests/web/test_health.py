"""Metrics that a Prometheus takes, with the figures the database has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text as sql

from monitor.settings import Web
from monitor.steps import House
from monitor.steps.judge import judge_due
from monitor.store.outbox import NewAlert, add
from monitor.testing.simulation import HandClock, hear, open_simulation, programme_text, recipient, sent_visit
from monitor.web import app, serving

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MAILBOX = """
[[house.imap_doors]]
name = 'a "quoted" one'
host = "imap.example"
user = "u"
token_command = "true"
address = "box@imap.example"
"""


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    text = programme_text(["alpha", "beta", "gamma"], extra=recipient("Anna"))
    opened = open_simulation(tmp_path, text, clock)
    yield opened
    opened.store.close()


async def scraped(house: House) -> httpx.Response:
    async with serving(app(lambda: house), Web(port=0)) as port, httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{port}/metrics")


def parsed(text: str) -> dict[str, float]:
    """Sample → value; as strict as Prometheus: each metric is described once, before its samples, in one piece."""
    described: list[str] = []
    found: dict[str, float] = {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            described.append(line.split(" ", 3)[2])
            continue
        if line.startswith("# TYPE "):
            assert line.split(" ")[2] == described[-1]
            continue
        told = re.fullmatch(r'(\w+)(\{\w+="(?:[^"\\\n]|\\["\\n])*"\})? (-?[0-9.]+)', line)
        assert told, line
        assert told[1] == described[-1]
        assert told[1] + (told[2] or "") not in found
        found[told[1] + (told[2] or "")] = float(told[3])
    assert len(described) == len(set(described))
    return found


async def test_each_figure_is_what_the_database_says(house: House, clock: HandClock) -> None:
    hear(house)
    for site in ("alpha", "beta", "gamma"):
        sent_visit(house, site)
    clock.forward(minutes=11)
    hear(house)
    judge_due(house)
    clock.forward(minutes=2)
    found = parsed((await scraped(house)).text)
    with house.store.reading() as connection:
        for metric, column, tables in (
            ("visits", "state", "visit"),
            ("verdicts", "outcome", "verdict"),
            ("alerts", "state", "alert"),
            ("letters_out", "state", "parcel"),
            ("messages", "state", "message"),
        ):
            told = connection.execute(sql(f"select {column}, count(*) from {tables} group by 1"))
            counted = {f'shopper_{metric}{{{column}="{value}"}}': number for value, number in told}
            ours = {name: value for name, value in found.items() if name.startswith(f"shopper_{metric}{{")}
            assert len(ours) > len(counted)  # what does not occur is there as well
            assert {name: value for name, value in ours.items() if value} == counted
    assert found["shopper_oldest_pending_alert_seconds"] == 120
    assert found['shopper_ears_proven_seconds{ear="mail"}'] == 120
    assert found["shopper_oldest_due_seconds"] == 0
    with house.store.writing() as connection:
        connection.execute(sql("update visit set due_at = '2026-03-02 10:03:00' where site = 'alpha'"))
        add(connection, NewAlert(story="ill", thread="house/disk", recipient="anna@town.test"), NOW)
    found = parsed((await scraped(house)).text)
    assert found["shopper_oldest_due_seconds"] == 600
    assert found["shopper_oldest_pending_alert_seconds"] == 780


async def test_each_way_in_has_its_ages(tmp_path: Path, clock: HandClock) -> None:
    text = programme_text(["alpha"], extra=recipient("Anna")) + MAILBOX
    with closing((house := open_simulation(tmp_path, text, clock)).store):
        hear(house)
        found = parsed((await scraped(house)).text)
    assert found['shopper_ears_proven_seconds{ear="mail"}'] == 0
    assert found['shopper_ears_proven_seconds{ear="mail/a \\"quoted\\" one"}'] == -1


async def test_a_database_that_is_gone_gives_no_figures(house: House) -> None:
    with house.store.writing() as connection:
        connection.execute(sql("drop table listening"))
    answer = await scraped(house)
    assert (answer.status_code, answer.text) == (503, "database: OperationalError\n")
