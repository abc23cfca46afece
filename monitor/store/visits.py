"""Room store: named questions about visits. The guard against a second enquiry lives here.

Claiming and intending are conditional updates: whoever gets row count 1 has it, everybody else has not, the
same on SQLite and PostgreSQL, with one process or fifty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from monitor.domain.verdict import A_MOMENT, InconclusiveReason, Outcome
from monitor.domain.visit import (
    TRANSITIONS,
    Observation,
    Question,
    Reading,
    Sending,
    Shopper,
    Visit,
    VisitState,
)
from monitor.store.statements import insert_new, literally, literally_in, table, upsert
from monitor.store.tables import ObservationRow, VerdictRow, VisitRow

visit = table(VisitRow)
observation = table(ObservationRow)
verdict = table(VerdictRow)
busy = visit.alias("busy")
BUSY = (VisitState.CLAIMED, VisitState.SUBMITTING)


def add(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Plan one visit; None when this slot is planned already. IntegrityError: the address is taken."""
    return insert_new(connection, VisitRow, {**values, "state": VisitState.PLANNED}, ("site", "touchpoint", "slot_at"))


def claim_next(
    connection: Connection, now: datetime, worker: str, but: Sequence[str] = (), held: Sequence[str] = ()
) -> Visit | None:
    """The oldest visit that is due and whose company is not being visited, now ours; None when there is none.

    `but`: sites left alone for now, `held`: kinds; their visits wait, and are missed after the grace.
    """
    candidates = (
        select(visit.c.id)
        .where(*_may_begin(now))
        .where(visit.c.site.not_in(but), visit.c.kind.not_in(held))
        .where(~select(busy.c.id).where(busy.c.site == visit.c.site, literally_in(busy.c.state, BUSY)).exists())
        .order_by(visit.c.slot_at, visit.c.id)
        .limit(20)
    )
    for (visit_id,) in connection.execute(candidates).all():
        if _claim(connection, visit_id, now, worker):
            return one(connection, visit_id)
    return None


def _claim(connection: Connection, visit_id: int, now: datetime, worker: str) -> bool:
    try:
        with connection.begin_nested():
            return _move(
                connection, visit_id, VisitState.PLANNED, VisitState.CLAIMED, claimed_by=worker, started_at=now
            )
    except IntegrityError:  # another visit of the same company was claimed between our look and our claim
        return False


def intend(connection: Connection, visit_id: int, worker: str, now: datetime) -> bool:
    """Commit the intent to send; False when the visit is not (or no longer) ours to send."""
    return _move(
        connection, visit_id, VisitState.CLAIMED, VisitState.SUBMITTING, visit.c.claimed_by == worker, intent_at=now
    )


def release(connection: Connection, visit_id: int, until: datetime, reason: str = "") -> bool:
    """Give a claimed visit back, to be tried again from `until`; only before the intent. `reason`: why it was put off."""
    values = {"claimed_by": "", "not_before": until, "reason": reason}
    return _move(connection, visit_id, VisitState.CLAIMED, VisitState.PLANNED, **values)


def withdraw(connection: Connection, visit_id: int, why: str) -> bool:
    """Nobody wants this visit any more: nothing was or will be sent."""
    return _move(connection, visit_id, VisitState.CLAIMED, VisitState.WITHDRAWN, reason=why)


def finish(connection: Connection, visit_id: int, reading: Reading, **times: Any) -> None:
    """Keep what the look said: the visit waits now. `times`: submitted_at, due_at, closes_at, probe_version, own_load."""
    values = {
        "sending": reading.sending,
        "acceptance": reading.acceptance,
        "reason": reading.reason,
        "ticket": reading.ticket,
        **times,
    }
    for state in BUSY:
        if _move(connection, visit_id, state, VisitState.WAITING, **values):
            break
    add_observations(connection, visit_id, reading.observations, times.get("probe_version", 0))


def add_observations(connection: Connection, visit_id: int, observations: Sequence[Observation], version: int) -> None:
    """Keep facts; a newer reading of the same evidence replaces an older one of the same name."""
    for fact in observations:
        values = {"visit_id": visit_id, **asdict(fact), "probe_version": version}
        upsert(connection, ObservationRow, values, ("visit_id", "name"))


