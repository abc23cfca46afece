"""Room store: calls and SMS as they came in, and the message each call makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from monitor.domain.response import MatchLevel
from monitor.store.call_tables import CallEventRow, CallState
from monitor.store.statements import insert_new, table
from monitor.store.tables import MessageRow

event = table(CallEventRow)
message = table(MessageRow)


def keep(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Put an event down: door, provider, endpoint, at, raw and what else its columns name; None when it is a repetition."""
    return insert_new(connection, CallEventRow, values, ("replay_key",))


def unopened(connection: Connection, limit: int = 100) -> list[str]:
    """Keys of calls with an event nobody has opened yet, in the order they were kept."""
    waiting = select(event.c.call_key).where(event.c.opened_at.is_(None)).order_by(event.c.id).limit(limit)
    return list(dict.fromkeys(connection.execute(waiting).scalars()))


def of_call(connection: Connection, call_key: str) -> list[Row[Any]]:
    """All events of one call by instant, locked: two of us that open one call make one message."""
    rows = select(event).where(event.c.call_key == call_key).order_by(event.c.at, event.c.id)
    return list(connection.execute(rows.with_for_update()))


def opened(connection: Connection, ids: Sequence[int], now: datetime, state: CallState, message_id: int | None) -> None:
    values = {"opened_at": now, "state": state, "message_id": message_id}
    connection.execute(update(event).where(event.c.id.in_(ids)).values(**values))


def reopen_all(connection: Connection) -> int:
    """Everything is read again from the raw bytes; what was purged keeps what was decided."""
    still = func.length(event.c.raw) > 0
    return connection.execute(update(event).where(still).values(opened_at=None)).rowcount


def record(
    connection: Connection, known: int | None, values: Mapping[str, Any] | None
) -> tuple[int | None, int | None]:
    """The message of a call, replacing what an earlier reading made of it (`known`); None: it is nobody's answer.

    What a person decided stays. Gives (the message's id, the visit that loses it by this reading).
    """
    old = connection.execute(select(message).where(message.c.id == known)).one_or_none() if known else None
    if old is not None and (old.reviewed is not None or old.level == MatchLevel.HAND):
        return old.id, None
    loses = old.visit_id if old is not None and (values is None or old.visit_id != values["visit_id"]) else None
    if values is None:
        connection.execute(update(event).where(event.c.message_id == known).values(message_id=None))
        connection.execute(delete(message).where(message.c.id == known))
        return None, loses
    if old is not None:
        connection.execute(update(message).where(message.c.id == old.id).values(**values))
        return old.id, loses
    return connection.execute(message.insert().values(**values).returning(message.c.id)).scalar_one(), None


def by_state(connection: Connection) -> dict[str, int]:
    """How many calls and SMS stand in each state: answers, late ones, nobody's for sure, strangers', our own tests."""
    rows = connection.execute(
        select(event.c.state, func.count(event.c.call_key.distinct()))
        .where(event.c.state.is_not(None))
        .group_by(event.c.state)
    )
    return {CallState(state).value: count for state, count in rows}


def heard(connection: Connection, since: datetime, until: datetime) -> list[Row[Any]]:
    """Every call and SMS that came in [since, until), one row each in order: at, door, called, caller_tail, state and
    the visit_id it answers or answered too late (None: a stranger's, nobody's for sure, or our own test)."""
    columns = (event.c.door, event.c.called, event.c.caller_tail, event.c.state, message.c.visit_id)
    first = func.min(event.c.at, type_=event.c.at.type).label("at")
    joined = select(first, *columns).join(message, message.c.id == event.c.message_id, isouter=True)
    whole = joined.where(event.c.state.is_not(None)).group_by(event.c.call_key, *columns)
    return list(connection.execute(whole.having(first >= since, first < until).order_by(first)))


def old(connection: Connection, before: datetime) -> list[int]:
    """Opened events that came before that instant and still have their bytes."""
    where = (event.c.at < before, event.c.opened_at.is_not(None), func.length(event.c.raw) > 0)
    return list(connection.execute(select(event.c.id).where(*where).order_by(event.c.id)).scalars())


def of_callers(connection: Connection, hashes: Sequence[str]) -> list[int]:
    """Events of callers with one of these hashes."""
    return list(connection.execute(select(event.c.id).where(event.c.caller_hash.in_(hashes))).scalars())


def naming(connection: Connection, names: Callable[[bytes], bool]) -> list[int]:
    """Events whose raw bytes name somebody."""
    rows = connection.execute(select(event.c.id, event.c.raw).where(func.length(event.c.raw) > 0))
    return [row.id for row in rows if names(bytes(row.raw))]


def forget(connection: Connection, ids: Sequence[int]) -> int:
    """Like `reduce`, and nothing ties these calls to each other or to anybody any more."""
    done = reduce(connection, ids)
    connection.execute(update(event).where(event.c.id.in_(ids)).values(caller_hash=""))
    return done


def reduce(connection: Connection, ids: Sequence[int]) -> int:
    """Take number and words out of these events and their messages; when it rang and what was decided stay."""
    made = select(event.c.message_id).where(event.c.id.in_(ids), event.c.message_id.is_not(None))
    connection.execute(update(message).where(message.c.id.in_(made)).values(excerpt="", details={}))
    return connection.execute(update(event).where(event.c.id.in_(ids)).values(raw=b"", caller_tail="")).rowcount
