"""Room store: verdicts and the outbox that is written with them in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from monitor.domain.verdict import Verdict
from monitor.store.statements import insert_new, table, upsert
from monitor.store.tables import AlertRow, AlertState, VerdictRow

verdict = table(VerdictRow)
alert = table(AlertRow)

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlert:
    """One message to one person about one visit; the four first fields are its identity."""

    story: str
    visit_id: int
    standard: str
    recipient: str
    message_id: str


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
    }
    upsert(connection, VerdictRow, values, ("visit_id", "standard"))


def of_visit(connection: Connection, visit_id: int) -> list[Row[Any]]:
    return list(connection.execute(select(verdict).where(verdict.c.visit_id == visit_id).order_by(verdict.c.standard)))


def add_alert(connection: Connection, new: NewAlert, now: datetime) -> bool:
    """Put an alert into the outbox; False when the same story was told to the same person already."""
    values = {**asdict(new), "state": AlertState.DUE, "created_at": now, "next_try_at": now}
    key = ("story", "visit_id", "standard", "recipient")
    return insert_new(connection, AlertRow, values, key) is not None


def was_told(connection: Connection, story: str, visit_id: int, standard: str) -> bool:
    """True when this story was put into the outbox for anybody."""
    where = (alert.c.story == story, alert.c.visit_id == visit_id, alert.c.standard == standard)
    return connection.execute(select(alert.c.id).where(*where).limit(1)).first() is not None


def claim_alert(connection: Connection, now: datetime, worker: str, dead: Sequence[str] = ()) -> Row[Any] | None:
    """The next alert to send, now ours; leftovers of dead workers are taken up again under their old Message-ID.

    Its next try is pushed away at once (doubling up to two hours): whatever happens to us while sending, it is
    neither lost nor hammered.
    """
    open_states = or_(
        alert.c.state == AlertState.DUE, (alert.c.state == AlertState.SENDING) & alert.c.claimed_by.in_(dead)
    )
    due = (alert.c.next_try_at <= now, open_states)
    first = connection.execute(select(alert.c.id, alert.c.attempts).where(*due).order_by(alert.c.id).limit(1)).first()
    if first is None:
        return None
    values = {
        "state": AlertState.SENDING,
        "claimed_by": worker,
        "attempts": first.attempts + 1,
        "next_try_at": now + min(FIRST_PAUSE * 2 ** min(first.attempts, 10), LONGEST_PAUSE),
    }
    taken = connection.execute(update(alert).where(alert.c.id == first.id, *due).values(**values)).rowcount
    return connection.execute(select(alert).where(alert.c.id == first.id)).one() if taken else None


def alert_sent(connection: Connection, alert_id: int, now: datetime) -> None:
    values = {"state": AlertState.SENT, "sent_at": now, "last_error": ""}
    connection.execute(update(alert).where(alert.c.id == alert_id).values(**values))


def alert_failed(connection: Connection, alert_id: int, error: str, *, for_good: bool) -> None:
    """Not delivered: it stays due at the instant set when it was claimed, or is given up for good."""
    state = AlertState.REFUSED if for_good else AlertState.DUE
    connection.execute(update(alert).where(alert.c.id == alert_id).values(state=state, last_error=error))


def alerts(connection: Connection, limit: int = 500) -> list[Row[Any]]:
    """The newest alerts with what became of them."""
    return list(connection.execute(select(alert).order_by(alert.c.id.desc()).limit(limit)))


def _seconds(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()
