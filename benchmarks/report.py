"""Weekly report over 60 touchpoints, or a study over 1,000 companies, while the database grows: time, memory, SQL.

python benchmarks/report.py [--visits 10000 100000 1000000] [--weeks 104] [--study] [--folder var/benchmark]

Visits are spread evenly over `--weeks` (104: two years, of which the weekly report needs the last 13; 13: every visit
is in the report), each with two promises and mostly one letter, inserted in bulk by SQL. Each report runs in a process
of its own and is written in both languages; its peak memory is the whole process, libraries included.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from monitor import wiring
from monitor.steps.report import Scope, write_study, write_weekly
from monitor.store import open_store
from reports.period import Period

SHAPES = {"weekly": (12, 5), "study": (1_000, 1)}
"""sites, touchpoints of each"""
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
PROMISES = (("person", 600), ("answer", 14_400))

PROGRAMME = """
version = 1

[programme]
name = "Benchmark"
mail_domain = "shopper.example"
languages = ["en", "ru"]

[[personas]]
key = "olga"
language = "en"
first = "Olga"
last = "Petrova"

[[scenarios]]
key = "prices"
language = "en"
subject = "Prices"
question = "How much is a three-month membership?"

[[standards]]
key = "person"
name = {{ en = "A person answers", ru = "Отвечает человек" }}
event = "first_human"
threshold = "10 min"

[[standards]]
key = "answer"
name = {{ en = "The question is answered", ru = "На вопрос отвечают" }}
event = "first_answer"
threshold = "4 h"
{sites}
[house]
var = "."
"""
SITE = """
[[sites]]
key = "site{n}"
name = "Site {n}"
url = "https://site{n}.example"
zone = "Europe/Moscow"
country = "RU"
language = "en"
segment = "fitness"
hours = "Mo-Fr 09:00-18:00"
consent = {{ basis = "own_site", by = "the owner", on = 2026-01-01 }}
{points}
"""
POINT = """[[sites.touchpoints]]
key = "form{n}"
kind = "feedback_form"
address = "/form{n}"
"""

# the same visit always ends the same way: h picks its fate out of a hundred, w its waiting time in seconds
DRAWN = "SELECT *, (id * 2654435761 >> 7) % 100 AS h, 60 + (id * 2246822519 >> 5) % 30000 AS w FROM visit"
VISITS = """
INSERT INTO visit(id, token, site, site_name, site_group, segment, role, touchpoint, kind, slot_at, state, stratum,
  why, plan_hash, programme_hash, scenario, persona, address, address_folded, phone, shopper, question, claimed_by, started_at,
  submitted_at, sending, acceptance, reason, ticket, probe_version, closes_at)
WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n < :last),
  v AS (SELECT n, strftime('%Y-%m-%d %H:%M:%S', :start, '+' || CAST(n * :step AS INTEGER) || ' seconds') || '.000000'
    AS at FROM k)
SELECT n + 1, printf('%016x', n), 'site' || (n % :sites), 'Site ' || (n % :sites), '', 'fitness', 'own',
  'form' || (n / :sites % :points),
  'feedback_form', at, 'closed', '', '', printf('%064x', n / 5000), '', 'prices', 'olga', 'a' || n || '@shopper.example',
  '', '', '{"first": "Olga", "last": "Petrova", "middle": "", "email": "", "phone": ""}',
  '{"subject": "Prices", "text": "How much is a three-month membership?", "language": "en"}', '', at, at, 'sent',
  'accepted', '', '', 1, strftime('%Y-%m-%d %H:%M:%S', at, '+3 days') || '.000000' FROM v
"""
VERDICTS = f"""
INSERT INTO verdict(visit_id, standard, site, touchpoint, slot_at, submitted_at, closes_at, channel, outcome, reason,
  as_of, breached, final, deadline, event_at, wall_seconds, working_seconds, calendar_version, steps)
SELECT id, :standard, site, touchpoint, slot_at, submitted_at, closes_at, CASE WHEN h < 60 THEN 'email' END,
  CASE WHEN h < 60 THEN CASE WHEN w <= :limit THEN 'met' ELSE 'late' END WHEN h < 78 THEN 'auto_only'
    WHEN h < 92 THEN 'not_answered' WHEN h < 96 THEN 'unreachable' ELSE 'inconclusive' END,
  CASE WHEN h >= 96 THEN 'listening_gap' END, closes_at, 0, 1, closes_at,
  CASE WHEN h < 60 THEN strftime('%Y-%m-%d %H:%M:%S', submitted_at, '+' || w || ' seconds') || '.000000' END,
  CASE WHEN h < 60 THEN w END, CASE WHEN h < 60 THEN w * 2 / 5 END, 'abc',
  '[{{"rule": "started", "looked_at": "x", "result": "x"}}, {{"rule": "event", "looked_at": "x", "result": "x"}}]'
