"""What one tick asks of a database with a million visits behind it, and what planning a quarter costs.

Usage: python benchmarks/due.py [rows] [sites]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from monitor.steps import House
from monitor.store import ears, gauges, outbox, outbox_view, visits
from monitor.store.outbox_tables import AlertRow, ParcelRow
from monitor.store.statements import table
from monitor.store.tables import VerdictRow, VisitRow
from monitor.testing.simulation import HandClock, Kind, open_simulation, programme_text, recipient
from schedules.cadence import draw_week

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
ROUNDS = 20
CHUNK = 10_000
SHOPPER = {"first": "Emma", "last": "Clarke", "middle": "", "email": "", "phone": ""}
QUESTION = {"subject": "Price", "text": "How much is it?", "language": "en"}
ALIKE = {"touchpoint": "form", "kind": "feedback_form", "shopper": SHOPPER, "question": QUESTION}
TOLD = {"story": "breach", "standard": "person", "recipient": "anna@town.test", "state": "packed"}


def rows_of(count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """A closed visit, its verdict, its alert and its letter, again and again; of 1,000 one is still open, one planned
    (some slots have come, some not yet) with a letter that is due."""
    for number in range(1, count + 1):
        thousand, rest = divmod(number, 1000)
        still, planned = rest == 0, rest == 1
        at = NOW - timedelta(minutes=count - number) - timedelta(days=1)
        visit = {
            "id": number,
            "token": f"{number:016x}",
            "site": f"site{(thousand if planned else number) % 200}",
            **ALIKE,
            "slot_at": NOW + timedelta(seconds=thousand - 600) if planned else at,
            "state": "waiting" if still else "planned" if planned else "closed",
            "address": f"a{number}@shopper.test",
            "submitted_at": at,
            "due_at": NOW + timedelta(hours=number % 50) if still else None,
            "closes_at": NOW + timedelta(days=1) if still else at + timedelta(days=3),
        }
        verdict = {
            "visit_id": number,
            "standard": "person",
            "outcome": "pending" if still else "met",
            "as_of": at,
            "final": not still,
            "deadline": at,
            "slot_at": at,
            "steps": [],
        }
        alert = {
            "identity": str(number),
            **TOLD,
            "thread": f"visit/{number:016x}",
            "visit_id": number,
            "site": visit["site"],
            "created_at": at,
            "bundle": str(number),
        }
        reader, state = f"reader{thousand % 50}@town.test", "due" if planned else "sent"
        letter = {"bundle": str(number), "channel": "mail", "recipient": reader, "state": state}
        yield visit, verdict, alert, {**letter, "created_at": at, "next_try_at": at}


def fill(house: House, count: int) -> None:
    models = (VisitRow, VerdictRow, AlertRow, ParcelRow)
    waiting: list[list[dict[str, Any]]] = [[], [], [], []]

    def flush() -> None:
        with house.store.writing() as connection:
            for model, values in zip(models, waiting, strict=True):
                connection.execute(insert(table(model)), values)
                values.clear()

    for number, four in enumerate(rows_of(count), 1):
        for values, row in zip(waiting, four, strict=True):
            values.append(row)
        if number % CHUNK == 0:
            flush()
    if waiting[0]:
        flush()
    with house.store.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


def timed(house: House, name: str, question: Callable[[Any], Any]) -> None:
    spent = []
    for _ in range(ROUNDS):
        with house.store.writing() as connection:
            begin = time.perf_counter()
            question(connection)
            spent.append((time.perf_counter() - begin) * 1000)
    print(f"{name:<28} median {statistics.median(spent):8.2f} ms   maximum {max(spent):8.2f} ms")


def ask(house: House) -> None:
    questions: dict[str, Callable[[Any], Any]] = {
        "due visits to judge": lambda c: visits.due(c, NOW, limit=1),
        "claim a planned visit": lambda c: visits.claim_next(c, NOW, "bench"),
        "count due": lambda c: visits.count_due(c, NOW),
        "miss late slots": lambda c: visits.miss(c, NOW - timedelta(hours=1)),
        "is a canary wanted": lambda c: ears.proof_wanted(c, NOW - timedelta(minutes=30), NOW),
        "a canary came": lambda c: visits.wake_proven(c, NOW - timedelta(days=10_000)),
        "pending alerts": lambda c: outbox.pending(c, NOW),
        "last letter to a person": lambda c: outbox.last_packed(c, "reader7@town.test", NOW),
        "claim a letter": lambda c: outbox.claim(c, NOW, "bench"),
        "reminders due": lambda c: outbox.to_remind(c, NOW),
        "failing channels": lambda c: outbox_view.failing(c, 3),
        "are visits failing": lambda c: visits.failing_since(c, 3),
        "are we deaf": lambda c: ears.deaf_since(c, "mail", NOW),
        "metrics: ages": lambda c: gauges.ages(c, NOW),
        "metrics: counts": gauges.counts,
    }
    for name, question in questions.items():
        timed(house, name, question)


def plan(sites: int, folder: Path) -> None:
    text = programme_text([f"site{number}" for number in range(sites)], kind=Kind(hours="Mo-Fr 09:00-18:00"))
    house = open_simulation(folder, text, HandClock(NOW))
    begin, slots = time.perf_counter(), 0
    taken: list[tuple[str, str, datetime]] = []
    for week in range(13):
        drawn = draw_week(
            house.programme, (NOW + timedelta(weeks=week)).date() - timedelta(days=1), house.calendars, taken
        )
        taken = [(slot.site, slot.touchpoint, slot.slot_at) for slot in drawn]
        slots += len(drawn)
    print(f"{sites} sites × 13 weeks: {slots} slots drawn in {time.perf_counter() - begin:.1f} s")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    sites = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    for number in (count // 100, count):
        with tempfile.TemporaryDirectory() as name:
            house = open_simulation(Path(name), programme_text(["site0"], extra=recipient("Anna")), HandClock(NOW))
            fill(house, number)
            print(f"\n{number} visits")
            ask(house)
            house.store.close()
    with tempfile.TemporaryDirectory() as name:
        plan(sites, Path(name))


if __name__ == "__main__":
    main()
