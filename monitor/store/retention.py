"""Room store: what is kept for how long: letters and pictures are reduced to timings, hashes and scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, case, cast, func, literal, select, update

from monitor.domain.visit import Acceptance
from monitor.store.outbox_tables import AckRow, AlertRow, ParcelRow
from monitor.store.statements import table
from monitor.store.tables import EvidenceRow, LetterRow, MessageRow, VisitRow

letter = table(LetterRow)
message = table(MessageRow)
evidence = table(EvidenceRow)
visit = table(VisitRow)
alert = table(AlertRow)
parcel = table(ParcelRow)
ack = table(AckRow)

NOBODY = "removed"
KEPT_DETAILS = ("reasons", "promise_minutes", "by_name", "signed", "templated", "foreign_domain")
"""scores and marks of a letter that name nobody"""
BATCH = 200


def old_letters(connection: Connection, before: datetime) -> list[int]:
    """Opened letters that came before that instant and still have their bytes."""
    where = (letter.c.at < before, letter.c.opened_at.is_not(None), func.length(letter.c.raw) > 0)
    return list(connection.execute(select(letter.c.id).where(*where).order_by(letter.c.id)).scalars())


def letters_of(connection: Connection, names: Callable[[bytes], bool]) -> list[int]:
    """Letters whose raw bytes, or whose words as they were read, name somebody."""
    excerpts = select(message.c.letter_id, message.c.excerpt).where(message.c.letter_id.is_not(None))
    read = {row.letter_id for row in connection.execute(excerpts) if names(row.excerpt.encode())}
    return sorted(read | {letter_id for letter_id, raw in _all_letters(connection) if names(raw)})


def reduce_letters(connection: Connection, ids: Sequence[int]) -> int:
    """Take the words out of these letters; when they came, their hashes and what was decided stay."""
    rows = connection.execute(select(message.c.id, message.c.details).where(message.c.letter_id.in_(ids))).all()
    for row in rows:
        kept = {name: row.details[name] for name in KEPT_DETAILS if name in row.details}
        connection.execute(update(message).where(message.c.id == row.id).values(excerpt="", details=kept))
    values: dict[str, Any] = {"raw": b"", "envelope_from": "", "recipients": []}
    return connection.execute(update(letter).where(letter.c.id.in_(ids)).values(**values)).rowcount


def old_evidence(connection: Connection, before: datetime, failures_before: datetime) -> list[str]:
    """Paths of evidence whose every visit is old: `before` one instant when it went well, `failures_before` when not."""
    well = visit.c.acceptance.in_((Acceptance.ACCEPTED, Acceptance.PROBABLY, Acceptance.NOTHING_SENT))
    wanted = case((well, evidence.c.at >= before), else_=evidence.c.at >= failures_before)
    grouped = select(evidence.c.path).join(visit).group_by(evidence.c.path)
    return list(connection.execute(grouped.having(func.max(case((wanted, 1), else_=0)) == 0)).scalars())


def forget_person(connection: Connection, address: str) -> int:
    """Take a recipient's address out of the outbox; how many rows named it."""
    named = (alert.c.recipient == address, parcel.c.recipient == address, ack.c.by == address)
    for about in (alert, ack):
        connection.execute(
            update(about)
            .where(about.c.thread.endswith(f"/{address}", autoescape=True))
            .values(thread=f"person/{NOBODY}")
        )
    renamed = literal(f"{NOBODY}/") + cast(alert.c.id, String)
    done = connection.execute(update(alert).where(named[0]).values(recipient=NOBODY, identity=renamed)).rowcount
    done += connection.execute(update(parcel).where(named[1]).values(recipient=NOBODY)).rowcount
    return done + connection.execute(update(ack).where(named[2]).values(by=NOBODY)).rowcount


def _all_letters(connection: Connection) -> Iterator[tuple[int, bytes]]:
    last = 0
    while True:
        chosen = select(letter.c.id, letter.c.raw).where(letter.c.id > last).order_by(letter.c.id).limit(BATCH)
        rows = connection.execute(chosen).all()
        if not rows:
            return
        yield from ((row.id, bytes(row.raw)) for row in rows)
        last = rows[-1].id
