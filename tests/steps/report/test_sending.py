"""Each recipient gets their own rows, in their language and calendar week, once; what fails is tried again."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest

from monitor.steps.report import print_pages, send_reports, send_reports_due, write_weekly
from monitor.steps.report.scope import Scope
from monitor.steps.report.send import LARGEST_BODY, due_period
from monitor.store import report_letters
from monitor.testing.post_office import PostOffice
from probes._browser import open_browser
from reports.period import Period

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    office = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=9).open()
    yield office
    await office.close()


def posting(week: Any, port: int) -> Any:
    outgoing = week.house.settings.outgoing.model_copy(update={"port": port})
    settings = week.house.settings.model_copy(update={"outgoing": outgoing})
    return dataclasses.replace(week.house, settings=settings)


def letters(post: PostOffice) -> dict[str, EmailMessage]:
    return {to: cast(EmailMessage, message_from_bytes(raw, policy=policy.default)) for to, raw in post.kept}


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


async def test_everybody_gets_their_own_rows_in_their_language_once(week, post):
    house = posting(week, post.port)
    week.at = MONDAY + timedelta(hours=9)
    assert await send_reports_due(house) == 2
    found = letters(post)
    anna, boris = found["anna@owner.test"], found["boris@north.test"]
    assert "Beta Rooms" in str(anna)
    for part in boris.walk():
        if not part.is_multipart():
            assert b"Beta" not in part.get_payload(decode=True)
    assert boris["Content-Language"] == "ru"
    assert "неделя 2–8 марта 2026" in boris["Subject"]
    assert [part.get_content_type() for part in anna.iter_attachments()] == [
        "text/html",
        "text/csv",
        "application/json",
    ]
    page = body(anna, "html")
    assert len(page.encode()) <= LARGEST_BODY
    assert not re.search(r"<(img|link|script|iframe)|url\(|https?://", page)
    assert "A person answers" in body(anna, "plain")
    assert await send_reports_due(house) == 0
    week.at += timedelta(days=3)
    assert await send_reports_due(house) == 0
    assert (await send_reports(house, MONDAY - timedelta(days=1)))[0] == 0


async def test_a_letter_that_did_not_leave_is_tried_again_under_its_name(week, post):
    week.at = MONDAY + timedelta(hours=9)
    nowhere = posting(week, 1)
    assert await send_reports_due(nowhere) == 0
    with week.house.store.reading() as connection:
        planned = report_letters.of_week(connection, MONDAY.date() - timedelta(weeks=1))
    assert [(row.state, row.attempts) for row in planned] == [("due", 1), ("due", 1)]
    house = posting(week, post.port)
    assert await send_reports_due(house) == 0, "not hammered"
    week.at += timedelta(minutes=5)
    assert await send_reports_due(house) == 2
    assert {message["Message-ID"] for message in letters(post).values()} == {row.message_id for row in planned}


async def test_half_sent_letters_of_the_dead_are_taken_up(week, post):
    week.at = MONDAY + timedelta(hours=9)
    house = posting(week, post.port)
    dead = dataclasses.replace(house, worker="dead")
    with house.store.writing() as connection:
        report_letters.plan(connection, MONDAY.date() - timedelta(weeks=1), "anna@owner.test", "<one@x>", week.at)
        assert report_letters.claim(connection, week.at, dead.worker) is not None
    week.at += timedelta(minutes=5)
    assert await send_reports_due(house, ("dead",)) == 2
    assert letters(post)["anna@owner.test"]["Message-ID"] == "<one@x>"


async def test_a_week_without_visits_is_not_sent(office, post):
    office.at = MONDAY + timedelta(hours=9)
    assert await send_reports_due(posting(office, post.port)) == 0


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 3, 9, 4, 59, tzinfo=UTC), (False, True)),
        (datetime(2026, 3, 9, 5, 0, tzinfo=UTC), (True, True)),
        (datetime(2026, 3, 9, 0, 59, tzinfo=UTC), (False, False)),
        (datetime(2026, 3, 9, 1, 0, tzinfo=UTC), (False, True)),
        (datetime(2026, 3, 15, 16, 0, tzinfo=UTC), (True, True)),
        (datetime(2026, 3, 15, 18, 0, tzinfo=UTC), (True, False)),
    ],
)
def test_the_hour_is_the_readers(week, at, due):
    """Monday at eight in Moscow (UTC+3) and in Novosibirsk (UTC+7); a new week there begins on its own clock."""
    people = week.house.programme.recipients
    assert tuple(due_period(week.house, person, at) is not None for person in people) == due


@pytest.mark.browser
async def test_paper_is_tagged_and_the_same_every_time(week, tmp_path: Path):
    period = Period.week_of(week.at - timedelta(days=2), "Europe/Moscow")
    (written,) = await asyncio.to_thread(write_weekly, week.house, period, Scope(name="All"), ("en",))
    async with open_browser() as browser:
        (paper,) = await print_pages(browser.new_context, [written.path])
        first = paper.read_bytes()
        await print_pages(browser.new_context, [written.path])
    assert first == paper.read_bytes()
    assert first.startswith(b"%PDF")
    assert b"/StructTreeRoot" in first
    assert b"/Marked true" in first
