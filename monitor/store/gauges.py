"""Room store: how we are doing: ages in seconds and counts, for health checks and metrics."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from monitor.domain.visit import VisitState
from monitor.store import calls
from monitor.store.outbox_tables import AlertRow, AlertState, ParcelRow, ParcelState
from monitor.store.statements import literally, table
from monitor.store.tables import CanaryRow, LetterRow, ListeningRow, MessageRow, VerdictRow, VisitRow

visit = table(VisitRow)
verdict = table(VerdictRow)
letter = table(LetterRow)
message = table(MessageRow)
canary = table(CanaryRow)
listening = table(ListeningRow)
alert = table(AlertRow)
parcel = table(ParcelRow)


def ages(connection: Connection, now: datetime, ear: str) -> dict[str, float]:
    """Seconds since: the oldest row that is due, planned and not begun, unopened, untold; since our ears were proven.

    0 where nothing waits; -1 where there never was one.
    """
    # written out, so that the partial index of open letters answers
    open_parcels = parcel.c.state.in_((literally(ParcelState.DUE), literally(ParcelState.SENDING)))
    waiting = {
        "oldest_due": select(func.min(visit.c.due_at)).where(visit.c.due_at <= now),
        "oldest_planned": select(func.min(visit.c.slot_at)).where(
            visit.c.state == literally(VisitState.PLANNED), visit.c.slot_at <= now
        ),
        "oldest_unopened_letter": select(func.min(letter.c.at)).where(letter.c.opened_at.is_(None)),
        "oldest_pending_alert": select(func.min(alert.c.created_at)).where(
            alert.c.state == literally(AlertState.PENDING)
        ),
        "oldest_unsent_letter": select(func.min(parcel.c.created_at)).where(open_parcels),
    }
    since = {
        "ears_heard": select(func.max(listening.c.until_at)).where(listening.c.ear == ear),
        "ears_proven": select(func.max(canary.c.arrived_at)).where(canary.c.ear == ear),
    }
    found = {name: _age(connection, question, now, 0.0) for name, question in waiting.items()}
    return found | {name: _age(connection, question, now, -1.0) for name, question in since.items()}


def counts(connection: Connection) -> dict[str, dict[str, int]]:
    """`name/label` → value → how many."""
    grouped = {
        "visits/state": visit.c.state,
        "verdicts/outcome": verdict.c.outcome,
        "alerts/state": alert.c.state,
        "letters_out/state": parcel.c.state,
        "messages/state": message.c.state,
        "messages/label": message.c.label,
    }
    found = {
        name: {
            str(value): number for value, number in connection.execute(select(column, func.count()).group_by(column))
        }
        for name, column in grouped.items()
    }
    return found | {"calls/state": calls.by_state(connection)}


def oldest_visit(connection: Connection) -> datetime | None:
    """The first instant anything was ever planned for."""
    found: datetime | None = connection.execute(select(func.min(visit.c.slot_at))).scalar()
    return found


def _age(connection: Connection, question: Select[Any], now: datetime, nothing: float) -> float:
    at: datetime | None = connection.execute(question).scalar()
    return nothing if at is None else max(0.0, (now - at).total_seconds())
