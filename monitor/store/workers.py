"""Room store: running processes and things that happen once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, not_, select

from monitor.store.outbox_tables import ParcelRow, ParcelState
from monitor.store.report_tables import ReportLetterRow
from monitor.store.statements import insert_new, literally, table, upsert
from monitor.store.tables import DoneRow, WorkerRow
from monitor.store.visits import BUSY, visit

worker, parcel, letter = table(WorkerRow), table(ParcelRow), table(ReportLetterRow)


def seen(connection: Connection, name: str, host: str, pid: int, born: float, now: datetime) -> None:
    """A heartbeat: this process lives. `born` is the process's start time, so that a reused pid is not mistaken."""
    values = {"name": name, "host": host, "pid": pid, "born": born, "seen_at": now}
    upsert(connection, WorkerRow, values, ("name",))


def leave(connection: Connection, name: str) -> None:
    """This process ends in an orderly way. Who leaves something half done stays listed: the next one puts it right."""
    half_done = [
        select(visit.c.id).where(visit.c.claimed_by == name, visit.c.state.in_(BUSY)).exists(),
        *(select(post.c.id).where(post.c.claimed_by == name, _sending(post)).exists() for post in (parcel, letter)),
    ]
    connection.execute(delete(worker).where(worker.c.name == name, *(not_(one) for one in half_done)))


def _sending(post: Table) -> ColumnElement[bool]:
    return post.c.state == literally(ParcelState.SENDING)


def dead(
    connection: Connection, host: str, alive: Callable[[int, float], bool], silent_since: datetime
) -> tuple[str, ...]:
    """Workers that are gone: on this host by their process, elsewhere by a heartbeat older than `silent_since`."""
    rows = connection.execute(select(worker)).all()
    return tuple(
        row.name for row in rows if (not alive(row.pid, row.born) if row.host == host else row.seen_at < silent_since)
    )


def others(connection: Connection, name: str, dead: tuple[str, ...]) -> bool:
    """True while processes beside this one are alive."""
    return (
        connection.execute(select(worker.c.name).where(worker.c.name.not_in((name, *dead))).limit(1)).first()
        is not None
    )


def forget(connection: Connection, silent_since: datetime) -> int:
    """Those gone for so long that what they left has been put right."""
    return connection.execute(delete(worker).where(worker.c.seen_at < silent_since)).rowcount


def once(connection: Connection, key: str, by: str, now: datetime, note: str = "") -> bool:
    """True for the first who asks with this key, for ever."""
    return insert_new(connection, DoneRow, {"key": key, "at": now, "by": by, "note": note}, ("key",)) is not None


def not_yet(connection: Connection, key: str) -> None:
    """What was to happen once did not: the next who asks is the first."""
    done = table(DoneRow)
    connection.execute(delete(done).where(done.c.key == key))
