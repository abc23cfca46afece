"""Room store: named questions about slots: visits before anybody makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from monitor.domain.visit import VisitState
from monitor.store.statements import table
from monitor.store.tables import VisitRow

visit = table(VisitRow)
CLAIMING = 7201
"""the number of the lock that claims take on PostgreSQL"""
TOLD = (
    "site",
    "touchpoint",
    "kind",
    "slot_at",
    "persona",
    "scenario",
    "stratum",
    "why",
    "state",
    "reason",
    "plan_hash",
)


def taken(connection: Connection, since: datetime) -> list[Row[Any]]:
    """(site, touchpoint, slot_at, state, reason) of every visit planned from `since` on: what courtesy must count."""
    columns = (visit.c.site, visit.c.touchpoint, visit.c.slot_at, visit.c.state, visit.c.reason)
    return list(connection.execute(select(*columns).where(visit.c.slot_at >= since).order_by(visit.c.slot_at)))


def between(connection: Connection, begin: datetime, end: datetime) -> list[Row[Any]]:
    """All that was planned for [begin, end): where, when, for what reason, in what state."""
    where = (visit.c.slot_at >= begin, visit.c.slot_at < end)
    chosen = select(*(visit.c[name] for name in TOLD)).where(*where)
    return list(connection.execute(chosen.order_by(visit.c.slot_at, visit.c.site, visit.c.touchpoint)))


def miss(connection: Connection, before: datetime, why: str, kinds: Sequence[str]) -> int:
    """Mark slots of these kinds older than `before` as missed through our own fault, which `why` names."""
    where = (visit.c.state == VisitState.PLANNED, visit.c.kind.in_(kinds), _tried_from() <= before)
    return connection.execute(update(visit).where(*where).values(state=VisitState.MISSED, reason=why)).rowcount


def give_up(connection: Connection, visit_id: int, now: datetime) -> None:
    """This slot is missed, unless it was put off to later than `now`; why was noted when it was given back."""
    where = (visit.c.id == visit_id, visit.c.state == VisitState.PLANNED, visit.c.not_before <= now)
    connection.execute(update(visit).where(*where).values(state=VisitState.MISSED))


def postpone(
    connection: Connection, now: datetime, tried_before: datetime, oldest: datetime, kinds: Sequence[str]
) -> int:
    """Slots of a round, of these kinds, that should have begun before `tried_before`: not missed but later. One
    planned before `oldest` has waited long enough."""
    round_of = (visit.c.state == VisitState.PLANNED, visit.c.stratum == "round", visit.c.kind.in_(kinds))
    where = (*round_of, _tried_from() < tried_before, visit.c.slot_at > oldest)
    return connection.execute(update(visit).where(*where).values(not_before=now)).rowcount


def one_claims(connection: Connection) -> None:
    """Until this transaction ends nobody else claims: what is busy on a host cannot change between look and claim."""
    if connection.dialect.name == "postgresql":  # on SQLite one writes at a time anyway
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CLAIMING})")


def _tried_from() -> Any:
    return func.coalesce(visit.c.not_before, visit.c.slot_at, type_=visit.c.slot_at.type)
