"""Corridor: tasks follow what was seen: opened by a failure, closed by a later look that passes, opened again by the
next failure. Running it again changes nothing. `monitor.domain.task.advance` decides; this step only asks and writes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.domain.finding import Gravity
from monitor.domain.task import CLOSED, Sign, Task, advance
from monitor.steps import House
from monitor.steps.report.scope import Scope
from monitor.steps.report.signs import finding_signs, promise_signs
from monitor.store import tasks
from reports.period import Period
from reports.records import TaskLine


def refresh_tasks(house: House, now: datetime) -> int:
    """Create, close and reopen tasks by what was seen up to `now`; how many changed."""
    promised = {standard.key for standard in house.programme.standards}
    with house.store.reading() as connection:
        kept = tasks.all_of(connection)
        found = [one for one in kept if one.rule not in promised]
        signs = [*promise_signs(connection, house, now), *finding_signs(connection, house, now, found)]
    known = {(one.site, one.touchpoint, one.rule): one for one in kept}
    moved = {}
    for sign in sorted(signs, key=lambda sign: -sign.rank):
        key = (sign.site, sign.touchpoint, sign.rule)
        before = known.get(key)
        after = advance(before, sign, _owner(house, sign), _due(house, sign, now))
        if after is not None and after != before:
            known[key] = moved[key] = after
    if moved:
        with house.store.writing() as connection:
            for one in moved.values():
                tasks.keep(connection, one)
    return len(moved)


def task_lines(
    connection: Connection, house: House, period: Period, scope: Scope, now: datetime
) -> tuple[TaskLine, ...]:
    """The period's tasks as they stand, open ones first, worst first; overdue as of `now` or the period's end."""
    found = tasks.of_period(connection, period.starts_at, period.ends_at, scope.sites)
    known = {site.key: site.name for site in house.programme.sites}
    today = min(now, period.ends_at).astimezone(ZoneInfo(period.zone)).date()
    mine = [one for one in found if one.site in known]
    ranked = sorted(mine, key=lambda one: (one.state in CLOSED, -one.rank, one.number))
    return tuple(_line(one, known[one.site], period.zone, today) for one in ranked)


def _line(one: Task, place: str, zone: str, today: date) -> TaskLine:
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
        since=one.since.astimezone(ZoneInfo(zone)).date(),
        closed=one.closed_at.astimezone(ZoneInfo(zone)).date() if one.closed_at else None,
        overdue=one.overdue(today),
        rank=one.rank,
    )


def _due(house: House, sign: Sign, now: datetime) -> date | None:
    """The day by which it is to be mended, on the site's own calendar."""
    rhythm = house.programme.rhythm
    spans = {Gravity.CRITICAL: rhythm.mend_critical, Gravity.MAJOR: rhythm.mend_major}
    span = spans.get(sign.gravity, rhythm.mend_minor)
    site = next((one for one in house.programme.sites if one.key == sign.site), None)
    return (now + span).astimezone(ZoneInfo(site.zone if site else "UTC")).date() if span > timedelta(0) else None


def _owner(house: House, sign: Sign) -> str:
    try:
        return house.programme.touchpoint(sign.site, sign.touchpoint).owner
    except KeyError:
        return ""
