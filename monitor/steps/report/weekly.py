"""Corridor: what the store knows of one week, as the records the weekly report is made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row

from monitor.domain.programme import Channel, Event, ServiceStandard, Site, Words
from monitor.domain.verdict import InconclusiveReason, Outcome
from monitor.steps import House
from monitor.steps.report.scope import FEW_SITES, Scope, origin
from monitor.store import counts
from reports.period import Period
from reports.records import (
    Counts,
    FunnelCount,
    Gap,
    HealthLine,
    InconclusiveCount,
    ReportData,
    StandardLine,
    Stop,
    VisitLine,
    WaitTally,
    WeekShare,
    WhoAnswered,
)

WEEKS = 13
BEFORE = 4
TABLE = 400

Cells = dict[tuple[str, str], Counter[Outcome]]


def gather_weekly(house: House, period: Period, scope: Scope, language: str) -> ReportData:
    """Everything the weekly report of `period` prints, for the sites of `scope`."""
    start, end, sites = period.starts_at, period.ends_at, scope.sites
    with house.store.reading() as connection:
        funnel = counts.funnel(connection, start, end, sites)
        reasons = counts.reasons(connection, start, end, sites)
        lines = counts.visit_lines(connection, start, end, sites)
        standards = _standards(connection, house, period, scope, language, lines)
        waited = counts.waits(connection, start, end, sites)
        health = _health(connection, house, start, end)
        plans = counts.plan_hashes(connection, start, end)
    visits = _visits(house, lines)
    pending = sum(1 for line in visits if line.outcome is Outcome.PENDING)
    return ReportData(
        period=period,
        window_weeks=WEEKS,
        population=scope.name,
        origin=origin(house, plans, [*lines, *waited], scope),
        standards=standards,
        funnel=tuple(FunnelCount(stop=stop, count=getattr(funnel, stop)) for stop in Stop),
        next_step=next((story.next_step for story in house.programme.scenarios if story.next_step), None),
        waits=tuple(_tally(house, row) for row in waited),
        robots_only=sum(1 for row in waited if row.person_at is None and row.robot),
        who=_who(waited),
        visits=visits[:TABLE],
        visits_total=len(visits),
        inconclusive=tuple(InconclusiveCount(reason=InconclusiveReason(r), count=n) for r, n in reasons if r),
        pending=pending,
        health=health,
    )


def _standards(
    connection: Connection, house: House, period: Period, scope: Scope, language: str, lines: Sequence[Row[Any]]
) -> tuple[StandardLine, ...]:
    sites = scope.sites or tuple(site.key for site in house.programme.sites)
    by_sector = len(sites) > FEW_SITES
    week = _cells(connection, period, scope, by_sector)
    before = _cells(connection, period.before(BEFORE), scope, by_sector)
    window = _cells(connection, period.trailing(WEEKS), scope, by_sector)
    weeks = [
        (part.first, _cells(connection, part, scope, by_sector))
        for part in (_week(period, back) for back in range(WEEKS - 1, -1, -1))
    ]
    dots: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for row in lines:
        dots[_where(row, by_sector), row.standard].append(row.outcome)
    known = {standard.key: standard for standard in house.programme.standards}
    return tuple(
        _line(
            known[key[1]],
            place=_place(house, key[0], by_sector, language),
            label=_label(house, key[0], by_sector),
            week=_counts(week.get(key)),
            before=_counts(before.get(key)),
            window=_counts(window[key]),
            weeks=tuple(_share(first, cells.get(key)) for first, cells in weeks),
            dots=() if by_sector else tuple(dots[key]),
        )
        for key in sorted(window)
        if key[1] in known
    )


def _week(period: Period, back: int) -> Period:
    shift = timedelta(weeks=back)
    return Period(first=period.first - shift, last=period.last - shift, zone=period.zone)


def _cells(connection: Connection, period: Period, scope: Scope, by_sector: bool) -> Cells:
    cells: Cells = defaultdict(Counter)
    for row in counts.outcomes(connection, period.starts_at, period.ends_at, scope.sites):
        cells[_where(row, by_sector), row.standard][row.outcome] += row._mapping["count"]
    return cells


def _where(row: Row[Any], by_sector: bool) -> str:
    return str(row.segment) if by_sector else f"{row.site}/{row.touchpoint}"


def _counts(cell: Counter[Outcome] | None) -> Counts:
    found = cell or Counter()
    return Counts(**{field.name: found[Outcome(field.name)] for field in fields(Counts)})


def _share(first: Any, cell: Counter[Outcome] | None) -> WeekShare:
    found = _counts(cell)
    return WeekShare(first=first, k=found.met, n=found.n)


def _line(
    standard: ServiceStandard,
    *,
    place: str,
    label: Words | None,
    week: Counts,
    before: Counts,
    window: Counts,
    weeks: tuple[WeekShare, ...],
    dots: tuple[Outcome, ...],
) -> StandardLine:
    return StandardLine(
        key=standard.key,
        name_en=standard.name_en,
        name_ru=standard.name_ru,
        event=standard.event,
        threshold=standard.threshold,
        clock=standard.clock,
        target=standard.target,
        week=week,
        before=before,
        window=window,
        weeks=weeks,
        week_dots=dots,
        label=label,
        place=place,
        minimum_n=standard.minimum_n,
        maximum_inconclusive=standard.maximum_inconclusive,
    )


def _place(house: House, where: str, by_sector: bool, language: str) -> str:
    if not by_sector:
        site = next((one for one in house.programme.sites if one.key == where.split("/", maxsplit=1)[0]), None)
        return site.name if site else where
    words = house.programme.segments.get(where)
    return where if words is None else words.ru_many if language == "ru" else words.en_many


def _label(house: House, where: str, by_sector: bool) -> Words | None:
    """The touchpoint's name; of a sector, the name all its touchpoints share."""
    if by_sector:
        labels = {point.label for site in house.programme.sites if site.segment == where for point in site.touchpoints}
        return labels.pop() if len(labels) == 1 else None
    site_key, _, key = where.partition("/")
    sites: Iterable[Site] = (site for site in house.programme.sites if site.key == site_key)
    return next((point.label for site in sites for point in site.touchpoints if point.key == key), None)


