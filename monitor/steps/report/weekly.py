"""Corridor: what the store knows of one week, as the records the weekly report is made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection

from monitor.domain.programme import Role, Words
from monitor.domain.verdict import InconclusiveReason, Outcome
from monitor.steps import House
from monitor.steps.report.counting import (
    WEEKS,
    Weeks,
    count_promises,
    count_waits,
    count_weeks,
    hour_cells,
)
from monitor.steps.report.exclusions import exclusions
from monitor.steps.report.looks import off_hours_lines, page_cells, ways_in
from monitor.steps.report.scope import FEW_SITES, Scope, about_a_person, asked_places, origin, sites_of
from monitor.steps.report.standards import beliefs, group_shares, standard_lines, sum_up
from monitor.steps.report.stories import best_story, visit_lines, worst_stories
from monitor.steps.report.tasks import task_lines
from monitor.store import calls, counts, letters
from monitor.store.call_tables import CallState
from reports.period import Period
from reports.records import FunnelCount, Gap, HealthLine, InconclusiveCount, Origin, ReportData, Stop, VisitLine

TABLE = 60
"""Most enquiries shown one by one; of more, the most telling."""
DOTTED = 400
"""Most enquiries of a week shown as dots beside their standard."""
NEXT_STEP = Words(
    en_one="next step",
    en_many="next steps",
    ru_one="следующий шаг",
    ru_few="следующего шага",
    ru_many="следующих шагов",
    ru_accusative="следующий шаг",
)
Say = Callable[[str], None]


def gather_weekly(
    house: House, period: Period, scope: Scope, languages: Sequence[str], say: Say = lambda what: None
) -> Mapping[str, ReportData]:
    """Everything the weekly report of `period` prints, for the sites of `scope`: counted once, told in each language.

    `say` hears what is being counted."""
    with house.store.reading() as connection:
        say("counting thirteen weeks")
        weeks = count_weeks(connection, house, period, scope)
        say("waiting times")
        told = _waited(connection, house, period, scope, weeks)
        say("the week's enquiries")
        told = _week(connection, house, period, scope, told)
        say("stories and pictures")
        told = _evidence(connection, house, period, scope, told)
        dots = _dots(connection, house, period, scope, told.visits_total)
        plans = counts.plan_hashes(connection, period.starts_at, period.ends_at, scope.sites)
    told = replace(told, origin=origin(house, plans, [sorted(weeks.items()), dots, told], scope, _newest(told)))
    return {
        language: replace(
            told,
            standards=standard_lines(house, period, scope, weeks, dots, language),
            groups=group_shares(house, scope, weeks, language),
            exclusions=exclusions(house, period, scope, language),
        )
        for language in languages
    }


def _newest(told: ReportData) -> datetime:
    return told.origin.generated_at


def _waited(connection: Connection, house: House, period: Period, scope: Scope, weeks: Weeks) -> ReportData:
    data_at = counts.data_at(connection, period.starts_at, period.ends_at, scope.sites) or period.ends_at
    waits = count_waits(connection, house, period, scope, weeks)
    promises = count_promises(connection, house, period, scope, data_at)
    return ReportData(
        period=period,
        window_weeks=WEEKS,
        population=scope.name,
        origin=_bare(data_at),
        waits=waits.lines(),
        robots_only=waits.robots,
        who=waits.who(promises),
        hours=hour_cells(house, waits, scope, period),
        next_step=_next_step(house, scope),
        beliefs=beliefs(house, weeks),
        enquiries=sum_up([weeks[place][-1] for place in asked_places(house, scope) if place in weeks]),
    )


def _bare(data_at: datetime) -> Origin:
    """An origin that so far knows only how new the data are."""
    return Origin(
        programme="", programme_hash="", plan_hash="", data_hash="", software_version="", generated_at=data_at
    )


def _week(connection: Connection, house: House, period: Period, scope: Scope, told: ReportData) -> ReportData:
    start, end, sites = period.starts_at, period.ends_at, scope.sites
    funnel = counts.funnel(connection, start, end, sites)
    reasons = counts.reasons(connection, start, end, sites)
    return replace(
        told,
        funnel=tuple(FunnelCount(stop=stop, count=getattr(funnel, stop)) for stop in Stop),
        visits=_table(connection, house, period, scope),
        visits_total=counts.total(connection, start, end, sites),
        inconclusive=tuple(InconclusiveCount(reason=InconclusiveReason(r), count=n) for r, n in reasons if r),
        health=_health(connection, house, period, scope),
    )


def _table(connection: Connection, house: House, period: Period, scope: Scope) -> tuple[VisitLine, ...]:
    asked = about_a_person(house)
    found = counts.candidates(connection, period.starts_at, period.ends_at, asked, scope.sites, limit=TABLE)
    return visit_lines(house, counts.lines(connection, list(dict.fromkeys(row.id for row in found)), asked))


def _evidence(connection: Connection, house: House, period: Period, scope: Scope, told: ReportData) -> ReportData:
    tasks = task_lines(connection, house, period, scope, house.now())
    return replace(
        told,
        worst=worst_stories(connection, house, period, scope),
        best=best_story(connection, house, period, scope),
        pages=page_cells(connection, period, scope),
        off_hours=off_hours_lines(connection, house, period, scope),
        ways_in=ways_in(connection, house, period, scope),
        tasks=tasks,
    )


def _dots(
    connection: Connection, house: House, period: Period, scope: Scope, total: int
) -> dict[tuple[str, str], list[Outcome]]:
    """This week's outcomes one by one, where they can all be shown."""
    dots: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    if total > DOTTED:
        return dots
    by_sector = len(sites_of(house, scope)) > FEW_SITES
    segments = {site.key: site.segment for site in house.programme.sites}
    for row in counts.outcomes_in_order(connection, period.starts_at, period.ends_at, scope.sites):
        where = segments.get(row.site, "") if by_sector else f"{row.site}/{row.touchpoint}"
        dots[where, row.standard].append(row.outcome)
    return dots


