"""Corridor, tell: is an alert that waited (a night, a snooze, a dead mail server) still true?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from monitor.alerts.stories import Known
from monitor.store import verdicts


def known(connection: Connection, alert: Row[Any]) -> Known | None:
    """What is known by now of the promise an alert is about; None for one about no promise."""
    row = verdicts.one(connection, alert.visit_id, alert.standard) if alert.visit_id is not None else None
    if row is None:
        return None
    return Known(
        outcome=row.outcome,
        final=row.final,
        breached=row.breached,
        answered=bool(row.event_at or row.late_answer_at),
        deadline=row.deadline,
    )
