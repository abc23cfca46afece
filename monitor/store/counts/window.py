"""Room store, counts: many weeks of one promise at a time, read from `ix_verdict_counted` alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from monitor.domain.response import Label
from monitor.domain.verdict import COUNTED, Outcome
from monitor.store.counts.within import MATCHED, by, message, verdict
from monitor.store.statements import to_hour
from monitor.store.types import UtcDateTime

WAITED = (Outcome.MET, Outcome.LATE, Outcome.AUTO_ONLY, Outcome.NOT_ANSWERED)


class Place(NamedTuple):
    """One promise: a touchpoint of a site under a standard."""

    site: str
    touchpoint: str
    standard: str


HERE = tuple(verdict.c[name] == bindparam(name) for name in Place._fields)
BETWEEN = (verdict.c.slot_at >= bindparam("start"), verdict.c.slot_at < bindparam("end"))


def weeks(
    connection: Connection, places: Sequence[Place], spans: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[Place, int, Outcome, int]]:
    """(place, index of the span, outcome, count): all spans of a place in one question."""
    stretches = [
        select(literal(n).label("n"), _at(begin).label("begins"), _at(end).label("ends"))
        for n, (begin, end) in enumerate(spans)
    ]
    span = union_all(*stretches).cte("span")
    inside = (verdict.c.slot_at >= span.c.begins, verdict.c.slot_at < span.c.ends)
    statement = select(span.c.n, verdict.c.outcome, func.count()).join_from(span, verdict, inside[0] & inside[1])
    statement = statement.where(*HERE).group_by(span.c.n, verdict.c.outcome).order_by(span.c.n, verdict.c.outcome)
    for place in places:
        for n, outcome, count in connection.execute(statement, place._asdict()):
            yield place, n, outcome, count


def answered(
    connection: Connection, places: Sequence[Place], start: datetime, end: datetime, grid: int
) -> Iterator[tuple[Place, Row[Any]]]:
    """Enquiries a person answered inside the window: (channel, wall, working, count), in seconds rounded up to
    multiples of `grid`, so that nobody late comes out in time."""
    wall, working = (_up(verdict.c[name], grid) for name in ("wall_seconds", "working_seconds"))
    columns = (verdict.c.channel, wall.label("wall"), working.label("working"))
    statement = select(*columns, func.count().label("count"))
    statement = statement.where(*HERE, *BETWEEN, verdict.c.outcome.in_((Outcome.MET, Outcome.LATE)))
    yield from _each(connection, statement.group_by(*columns).order_by(*columns), places, start, end)


def started(
    connection: Connection, places: Sequence[Place], start: datetime, end: datetime, *, exact: bool
) -> Iterator[Row[Any]]:
    """Counted enquiries of one site by when they began and when their window ended: (submitted_at, closes_at, n, met,
    robot, silent). Not `exact`: both instants cut to the full hour. `places`: of one site, and each of their
    touchpoints is held to each of their standards."""
    columns = [verdict.c.submitted_at, verdict.c.closes_at]
    shown = columns if exact else [to_hour(column) for column in columns]
    statement = select(
        shown[0].label("submitted_at"),
        shown[1].label("closes_at"),
        func.count().label("n"),
        _sum(Outcome.MET).label("met"),
        _sum(Outcome.AUTO_ONLY).label("robot"),
        _sum(Outcome.NOT_ANSWERED).label("silent"),
    ).where(*BETWEEN, verdict.c.outcome.in_(WAITED), verdict.c.submitted_at.is_not(None))
    named = [verdict.c[name].in_({getattr(place, name) for place in places}) for name in Place._fields]
    grouped = statement.where(*named).group_by(*shown).order_by(*shown)
    yield from connection.execute(grouped, {"start": start, "end": end})


def last_outcome(
    connection: Connection, places: Sequence[Place], start: datetime, end: datetime
) -> Iterator[tuple[Place, Row[Any]]]:
    """The newest counted verdict of each place: (outcome, slot_at, visit_id)."""
    statement = select(verdict.c.outcome, verdict.c.slot_at, verdict.c.visit_id)
    statement = statement.where(*HERE, *BETWEEN, verdict.c.outcome.in_(COUNTED))
    yield from _each(connection, statement.order_by(verdict.c.slot_at.desc()).limit(1), places, start, end)


def promises(
    connection: Connection, start: datetime, end: datetime, standards: Sequence[str], sites: Sequence[str] = ()
) -> Iterator[Any]:
    """Receipts that named a time: (visit_id, at, promise_minutes, event_at), in the order they came."""
    where = [MATCHED, by(Label.AUTO_ACK), message.c.promise_minutes.is_not(None), message.c.at >= start]
    where.append(verdict.c.standard.in_(standards))
    if sites:
        where.append(verdict.c.site.in_(sites))
    columns = (message.c.visit_id, message.c.at, message.c.promise_minutes, verdict.c.event_at, verdict.c.slot_at)
    joined = select(*columns).join_from(message, verdict, verdict.c.visit_id == message.c.visit_id)
    # the slot is compared here: in the statement it would tempt the planner to walk all verdicts of the period
    for row in connection.execute(joined.where(*where).order_by(message.c.at, message.c.id)):
        if start <= row.slot_at < end:
            yield row


def _each(
    connection: Connection, statement: Select[Any], places: Sequence[Place], start: datetime, end: datetime
) -> Iterator[tuple[Place, Row[Any]]]:
    for place in places:
        for row in connection.execute(statement, {**place._asdict(), "start": start, "end": end}):
            yield place, row


def _at(instant: datetime) -> ColumnElement[datetime]:
    return literal(instant, UtcDateTime())


def _up(seconds: ColumnElement[float], grid: int) -> ColumnElement[int]:
    return cast(func.round(seconds / float(grid) + 0.499999), Integer) * grid


def _sum(outcome: Outcome) -> ColumnElement[int]:
    return func.sum(case((verdict.c.outcome == outcome, 1), else_=0))
