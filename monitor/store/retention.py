"""Room store: what is kept for how long: letters and pictures are reduced to timings, hashes and scores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from json import dumps
from typing import Any

from sqlalchemy import JSON, Column, Connection, Enum, String, Text, case, cast, func, or_, select, update
from sqlmodel import AutoString

from monitor.domain.visit import Acceptance
from monitor.store.outbox_tables import metadata
from monitor.store.statements import table
from monitor.store.tables import EvidenceRow, LetterRow, MessageRow, VisitRow

letter = table(LetterRow)
message = table(MessageRow)
evidence = table(EvidenceRow)
visit = table(VisitRow)

WORDS = (String, AutoString, JSON)
OURS = (visit.c.address, visit.c.address_folded, visit.c.phone, visit.c.shopper)
"""made up by us: by these the answers are matched"""
KEPT_DETAILS = ("reasons", "promise_minutes", "by_name", "signed", "templated", "foreign_domain")
"""scores and marks of a letter that name nobody"""


def old_letters(connection: Connection, before: datetime) -> list[int]:
    """Opened letters that came before that instant and still have their bytes."""
    where = (letter.c.at < before, letter.c.opened_at.is_not(None), func.length(letter.c.raw) > 0)
    return list(connection.execute(select(letter.c.id).where(*where).order_by(letter.c.id)).scalars())


def letters_of(connection: Connection, names: Callable[[bytes], bool]) -> list[int]:
    """Letters whose raw bytes, or whose words as they were read, name somebody."""
    rows = connection.execute(select(message.c.id, message.c.letter_id).where(message.c.letter_id.is_not(None)))
    letter_ids = {row.id: row.letter_id for row in rows}
    read = {letter_ids[one] for one in messages_of(connection, names) if one in letter_ids}
    ids = connection.execute(select(letter.c.id).where(func.length(letter.c.raw) > 0)).scalars().all()
    raws = ((one, connection.execute(select(letter.c.raw).where(letter.c.id == one)).scalar()) for one in ids)
    return sorted(read | {one for one, raw in raws if raw and names(bytes(raw))})


def messages_of(connection: Connection, names: Callable[[bytes], bool]) -> list[int]:
    """Messages of any kind (letters, calls, hand entries) whose words or details name somebody."""
    rows = connection.execute(select(message.c.id, message.c.excerpt, message.c.details))
    return [row.id for row in rows if names(f"{row.excerpt}\n{dumps(row.details, ensure_ascii=False)}".encode())]


def old_hand_entries(connection: Connection, before: datetime) -> list[int]:
    """Messages that no letter carried, from before that instant, which still have their words."""
    words = or_(message.c.excerpt != "", cast(message.c.details, Text) != "{}")
    where = (message.c.letter_id.is_(None), message.c.at < before, words)
    return list(connection.execute(select(message.c.id).where(*where)).scalars())


def reduce_messages(connection: Connection, ids: Sequence[int]) -> int:
    """Take the words out of these messages; what was decided stays."""
    rows = connection.execute(select(message.c.id, message.c.details).where(message.c.id.in_(ids))).all()
    for row in rows:
        kept = {name: row.details[name] for name in KEPT_DETAILS if name in row.details}
        connection.execute(update(message).where(message.c.id == row.id).values(excerpt="", details=kept))
    return len(rows)


def reduce_letters(connection: Connection, ids: Sequence[int]) -> int:
    """Take the words out of these letters; when they came, their hashes and what was decided stay."""
    said = connection.execute(select(message.c.id).where(message.c.letter_id.in_(ids))).scalars().all()
    reduce_messages(connection, said)
    values: dict[str, Any] = {"raw": b"", "envelope_from": "", "recipients": []}
    return connection.execute(update(letter).where(letter.c.id.in_(ids)).values(**values)).rowcount


def old_evidence(connection: Connection, before: datetime, failures_before: datetime) -> list[str]:
    """Paths of evidence whose every visit is old: `before` one instant when it went well, `failures_before` when not."""
    well = visit.c.acceptance.in_((Acceptance.ACCEPTED, Acceptance.PROBABLY, Acceptance.NOTHING_SENT))
    wanted = case((well, evidence.c.at >= before), else_=evidence.c.at >= failures_before)
    grouped = select(evidence.c.path).join(visit).group_by(evidence.c.path)
    return list(connection.execute(grouped.having(func.max(case((wanted, 1), else_=0)) == 0)).scalars())


def unknown(connection: Connection, paths: Collection[str]) -> set[str]:
    """Which of these evidence paths belong to no visit: what was left when a process died."""
    known = connection.execute(select(evidence.c.path).where(evidence.c.path.in_(paths))).scalars()
    return set(paths) - set(known)


def seen_with(connection: Connection, paths: Collection[str]) -> set[str]:
    """Paths of the pictures and archives of the visits to which the evidence at `paths` belongs: they show the same."""
    visits = select(evidence.c.visit_id).where(evidence.c.path.in_(paths))
    closed = or_(evidence.c.media_type.startswith("image/"), evidence.c.media_type == "application/zip")
    return set(connection.execute(select(evidence.c.path).where(evidence.c.visit_id.in_(visits), closed)).scalars())


def rewrite(connection: Connection, like: str, without: Callable[[str], str]) -> int:
    """Put `without(text)` in place of every text in every table; how many cells changed. `like` (escape "!") is a
    pattern that whatever changes fits."""
    return sum(
        _rewritten(connection, column, like, without)
        for each in metadata.sorted_tables
        for column in each.columns
        if isinstance(column.type, WORDS) and not isinstance(column.type, Enum) and column not in OURS
    )


def _rewritten(connection: Connection, column: Column[Any], like: str, without: Callable[[str], str]) -> int:
    keys, done = tuple(column.table.primary_key), 0
    chosen = select(*keys, column.label("found")).where(cast(column, Text).ilike(like, escape="!"))
    for row in connection.execute(chosen).all():
        new = _inside(row.found, without)
        if new != row.found:
            mine = (key == row[number] for number, key in enumerate(keys))
            connection.execute(update(column.table).where(*mine).values({column: new}))
            done += 1
    return done


def _inside(value: Any, without: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return without(value)
    if isinstance(value, list):
        return [_inside(one, without) for one in value]
    return {without(name): _inside(one, without) for name, one in value.items()} if isinstance(value, dict) else value
