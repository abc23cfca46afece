"""Room store, counts: our own health over a period, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from monitor.domain.visit import VisitState
from monitor.store.counts.within import verdict, visit, within
from monitor.store.statements import table
from monitor.store.tables import CanaryRow, ListeningRow

canary = table(CanaryRow)
listening = table(ListeningRow)


def canaries(connection: Connection, start: datetime, end: datetime) -> list[tuple[datetime, datetime | None]]:
    """(sent, arrived) of the canaries that left in the period."""
    where = (canary.c.sent_at >= start, canary.c.sent_at < end, canary.c.error == "")
    rows = connection.execute(select(canary.c.sent_at, canary.c.arrived_at).where(*where).order_by(canary.c.sent_at))
    return [(sent, arrived) for sent, arrived in rows]


def missed(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> int:
    """Slots we missed in the period."""
    where = (within(start, end, sites), visit.c.state == VisitState.MISSED)
    return int(connection.execute(select(func.count()).select_from(visit).where(*where)).scalar_one())


def listening_spans(connection: Connection, start: datetime, end: datetime) -> list[Row[Any]]:
    """(ear, since_at, until_at) of the stretches that touch the period, in order."""
    columns = (listening.c.ear, listening.c.since_at, listening.c.until_at)
    where = (listening.c.until_at >= start, listening.c.since_at < end)
    return list(connection.execute(select(*columns).where(*where).order_by(listening.c.ear, listening.c.since_at)))


def plan_hashes(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> tuple[str, ...]:
    """The plans the period's visits were drawn in."""
    rows = connection.execute(select(visit.c.plan_hash).where(within(start, end, sites)).distinct()).scalars()
    return tuple(sorted(hash_ for hash_ in rows if hash_))


def data_at(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> datetime | None:
    """The instant of the newest verdict about the period; None when nothing was judged."""
    where = [verdict.c.slot_at >= start, verdict.c.slot_at < end]
    if sites:
        where.append(verdict.c.site.in_(sites))
    found: datetime | None = connection.execute(select(func.max(verdict.c.as_of)).where(*where)).scalar()
    return found
