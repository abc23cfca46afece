"""Corridor: what the newest looks say is to be mended or is mended, as signs for the tasks.

Of a promise the newest counted visit speaks. Of a finding the newest look that could have met it: a look that did not
open the page of a finding, or came by day where the finding was made at night, says nothing of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row

from monitor.domain.finding import Gravity
from monitor.domain.programme import Event, ServiceStandard, Touchpoint
from monitor.domain.task import CLOSED, Sign, Task
from monitor.domain.verdict import COUNTED, Outcome
from monitor.steps import House
from monitor.steps.report.scope import Scope, places_of
from monitor.steps.report.task_words import fix_of, gravity_of, problem_of, split
from monitor.store import counts, visits
from monitor.store.counts import Place
from monitor.store.counts.week import SEVERITY

BACK = timedelta(weeks=4)
"""How far back the newest look may lie, and over how long a failure is measured."""
WEIGHTS: Mapping[Gravity, Fraction] = {
    Gravity.CRITICAL: Fraction(1),
    Gravity.MAJOR: Fraction(1, 2),
    Gravity.MINOR: Fraction(1, 5),
}
Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at pages: `findings` as observed, `pages` that opened, `was_open` at that hour (None: unknown or of no
    matter)."""

    row: Row[Any]
    findings: Sequence[Found]
    pages: frozenset[str]
    was_open: bool | None


def promise_signs(connection: Connection, house: House, now: datetime) -> Iterator[Sign]:
    """One sign per promise that was tried: did the newest counted visit keep it?"""
    places = places_of(house, Scope(name=""))
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
        gravity=gravity_of(standard, row.outcome),
        source=visit.token,
        problem_en=problem[0],
        problem_ru=problem[1],
        fix_en=fix[0],
        fix_ru=fix[1],
    )


def finding_signs(connection: Connection, house: House, now: datetime, known: Sequence[Task]) -> Iterator[Sign]:
    """One sign per rule that a newest look found broken, and one per open task of `known` whose fault is gone."""
    standing: dict[tuple[str, str], list[Task]] = defaultdict(list)
    for task in known:
        if task.state not in CLOSED:
            standing[task.site, task.touchpoint].append(task)
    for look in (*_phone_looks(connection, now), *_clock_looks(connection, now)):
        here = (look.row.site, look.row.touchpoint)
        broken: dict[str, list[Found]] = defaultdict(list)
        for finding in look.findings:
            if finding.get("gravity") in WEIGHTS:
                broken[finding["rule"]].append(finding)
        for rule, found in broken.items():
            yield _finding(look.row, rule, found, _weight(house, *here))
        for task in standing[here]:
            if task.rule not in broken and _could_have_met(connection, task, look):
                yield Sign(
                    site=task.site, touchpoint=task.touchpoint, rule=task.rule, at=look.row.slot_at, failing=False
                )


def _phone_looks(connection: Connection, now: datetime) -> Iterator[Look]:
    for row in counts.latest_looks(connection, now - BACK, now, "phone.findings"):
        pages = counts.observation_of(connection, row.id, "phone.pages")
        yield Look(row=row, findings=row.value or (), pages=_opened(pages), was_open=None)


def _clock_looks(connection: Connection, now: datetime) -> Iterator[Look]:
    """Of each off-hours page the newest look while it was open and the newest while it was closed."""
    newest: dict[tuple[str, str, bool | None], Row[Any]] = {}
    for row in counts.night_looks(connection, now - BACK, now):
        newest.setdefault((row.site, row.touchpoint, row.value), row)
    for (*_, was_open), row in newest.items():
        findings = counts.observation_of(connection, row.id, "off_hours.findings")
        if findings is not None:
            yield Look(row=row, findings=findings, pages=frozenset(), was_open=was_open)


def _opened(pages: Sequence[Found] | None) -> frozenset[str]:
    return frozenset(str(page["page"]) for page in pages or () if page.get("loaded"))


def _could_have_met(connection: Connection, task: Task, look: Look) -> bool:
    """True when this look opened the pages of the task's finding, at the same kind of hour."""
    before = counts.observed(connection, task.source)
    if "phone.findings" in before:
        faulty = {finding.get("page", "") for finding in before["phone.findings"] if finding["rule"] == task.rule}
        return bool(look.pages) and faulty & _opened(before.get("phone.pages")) <= look.pages
    return "off_hours.findings" in before and before.get("off_hours.open") is look.was_open


def _finding(look: Row[Any], rule: str, found: Sequence[Found], weight: Fraction) -> Sign:
    first = found[0]
    (problem_en, fix_en), (problem_ru, fix_ru) = split(first["en"]), split(first["ru"])
    pages = len({finding.get("page", "") for finding in found})
    worst = max((Gravity(finding["gravity"]) for finding in found), key=lambda gravity: WEIGHTS[gravity])
    return Sign(
        site=look.site,
        touchpoint=look.touchpoint,
        rule=rule,
        at=look.slot_at,
        failing=True,
        rank=float(WEIGHTS[worst] * weight),
        gravity=worst,
        source=look.token,
        problem_en=problem_en + (f" ({pages} pages)" if pages > 1 else ""),
        problem_ru=problem_ru + (f" (страниц: {pages})" if pages > 1 else ""),
        fix_en=fix_en,
        fix_ru=fix_ru,
    )


def _weight(house: House, site: str, key: str) -> Fraction:
    try:
        return house.programme.touchpoint(site, key).weight
    except KeyError:
        return Fraction(1)
