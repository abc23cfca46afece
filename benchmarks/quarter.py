"""A simulated quarter: 13 weeks over a year's turn with Russian holidays, 200 sites, real steps, exact counts.

Usage: python benchmarks/quarter.py [sites] [weeks] [folder]   (a folder in memory, such as /dev/shm, is quicker)
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime
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

MONDAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 14, 12, tzinfo=UTC)
LIKE = Kind(hours="Mo-Fr 09:00-18:00")


async def play(folder: Path, sites: int, weeks: int, reported=lambda: None) -> tuple[House, Quarter, PostOffice]:
    """The quarter, played; letters went to a real SMTP server. `reported`: called after each week's report."""
    post = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0).open()
    keys = [f"site{number}" for number in range(sites)]
    clock = HandClock(NOW)
    house = open_simulation(folder, programme_text(keys, extra=recipient("Anna"), kind=LIKE, post=post.port), clock)
    played = await play_weeks(house, clock, MONDAY, weeks, reported)
    await post.close()
    return house, played, post


def check(house: House, played: Quarter, sites: int, weeks: int) -> dict[str, int]:
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
    assert played.reports == played.weeks, (played.reports, played.weeks)
    courtesy(house, slots)
    return {"visits": played.planned, "letters": letters, **{str(key): count for key, count in outcomes.items()}}


def courtesy(house: House, slots) -> None:
    """No cap is broken and no slot is doubled."""
    rhythm, zone = house.programme.rhythm, ZoneInfo("Europe/Moscow")
    days = Counter((row.site, row.slot_at.astimezone(zone).date()) for row in slots)
    weeks = Counter((row.site, row.slot_at.astimezone(zone).isocalendar()[:2]) for row in slots)
    assert max(days.values()) <= rhythm.per_day
    assert max(weeks.values()) <= rhythm.per_week
    last: dict[str, datetime] = {}
    for row in slots:
        assert row.site not in last or row.slot_at - last[row.site] >= rhythm.minimum_gap
        last[row.site] = row.slot_at


def main() -> None:
    sites = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    weeks = int(sys.argv[2]) if len(sys.argv) > 2 else 13
    begin, weighed = time.perf_counter(), []

    def weigh() -> None:
        weighed.append(psutil.Process().memory_full_info().uss / 1e6)

    with tempfile.TemporaryDirectory(dir=sys.argv[3] if len(sys.argv) > 3 else None) as folder:
        house, played, post = asyncio.run(play(Path(folder), sites, weeks, weigh))
        counts = check(house, played, sites, weeks)
        house.store.close()
    kept = sum(len(raw) for _, raw in post.kept) / 1e6
    print(f"{sites} sites × {weeks} weeks in {time.perf_counter() - begin:.0f} s, {played.instants} instants: exact")
    print(f"{counts}; {len(post.kept)} letters to people, {played.reports} of them weekly reports")
    print(
        f"memory week by week, MB (with the {kept:.0f} MB of letters the town keeps): {[round(one) for one in weighed]}"
    )


if __name__ == "__main__":
    main()