def _next_step(house: House, scope: Scope) -> Words | None:
    """What a good seller offers next; where the stories asked of these sites differ, just "the next step"."""
    used = {key for site in sites_of(house, scope) for point in site.touchpoints for key in point.scenarios}
    stories = [story for story in house.programme.scenarios if not used or story.key in used]
    steps = {story.next_step for story in stories}
    return steps.pop() if len(steps) == 1 else NEXT_STEP if steps else None


def _health(connection: Connection, house: House, period: Period, scope: Scope) -> HealthLine:
    start, end = period.starts_at, period.ends_at
    sent = counts.canaries(connection, start, end)
    spans = counts.listening_spans(connection, start, end)
    # a call nobody is known to have made belongs to no group
    rung = [] if scope.sites else calls.heard(connection, start, end)
    gaps = [
        Gap(door=one.ear, starts_at=one.until_at, ends_at=two.since_at)
        for one, two in pairwise(spans)
        if one.ear == two.ear and two.since_at - one.until_at > house.programme.rhythm.listening_gap
    ]
    return HealthLine(
        canaries_sent=len(sent),
        canaries_arrived=sum(arrived is not None for _, arrived in sent),
        slowest_canary=max((arrived - left for left, arrived in sent if arrived), default=None),
        gaps=tuple(gaps),
        missed_slots=counts.missed(connection, start, end, scope.sites),
        calls_aside=Counter(row.state.value for row in rung if row.state is not CallState.MATCHED),
        leaks=_leaks(connection, house, period, scope),
    )


def _leaks(connection: Connection, house: House, period: Period, scope: Scope) -> Mapping[str, int]:
    names = {site.key: "" if site.role is Role.COMPETITOR else site.name for site in house.programme.sites}
    found = letters.leaks(connection, period.starts_at, period.ends_at)
    return Counter(names[row.site] for row in found if row.site in names and row.site in (scope.sites or names))
