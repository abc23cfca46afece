"""Room store: the counting questions of the reports. Everything is counted in SQL; nobody loads a million rows.

A visit belongs to the period in which its slot lies, `[start, end)`, aware UTC. `sites` empty means all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from monitor.domain.response import Label
from monitor.domain.verdict import Outcome
from monitor.domain.visit import Sending, VisitState
from monitor.store.statements import table
from monitor.store.tables import (
    CanaryRow,
    ListeningRow,
    MessageRow,
    MessageState,
    VerdictRow,
    VisitRow,
)

visit = table(VisitRow)
verdict = table(VerdictRow)
message = table(MessageRow)
canary = table(CanaryRow)
listening = table(ListeningRow)

TRIED = (VisitState.CLAIMED, VisitState.SUBMITTING, VisitState.WAITING, VisitState.CLOSED)


def _within(start: datetime, end: datetime, sites: Sequence[str]) -> ColumnElement[bool]:
    where = and_(visit.c.slot_at >= start, visit.c.slot_at < end)
    return and_(where, visit.c.site.in_(sites)) if sites else where


def outcomes(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> list[Row[Any]]:
    """(site, segment, touchpoint, standard, outcome, count)."""
    columns = (visit.c.site, visit.c.segment, visit.c.touchpoint, verdict.c.standard, verdict.c.outcome)
    statement = select(*columns, func.count().label("count")).join(visit, visit.c.id == verdict.c.visit_id)
    return list(connection.execute(statement.where(_within(start, end, sites)).group_by(*columns).order_by(*columns)))


def reasons(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Why visits were inconclusive, each visit once: (reason, visits)."""
    statement = (
        select(verdict.c.reason, func.count(verdict.c.visit_id.distinct()))
        .join(visit, visit.c.id == verdict.c.visit_id)
        .where(_within(start, end, sites), verdict.c.outcome == Outcome.INCONCLUSIVE)
        .group_by(verdict.c.reason)
        .order_by(verdict.c.reason)
    )
    return [(reason, count) for reason, count in connection.execute(statement)]


