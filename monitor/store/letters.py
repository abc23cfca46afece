"""Room store: the letterbox and what was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from monitor.domain.response import Label, MatchLevel, Response
from monitor.store.statements import insert_new, literally, table, upsert
from monitor.store.tables import CursorRow, LetterRow, MessageRow, MessageState, VisitRow

letter = table(LetterRow)
message = table(MessageRow)
visit = table(VisitRow)
cursor = table(CursorRow)


def keep(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Put a letter into the letterbox: door, raw, at, envelope_from, recipients, uid, body_sha256 and `key`.

    None when a letter of that key (same content, same recipients) lies there already; it keeps the earlier instant.
    """
    new = insert_new(connection, LetterRow, values, ("key",))
    if new is None:
        later = (letter.c.key == values["key"], letter.c.at > values["at"], func.length(letter.c.raw) > 0)
        connection.execute(update(letter).where(*later).values(at=values["at"], opened_at=None))
    return new


def unopened(connection: Connection, limit: int = 100) -> list[Row[Any]]:
    """Letters nobody has opened yet, in the order they were kept."""
    return list(
        connection.execute(select(letter).where(letter.c.opened_at.is_(None)).order_by(letter.c.id).limit(limit))
    )


def opened(connection: Connection, letter_id: int, now: datetime) -> None:
    connection.execute(update(letter).where(letter.c.id == letter_id).values(opened_at=now))


def reopen_all(connection: Connection) -> int:
    """Everything is read again from the raw bytes (`shopper reread`)."""
    still = func.length(letter.c.raw) > 0  # what was purged keeps what was decided
    return connection.execute(update(letter).where(still).values(opened_at=None)).rowcount


def record(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """What a letter says, for one visit or none; read again, the new reading replaces the old.

    What a person decided (whose letter, who wrote it) is never overwritten. Gives back the visit that loses the
    letter by this reading, None when none does.
    """
    values = {**values, "promise_minutes": values.get("details", {}).get("promise_minutes")}
    where = message.c.letter_id == values["letter_id"]
    old = connection.execute(select(message).where(where).order_by(message.c.id).limit(1)).one_or_none()
    if old is None and values.get("visit_id") is not None:
        upsert(connection, MessageRow, values, ("letter_id", "visit_id"))
    elif old is None:
        connection.execute(message.insert().values(**values))
    else:
        decided = old.reviewed is not None or old.level == MatchLevel.HAND
        new = _beside_a_review(values, old.details) if decided else values
        connection.execute(update(message).where(message.c.id == old.id).values(**new))
        if not decided and old.visit_id != values.get("visit_id"):
            return old.visit_id  # type: ignore[no-any-return]
    return None


def _beside_a_review(values: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Of a new reading what may change beside a person's decision."""
    review = old.get("review", {})
    told = ("answers", "next_step") if review.get("answers") is None else ("next_step",)
    fresh = ("label", "confidence", "excerpt", "message_id", "at", *told)
    return {name: values[name] for name in fresh if name in values} | {
        "details": {**values.get("details", {}), "review": review}
    }


def of_visit(connection: Connection, visit_id: int) -> list[Row[Any]]:
    """Every message of a visit, leaks too, by instant, with the letter's raw bytes (None for calls and hand entries)."""
    statement = select(message, letter.c.raw).outerjoin(letter).where(message.c.visit_id == visit_id)
    return list(connection.execute(statement.order_by(message.c.at, message.c.id)))


def responses(connection: Connection, visit_id: int) -> tuple[Response, ...]:
    """Everything that was matched to a visit, by instant; a person's review outranks the classifier.

    Copies of one letter (same Message-ID or same own words, by whatever doors) are one response at its first instant.
    """
    where = (message.c.visit_id == visit_id, message.c.state == MessageState.MATCHED)
    rows = connection.execute(select(message, letter.c.body_sha256).outerjoin(letter).where(*where)).all()
    ordered = sorted(rows, key=lambda row: (row.at, row.id))
    return tuple(
        Response(
            visit_id=visit_id,
            channel=row.channel,
            at=at,
            label=row.reviewed or row.label,
            confidence=1.0 if row.reviewed else row.confidence,
            level=row.level or MatchLevel.RECIPIENT,
            answers=row.answers,
            next_step=row.next_step,
            sha256=row.body_sha256 or "",
        )
        for at, row in sorted(_without_copies(ordered), key=lambda found: (found[0], found[1].id))
    )


def _without_copies(ordered: Sequence[Row[Any]]) -> Iterator[tuple[datetime, Row[Any]]]:
    """One of each letter's copies, with the instant of the first; what a person decided on any copy stays decided."""
    first: dict[str, datetime] = {}
    for row in ordered:
        for name in _names(row):
            first.setdefault(name, row.at)
    seen: set[str] = set()
    for row in sorted(ordered, key=lambda row: (row.reviewed is None, row.at, row.id)):
        names = _names(row)
        if row.reviewed is not None or not names & seen:
            yield min((first[name] for name in names), default=row.at), row
        seen |= names


def _names(row: Row[Any]) -> set[str]:
    return {name for name in (row.message_id, row.excerpt.strip()) if name}


def in_pen_for(connection: Connection, visit_id: int, site: str) -> bool:
    """True when a person's letter lies in the holding pen that may belong to this visit's company."""
    where = (
        message.c.state == literally(MessageState.HOLDING),
        message.c.site == site,
        message.c.label.in_((Label.HUMAN, Label.UNSURE)),
        message.c.reviewed.is_(None),  # a person who left it in the pen said that it is nobody's
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


def count_by_state(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(message.c.state, func.count()).group_by(message.c.state))
    return {MessageState(state).value: count for state, count in rows}
