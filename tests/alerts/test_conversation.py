"""A story stays one conversation: a real mail server threads our letters, by their references and by their subjects."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from imaplib import IMAP4
from pathlib import Path

import pytest

from monitor.alerts.letter import Envelope, compose
from monitor.alerts.notes import Facts, note
from monitor.alerts.stories import Story

pytestmark = pytest.mark.mail

AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
DOVECOT = runpy.run_path(str(Path(__file__).parents[1] / "intake" / "dovecot.py"))["Dovecot"]
STORY = (Story.WARNING, Story.BREACH, Story.ESCALATED, Story.REMINDER, Story.ANSWERED)


@pytest.fixture
def mailbox() -> Iterator[IMAP4]:
    """A person's mailbox on a real Dovecot."""
    server = DOVECOT()
    try:
        server.start()
        with IMAP4("127.0.0.1", server.imap) as box:
            box.login("shopper", "pass")
            box.select()
            yield box
    finally:
        server.remove()


def told(visit: int, story: Story, language: str) -> bytes:
    facts = Facts(
        story=story,
        language=language,
        site="Аврора" if language == "ru" else "Aurora",
        zone="Europe/Moscow",
        touchpoint="question form",
        owner="",
        standard="A person answers",
        token=f"{visit:016x}",
        shopper="Emma Clarke",
        question="How much is it?",
        submitted_at=AT + timedelta(hours=visit),
        deadline=AT + timedelta(hours=visit, minutes=10),
        event_at=AT + timedelta(hours=visit, minutes=40),
        wall=timedelta(minutes=11 + STORY.index(story)),
        told_before=story is not Story.WARNING,
    )
    envelope = Envelope(
        sender="shopper@town.test",
        recipient_name="Anna",
        recipient="anna@town.test",
        language=language,
        message_id=f"<{story}.{visit}@shopper.test>",
        at=AT + timedelta(hours=visit, minutes=10 * STORY.index(story)),
        thread=f"<visit.{visit:016x}@shopper.test>",
    )
    return compose([note(facts)], envelope).as_bytes(policy=SMTP)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("way", ["REFERENCES", "ORDEREDSUBJECT"])
def test_five_letters_about_each_of_three_visits_are_three_conversations(
    mailbox: IMAP4, way: str, language: str
) -> None:
    for story in STORY:
        for visit in (1, 2, 3):
            mailbox.append("INBOX", None, None, told(visit, story, language))  # type: ignore[arg-type]
    mailbox.noop()
    _, (found,) = mailbox.thread(way, "UTF-8", "ALL")
    depth, conversations = 0, [set[int]()]
    for sign in re.findall(r"[()]|\d+", found.decode()):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign.isdigit():
            conversations[-1].add(int(sign))
        elif depth == 0:
            conversations.append(set())
    assert sorted(map(sorted, conversations[:-1])) == [[first + 3 * n for n in range(5)] for first in (1, 2, 3)]