def funnel(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> Row[Any]:
    """How far the enquiries of a period came: planned, page_opened, form_found, sent, receipt, person, answered,
    next_step. One row."""
    tried = visit.c.state.in_(TRIED)
    opened = and_(tried, visit.c.started_at.is_not(None), visit.c.reason.not_in(("site_down", "site_down_for_us_only")))
    found = and_(opened, visit.c.reason.not_in(("no_form", "configuration")))
    sent = visit.c.sending == Sending.SENT
    marks = {
        "planned": visit.c.state != VisitState.WITHDRAWN,
        "page_opened": opened,
        "form_found": found,
        "sent": sent,
        "receipt": _got(message.c.label == Label.AUTO_ACK),
        "person": _got(_by(Label.HUMAN)),
        "answered": _got(_by(Label.HUMAN), message.c.answers.is_(True)),
        "next_step": _got(_by(Label.HUMAN), message.c.next_step.is_(True)),
    }
    sums = [func.coalesce(func.sum(case((mark, 1), else_=0)), 0).label(name) for name, mark in marks.items()]
    active = or_(visit.c.address.is_not(None), visit.c.sending == Sending.SENT)
    return connection.execute(select(*sums).where(_within(start, end, sites), active)).one()


def _by(label: Label) -> ColumnElement[bool]:
    return func.coalesce(message.c.reviewed, message.c.label) == label.value


def _got(*traits: ColumnElement[bool]) -> ColumnElement[bool]:
    """The visit got a letter of these traits inside its answer window."""
    mine = (
        message.c.visit_id == visit.c.id,
        message.c.state == MessageState.MATCHED,
        message.c.at <= visit.c.closes_at,
    )
    return select(message.c.id).where(*mine, *traits).exists()


def waits(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> list[Row[Any]]:
    """Counted enquiries for the response curve, one row each: site, submitted_at, closes_at, person_at (None:
    nobody inside the window), channel, robot (a machine answered)."""
    counted = (Outcome.MET, Outcome.LATE, Outcome.AUTO_ONLY, Outcome.NOT_ANSWERED)
    known = select(verdict.c.visit_id).where(verdict.c.visit_id == visit.c.id, verdict.c.outcome.in_(counted)).exists()
    inside = (
        message.c.visit_id == visit.c.id,
        message.c.state == MessageState.MATCHED,
        message.c.at <= visit.c.closes_at,
        _by(Label.HUMAN),
    )
    first = select(message.c.at, message.c.channel).where(*inside).order_by(message.c.at).limit(1)
    statement = select(
        visit.c.site,
        visit.c.submitted_at,
        visit.c.closes_at,
        first.with_only_columns(message.c.at).scalar_subquery().label("person_at"),
        first.with_only_columns(message.c.channel).scalar_subquery().label("channel"),
        _got(message.c.label == Label.AUTO_ACK).label("robot"),
    ).where(_within(start, end, sites), known, visit.c.submitted_at.is_not(None), visit.c.address.is_not(None))
    return list(connection.execute(statement.order_by(visit.c.id)))


def first_message(traits: ColumnElement[bool]) -> Any:
    """The instant of a visit's first letter of some kind, as a scalar subquery on `visit`."""
    mine = (message.c.visit_id == visit.c.id, message.c.state == MessageState.MATCHED)
    return select(func.min(message.c.at)).where(*mine, traits).scalar_subquery()


def visit_lines(
    connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = (), limit: int = 500
) -> list[Row[Any]]:
    """One row per visit and standard, oldest first: what the table of visits shows."""
    statement = (
        select(
            visit.c.id,
            visit.c.token,
            visit.c.site,
            visit.c.site_name,
            visit.c.segment,
            visit.c.touchpoint,
            visit.c.scenario,
            visit.c.submitted_at,
            visit.c.closes_at,
            visit.c.reason.label("visit_reason"),
            verdict.c.standard,
            verdict.c.outcome,
            verdict.c.reason,
            verdict.c.event_at,
            verdict.c.wall_seconds,
            verdict.c.working_seconds,
            verdict.c.late_answer_at,
            first_message(message.c.label == Label.AUTO_ACK).label("receipt_at"),
            first_message(_by(Label.HUMAN)).label("person_at"),
        )
        .join(verdict, verdict.c.visit_id == visit.c.id)
        .where(_within(start, end, sites))
        .order_by(visit.c.slot_at, visit.c.id, verdict.c.standard)
        .limit(limit)
    )
    return list(connection.execute(statement))


def votes(
    connection: Connection, start: datetime, end: datetime, kind: str, sites: Sequence[str] = ()
) -> list[Row[Any]]:
    """One row per company: its first visit of that kind in the period, and what came of it inside the answer window."""
    first = select(func.min(visit.c.id)).where(_within(start, end, sites), visit.c.kind == kind).group_by(visit.c.site)
    inside = (message.c.visit_id == visit.c.id, message.c.state == MessageState.MATCHED)
    person_at = select(func.min(message.c.at)).where(*inside, message.c.at <= visit.c.closes_at, _by(Label.HUMAN))
    columns = (visit.c.site, visit.c.site_name, visit.c.segment, visit.c.role, visit.c.touchpoint)
    statement = select(
        *columns,
        visit.c.submitted_at,
        visit.c.closes_at,
        person_at.scalar_subquery().label("person_at"),
        _got(message.c.label == Label.AUTO_ACK).label("receipt"),
        _got(_by(Label.HUMAN), message.c.answers.is_(True)).label("answered"),
        _got(_by(Label.HUMAN), message.c.next_step.is_(True)).label("next_step"),
        _judged(Outcome.UNREACHABLE).label("unreachable"),
        _judged(Outcome.INCONCLUSIVE).label("inconclusive"),
        _judged(Outcome.PENDING).label("pending"),
    )
    return list(connection.execute(statement.where(visit.c.id.in_(first)).order_by(visit.c.segment, visit.c.site)))


def _judged(outcome: Outcome) -> ColumnElement[bool]:
    return select(verdict.c.id).where(verdict.c.visit_id == visit.c.id, verdict.c.outcome == outcome).exists()


def health(connection: Connection, start: datetime, end: datetime) -> tuple[int, int, int]:
    """Canaries sent and arrived, and slots missed in the period."""
    within = (canary.c.sent_at >= start, canary.c.sent_at < end)
    sent = connection.execute(select(func.count()).select_from(canary).where(*within)).scalar_one()
    came = connection.execute(select(func.count()).where(*within, canary.c.arrived_at.is_not(None))).scalar_one()
    missed = connection.execute(
        select(func.count()).where(_within(start, end, ()), visit.c.state == VisitState.MISSED)
    ).scalar_one()
    return sent, came, missed


def listening_spans(connection: Connection, start: datetime, end: datetime) -> list[Row[Any]]:
    """(ear, since_at, until_at) of the stretches that touch the period, in order."""
    columns = (listening.c.ear, listening.c.since_at, listening.c.until_at)
    where = (listening.c.until_at >= start, listening.c.since_at < end)
    return list(connection.execute(select(*columns).where(*where).order_by(listening.c.ear, listening.c.since_at)))


def plan_hashes(connection: Connection, start: datetime, end: datetime) -> tuple[str, ...]:
    rows = connection.execute(select(visit.c.plan_hash).where(_within(start, end, ())).distinct()).scalars()
    return tuple(sorted(hash_ for hash_ in rows if hash_))
