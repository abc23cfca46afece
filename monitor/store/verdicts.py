"""Room store: verdicts; what they tell lies in the outbox, written in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from monitor.domain.programme import Channel
from monitor.domain.verdict import Outcome, Verdict
from monitor.domain.visit import Visit, VisitState
from monitor.store.statements import table, upsert
from monitor.store.tables import VerdictRow, VisitRow

verdict = table(VerdictRow)
visit = table(VisitRow)


def save(connection: Connection, judged: Verdict, visit: Visit, channel: Channel | None) -> None:
    """Keep the newest verdict of a visit against a standard; `channel`: what the event came by. What reports count by
    is copied from the visit."""
    values = {
        "visit_id": judged.visit_id,
        "standard": judged.standard,
        "outcome": judged.outcome,
        "reason": judged.reason,
        "as_of": judged.as_of,
        "breached": judged.breached,
        "final": judged.final,
        "deadline": judged.deadline,
        "look_again_at": judged.look_again_at,
        "event_at": judged.event_at,
        "wall_seconds": _seconds(judged.wall),
        "working_seconds": _seconds(judged.working),
        "late_answer_at": judged.late_answer_at,
        "calendar_version": judged.calendar_version,
        "steps": [{"rule": step.rule, "looked_at": step.looked_at, "result": step.result} for step in judged.steps],
        "channel": channel,
        **{name: getattr(visit, name) for name in ("site", "touchpoint", "slot_at", "submitted_at", "closes_at")},
    }
    upsert(connection, VerdictRow, values, ("visit_id", "standard"))


def of_visit(connection: Connection, visit_id: int) -> list[Row[Any]]:
    return list(connection.execute(select(verdict).where(verdict.c.visit_id == visit_id).order_by(verdict.c.standard)))


def of_token_or_site(connection: Connection, name: str, limit: int) -> list[Row[Any]]:
    """The visit of that token, or the newest of that site, each with its verdicts (standard None: not judged)."""
    here = or_(visit.c.token == name, and_(visit.c.site == name, visit.c.state != VisitState.PLANNED))
    newest = select(visit.c.id).where(here).order_by(visit.c.slot_at.desc()).limit(limit)
    columns = [verdict.c[name] for name in ("standard", "outcome", "breached", "deadline", "steps")]
    chosen = select(
        visit.c.token,
        visit.c.touchpoint,
        visit.c.slot_at,
        visit.c.state,
        visit.c.reason,
        verdict.c.reason.label("verdict_reason"),
        *columns,
    )
    joined = chosen.select_from(visit).outerjoin(verdict, verdict.c.visit_id == visit.c.id)
    return list(
        connection.execute(
            joined.where(visit.c.id.in_(newest)).order_by(visit.c.slot_at.desc(), visit.c.id, verdict.c.standard)
        )
    )


def judged_between(
    connection: Connection, site: str, touchpoint: str, standard: str, since: datetime, until: datetime
) -> list[tuple[datetime, Outcome]]:
    """(planned instant, outcome) of every visit of one promise in [since, until), oldest first."""
    here = (verdict.c.site == site, verdict.c.touchpoint == touchpoint, verdict.c.standard == standard)
    # every outcome is named because it comes before the instant in `ix_verdict_counted`
    when = (verdict.c.outcome.in_(tuple(Outcome)), verdict.c.slot_at >= since, verdict.c.slot_at < until)
    rows = connection.execute(
        select(verdict.c.slot_at, verdict.c.outcome).where(*here, *when).order_by(verdict.c.slot_at)
    )
    return [(at, Outcome(outcome)) for at, outcome in rows]


def one(connection: Connection, visit_id: int, standard: str) -> Row[Any] | None:
    """The newest verdict of a visit against a standard; None when it was never judged."""
    where = (verdict.c.visit_id == visit_id, verdict.c.standard == standard)
    return connection.execute(select(verdict).where(*where)).one_or_none()


def _seconds(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()