def recover(connection: Connection, dead: Sequence[str], now: datetime, until: datetime) -> tuple[int, int]:
    """Put right what dead workers left: (given back, unknown).

    Before the intent nothing can have been sent: back to planned. After it the enquiry may have been sent: it is
    `unknown`, never sent again, and we go on listening for its answer until `until`.
    """
    given_back = connection.execute(
        update(visit)
        .where(visit.c.state == VisitState.CLAIMED, visit.c.claimed_by.in_(dead))
        .values(state=VisitState.PLANNED, claimed_by="", started_at=None)
    ).rowcount
    unknown = connection.execute(
        update(visit)
        .where(visit.c.state == VisitState.SUBMITTING, visit.c.claimed_by.in_(dead))
        .values(
            state=VisitState.WAITING,
            sending=Sending.UNKNOWN,
            acceptance="unknown",
            reason="interrupted",
            submitted_at=visit.c.intent_at,
            due_at=now,
            closes_at=until,
        )
    ).rowcount
    return given_back, unknown


def busy_sites(connection: Connection) -> set[str]:
    """Companies that are being visited."""
    return set(connection.execute(select(visit.c.site).where(literally_in(visit.c.state, BUSY))).scalars())


def doubt(connection: Connection, now: datetime, reason: str) -> int:
    """Something happened to our own clock or records: no open visit can be trusted; the judge shall say so now."""
    where = (visit.c.state == literally(VisitState.WAITING), visit.c.submitted_at.is_not(None))
    return connection.execute(update(visit).where(*where).values(reason=reason, due_at=now)).rowcount


def miss(connection: Connection, before: datetime) -> int:
    """Mark slots older than `before` as missed: never made up in a burst."""
    return connection.execute(update(visit).where(*_may_begin(before)).values(state=VisitState.MISSED)).rowcount


def listen_again(connection: Connection, visit_id: int | Collection[int], now: datetime) -> None:
    """Something arrived for this visit (or these): the judge shall look now, also when the visit was closed."""
    states = (VisitState.WAITING, VisitState.CLOSED)
    ids = (visit_id,) if isinstance(visit_id, int) else tuple(visit_id)
    connection.execute(update(visit).where(visit.c.id.in_(ids), visit.c.state.in_(states)).values(due_at=now))


def wake_proven(connection: Connection, now: datetime) -> None:
    """A canary came: visits whose judging may have waited for it are looked at now."""
    wants_proof = or_(verdict.c.breached.is_(False), verdict.c.look_again_at <= now + A_MOMENT)
    unproven = (verdict.c.final.is_(False), verdict.c.deadline <= now, wants_proof)
    waits = select(verdict.c.visit_id).where(*unproven, verdict.c.outcome == Outcome.PENDING)
    waiting = visit.c.state == literally(VisitState.WAITING)
    for where in (visit.c.id.in_(waits), visit.c.closes_at <= now):
        connection.execute(update(visit).where(waiting, where).values(due_at=now))


def due(connection: Connection, now: datetime, limit: int = 500) -> list[Visit]:
    """Visits the judge must look at now, oldest first (by the indexed `due_at`)."""
    rows = connection.execute(
        select(visit).where(visit.c.due_at <= now).order_by(visit.c.due_at, visit.c.id).limit(limit)
    ).all()
    facts = _observations(connection, [row.id for row in rows])
    return [_read(row, tuple(facts[row.id])) for row in rows]


def rest(connection: Connection, visit_id: int, seen_due: datetime, again: datetime | None) -> bool:
    """After judging: look again at `again`, or close. False when something arrived meanwhile (due changed)."""
    state = VisitState.CLOSED if again is None else VisitState.WAITING
    result = connection.execute(
        update(visit).where(visit.c.id == visit_id, visit.c.due_at == seen_due).values(due_at=again, state=state)
    )
    return result.rowcount == 1


def one(connection: Connection, visit_id: int) -> Visit:
    """The visit of that id; KeyError when there is none."""
    row = connection.execute(select(visit).where(visit.c.id == visit_id)).one_or_none()
    if row is None:
        raise KeyError(visit_id)
    return _read(row, observations_of(connection, visit_id))


def find(connection: Connection, name: str) -> Visit:
    """The visit of that token, or of that number; KeyError when there is none."""
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 10 else 0
    rows = connection.execute(select(visit.c.id, visit.c.token).where(or_(visit.c.token == name, visit.c.id == number)))
    found = {row.token == name: row.id for row in rows}
    if not found:
        raise KeyError(name)
    return one(connection, found[max(found)])  # a token that looks like a number outranks the number


