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
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    true,
    type_coerce,
    union_all,
)

from monitor.domain.response import Label
from monitor.domain.verdict import COUNTED, Outcome
from monitor.store.counts.within import MATCHED, by, message, verdict
from monitor.store.statements import minutes_later, to_hour
from monitor.store.types import UtcDateTime


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
    stretches = (
        select(literal(n).label("n"), _at(begin).label("begins"), _at(end).label("ends"))
        for n, (begin, end) in enumerate(spans)
    )
    kind = verdict.c.outcome.type
    span = union_all(*stretches).cte("span")
    fate = union_all(*(select(literal(outcome, kind).label("outcome")) for outcome in Outcome)).cte("fate")
    inside = (verdict.c.slot_at >= span.c.begins, verdict.c.slot_at < span.c.ends)
    # each count is one stretch of the index: nothing is grouped, nothing is sorted
    count = select(func.count()).select_from(verdict).where(*HERE, verdict.c.outcome == fate.c.outcome, *inside)
    every = select(span.c.n, type_coerce(fate.c.outcome, kind), count.correlate(span, fate).scalar_subquery())
    statement = every.join_from(span, fate, true())
    for place in places:
        for n, outcome, found in connection.execute(statement, place._asdict()):
            if found:
                yield place, n, outcome, found


def answered(
    connection: Connection, places: Sequence[Place], start: datetime, end: datetime, grid: int
) -> Iterator[Row[Any]]:
    """Enquiries a person answered inside the window: (channel, wall, working, count), in seconds rounded up to
    multiples of `grid`, so that nobody late comes out in time. `places` as for `started`."""
    wall, working = (_up(verdict.c[name], grid) for name in ("wall_seconds", "working_seconds"))
    columns = (verdict.c.channel, wall.label("wall"), working.label("working"))
    statement = select(*columns, func.count().label("count"))
    statement = statement.where(*_among(places), *BETWEEN, verdict.c.outcome.in_((Outcome.MET, Outcome.LATE)))
    yield from connection.execute(statement.group_by(*columns).order_by(*columns), {"start": start, "end": end})


def started(
    connection: Connection, places: Sequence[Place], start: datetime, end: datetime, *, exact: bool
) -> Iterator[Row[Any]]:
    """Counted enquiries by when they began and when their window ended: (submitted_at, closes_at, n, met,
    robot, silent). What could not be sent began when it was due and is silent. Not `exact`: both instants cut to the
    full hour. `places`: each of their sites has each of their touchpoints, held to each of their standards."""
    begun = func.coalesce(verdict.c.submitted_at, verdict.c.slot_at, type_=UtcDateTime())
    columns = [begun, func.coalesce(verdict.c.closes_at, begun, type_=UtcDateTime())]
    shown = columns if exact else [to_hour(column) for column in columns]
    statement = select(
        shown[0].label("submitted_at"),
        shown[1].label("closes_at"),
        func.count().label("n"),
        _sum(Outcome.MET).label("met"),
        _sum(Outcome.AUTO_ONLY).label("robot"),
        _sum(Outcome.NOT_ANSWERED, Outcome.UNREACHABLE).label("silent"),
    ).where(*BETWEEN, verdict.c.outcome.in_(COUNTED))
    grouped = statement.where(*_among(places)).group_by(*shown).order_by(*shown)
    yield from connection.execute(grouped, {"start": start, "end": end})


def last_outcome(
    connection: Connection, places: Sequence[Place], start: datetime, end: datetime
) -> Iterator[tuple[Place, Row[Any]]]:
    """The newest counted verdict of each place: (outcome, slot_at, visit_id)."""
    statement = select(verdict.c.outcome, verdict.c.slot_at, verdict.c.visit_id)
    statement = statement.where(*HERE, *BETWEEN, verdict.c.outcome == bindparam("fate"))
    last = statement.order_by(verdict.c.slot_at.desc()).limit(1)
    for place in places:
        here = {**place._asdict(), "start": start, "end": end}
        newest: list[Any] = [row for fate in COUNTED for row in connection.execute(last, {**here, "fate": fate})]
        if newest:
            yield place, max(newest, key=lambda row: row.slot_at)


def promises(
    connection: Connection,
    start: datetime,
    end: datetime,
    now: datetime,
    standards: Sequence[str],
    sites: Sequence[str] = (),
) -> dict[str, int]:
    """What became of the times that receipts named, the first of each enquiry: kept, broken, open."""
    named = [MATCHED, by(Label.AUTO_ACK), message.c.promise_minutes.is_not(None), message.c.at >= start]
    order = func.row_number().over(partition_by=message.c.visit_id, order_by=(message.c.at, message.c.id))
    due = minutes_later(message.c.at, message.c.promise_minutes)
    told = select(message.c.visit_id, due.label("due"), order.label("n")).where(*named).subquery()
    event = func.min(verdict.c.event_at).label("event")
    each = select(told.c.due, event).join_from(told, verdict, verdict.c.visit_id == told.c.visit_id)
    where = [told.c.n == 1, verdict.c.standard.in_(standards)]
    # an index on the slot would tempt the planner to walk all verdicts of the period
    where += [_unsought(verdict.c.slot_at) >= start, _unsought(verdict.c.slot_at) < end]
    if sites:
        where.append(_unsought(verdict.c.site).in_(sites))
    came = each.where(*where).group_by(told.c.visit_id, told.c.due).subquery()
    kept, still = came.c.event <= came.c.due, and_(came.c.event.is_(None), came.c.due > now)
    fate = case((kept, "kept"), (still, "open"), else_="broken")
    rows = connection.execute(select(fate.label("fate"), func.count().label("n")).group_by(fate))
    return {row.fate: row.n for row in rows}


def _unsought(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same value, for which no index is asked."""
    return func.coalesce(column, column)


def _among(places: Sequence[Place]) -> Iterator[ColumnElement[bool]]:
    for name in Place._fields:
        yield verdict.c[name].in_(sorted({getattr(place, name) for place in places}))


def _at(instant: datetime) -> ColumnElement[datetime]:
    return literal(instant, UtcDateTime())


def _up(seconds: ColumnElement[float], grid: int) -> ColumnElement[int]:
    return cast(func.round(seconds / float(grid) + 0.499999), Integer) * grid


def _sum(*outcomes: Outcome) -> ColumnElement[int]:
    return func.sum(case((verdict.c.outcome.in_(outcomes), 1), else_=0))
