"""Corridor, tell: a matter nobody reacts to is told again, a few times."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from monitor.alerts.stories import Story
from monitor.steps import House
from monitor.store import outbox, verdicts


def remind(house: House) -> None:
    """Write the reminders that are due; what was answered, closed or acknowledged is left alone."""
    with house.store.reading() as connection:
        due = outbox.to_remind(connection, house.now())
    for row in due:
        with house.store.writing() as connection:
            _remind(connection, house, row)


def _remind(connection: Connection, house: House, row: Row[Any]) -> None:
    step = row.step + 1 if row.story == Story.REMINDER else 1
    wanted = step <= house.programme.alerts.reminders and verdicts.still_breached(
        connection, row.visit_id, row.standard
    )
    if wanted and not outbox.reaction(connection, row.thread, house.now()):
        again = outbox.NewAlert(
            story=Story.REMINDER,
            thread=row.thread,
            recipient=row.recipient,
            visit_id=row.visit_id,
            site=row.site,
            standard=row.standard,
            step=step,
        )
        outbox.add(connection, again, house.now())
    outbox.remind_later(connection, row.id, None)