FROM ({DRAWN})
"""
LETTERS = f"""
INSERT INTO message(visit_id, state, channel, at, label, confidence, level, answers, next_step, message_id, site,
  excerpt, promise_minutes, details)
SELECT id, 'matched', 'email', strftime('%Y-%m-%d %H:%M:%S', submitted_at, '+' || CASE WHEN h < 60 THEN w ELSE 5 END ||
  ' seconds') || '.000000', CASE WHEN h < 60 THEN 'human' ELSE 'auto_ack' END, 1.0, 'recipient', h < 40, h < 10,
  '<' || id || '@x>', site, 'Hello, the membership is 90 for three months. Best regards, Anna',
  CASE WHEN h > 70 THEN 60 END, '{{"subject": "Prices", "signed": true}}' FROM ({DRAWN}) WHERE h < 78
"""


def fill(folder: Path, visits: int, weeks: int, kind: str) -> None:
    """A programme file and a database of that many visits, the newest on the last Sunday."""
    folder.mkdir(parents=True, exist_ok=True)
    many, each = SHAPES[kind]
    points = "".join(POINT.format(n=n) for n in range(each))
    sites = "".join(SITE.format(n=n, points=points) for n in range(many))
    (folder / "programme.toml").write_text(PROGRAMME.format(sites=sites), encoding="utf-8")
    start = MONDAY - timedelta(weeks=weeks)
    values: dict[str, Any] = {
        "last": visits - 1,
        "start": f"{start:%Y-%m-%d %H:%M:%S}",
        "sites": many,
        "points": each,
    }
    values["step"] = weeks * 604_800 / visits
    (folder / "shopper.db").unlink(missing_ok=True)
    store = open_store(f"sqlite:///{folder / 'shopper.db'}")
    with store.writing() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(VISITS, values)
        for standard, limit in PROMISES:
            raw.execute(VERDICTS, {"standard": standard, "limit": limit})
        raw.execute(LETTERS)
    store.close()


def measure(folder: Path, kind: str) -> None:
    """Write one report and print seconds, seconds inside SQL, peak MB."""
    house = wiring.open_house(folder / "programme.toml", wiring.Clock.town(MONDAY + timedelta(hours=8), 1.0))
    inside = [0.0, 0.0]
    event.listen(house.store.engine, "before_cursor_execute", lambda *_: inside.__setitem__(1, time.perf_counter()))
    event.listen(
        house.store.engine,
        "after_cursor_execute",
        lambda *_: inside.__setitem__(0, inside[0] + time.perf_counter() - inside[1]),
    )
    week = Period.week_of(MONDAY - timedelta(days=3), "UTC")
    begin, busy = time.perf_counter(), time.process_time()
    last: list[Any] = [begin, ""]

    def say(what: str) -> None:
        now = time.perf_counter()
        if "-v" in sys.argv:
            print(f"    {last[1]}: {now - last[0]:.2f} s", file=sys.stderr)
        last[:] = [now, what]

    write = write_weekly if kind == "weekly" else write_study
    written = write(house, week, Scope(name="Benchmark"), ("en", "ru"), say=say)
    say("")
    spent, worked = time.perf_counter() - begin, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = written[0].path.stat().st_size / 1024
    print(
        f"{spent:6.2f} s ({worked:.2f} s processor), {inside[0] / spent:4.0%} of it in SQL, peak {peak:4.0f} MB, page {size:.0f} KB"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--visits", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    asked.add_argument("--weeks", type=int, default=104)
    asked.add_argument("--folder", type=Path, default=Path("var/benchmark"))
    asked.add_argument("--measure", type=Path)
    asked.add_argument("--study", action="store_true", help="a study over 1,000 companies instead of the weekly report")
    asked.add_argument("-v", action="store_true", help="tell the parts")
    options = asked.parse_args()
    kind = "study" if options.study else "weekly"
    if options.measure:
        measure(options.measure, kind)
        return
    for visits in options.visits:
        folder = options.folder / f"{kind}-{visits}-{options.weeks}"
        if not (folder / "shopper.db").exists():
            fill(folder, visits, options.weeks, kind)
        for _ in range(2):
            more = [name for name, given in (("-v", options.v), ("--study", options.study)) if given]
            print(f"{visits:>9,} visits over {options.weeks} weeks:", end=" ", flush=True)
            subprocess.run([sys.executable, __file__, "--measure", str(folder), *more], check=True)


if __name__ == "__main__":
    main()
