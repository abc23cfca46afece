"""Room store: whatever leaves by post (alerts, reports) is claimed, sent, failed and taken back in the same way.

Each move is a conditional update: the row that has it sends it, and a letter taken up again keeps its Message-ID.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select, update

from monitor.store.outbox_tables import ParcelState
from monitor.store.statements import literally

FIRST_PAUSE = timedelta(minutes=1)


def mark(post: Table, row: Row[Any]) -> str:
    """A letter's name in the notes of what was handed over; no other row's, even after a backup was restored."""
    return f"{post.name}-{row.id}-{row.created_at:%Y%m%dT%H%M%S.%f}"


def take_back(
    connection: Connection, post: Table, workers: Sequence[str], noted: Mapping[str, datetime | None], now: datetime
) -> set[str]:
    """Half-sent letters of these workers (dead, or ourselves cancelled): those `noted` as handed over are sent, the
    others due again at their next try. The notes no letter under way needs any more."""
    rows = connection.execute(select(post).where(post.c.state == literally(ParcelState.SENDING))).all()
    theirs = [row for row in rows if row.claimed_by in workers]
    for row in theirs:
        if mark(post, row) in noted:
            sent(connection, post, row.id, noted[mark(post, row)] or now)
    again = [row.id for row in theirs if mark(post, row) not in noted]
    if again:
        where = (post.c.state == ParcelState.SENDING, post.c.id.in_(again))
        connection.execute(update(post).where(*where).values(state=ParcelState.DUE, claimed_by=""))
    mine = {name for name in noted if name.startswith(f"{post.name}-")}
    return mine - {mark(post, row) for row in rows if row not in theirs}


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
