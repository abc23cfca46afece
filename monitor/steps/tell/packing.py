"""Corridor, tell: alerts into letters: what leaves now, together with what, and what is not sent at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from monitor.alerts.packing import Pending, bundle_name, packing
from monitor.alerts.stories import REPEATED, Story, doubtful, overtaken
from monitor.domain.recipients import Recipient
from monitor.steps import House
from monitor.steps.tell.ourselves import unheard
from monitor.steps.tell.truth import known
from monitor.store import outbox
from monitor.store.outbox_tables import AlertState

UNREACTED = (Story.ESCALATED, Story.REMINDER)
"""stories that are pointless once somebody has reacted"""


def pack_due(house: House) -> None:
    """Pack all that may leave now; each person's letters in one transaction."""
    with house.store.reading() as connection:
        waiting = outbox.pending(connection, house.now())
    for recipient in waiting:
        with suppress(outbox.Crossed), house.store.writing() as connection:
            _pack(connection, house, recipient, outbox.pending(connection, house.now(), recipient).get(recipient, []))


def _pack(connection: Connection, house: House, recipient: str, rows: Sequence[Row[Any]]) -> None:
    now = house.now()
    person = next((one for one in house.programme.recipients if one.email == recipient), None)
    if person is None:
        _drop(connection, rows, "no longer among the recipients of the programme")
        return
    if outbox.reaction(connection, outbox.person_thread(recipient), now):
        _drop(connection, rows, "they wanted no more alerts")
        return
    rows = _wanted(connection, rows, now)
    last = outbox.last_packed(connection, recipient, now)
    done = packing([_pending(row) for row in rows], person, house.programme.alerts, last, now)
    for alert_id, why in done.folded.items():
        outbox.settle(connection, [alert_id], AlertState.FOLDED, why)
    for letter in done.letters:
        _letter(connection, house, person, letter, now)


def _wanted(connection: Connection, rows: Sequence[Row[Any]], now: datetime) -> list[Row[Any]]:
    """Without escalations and reminders of matters somebody looks after, without what is not true any more, and
    without what is doubtful just now: that waits."""
    wanted = []
    for row in rows:
        story, promise = Story(row.story), known(connection, row)
        why = overtaken(story, promise, now) if promise else ""
        if story in UNREACTED and outbox.reaction(connection, row.thread, now):
            why = "somebody had reacted"
        if why:
            _drop(connection, [row], why)
        elif promise is None or not doubtful(story, promise):
            wanted.append(row)
    return wanted


def _drop(connection: Connection, rows: Sequence[Row[Any]], why: str) -> None:
    if rows:
        outbox.settle(connection, [row.id for row in rows], AlertState.DROPPED, why)


def _letter(connection: Connection, house: House, person: Recipient, letter: Sequence[Pending], now: datetime) -> None:
    ids = [one.id for one in letter]
    failing = {one.thread for one in letter}
    channels = [
        name
        for name in person.channels
        if not failing & unheard(name, person.email)  # said by another
    ]
    if not channels:
        outbox.settle(connection, ids, AlertState.DROPPED, "no other channel to say it by")
        return
    outbox.pack(connection, ids, bundle_name(letter), person.email, channels, now)
    every = house.programme.alerts.remind_every
    for one in letter if every else ():
        if one.story in REPEATED:
            outbox.remind_later(connection, one.id, now + every)


def _pending(row: Row[Any]) -> Pending:
    return Pending(
        id=row.id,
        identity=row.identity,
        story=Story(row.story),
        thread=row.thread,
        site=row.site,
        standard=row.standard,
        visit_id=row.visit_id,
    )
