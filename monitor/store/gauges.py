"""Room store: how we are doing: ages in seconds and counts, for health checks and metrics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from monitor.domain.visit import VisitState
from monitor.store import calls
from monitor.store.call_tables import CallState
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


def ages(connection: Connection, now: datetime) -> dict[str, float]:
    """Seconds since the oldest row that is due, planned and not begun, unopened, untold; 0 where nothing waits."""
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
    return {name: _age(connection, question, now, 0.0) for name, question in waiting.items()}


def ears(connection: Connection, now: datetime, names: Iterable[str]) -> dict[str, dict[str, float]]:
    """What → ear → seconds since it was listened to, and since it was proven to hear; -1 where it never was."""
    found: dict[str, dict[str, float]] = {"ears_heard": {}, "ears_proven": {}}
    for name in names:
        heard = select(func.max(listening.c.until_at)).where(listening.c.ear == name)
        proven = select(func.max(canary.c.arrived_at)).where(canary.c.ear == name)
        found["ears_heard"][name] = _age(connection, heard, now, -1.0)
        found["ears_proven"][name] = _age(connection, proven, now, -1.0)
    return found


def counts(connection: Connection) -> dict[str, dict[str, int]]:
    """`name/label` → value → how many; every value a column can have is there, with 0 when no row has it."""
    grouped = {
        "visits/state": visit.c.state,
        "verdicts/outcome": verdict.c.outcome,
        "alerts/state": alert.c.state,
        "letters_out/state": parcel.c.state,
        "messages/state": message.c.state,
        "messages_by_writer/label": message.c.label,
    }
    found = {name: _counted(connection, column) for name, column in grouped.items()}
    return found | {"calls/state": dict.fromkeys(map(str, CallState), 0) | calls.by_state(connection)}


def _counted(connection: Connection, column: Column[Any]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column))
    return dict.fromkeys(column.type.enums, 0) | {str(value): number for value, number in rows}  # type: ignore[attr-defined]


def oldest_visit(connection: Connection) -> datetime | None:
    """The first instant anything was ever planned for."""
    found: datetime | None = connection.execute(select(func.min(visit.c.slot_at))).scalar()
    return found


def _age(connection: Connection, question: Select[Any], now: datetime, nothing: float) -> float:
    at: datetime | None = connection.execute(question).scalar()
    return nothing if at is None else max(0.0, (now - at).total_seconds())