def _visits(house: House, rows: Sequence[Row[Any]]) -> tuple[VisitLine, ...]:
    """One line per visit: the verdict of the standard about a person, else its first."""
    asked = {standard.key for standard in house.programme.standards if standard.event is Event.FIRST_HUMAN}
    chosen: dict[int, Row[Any]] = {}
    for row in rows:
        if row.id not in chosen or row.standard in asked:
            chosen[row.id] = row
    return tuple(_visit(house, row) for row in chosen.values())


def _visit(house: House, row: Row[Any]) -> VisitLine:
    return VisitLine(
        token=row.token,
        place=row.site_name,
        label=_label(house, f"{row.site}/{row.touchpoint}", by_sector=False),
        sent_at=row.submitted_at,
        outcome=row.outcome,
        scenario=row.scenario,
        reason=row.reason,
        receipt_at=row.receipt_at,
        person_at=row.person_at,
        wall=_duration(row.wall_seconds),
        working=_duration(row.working_seconds),
        late_answer_at=row.late_answer_at,
    )


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))


def _tally(house: House, row: Row[Any]) -> WaitTally:
    until = max(row.person_at or row.closes_at, row.submitted_at)
    calendar = house.calendars.get(row.site)
    working = calendar.working_between(row.submitted_at, until) if calendar else until - row.submitted_at
    return WaitTally(
        channel=Channel(row.channel) if row.channel else Channel.EMAIL,
        wall=timedelta(seconds=round((until - row.submitted_at).total_seconds())),
        working=timedelta(seconds=round(working.total_seconds())),
        event=row.person_at is not None,
    )


def _who(waited: Sequence[Row[Any]]) -> WhoAnswered:
    person = sum(1 for row in waited if row.person_at)
    robot = sum(1 for row in waited if not row.person_at and row.robot)
    return WhoAnswered(person=person, robot_only=robot, nobody=len(waited) - person - robot)


def _health(connection: Connection, house: House, start: datetime, end: datetime) -> HealthLine:
    sent, arrived, missed = counts.health(connection, start, end)
    spans = counts.listening_spans(connection, start, end)
    gaps = [
        Gap(door=one.ear, starts_at=one.until_at, ends_at=two.since_at)
        for one, two in pairwise(spans)
        if one.ear == two.ear and two.since_at - one.until_at > house.programme.rhythm.listening_gap
    ]
    return HealthLine(canaries_sent=sent, canaries_arrived=arrived, gaps=tuple(gaps), missed_slots=missed)
