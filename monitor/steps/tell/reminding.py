"""Corridor, tell: a matter nobody reacts to is told again, a few times; a matter somebody snoozed, when that is over."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from monitor.alerts.stories import REPEATED, Story, doubtful, overtaken
from monitor.steps import House
from monitor.steps.tell.truth import known
from monitor.store import outbox


def remind(house: House) -> None:
    """Write the reminders that are due; what was answered, closed or acknowledged is left alone."""
    with house.store.reading() as connection:
        due = outbox.to_remind(connection, house.now())
    for row in due:
        with house.store.writing() as connection:
            _remind(connection, house, row)


def _remind(connection: Connection, house: House, row: Row[Any]) -> None:
    reaction = outbox.reaction(connection, row.thread, house.now())
    if reaction is None:
        _tell_again(connection, house, row)
    outbox.remind_later(connection, row.id, reaction.until_at if reaction else None)


def _tell_again(connection: Connection, house: House, row: Row[Any]) -> None:
    promise, now = known(connection, row), house.now()
    story = Story.UNREACHABLE if row.story == Story.UNREACHABLE else Story.REMINDER
    step = outbox.next_step(connection, row, story)
    asked_for = outbox.snoozed_until(connection, row.thread, row.remind_at)
    by_rule = row.story in REPEATED and promise is not None and not promise.final
    if not asked_for and not (by_rule and step <= house.programme.alerts.reminders):
        return
    if promise is None or overtaken(story, promise, now) or doubtful(story, promise):
        return
    again = outbox.NewAlert(
        story=story,
        thread=row.thread,
        recipient=row.recipient,
        visit_id=row.visit_id,
        site=row.site,
        standard=row.standard,
        step=step,
    )
    outbox.add(connection, again, now)
