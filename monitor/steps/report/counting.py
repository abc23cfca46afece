"""Corridor: one pass over the store for a week and the weeks before it, in no language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row

from monitor.domain.programme import Channel
from monitor.domain.verdict import Outcome
from monitor.domain.worktime import Calendar
from monitor.steps import House
from monitor.steps.report.scope import Scope, about_a_person, asked_places, places_of
from monitor.store import counts
from monitor.store.counts import Place
from reports.period import Period
from reports.records import HourCell, WaitTally, WhoAnswered

WEEKS = 13
MANY = 2_000
"""Counted enquiries beyond which waits are tallied on a grid instead of one by one."""
GRID = 60
"""Seconds of that grid; beginnings and ends of unanswered waits are then cut to the hour."""

Weeks = Mapping[Place, Sequence[Counter[Outcome]]]


@dataclass(slots=True)
class Waits:
    """What the enquiries of the window waited for, and in which hours they were sent."""

    tallies: Counter[tuple[Channel, int, int, bool]] = field(default_factory=Counter)
    hours: Counter[tuple[int, int]] = field(default_factory=Counter)
    hours_met: Counter[tuple[int, int]] = field(default_factory=Counter)
    robots: int = 0
    silent: int = 0

    def lines(self) -> tuple[WaitTally, ...]:
        return tuple(
            WaitTally(
                channel=channel,
                wall=timedelta(seconds=wall),
                working=timedelta(seconds=working),
                event=event,
                count=count,
            )
            for (channel, wall, working, event), count in sorted(self.tallies.items())
        )

    def who(self, promises: Mapping[str, int]) -> WhoAnswered:
        person = sum(count for key, count in self.tallies.items() if key[3])
        kept, broken, still = (promises.get(name, 0) for name in ("kept", "broken", "open"))
        return WhoAnswered(
            person=person,
            robot_only=self.robots,
            nobody=self.silent,
            promises_kept=kept,
            promises_broken=broken,
            promises_open=still,
        )


def spans(period: Period, weeks: int = WEEKS) -> list[tuple[datetime, datetime]]:
    """The weeks up to and with the period, oldest first, as instants."""
    parts = [week_before(period, back) for back in range(weeks - 1, -1, -1)]
    return [(part.starts_at, part.ends_at) for part in parts]


def week_before(period: Period, back: int) -> Period:
    shift = timedelta(weeks=back)
    return Period(first=period.first - shift, last=period.last - shift, zone=period.zone)


def count_weeks(connection: Connection, house: House, period: Period, scope: Scope) -> Weeks:
    """Outcomes of each promise in each of the weeks."""
    found: dict[Place, list[Counter[Outcome]]] = defaultdict(lambda: [Counter() for _ in range(WEEKS)])
    for place, week, outcome, count in counts.weeks(connection, places_of(house, scope), spans(period)):
        found[place][week][outcome] += count
    return found


def count_waits(connection: Connection, house: House, period: Period, scope: Scope, weeks: Weeks) -> Waits:
    """Waiting times of the window's counted enquiries and their hours, exactly or (of very many) on a grid."""
    places = tuple(asked_places(house, scope))
    window = period.trailing(WEEKS)
    start, end = window.starts_at, window.ends_at
    exact = sum(week.total() for place in places if place in weeks for week in weeks[place]) <= MANY
    waits = Waits()
    for alike in _alike(house, places):
        for row in counts.answered(connection, alike, start, end, 1 if exact else GRID):
            waits.tallies[row.channel or Channel.EMAIL, row.wall, row.working or 0, True] += row._mapping["count"]
        site = alike[0].site
        zone, calendar = _zone(house, site), house.calendars.get(site)
        precise = exact or not _whole_hours(house, site)
        for begun in counts.started(connection, alike, start, end, exact=precise):
            _begun(waits, zone, calendar, begun)
    return waits


def _alike(house: House, places: Sequence[Place]) -> Iterator[list[Place]]:
    """Places whose sites keep the same hours and whose touchpoints are held to the same standards: one question for
    all of them."""
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place in places:
        held[place.site][place.touchpoint].append(place.standard)
    groups: dict[tuple[object, ...], list[Place]] = defaultdict(list)
    for site, points in held.items():
        calendar = house.calendars.get(site)
        hours = (house.programme.site(site).zone, calendar.version if calendar else "")
        for standards in sorted({tuple(sorted(mine)) for mine in points.values()}):
            same = tuple(sorted(point for point, mine in points.items() if tuple(sorted(mine)) == standards))
            groups[(*hours, standards, same)] += [Place(site, point, key) for point in same for key in standards]
    yield from groups.values()


def _begun(waits: Waits, zone: ZoneInfo, calendar: Calendar | None, row: Row[Any]) -> None:
    submitted_at, closes_at, n, met, robot, silent = tuple(row)
    local = submitted_at.astimezone(zone)
    waits.hours[local.weekday(), local.hour] += n
    waits.hours_met[local.weekday(), local.hour] += met
    waits.robots += robot
    waits.silent += silent
    if robot + silent:
        wall = closes_at - submitted_at
        working = calendar.working_between(submitted_at, closes_at) if calendar else wall
        key = (Channel.EMAIL, round(wall.total_seconds()), round(working.total_seconds()), False)
        waits.tallies[key] += robot + silent


def count_promises(
    connection: Connection, house: House, period: Period, scope: Scope, now: datetime
) -> Mapping[str, int]:
    """What became of the times that receipts named: kept, broken, open."""
    window = period.trailing(WEEKS)
    return counts.promises(connection, window.starts_at, window.ends_at, now, about_a_person(house), scope.sites)


def hour_cells(house: House, waits: Waits, scope: Scope, period: Period) -> tuple[HourCell, ...]:
    """Weekday by hour in each site's own zone; an hour counts as open when more than half of the sites are open."""
    if not waits.hours:
        return ()
    sites = {place.site for place in asked_places(house, scope)}
    found = Counter(hour for site in sites for hour in set(_open_hours(house, site, period)))
    opened = {hour for hour, count in found.items() if 2 * count > len(sites)}
    cells = sorted({*waits.hours, *opened})
    return tuple(
        HourCell(
            weekday=weekday,
            hour=hour,
            n=waits.hours[weekday, hour],
            k=waits.hours_met[weekday, hour],
            open=(weekday, hour) in opened,
        )
        for weekday, hour in cells
    )


def _open_hours(house: House, site: str, period: Period) -> Iterator[tuple[int, int]]:
    calendar, zone = house.calendars.get(site), _zone(house, site)
    for begin, end in calendar.spans_between(period.starts_at, period.ends_at) if calendar else ():
        at = begin.astimezone(zone).replace(minute=0, second=0)
        while at < end:
            yield at.weekday(), at.hour
            at = (at.astimezone(begin.tzinfo) + timedelta(hours=1)).astimezone(zone)


def _zone(house: House, site: str) -> ZoneInfo:
    return ZoneInfo(house.programme.site(site).zone)


def _whole_hours(house: House, site: str) -> bool:
    """False where local hours begin at :30 or :45 UTC."""
    offset = house.now().astimezone(_zone(house, site)).utcoffset() or timedelta(0)
    return offset % timedelta(hours=1) == timedelta(0)
