"""Room store, counts: the newest passive looks of a period and what they saw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from monitor.domain.response import Label
from monitor.domain.verdict import Outcome
from monitor.domain.visit import Sending
from monitor.store.counts.within import ENQUIRY, MATCHED, by, message, verdict, visit, within
from monitor.store.statements import table
from monitor.store.tables import ObservationRow

observation = table(ObservationRow)
REMEMBERED = 60
"""Looks searched for the last one of a kind: some three weeks of an off-hours page."""
NIGHT = timedelta(hours=8)
"""An enquiry so near to a look belongs to the same night."""


def latest_looks(
    connection: Connection, start: datetime, end: datetime, name: str, sites: Sequence[str] = ()
) -> list[Row[Any]]:
    """Each touchpoint's newest visit of the period with an observation of that name:
    (id, token, site, touchpoint, slot_at, value)."""
    seen = select(visit.c.site, visit.c.touchpoint, func.max(visit.c.slot_at).label("slot_at"))
    seen = seen.join(observation, observation.c.visit_id == visit.c.id)
    newest = seen.where(within(start, end, sites), observation.c.name == name).group_by(
        visit.c.site, visit.c.touchpoint
    )
    last = newest.subquery()
    columns = ("id", "token", "site", "site_name", "touchpoint", "kind", "slot_at")
    same = (visit.c.site == last.c.site, visit.c.touchpoint == last.c.touchpoint, visit.c.slot_at == last.c.slot_at)
    statement = select(*(visit.c[column] for column in columns), observation.c.value)
    statement = statement.join(last, same[0] & same[1] & same[2])
    statement = statement.join(observation, (observation.c.visit_id == visit.c.id) & (observation.c.name == name))
    return list(connection.execute(statement.order_by(visit.c.site, visit.c.touchpoint)))


def night_looks(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> list[Row[Any]]:
    """Looks of the period that know whether the site was open: (id, token, site, site_name, touchpoint, slot_at,
    value), newest first; value None = unknown."""
    columns = ("id", "token", "site", "site_name", "touchpoint", "slot_at")
    statement = select(*(visit.c[column] for column in columns), observation.c.value)
    statement = statement.join(observation, observation.c.visit_id == visit.c.id)
    where = (within(start, end, sites), observation.c.name == "off_hours.open")
    return list(connection.execute(statement.where(*where).order_by(visit.c.slot_at.desc(), visit.c.id)))


def night_enquiry(connection: Connection, site: str, looked_at: datetime) -> Any:
    """The enquiry sent to that site nearest after a look, within the same night, and its first answer by a person:
    (submitted_at, person_at); None when none was sent."""
    mine = (message.c.visit_id == visit.c.id, MATCHED, by(Label.HUMAN))
    person = select(func.min(message.c.at)).where(*mine).scalar_subquery().label("person_at")
    where = (visit.c.site == site, ENQUIRY, visit.c.sending == Sending.SENT)
    between = (visit.c.submitted_at >= looked_at - NIGHT, visit.c.submitted_at <= looked_at + NIGHT)
    off_hours = visit.c.stratum.in_(("off_hours", "weekend"))
    statement = select(visit.c.submitted_at, person).where(*where, *between, off_hours)
    return connection.execute(statement.order_by(visit.c.submitted_at.desc()).limit(1)).one_or_none()


def contacts_seen(connection: Connection, site: str, touchpoint: str) -> dict[str, Any]:
    """What the last looks at an off-hours page saw: `daytime` while it was open, `closed` while it was not; None =
    never. `form_dead`: the last enquiry by a form of this site did not get through."""
    statement = select(visit.c.id, observation.c.value).join(observation, observation.c.visit_id == visit.c.id)
    where = (visit.c.site == site, visit.c.touchpoint == touchpoint, observation.c.name == "off_hours.open")
    newest: dict[bool, int] = {}
    for row in connection.execute(statement.where(*where).order_by(visit.c.slot_at.desc()).limit(REMEMBERED)):
        if row.value is not None:
            newest.setdefault(row.value, row.id)
    sets = {was_open: observation_of(connection, look, "off_hours.contacts") for was_open, look in newest.items()}
    form = (visit.c.site == site, visit.c.kind == "feedback_form", verdict.c.outcome != Outcome.INCONCLUSIVE)
    tried = select(verdict.c.outcome).join(visit, verdict.c.visit_id == visit.c.id).where(*form)
    last = connection.execute(tried.order_by(visit.c.slot_at.desc()).limit(1)).scalar_one_or_none()
    return {"daytime": sets.get(True), "closed": sets.get(False), "form_dead": last is Outcome.UNREACHABLE}


def observed(connection: Connection, token: str) -> dict[str, Any]:
    """Everything the visit of that token observed, by name."""
    statement = select(observation.c.name, observation.c.value).join(visit, visit.c.id == observation.c.visit_id)
    rows = connection.execute(statement.where(visit.c.token == token))
    return {row.name: row.value for row in rows}


def observation_of(connection: Connection, visit_id: int, name: str) -> Any:
    """What a visit observed under that name, None when nothing."""
    where = (observation.c.visit_id == visit_id, observation.c.name == name)
    return connection.execute(select(observation.c.value).where(*where)).scalar_one_or_none()
