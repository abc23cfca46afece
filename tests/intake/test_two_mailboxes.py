"""Two mailboxes on a real Dovecot, letters by real SMTP: one of them deaf, and nobody's silence is believed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from monitor.steps import House
from monitor.steps.collect import collect, send_canaries, sweep
from monitor.steps.judge import judge_due
from monitor.steps.tell import tell_due
from monitor.store.statements import table
from monitor.store.tables import VerdictRow
from monitor.testing.post_office import PostOffice
from monitor.testing.simulation import HandClock, open_simulation, programme_text, recipient, sent_visit

pytestmark = pytest.mark.mail

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
CATCH_ALL, OFFICE = "inbox@shopper.test", "office@shopper.test"
MAILBOXES = f"""
[[house.imap_doors]]
name = "catch-all"
host = "127.0.0.1"
port = {{port}}
user = "{CATCH_ALL}"
password_env = "MAILBOX_PASSWORD"
security = "none"

[[house.imap_doors]]
name = "office"
host = "127.0.0.1"
port = {{port}}
user = "{OFFICE}"
password_env = "MAILBOX_PASSWORD"
security = "none"
address = "{OFFICE}"
"""


class TwoMailboxes(PostOffice):
    """Delivers what is for `OFFICE` there, everything else at our domain to the catch-all. `lost`: mailboxes that get nothing."""

    dovecot: Any
    lost: tuple[str, ...]

    def _bring(self, sender: str, recipients: list[str], content: bytes) -> None:
        for recipient_ in recipients:
            mailbox = OFFICE if recipient_ == OFFICE else CATCH_ALL
            if mailbox not in self.lost:
                self.dovecot.deliver(mailbox, content, sender)


@pytest.fixture
async def post(dovecot: Any) -> AsyncIterator[TwoMailboxes]:
    office = TwoMailboxes(mail_domain="shopper.test", door_host="", door_port=0)
    office.dovecot, office.lost = dovecot, ()
    await office.open()
    yield office
    await office.close()


async def _pass(house: House, clock: HandClock, span: timedelta) -> None:
    """Everything on its rhythm, half an hour at a time."""
    end = clock() + span
    while clock() < end:
        clock.forward(minutes=30)
        await send_canaries(house)
        sweep(house)
        collect(house)
        judge_due(house)
        await tell_due(house)


@pytest.mark.parametrize(
    ("lost", "outcome", "told"),
    [
        ((), ("not_answered", None), ["breach"]),
        ((OFFICE,), ("inconclusive", "our_mailbox_down"), ["ill"]),
        ((OFFICE, CATCH_ALL), ("inconclusive", "our_mailbox_down"), ["ill"]),
    ],
)
async def test_one_deaf_mailbox_and_no_silence_is_believed(
    tmp_path: Path,
    dovecot: Any,
    post: TwoMailboxes,
    monkeypatch: pytest.MonkeyPatch,
    lost: tuple[str, ...],
    outcome: tuple[str, str | None],
    told: list[str],
) -> None:
    monkeypatch.setenv("MAILBOX_PASSWORD", "pass")
    post.lost, clock = lost, HandClock(NOW)
    extra = recipient("Anna") + MAILBOXES.format(port=dovecot.imap)
    house = open_simulation(tmp_path, programme_text(["site0"], extra=extra, post=post.port), clock)
    with closing(house.store):
        await _pass(house, clock, timedelta(minutes=30))
        sent_visit(house, "site0")
        await _pass(house, clock, timedelta(hours=4))
        verdict = table(VerdictRow)
        with house.store.reading() as connection:
            found = connection.execute(select(verdict.c.outcome, verdict.c.reason)).one()
    assert tuple(found) == outcome
    assert [raw.split(b"Message-ID: <")[1].split(b".")[0].decode() for _, raw in post.kept] == told
    assert (OFFICE.encode() in b"".join(raw for _, raw in post.kept)) is (OFFICE in lost)
