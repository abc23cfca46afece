"""Room store: the letterbox and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from monitor.domain.response import Label, MatchLevel, Response
from monitor.store.statements import insert_new, table, upsert
from monitor.store.tables import CursorRow, LetterRow, MessageRow, MessageState, VisitRow

letter = table(LetterRow)
message = table(MessageRow)
visit = table(VisitRow)
cursor = table(CursorRow)


def keep(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Put a letter into the letterbox: door, raw, at, envelope_from, recipients, uid, body_sha256 and `key`.

    None when a letter of that key (same content, same recipients) lies there already.
    """
    return insert_new(connection, LetterRow, values, ("key",))


def unopened(connection: Connection, limit: int = 100) -> list[Row[Any]]:
    """Letters nobody has opened yet, in the order they were kept."""
    return list(
        connection.execute(select(letter).where(letter.c.opened_at.is_(None)).order_by(letter.c.id).limit(limit))
    )


def opened(connection: Connection, letter_id: int, now: datetime) -> None:
    connection.execute(update(letter).where(letter.c.id == letter_id).values(opened_at=now))


def reopen_all(connection: Connection) -> int:
    """Everything is read again from the raw bytes (`shopper reread`)."""
    return connection.execute(update(letter).values(opened_at=None)).rowcount


def record(connection: Connection, values: Mapping[str, Any]) -> None:
    """What a letter says for one visit (or none). Reading it again replaces the earlier reading, never a person's review."""
    values = {**values, "promise_minutes": values.get("details", {}).get("promise_minutes")}
    if values.get("visit_id") is None:
        found = select(message.c.id).where(message.c.letter_id == values["letter_id"], message.c.visit_id.is_(None))
        if connection.execute(found).first():
            where = (message.c.letter_id == values["letter_id"], message.c.visit_id.is_(None))
            connection.execute(update(message).where(*where).values(**values))
            return
        connection.execute(message.insert().values(**values))
        return
    upsert(connection, MessageRow, values, ("letter_id", "visit_id"))


def of_visit(connection: Connection, visit_id: int) -> list[Row[Any]]:
    """Every message of a visit, leaks too, by instant, with the letter's raw bytes (None for calls and hand entries)."""
    statement = select(message, letter.c.raw).outerjoin(letter).where(message.c.visit_id == visit_id)
    return list(connection.execute(statement.order_by(message.c.at, message.c.id)))


def responses(connection: Connection, visit_id: int) -> tuple[Response, ...]:
    """Everything that was matched to a visit, by instant; a person's review outranks the classifier."""
    where = (message.c.visit_id == visit_id, message.c.state == MessageState.MATCHED)
    rows = connection.execute(select(message, letter.c.body_sha256).outerjoin(letter).where(*where)).all()
    ordered = sorted(rows, key=lambda row: (row.at, row.id))
    return tuple(
        Response(
            visit_id=visit_id,
            channel=row.channel,
            at=row.at,
            label=row.reviewed or row.label,
            confidence=1.0 if row.reviewed else row.confidence,
            level=row.level or MatchLevel.RECIPIENT,
            answers=row.answers,
            next_step=row.next_step,
            sha256=row.body_sha256 or "",
        )
        for row in ordered
    )


def in_pen_for(connection: Connection, visit_id: int, site: str) -> bool:
    """True when a person's letter lies in the holding pen that may belong to this visit's company."""
    where = (
        message.c.state == MessageState.HOLDING,
        message.c.site == site,
        message.c.label.in_((Label.HUMAN, Label.UNSURE)),
    )
    rows = connection.execute(select(message.c.details).where(*where)).scalars()
    return any(visit_id in details.get("candidates", ()) for details in rows)


def earlier_texts(connection: Connection, site: str, before: int, limit: int = 5) -> tuple[str, ...]:
    """Own text of earlier letters from the same company to other visits, for sameness."""
    rows = connection.execute(
        select(message.c.excerpt)
        .join(visit, visit.c.id == message.c.visit_id)
        .where(visit.c.site == site, message.c.visit_id != before, message.c.excerpt != "")
        .order_by(message.c.id.desc())
        .limit(limit)
    ).scalars()
    return tuple(rows)


def get_cursor(connection: Connection, door: str, folder: str) -> tuple[int, int] | None:
    """(UIDVALIDITY, last UID) of a mailbox folder."""
    where = (cursor.c.door == door, cursor.c.folder == folder)
    row = connection.execute(select(cursor).where(*where)).one_or_none()
    return (row.uidvalidity, row.last_uid) if row else None


def set_cursor(connection: Connection, door: str, folder: str, uidvalidity: int, last_uid: int) -> None:
    values = {"door": door, "folder": folder, "uidvalidity": uidvalidity, "last_uid": last_uid}
    upsert(connection, CursorRow, values, ("door", "folder"))


def to_review(connection: Connection) -> list[Row[Any]]:
    """Letters of which nobody can say who wrote them, and letters in the holding pen."""
    unclear = or_(message.c.label == Label.UNSURE, message.c.state == MessageState.HOLDING)
    return list(connection.execute(select(message).where(unclear, message.c.reviewed.is_(None)).order_by(message.c.at)))


def count_by_state(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(message.c.state, func.count()).group_by(message.c.state))
    return {MessageState(state).value: count for state, count in rows}
