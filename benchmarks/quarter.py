"""A simulated quarter: 13 weeks, 200 sites in ten groups with a reader each, real steps, exact counts.

Usage: python benchmarks/quarter.py [year|clocks] [sites] [weeks] [folder]

`year`: Moscow, over the turn of the year with its holidays · `clocks`: Casablanca, whose clocks change both ways in these
weeks, Berlin and New York (forward) and Sydney (back), two of them open by night. A folder in memory is quicker.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
from sqlalchemy import func, select

from monitor.domain.verdict import Outcome
from monitor.steps import House
from monitor.store import outbox_view, visits
from monitor.store.outbox_tables import AlertRow
from monitor.store.statements import table
from monitor.store.tables import LetterRow, VerdictRow, VisitRow
from monitor.testing.post_office import PostOffice
from monitor.testing.quarter import Quarter, play_weeks
from monitor.testing.simulation import HandClock, Kind, open_simulation, programme_text, recipient

OFFICE = "Mo-Fr 09:00-18:00"
COURSES = {
    "year": (date(2026, 11, 16), [Kind(hours=OFFICE)]),
    "clocks": (
        date(2027, 2, 1),
        [
            Kind(hours="Mo-Su 20:00-04:00", zone="Africa/Casablanca", country="MA"),
            Kind(hours=OFFICE, zone="Europe/Berlin", country="DE"),
            Kind(hours="24/7", zone="America/New_York", country="US"),
            Kind(hours=OFFICE, zone="Australia/Sydney", country="AU"),
        ],
    ),
}
GROUPS = "abcdefghij"


async def play(
    folder: Path, sites: int, weeks: int, course: str = "year", reported=lambda post: None
) -> tuple[House, Quarter, PostOffice]:
    """The quarter, played; letters went to a real SMTP server. `reported`: called after each week's reports."""
    post = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0).open()
    monday, (kind, *others) = COURSES[course]
    keys = [f"{GROUPS[number % len(GROUPS)]}{number}" for number in range(sites)]
    people = [recipient(f"Reader-{group}", f'groups = ["{group}"]') for group in sorted({key[0] for key in keys})]
    extra = "".join((recipient("Agency", "alerts = false"), *people))
    text = programme_text(keys, extra=extra, kind=kind, others=others, post=post.port)
    clock = HandClock(datetime.combine(monday, clock_time(12), UTC) - timedelta(days=2))
    house = open_simulation(folder, text, clock)
    played = await play_weeks(house, clock, monday, weeks, lambda: reported(post))
    await post.close()
    return house, played, post


def check(house: House, played: Quarter, course: str = "year") -> dict[str, int]:
    """Every count is what the script says; AssertionError otherwise."""
    verdict, alert, visit, letter = map(table, (VerdictRow, AlertRow, VisitRow, LetterRow))
    with house.store.reading() as connection:
        outcomes = dict(connection.execute(select(verdict.c.outcome, func.count()).group_by(verdict.c.outcome)).all())
        stories = dict(connection.execute(select(alert.c.story, func.count()).group_by(alert.c.story)).all())
        letters = connection.execute(select(func.count()).select_from(letter)).scalar_one()
        states = visits.by_state(connection)
        slots = connection.execute(select(visit.c.site, visit.c.slot_at).order_by(visit.c.slot_at)).all()
        assert outbox_view.settled(connection)
    assert states == {"closed": played.planned}, states
    assert {Outcome(key): count for key, count in outcomes.items()} == dict(played.expected), (
        outcomes,
        played.expected,
    )
    assert stories == {"breach": played.breaches, "answered": played.late}, (stories, played.breaches, played.late)
    assert letters == played.answers
    assert played.reports == reports_of(slots, COURSES[course][0], played.weeks), played.reports
    courtesy(house, slots)
    return {"visits": played.planned, "letters": letters, **{str(key): count for key, count in outcomes.items()}}


def reports_of(slots, monday: date, weeks: int) -> int:
    """One a week for each reader some of whose sites were visited in it; their calendar is UTC's."""
    reported = [(site, at) for site, at in slots if 0 <= (at.date() - monday).days < 7 * weeks]
    return len({(group, at.isocalendar()[:2]) for site, at in reported for group in ("", site[0])})


def courtesy(house: House, slots) -> None:
    """No cap is broken and no slot is doubled, by each site's own days."""
    rhythm, zones = house.programme.rhythm, {site.key: ZoneInfo(site.zone) for site in house.programme.sites}
    local = [(row.site, row.slot_at.astimezone(zones[row.site])) for row in slots]
    days = Counter((site, at.date()) for site, at in local)
    weeks = Counter((site, at.isocalendar()[:2]) for site, at in local)
    assert max(days.values()) <= rhythm.per_day
    assert max(weeks.values()) <= rhythm.per_week
    last: dict[str, datetime] = {}
    for row in slots:
        assert row.site not in last or row.slot_at - last[row.site] >= rhythm.minimum_gap
        last[row.site] = row.slot_at


def main() -> None:
    told = dict(enumerate(sys.argv[1:]))
    course, sites, weeks = told.get(0, "year"), int(told.get(1, 200)), int(told.get(2, 13))
    begin, weighed = time.perf_counter(), []

    def weigh(post: PostOffice) -> None:
        ours = psutil.Process().memory_full_info().uss - sum(len(raw) for _, raw in post.kept)
        weighed.append((time.perf_counter() - begin, ours / 1e6))

    with tempfile.TemporaryDirectory(dir=told.get(3)) as folder:
        house, played, post = asyncio.run(play(Path(folder), sites, weeks, course, weigh))
        counts = check(house, played, course)
        house.store.close()
    print(f"{sites} sites × {weeks} weeks in {time.perf_counter() - begin:.0f} s, {played.instants} instants: exact")
    print(f"{counts}; {len(post.kept)} letters to people, {played.reports} of them weekly reports")
    print(f"seconds until each week's end: {[round(at) for at, _ in weighed]}")
    print(f"memory then, without the letters the town keeps, MB: {[round(one) for _, one in weighed]}")


if __name__ == "__main__":
    main()
