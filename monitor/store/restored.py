"""Room store: was a backup put back? Then the world knows more than the database: enquiries went out, answers came in.

The instant we last lived stands in the database and, a moment later, in a file beside the evidence. It only ever grows, so
a file that is ahead of the database proves that the database went back; so does a file that is gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select, update

from monitor.domain.verdict import RESTORED
from monitor.domain.visit import VisitState
from monitor.store.outbox_tables import AlertRow
from monitor.store.statements import insert_new, literally, table
from monitor.store.tables import DoneRow, WorkerRow
from monitor.store.visits import doubt, recover, visit

done = table(DoneRow)
worker = table(WorkerRow)
alert = table(AlertRow)

LIVED = "lived"
A_MOMENT = timedelta(minutes=1)
"""Whoever has no file beside a database that lived so lately has come to others at work."""


def went_back(connection: Connection, noted: datetime | None, now: datetime) -> bool:
    """True when the database is older than what was noted outside of it; with nothing noted, when it has rested."""
    lived: datetime | None = connection.execute(select(done.c.at).where(done.c.key == LIVED)).scalar()
    if noted is None:
        return lived is not None and now - lived > A_MOMENT
    return lived is None or lived < noted


def live(connection: Connection, me: str, now: datetime) -> datetime:
    """We live now; the latest instant any of us has lived, also when a clock was set back."""
    insert_new(connection, DoneRow, {"key": LIVED, "at": now, "by": me, "note": ""}, ("key",))
    latest = case((done.c.at < now, now), else_=done.c.at)
    at: datetime = connection.execute(
        update(done).where(done.c.key == LIVED).values(at=latest, by=me).returning(done.c.at)
    ).scalar_one()
    return at


def put_right(connection: Connection, me: str, now: datetime) -> int:
    """Nothing is sent that may have been sent, nobody is blamed for an answer that may have come; how many visits are
    given up.

    What was planned until now, or begun, is missed (and not drawn anew); what was being sent is unknown. Whose answer was
    awaited may have got it: inconclusive. Who has reacted to an alert is not known either, so nobody is reminded.
    """
    others = connection.execute(select(worker.c.name).where(worker.c.name != me)).scalars().all()
    recover(connection, others, now, now)
    due = func.coalesce(visit.c.not_before, visit.c.slot_at) <= now
    given_up = connection.execute(
        update(visit)
        .where(visit.c.state == literally(VisitState.PLANNED), due)
        .values(state=VisitState.MISSED, reason="")
    ).rowcount
    doubt(connection, now, RESTORED)
    connection.execute(update(alert).where(alert.c.remind_at.is_not(None)).values(remind_at=None))
    return given_up
