"""Room store: whatever leaves by post (alerts, reports) is claimed, sent, failed and taken back in the same way.

Each move is a conditional update: the row that has it sends it, and a letter taken up again keeps its Message-ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select, update

from monitor.store.outbox_tables import ParcelState
from monitor.store.statements import literally

FIRST_PAUSE = timedelta(minutes=1)


def take_back(connection: Connection, post: Table, workers: Sequence[str]) -> int:
    """Half-sent letters of these workers (dead, or ourselves cancelled) are due again, at their next try."""
    where = (post.c.state == ParcelState.SENDING, post.c.claimed_by.in_(workers))
    return connection.execute(update(post).where(*where).values(state=ParcelState.DUE, claimed_by="")).rowcount


def claim(
    connection: Connection, post: Table, now: datetime, worker: str, longest: timedelta, *also: ColumnElement[bool]
) -> Row[Any] | None:
    """The next letter to send, now ours; None when none is due.

    Its next try is pushed away at once (doubling up to `longest`): whatever happens to us while sending, it is
    neither lost nor hammered.
    """
    due = (post.c.state == literally(ParcelState.DUE), post.c.next_try_at <= now)
    chosen = select(post.c.id, post.c.attempts).where(*due, *also).order_by(post.c.next_try_at, post.c.id).limit(1)
    first = connection.execute(chosen).first()
    if first is None:
        return None
    values = {
        "state": ParcelState.SENDING,
        "claimed_by": worker,
        "attempts": first.attempts + 1,
        "next_try_at": now + min(FIRST_PAUSE * 2 ** min(first.attempts, 10), longest),
    }
    taken = connection.execute(update(post).where(post.c.id == first.id, *due).values(**values)).rowcount
    return connection.execute(select(post).where(post.c.id == first.id)).one() if taken else None


def sent(connection: Connection, post: Table, letter_id: int, now: datetime) -> None:
    values = {"state": ParcelState.SENT, "sent_at": now, "last_error": ""}
    connection.execute(update(post).where(post.c.id == letter_id).values(**values))


def failed(connection: Connection, post: Table, letter_id: int, error: str, *, for_good: bool) -> None:
    """Not delivered: due again at the instant set when it was claimed, or given up for good."""
    state = ParcelState.REFUSED if for_good else ParcelState.DUE
    connection.execute(update(post).where(post.c.id == letter_id).values(state=state, last_error=error))