def observations_of(connection: Connection, visit_id: int) -> tuple[Observation, ...]:
    return tuple(_observations(connection, [visit_id])[visit_id])


def _observations(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Observation]]:
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    columns = (observation.c.visit_id, observation.c.name, observation.c.value, observation.c.evidence)
    rows = connection.execute(select(*columns).where(observation.c.visit_id.in_(ids)).order_by(observation.c.name))
    for visit_id, name, value, evidence in rows:
        found[visit_id].append(Observation(name=name, value=value, evidence=evidence))
    return found


def by_state(connection: Connection) -> dict[str, int]:
    """How many visits stand in each state."""
    rows = connection.execute(select(visit.c.state, func.count()).group_by(visit.c.state))
    return {VisitState(state).value: count for state, count in rows}


def count_due(connection: Connection, now: datetime, but: Sequence[str] = (), held: Sequence[str] = ()) -> int:
    """How many planned visits may begin now, without those of the sites `but` and the kinds `held`."""
    where = (*_may_begin(now), visit.c.site.not_in(but), visit.c.kind.not_in(held))
    return connection.execute(select(func.count()).where(*where)).scalar_one()


def _may_begin(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Planned, its slot has come, and it is not put off (which is always to an instant after the slot)."""
    planned = visit.c.state == literally(VisitState.PLANNED)
    return planned, visit.c.slot_at <= now, or_(visit.c.not_before.is_(None), visit.c.not_before <= now)


def failing_since(connection: Connection, count: int) -> datetime | None:
    """When the newest `count` visits began to fail through our own fault; None when one of them did not. Those put
    off are among them."""
    newest = select(visit.c.started_at, visit.c.reason).where(
        visit.c.state.not_in(BUSY), visit.c.started_at.is_not(None)
    )
    rows = connection.execute(newest.order_by(visit.c.started_at.desc()).limit(count)).all()
    ours = len(rows) == count and all(row.reason == InconclusiveReason.VISIT_INTERRUPTED for row in rows)
    return rows[-1].started_at if ours else None


def next_slot(connection: Connection) -> datetime | None:
    """The earliest instant something is planned for."""
    earliest = func.min(func.coalesce(visit.c.not_before, visit.c.slot_at, type_=visit.c.slot_at.type))
    found: datetime | None = connection.execute(select(earliest).where(visit.c.state == VisitState.PLANNED)).scalar()
    return found


def waiting(connection: Connection, limit: int = 200) -> list[Row[Any]]:
    """Rows that wait for something, for `status`: what, since when, until when."""
    states = (VisitState.PLANNED, *BUSY, VisitState.WAITING)
    at = func.coalesce(visit.c.due_at, visit.c.not_before, visit.c.slot_at, type_=visit.c.slot_at.type).label("at")
    columns = (visit.c.id, visit.c.token, visit.c.site, visit.c.touchpoint, visit.c.state, visit.c.reason)
    statement = select(*columns, visit.c.submitted_at, visit.c.closes_at, at)
    return list(connection.execute(statement.where(visit.c.state.in_(states)).order_by(at).limit(limit)))


def _move(connection: Connection, visit_id: int, old: VisitState, new: VisitState, *also: Any, **values: Any) -> bool:
    """One step along the transition table, if the row stands where we think."""
    if new not in TRANSITIONS[old]:
        raise ValueError(f"no visit goes from {old} to {new}")
    where = (visit.c.id == visit_id, visit.c.state == old, *also)
    return connection.execute(update(visit).where(*where).values(state=new, **values)).rowcount == 1


def _read(row: Row[Any], observations: tuple[Observation, ...]) -> Visit:
    question = {**row.question}
    for name in ("answer_words", "next_step_words"):
        question[name] = tuple(question.get(name, ()))
    names = ("id", "token", "site", "touchpoint", "kind", "slot_at", "scenario", "started_at", "intent_at")
    more = ("submitted_at", "reason", "ticket", "due_at", "closes_at", "state", "sending", "acceptance")
    return Visit(
        **{name: getattr(row, name) for name in (*names, *more)},
        shopper=Shopper(**row.shopper),
        question=Question(**question),
        observations=observations,
    )
