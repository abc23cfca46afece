"""Corridor: what the newest looks say is to be mended, and the tasks that follow. Running it again changes nothing.

A sign is what the newest conclusive look at a touchpoint says of one rule: a standard it missed or met, a finding
it has or has no longer. `monitor.domain.task.advance` decides; this step only asks and writes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row

from monitor.domain.finding import Gravity
from monitor.domain.programme import Event, ServiceStandard, Touchpoint
from monitor.domain.task import CLOSED, Sign, Task, advance
from monitor.domain.verdict import COUNTED, Outcome
from monitor.steps import House
from monitor.steps.report.scope import Scope, places_of
from monitor.steps.report.task_words import fix_of, problem_of, split
from monitor.store import counts, tasks, visits
from monitor.store.counts import Place
from monitor.store.counts.week import SEVERITY
from reports.period import Period
from reports.records import TaskLine

BACK = timedelta(weeks=4)
"""How far back the newest look may lie, and over how long a failure is measured."""
WEIGHTS: Mapping[str, Fraction] = {
    Gravity.CRITICAL: Fraction(1),
    Gravity.MAJOR: Fraction(1, 2),
    Gravity.MINOR: Fraction(1, 5),
}
FINDINGS = ("phone.findings", "off_hours.findings", "form.findings")


def refresh_tasks(house: House, now: datetime) -> int:
    """Create, close and reopen tasks by what was seen up to `now`; how many changed."""
    everybody = Scope(name="")
    with house.store.reading() as connection:
        signs = [*_promises(connection, house, everybody, now), *_findings(connection, house, now)]
        known = {(one.site, one.touchpoint, one.rule): one for one in tasks.all_of(connection)}
    promised = {standard.key for standard in house.programme.standards}
    signs += _vanished(signs, [one for one in known.values() if one.rule not in promised])
    changed = [
        (known.get(key), after)
        for sign in sorted(signs, key=lambda sign: -sign.rank)
        if (after := advance(known.get(key := (sign.site, sign.touchpoint, sign.rule)), sign, _owner(house, sign)))
    ]
    moved = [after for before, after in changed if after != before]
    if moved:
        with house.store.writing() as connection:
            for one in moved:
                tasks.keep(connection, one)
    return len(moved)


def task_lines(connection: Connection, house: House, period: Period, scope: Scope) -> tuple[TaskLine, ...]:
    """The period's tasks as they stand, open ones first, worst first."""
    found = tasks.of_period(connection, period.starts_at, period.ends_at, scope.sites)
    known = {site.key: site.name for site in house.programme.sites}
    mine = [one for one in found if one.site in known]
    return tuple(
        _line(one, known[one.site], period) for one in sorted(mine, key=lambda one: (one.state in CLOSED, -one.rank))
    )


def _line(one: Task, place: str, period: Period) -> TaskLine:
    return TaskLine(
        number=one.number,
        place=place,
        problem_en=one.problem_en,
        problem_ru=one.problem_ru,
        fix_en=one.fix_en,
        fix_ru=one.fix_ru,
        state=one.state,
        owner=one.owner,
        due=one.due,
        since=one.since.astimezone(ZoneInfo(period.zone)).date(),
    )


def _promises(connection: Connection, house: House, scope: Scope, now: datetime) -> Iterator[Sign]:
    """One sign per promise that was tried: did the newest counted visit keep it?"""
    places = places_of(house, scope)
    measured: dict[Place, Counter[Outcome]] = defaultdict(Counter)
    for place, _, outcome, count in counts.weeks(connection, places, [(now - BACK, now)]):
        measured[place][outcome] += count
    known = {standard.key: standard for standard in house.programme.standards}
    tried = [place for place in places if any(measured[place][outcome] for outcome in COUNTED)]
    newest = list(counts.last_outcome(connection, tried, now - BACK, now))
    for place, row in sorted(newest, key=lambda pair: SEVERITY.index(pair[1].outcome)):
        standard = known[place.standard]
        if standard.event is not Event.PAGE_FACT:
            point = house.programme.touchpoint(place.site, place.touchpoint)
            yield _promise(connection, place, row, standard, point, measured[place])


def _promise(
    connection: Connection,
    place: Place,
    row: Row[Any],
    standard: ServiceStandard,
    point: Touchpoint,
    measured: Counter[Outcome],
) -> Sign:
    if row.outcome is Outcome.MET:
        return Sign(site=place.site, touchpoint=place.touchpoint, rule=place.standard, at=row.slot_at, failing=False)
    visit = visits.one(connection, row.visit_id)
    n = sum(measured[outcome] for outcome in COUNTED)
    problem = problem_of(standard, point, row.outcome, measured[Outcome.MET], n, visit.reason)
    fix = fix_of(standard, row.outcome)
    return Sign(
        site=place.site,
        touchpoint=place.touchpoint,
        rule=place.standard,
        at=row.slot_at,
        failing=True,
        rank=float(Fraction(n - measured[Outcome.MET], n) * point.weight),
        source=visit.token,
        problem_en=problem[0],
        problem_ru=problem[1],
        fix_en=fix[0],
        fix_ru=fix[1],
    )


def _findings(connection: Connection, house: House, now: datetime) -> Iterator[Sign]:
    """One sign per rule that the newest look of a touchpoint found broken."""
    for name in FINDINGS:
        for look in counts.latest_looks(connection, now - BACK, now, name):
            weight = _weight(house, look.site, look.touchpoint)
            rules: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
            for finding in look.value or ():
                if finding.get("gravity") in WEIGHTS:
                    rules[finding["rule"]].append(finding)
            yield Sign(site=look.site, touchpoint=look.touchpoint, rule=name, at=look.slot_at, failing=False)
            for rule, found in rules.items():
                yield _finding(look, rule, found, weight)


def _finding(look: Row[Any], rule: str, found: Sequence[Mapping[str, Any]], weight: Fraction) -> Sign:
    first = found[0]
    (problem_en, fix_en), (problem_ru, fix_ru) = split(first["en"]), split(first["ru"])
    pages = len({finding.get("page", "") for finding in found})
    return Sign(
        site=look.site,
        touchpoint=look.touchpoint,
        rule=rule,
        at=look.slot_at,
        failing=True,
        rank=float(max(WEIGHTS[finding["gravity"]] for finding in found) * weight),
        source=look.token,
        problem_en=problem_en + (f" ({pages} pages)" if pages > 1 else ""),
        problem_ru=problem_ru + (f" (страниц: {pages})" if pages > 1 else ""),
        fix_en=fix_en,
        fix_ru=fix_ru,
    )


def _vanished(signs: Sequence[Sign], known: Sequence[Task]) -> list[Sign]:
    """Rules with a task of which the newest look of that touchpoint says nothing any more: mended."""
    looked = {(sign.site, sign.touchpoint): sign.at for sign in signs if sign.rule in FINDINGS}
    said = {(sign.site, sign.touchpoint, sign.rule) for sign in signs}
    return [
        Sign(
            site=one.site, touchpoint=one.touchpoint, rule=one.rule, at=looked[one.site, one.touchpoint], failing=False
        )
        for one in known
        if (one.site, one.touchpoint) in looked and (one.site, one.touchpoint, one.rule) not in said
    ]


def _weight(house: House, site: str, key: str) -> Fraction:
    try:
        return house.programme.touchpoint(site, key).weight
    except KeyError:
        return Fraction(1)


def _owner(house: House, sign: Sign) -> str:
    try:
        return house.programme.touchpoint(sign.site, sign.touchpoint).owner
    except KeyError:
        return ""
