"""Room store: letters that carry reports, each leaving once per week and person; retries keep their Message-ID."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from monitor.store import posting
from monitor.store.outbox_tables import ParcelState
from monitor.store.report_tables import ReportLetterRow
from monitor.store.statements import insert_new, table

letter = table(ReportLetterRow)
LONGEST_PAUSE = timedelta(hours=2)


def plan(connection: Connection, first: date, recipient: str, message_id: str, now: datetime) -> bool:
    """A report of the week that begins on `first` is due for a person; False when it was planned before."""
    values = {"first": first, "recipient": recipient, "message_id": message_id, "state": ParcelState.DUE}
    kept = {**values, "created_at": now, "next_try_at": now}
    return insert_new(connection, ReportLetterRow, kept, ("first", "recipient")) is not None


def mark(row: Row[Any]) -> str:
    """A letter's name in the notes of what was handed over."""
    return posting.mark(letter, row)


def take_back(
    connection: Connection, workers: Sequence[str], noted: Mapping[str, datetime | None], now: datetime
) -> set[str]:
    """Half-sent letters of these workers are due again, or sent if that was noted; the notes nobody needs any more."""
    return posting.take_back(connection, letter, workers, noted, now)


def claim(connection: Connection, now: datetime, worker: str) -> Row[Any] | None:
    """The next letter to send, now ours."""
    return posting.claim(connection, letter, now, worker, LONGEST_PAUSE)


def sent(connection: Connection, letter_id: int, now: datetime) -> None:
    posting.sent(connection, letter, letter_id, now)


def failed(connection: Connection, letter_id: int, error: str, *, for_good: bool) -> None:
    """Not delivered: due again later, or given up for good."""
    posting.failed(connection, letter, letter_id, error, for_good=for_good)


def of_week(connection: Connection, first: date) -> list[Row[Any]]:
    """The letters of a week with what became of them."""
    return list(connection.execute(select(letter).where(letter.c.first == first).order_by(letter.c.id)))
