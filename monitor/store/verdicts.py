"""Room store: verdicts; what they tell lies in the outbox, written in the same transaction."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from monitor.domain.verdict import Outcome, Verdict
from monitor.store.statements import table, upsert
from monitor.store.tables import MessageRow, MessageState, VerdictRow, VisitRow

verdict = table(VerdictRow)
visit = table(VisitRow)
message = table(MessageRow)


def save(connection: Connection, judged: Verdict) -> None:
    """Keep the newest verdict of a visit against a standard."""
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
        "steps": [asdict(step) for step in judged.steps],
        **_as_counted(judged),
    }
    upsert(connection, VerdictRow, values, ("visit_id", "standard"))


def _as_counted(judged: Verdict) -> dict[str, Any]:
    """What reports count by, copied from the visit and from the message that was the event."""
    mine = (visit.c.id == judged.visit_id,)
    names = ("site", "touchpoint", "slot_at", "submitted_at", "closes_at")
    event = (message.c.visit_id == judged.visit_id, message.c.state == MessageState.MATCHED)
    channel = select(message.c.channel).where(*event, message.c.at == judged.event_at).limit(1)
    copied: dict[str, Any] = {name: select(visit.c[name]).where(*mine).scalar_subquery() for name in names}
    return copied | {"channel": channel.scalar_subquery() if judged.event_at else None}


def of_visit(connection: Connection, visit_id: int) -> list[Row[Any]]:
    return list(connection.execute(select(verdict).where(verdict.c.visit_id == visit_id).order_by(verdict.c.standard)))


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


def still_breached(connection: Connection, visit_id: int, standard: str) -> bool:
    """True while the deadline has passed, nobody has answered and the window is open."""
    where = (verdict.c.visit_id == visit_id, verdict.c.standard == standard, verdict.c.breached, ~verdict.c.final)
    silent = (verdict.c.event_at.is_(None), verdict.c.late_answer_at.is_(None))
    return connection.execute(select(verdict.c.id).where(*where, *silent)).first() is not None


def _seconds(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()
