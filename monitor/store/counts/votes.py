"""Room store, counts: one vote per company, and why tries proved nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from monitor.domain.response import Label
from monitor.domain.verdict import Outcome
from monitor.store.counts.within import MATCHED, by, message, verdict, visit, within


def reasons(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Why visits were inconclusive, each visit once: (reason, visits)."""
    where = [verdict.c.slot_at >= start, verdict.c.slot_at < end, verdict.c.outcome == Outcome.INCONCLUSIVE]
    if sites:
        where.append(verdict.c.site.in_(sites))
    statement = select(verdict.c.reason, func.count(verdict.c.visit_id.distinct())).where(*where)
    rows = connection.execute(statement.group_by(verdict.c.reason).order_by(verdict.c.reason))
    return [(reason, count) for reason, count in rows]


def votes(
    connection: Connection, start: datetime, end: datetime, kind: str, sites: Sequence[str] = ()
) -> list[Row[Any]]:
    """One row per company: its first visit of that kind in the period, and what came of it inside the answer window."""
    first = select(func.min(visit.c.id)).where(within(start, end, sites), visit.c.kind == kind).group_by(visit.c.site)
    inside = (message.c.visit_id == visit.c.id, MATCHED, message.c.at <= visit.c.closes_at)
    person_at = select(func.min(message.c.at)).where(*inside, by(Label.HUMAN))
    columns = (visit.c.site, visit.c.site_name, visit.c.segment, visit.c.role, visit.c.touchpoint)

    def got(*traits: ColumnElement[bool]) -> ColumnElement[bool]:
        return select(message.c.id).where(*inside, *traits).exists()

    statement = select(
        *columns,
        visit.c.submitted_at,
        visit.c.closes_at,
        person_at.scalar_subquery().label("person_at"),
        got(message.c.label == Label.AUTO_ACK).label("receipt"),
        got(by(Label.HUMAN), message.c.answers.is_(True)).label("answered"),
        got(by(Label.HUMAN), message.c.next_step.is_(True)).label("next_step"),
        _judged(Outcome.UNREACHABLE).label("unreachable"),
        _judged(Outcome.INCONCLUSIVE).label("inconclusive"),
        _judged(Outcome.PENDING).label("pending"),
    )
    return list(connection.execute(statement.where(visit.c.id.in_(first)).order_by(visit.c.segment, visit.c.site)))


def _judged(outcome: Outcome) -> ColumnElement[bool]:
    return select(verdict.c.id).where(verdict.c.visit_id == visit.c.id, verdict.c.outcome == outcome).exists()
