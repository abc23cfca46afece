"""Room store: questions about the outbox that people ask: what was told to whom, what waits, what fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from monitor.store.outbox_tables import AckRow, AlertRow, AlertState, ParcelRow, ParcelState
from monitor.store.statements import literally, table
from monitor.store.tables import VisitRow

alert = table(AlertRow)
parcel = table(ParcelRow)
ack = table(AckRow)
visit = table(VisitRow)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def alerts(connection: Connection, limit: int = 100, like: str = "") -> list[Row[Any]]:
    """The newest alerts, of a visit's token, a site or a recipient when given, with the visit's token."""
    statement = select(alert, visit.c.token).outerjoin(visit, visit.c.id == alert.c.visit_id)
    if like:
        statement = statement.where(or_(visit.c.token == like, alert.c.site == like, alert.c.recipient == like))
    return list(connection.execute(statement.order_by(alert.c.id.desc()).limit(limit)))


def parcels(connection: Connection, bundles: Sequence[str]) -> list[Row[Any]]:
    return list(connection.execute(select(parcel).where(parcel.c.bundle.in_(bundles)).order_by(parcel.c.id)))


def reactions(connection: Connection, thread: str) -> list[Row[Any]]:
    return list(connection.execute(select(ack).where(ack.c.thread == thread).order_by(ack.c.id)))


def queue(connection: Connection) -> tuple[int, int, datetime | None]:
    """(alerts in no letter yet, letters not yet handed over, when the oldest of those was packed)."""
    waiting = select(func.count()).select_from(alert).where(alert.c.state == literally(AlertState.PENDING))
    still = parcel.c.state.in_((literally(ParcelState.DUE), literally(ParcelState.SENDING)))
    count, oldest = connection.execute(select(func.count(), func.min(parcel.c.created_at)).where(still)).one()
    return connection.execute(waiting).scalar_one(), count, oldest


def failing(connection: Connection, attempts: int) -> list[Row[Any]]:
    """(channel, recipient, since, error, taken_since: later letters to others left by it) of parcels tried in vain so
    often, the oldest first."""
    # every letter is tried after that day: it makes the index of letters that are due worth while
    where = (parcel.c.state == literally(ParcelState.DUE), parcel.c.next_try_at > EVER, parcel.c.attempts >= attempts)
    oldest = func.min(parcel.c.created_at)
    grouped = select(
        parcel.c.channel,
        parcel.c.recipient,
        oldest.label("since"),
        func.min(parcel.c.id).label("first"),
        func.max(parcel.c.last_error).label("error"),
    )
    stuck = grouped.where(*where).group_by(parcel.c.channel, parcel.c.recipient).subquery()
    other = parcel.alias("other")
    taken = select(other.c.id).where(
        other.c.state == ParcelState.SENT,
        other.c.channel == stuck.c.channel,
        other.c.recipient != stuck.c.recipient,
        other.c.id > stuck.c.first,
    )
    return list(connection.execute(select(stuck, taken.exists().label("taken_since")).order_by(stuck.c.since)))


def settled(connection: Connection) -> bool:
    """True when everything that should be told has been handed over."""
    waiting, letters, _ = queue(connection)
    return waiting == 0 and letters == 0
