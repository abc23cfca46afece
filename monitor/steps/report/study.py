"""Corridor: what the store knows of a round, as votes: one company, one vote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.domain.programme import ClockKind, Event, Programme, Role, Words
from monitor.domain.verdict import InconclusiveReason
from monitor.steps import House
from monitor.steps.report.scope import Scope, origin
from monitor.steps.report.standards import believed
from monitor.store import counts
from reports.narrative import Act
from reports.period import Period
from reports.records import Belief, InconclusiveCount
from reports.study.counting import claim, of_sector
from reports.study.published import BENCHMARKS
from reports.study.votes import Ask, Ballot, Sector, StudyData, Vote

KIND = "feedback_form"
COMPANY = Words(
    en_one="company", en_many="companies", ru_one="компания", ru_few="компании", ru_many="компаний",
    ru_accusative="компанию", ru_gender="f",
)  # fmt: skip


def gather_study(house: House, period: Period, scope: Scope, *, names_allowed: bool = False) -> StudyData:
    """Every company's first enquiry of the period, as one vote each."""
    start, end = period.starts_at, period.ends_at
    with house.store.reading() as connection:
        rows = counts.votes(connection, start, end, KIND, scope.sites)
        reasons = counts.reasons(connection, start, end, scope.sites)
        plans = counts.plan_hashes(connection, start, end, scope.sites)
        data_at = counts.data_at(connection, start, end, scope.sites) or end
    data = StudyData(
        title_en=scope.name,
        title_ru=scope.name,
        period=period,
        origin=origin(house, plans, rows, scope, data_at),
        sectors=_sectors(house.programme, rows),
        votes=tuple(_vote(house, row, data_at) for row in rows),
        asks=_asks(house.programme),
        names_allowed=names_allowed,
        benchmarks=BENCHMARKS,
        inconclusive=tuple(InconclusiveCount(reason=InconclusiveReason(r), count=n) for r, n in reasons if r),
    )
    return replace(data, beliefs=tuple(_beliefs(house.programme, data)))


def _beliefs(programme: Programme, data: StudyData) -> Iterator[Belief]:
    """What was expected of the companies under a standard, beside all their votes."""
    for standard in programme.standards:
        if standard.expected is not None and standard.event is Event.FIRST_HUMAN:
            ask = Ask(acts=(Act.ANSWERED,), threshold=standard.threshold, clock=standard.clock)
            made = [one for sector in data.sectors if (one := claim(sector, of_sector(data, sector), ask)) is not None]
            k, n = sum(one.k for one in made), sum(one.n or 0 for one in made)
            if n:
                yield believed(standard, standard.expected, k, n)


def _sectors(programme: Programme, rows: Sequence[Row[Any]]) -> tuple[Sector, ...]:
    """The sectors met, in the order of the programme; then those it has no words for, as "companies (their name)"."""
    met = {row.segment for row in rows}
    units = {**programme.segments, **{key: companies(key) for key in sorted(met - programme.segments.keys())}}
    steps = {segment: story.next_step for story in programme.scenarios for segment in story.segments if story.next_step}
    return tuple(
        Sector(key=key, unit=unit, form=_form(programme, key), next_step=steps.get(key))
        for key, unit in units.items()
        if key in met
    )


def companies(segment: str) -> Words:
    tail = f" ({segment})" if segment else ""
    names = ("en_one", "en_many", "ru_one", "ru_few", "ru_many", "ru_accusative")
    return Words(**{name: getattr(COMPANY, name) + tail for name in names}, ru_gender=COMPANY.ru_gender)


def _form(programme: Programme, segment: str) -> Words | None:
    """The name that all forms of a sector share; None when they differ."""
    points = (point for site in programme.sites if site.segment == segment for point in site.touchpoints)
    labels = {point.label for point in points if point.kind == KIND}
    return labels.pop() if len(labels) == 1 else None


def _asks(programme: Programme) -> tuple[Ask, ...]:
    """Answered at all (inside the window) · with the next step · within each standard's threshold."""
    standards = [one for one in programme.standards if one.event is Event.FIRST_HUMAN and KIND in one.kinds]
    wait = max((one.wait for one in standards), default=timedelta(days=3))
    within = sorted({(one.threshold, one.clock) for one in standards})
    return (
        Ask(acts=(Act.ANSWERED,), threshold=wait, clock=ClockKind.WALL),
        Ask(acts=(Act.ANSWERED, Act.OFFERED), threshold=wait, clock=ClockKind.WALL),
        *(Ask(acts=(Act.ANSWERED,), threshold=threshold, clock=clock) for threshold, clock in within),
    )


def _vote(house: House, row: Row[Any], data_at: datetime) -> Vote:
    wall, working = _waited(house, row, data_at)
    return Vote(
        key=row.site,
        name=row.site_name,
        sector=row.segment,
        ballot=_ballot(row),
        own=row.role == Role.OWN,
        receipt=row.receipt,
        person=row.person_at is not None,
        answered=row.answered,
        next_step=row.next_step,
        unreachable=row.unreachable and row.person_at is None,
        wall=wall,
        working=working,
    )


def _ballot(row: Row[Any]) -> Ballot:
    if row.person_at is None and row.inconclusive:
        return Ballot.INCONCLUSIVE
    return Ballot.PENDING if row.person_at is None and row.pending else Ballot.COUNTED


def _waited(house: House, row: Row[Any], data_at: datetime) -> tuple[timedelta, timedelta]:
    """Wall and working time until the person, else until the newest data or the window's end."""
    if row.submitted_at is None:
        return timedelta(0), timedelta(0)
    until = max(row.person_at or min(row.closes_at, data_at), row.submitted_at)
    calendar = house.calendars.get(row.site)
    wall = until - row.submitted_at
    return wall, calendar.working_between(row.submitted_at, until) if calendar else wall
