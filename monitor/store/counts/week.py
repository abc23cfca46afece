"""Room store, counts: the enquiries of one week, one by one where they are told, else in sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, select

from monitor.domain.response import Label
from monitor.domain.verdict import Outcome
from monitor.domain.visit import Sending, VisitState
from monitor.store.counts.within import ENQUIRY, MATCHED, by, message, verdict, visit, within
from monitor.store.statements import table
from monitor.store.tables import EvidenceRow, LetterRow

evidence = table(EvidenceRow)
letter = table(LetterRow)

TRIED = (VisitState.CLAIMED, VisitState.SUBMITTING, VisitState.WAITING, VisitState.CLOSED)
SEVERITY = (
    *(Outcome.NOT_ANSWERED, Outcome.UNREACHABLE, Outcome.AUTO_ONLY, Outcome.LATE),
    *(Outcome.INCONCLUSIVE, Outcome.PENDING, Outcome.MET),
)
"""worst first"""


def funnel(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> Row[Any]:
    """How far the enquiries of a period came: planned, page_opened, form_found, sent, receipt, person, answered,
    next_step. One row."""
    person = by(Label.HUMAN)
    traits = {
        "receipt": message.c.label == Label.AUTO_ACK,
        "person": person,
        "answered": and_(person, message.c.answers.is_(True)),
        "next_step": and_(person, message.c.next_step.is_(True)),
    }
    tried = visit.c.state.in_(TRIED)
    opened = and_(tried, visit.c.started_at.is_not(None), visit.c.reason.not_in(("site_down", "site_down_for_us_only")))
    marks = {
        "planned": _flag(visit.c.state != VisitState.WITHDRAWN),
        "page_opened": _flag(opened),
        "form_found": _flag(and_(opened, visit.c.reason.not_in(("no_form", "configuration")))),
        "sent": _flag(visit.c.sending == Sending.SENT),
        **{name: func.max(_flag(mark)) for name, mark in traits.items()},
    }
    heard = and_(message.c.visit_id == visit.c.id, MATCHED, message.c.at <= visit.c.closes_at)
    each = select(*(mark.label(name) for name, mark in marks.items())).select_from(visit).outerjoin(message, heard)
    came = each.where(within(start, end, sites), ENQUIRY).group_by(visit.c.id).subquery()
    sums = [func.coalesce(func.sum(came.c[name]), 0).label(name) for name in marks]
    return connection.execute(select(*sums)).one()


def total(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> int:
    """Enquiries of the period that were judged in any way."""
    judged = select(verdict.c.id).where(verdict.c.visit_id == visit.c.id).exists()
    statement = select(func.count()).select_from(visit).where(within(start, end, sites), ENQUIRY, judged)
    return int(connection.execute(statement).scalar_one())


def candidates(
    connection: Connection,
    start: datetime,
    end: datetime,
    asked: Sequence[str],
    sites: Sequence[str] = (),
    *,
    limit: int,
    best: bool = False,
) -> list[Row[Any]]:
    """The most telling enquiries: (id, site, touchpoint, outcome), worst first (or quickest first for `best`); silence
    for ever before silence that a late answer ended."""
    severity = case({outcome: n for n, outcome in enumerate(SEVERITY)}, value=verdict.c.outcome, else_=len(SEVERITY))
    wall = func.coalesce(verdict.c.wall_seconds, 0.0)
    where = [within(start, end, sites), ENQUIRY, verdict.c.standard.in_(asked)]
    if best:
        where.append(verdict.c.outcome == Outcome.MET)
    order = (wall,) if best else (severity, verdict.c.late_answer_at.is_not(None), wall.desc())
    statement = select(visit.c.id, visit.c.site, visit.c.touchpoint, verdict.c.outcome)
    joined = statement.join(verdict, verdict.c.visit_id == visit.c.id).where(*where)
    return list(connection.execute(joined.order_by(*order, visit.c.id).limit(limit)))


def outcomes_in_order(
    connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()
) -> list[Row[Any]]:
    """Every verdict of the period, oldest visit first: (site, touchpoint, standard, outcome)."""
    columns = (verdict.c.site, verdict.c.touchpoint, verdict.c.standard, verdict.c.outcome)
    where = [verdict.c.slot_at >= start, verdict.c.slot_at < end]
    if sites:
        where.append(verdict.c.site.in_(sites))
    return list(connection.execute(select(*columns).where(*where).order_by(verdict.c.slot_at, verdict.c.id)))


def lines(connection: Connection, ids: Sequence[int], asked: Sequence[str]) -> list[Row[Any]]:
    """What is told of these visits, one row per visit and standard of `asked`, oldest first."""
    names = ("id", "token", "site", "site_name", "touchpoint", "scenario", "question", "shopper", "reason")
    times = ("slot_at", "submitted_at", "closes_at")
    judged = ("standard", "outcome", "event_at", "wall_seconds", "working_seconds", "late_answer_at", "deadline")
    statement = select(
        *(visit.c[name].label("visit_reason" if name == "reason" else name) for name in (*names, *times)),
        *(verdict.c[name] for name in judged),
        verdict.c.reason.label("reason"),
        _first(message.c.label == Label.AUTO_ACK).label("receipt_at"),
        _first(by(Label.HUMAN)).label("person_at"),
    ).join(verdict, verdict.c.visit_id == visit.c.id)
    chosen = statement.where(visit.c.id.in_(ids), verdict.c.standard.in_(asked))
    return list(
        connection.execute(
            chosen.order_by(func.coalesce(visit.c.submitted_at, visit.c.slot_at), visit.c.id, verdict.c.standard)
        )
    )


def messages_of(connection: Connection, visit_id: int) -> list[Row[Any]]:
    """Everything that was matched to a visit, by instant: (at, label, channel, excerpt, raw letter or None)."""
    label = func.coalesce(message.c.reviewed, message.c.label, type_=message.c.label.type).label("label")
    columns = (message.c.at, label, message.c.channel, message.c.excerpt, message.c.promise_minutes, letter.c.raw)
    statement = select(*columns).outerjoin_from(message, letter, letter.c.id == message.c.letter_id)
    return list(
        connection.execute(
            statement.where(message.c.visit_id == visit_id, MATCHED).order_by(message.c.at, message.c.id)
        )
    )


def evidence_of(connection: Connection, visit_id: int, kinds: Sequence[str]) -> list[Row[Any]]:
    """JPEG pictures of a visit, newest first: (kind, path, at)."""
    where = (evidence.c.visit_id == visit_id, evidence.c.kind.in_(kinds), evidence.c.media_type == "image/jpeg")
    columns = (evidence.c.kind, evidence.c.path, evidence.c.at)
    return list(connection.execute(select(*columns).where(*where).order_by(evidence.c.id.desc())))


def _flag(mark: ColumnElement[bool]) -> ColumnElement[int]:
    return case((mark, 1), else_=0)


def _first(traits: ColumnElement[bool]) -> Any:
    """The instant of a visit's first letter of some kind, as a scalar subquery on `visit`."""
    mine = (message.c.visit_id == visit.c.id, MATCHED)
    return select(func.min(message.c.at)).where(*mine, traits).scalar_subquery()
