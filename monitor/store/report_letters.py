"""Room store: letters that carry reports, each leaving once per week and person; retries keep their Message-ID."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from monitor.store.outbox_tables import ParcelState
from monitor.store.report_tables import ReportLetterRow
from monitor.store.statements import insert_new, table

letter = table(ReportLetterRow)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)


def plan(connection: Connection, first: date, recipient: str, message_id: str, now: datetime) -> bool:
    """A report of the week that begins on `first` is due for a person; False when it was planned before."""
    values = {"first": first, "recipient": recipient, "message_id": message_id, "state": ParcelState.DUE}
    kept = {**values, "created_at": now, "next_try_at": now}
    return insert_new(connection, ReportLetterRow, kept, ("first", "recipient")) is not None


def take_back(connection: Connection, workers: Sequence[str]) -> None:
    """Half-sent letters of these workers (dead, or ourselves before) are due again."""
    where = (letter.c.state == ParcelState.SENDING, letter.c.claimed_by.in_(workers))
    connection.execute(update(letter).where(*where).values(state=ParcelState.DUE))


def claim(connection: Connection, now: datetime, worker: str) -> Row[Any] | None:
    """The next letter to send, now ours; its next try is pushed away at once, so that none is lost or hammered."""
    due = (letter.c.state == ParcelState.DUE, letter.c.next_try_at <= now)
    first = connection.execute(
        select(letter.c.id, letter.c.attempts).where(*due).order_by(letter.c.id).limit(1)
    ).first()
    if first is None:
        return None
    values = {
        "state": ParcelState.SENDING,
        "claimed_by": worker,
        "attempts": first.attempts + 1,
        "next_try_at": now + min(FIRST_PAUSE * 2 ** min(first.attempts, 10), LONGEST_PAUSE),
    }
    taken = connection.execute(update(letter).where(letter.c.id == first.id, *due).values(**values)).rowcount
    return connection.execute(select(letter).where(letter.c.id == first.id)).one() if taken else None


def sent(connection: Connection, letter_id: int, now: datetime) -> None:
    values = {"state": ParcelState.SENT, "sent_at": now, "last_error": ""}
    connection.execute(update(letter).where(letter.c.id == letter_id).values(**values))


def failed(connection: Connection, letter_id: int, error: str, *, for_good: bool) -> None:
    """Not delivered: due again at the instant set when it was claimed, or given up for good."""
    state = ParcelState.REFUSED if for_good else ParcelState.DUE
    connection.execute(update(letter).where(letter.c.id == letter_id).values(state=state, last_error=error))


def of_week(connection: Connection, first: date) -> list[Row[Any]]:
    """The letters of a week with what became of them."""
    return list(connection.execute(select(letter).where(letter.c.first == first).order_by(letter.c.id)))
