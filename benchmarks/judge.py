"""How long does judging a mountain of visits take? Every visit of 13 weeks is due at once; one run decides them all.

Usage: nice python benchmarks/judge.py [visits …] [--folder FOLDER]   (default: 10000 100000 1000000)
Real store, real step, the built-in standards of a form; a canary every half hour, one answer for two visits of three.
Prints seconds, milliseconds a visit and the most memory the judging added.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from monitor.domain.programme import Channel
from monitor.domain.response import Label, MatchLevel
from monitor.domain.visit import Acceptance, Sending, VisitState
from monitor.steps import EAR, House
from monitor.steps.judge import judge_due
from monitor.store.statements import table
from monitor.store.tables import CanaryRow, ListeningRow, MessageRow, MessageState, VerdictRow, VisitRow
from monitor.testing.simulation import HandClock, open_simulation

SITES = 200
FIRST, NOW = datetime(2026, 8, 3, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)
WINDOW, WEEKS = timedelta(days=3), timedelta(weeks=13)
TEXT = """[programme]
name = "Mountain"
mail_domain = "shopper.test"
"""
SITE = """[[sites]]
key = "site{0}"
url = "https://site{0}.example"
zone = "Europe/Moscow"
country = "RU"
language = "en"
hours = "Mo-Fr 09:00-18:00"
touchpoints = [{{ key = "form", kind = "feedback_form", address = "/contact", standards = {1} }}]
consent = {{ basis = "own_site", by = "owner", on = 2026-01-01 }}
"""
HOUSE = """[house]
var = "."
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("visits", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, help="where the database lies; default: a temporary folder")
    parser.add_argument("--promise", action="append", default=[], help="a built-in standard; default: all of a form")
    asked = parser.parse_args()
    for count in asked.visits:
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            print(*measured(Path(folder), count, asked.promise), sep=" · ", flush=True)


def measured(folder: Path, count: int, promises: list[str]) -> Iterator[str]:
    sites = (SITE.format(number, json.dumps(promises)) for number in range(SITES))
    house = open_simulation(folder, TEXT + "".join(sites) + HOUSE, HandClock(NOW))
    laid(house, count)
    before, began, busy = memory(), time.perf_counter(), time.process_time()
    judged = judge_due(house)
    took, busy = time.perf_counter() - began, time.process_time() - busy
    verdict = table(VerdictRow)
    with house.store.reading() as connection:
        found = Counter(
            dict(connection.execute(select(verdict.c.outcome, func.count()).group_by(verdict.c.outcome)).all())
        )
    house.store.close()
    size = sum(path.stat().st_size for path in folder.glob("*.db*")) / 2**20
    yield f"{judged} visits, {found.total()} verdicts"
    yield f"{took:.1f} s on the clock, {busy:.1f} s of one core, {1e3 * busy / judged:.2f} ms a visit"
    yield f"{memory() - before:.0f} MB more than before, database {size:.0f} MB"
    yield ", ".join(f"{outcome} {number}" for outcome, number in sorted(found.items()))


def memory() -> float:
    """The most this process has used so far, megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def laid(house: House, count: int) -> None:
    """Visits evenly over the weeks, all due now, with their answers and our ears' record."""
    dice = random.Random(6)
    with house.store.writing() as connection:
        for first in range(0, count, 5_000):
            chunk = range(first, min(first + 5_000, count))
            connection.execute(table(VisitRow).insert(), [a_visit(number, count) for number in chunk])
            answers = [answer for number in chunk if (answer := an_answer(number, count, dice))]
            connection.execute(table(MessageRow).insert(), answers)
        sent = [FIRST + n * timedelta(minutes=30) for n in range((NOW - FIRST) // timedelta(minutes=30))]
        canaries = [
            {"ear": EAR, "token": f"c{n}", "sent_at": at, "arrived_at": at + timedelta(seconds=3), "error": ""}
            for n, at in enumerate(sent)
        ]
        connection.execute(table(CanaryRow).insert(), canaries)
        connection.execute(table(ListeningRow).insert().values(ear=EAR, since_at=FIRST, until_at=NOW))


def submitted(number: int, count: int) -> datetime:
    return FIRST + timedelta(days=1) + number * (WEEKS / count)


def a_visit(number: int, count: int) -> dict[str, Any]:
    at, token = submitted(number, count), f"{number:016x}"
    shopper = {"first": "Emma", "last": "Clarke", "middle": "", "email": f"{token}@shopper.test", "phone": ""}
    return {
        "token": token, "site": f"site{number % SITES}", "site_name": f"site{number % SITES}", "touchpoint": "form",
        "kind": "feedback_form", "slot_at": at, "address": shopper["email"], "shopper": shopper, "phone": "",
        "question": {"subject": "Price", "text": "How much is it?", "language": "en"}, "state": VisitState.WAITING,
        "started_at": at, "intent_at": at, "submitted_at": at, "sending": Sending.SENT,
        "acceptance": Acceptance.ACCEPTED, "due_at": at + WINDOW, "closes_at": at + WINDOW,
    }  # fmt: skip


def an_answer(number: int, count: int, dice: random.Random) -> dict[str, Any] | None:
    if number % 3 == 0:
        return None
    at = submitted(number, count) + timedelta(minutes=dice.choice([2, 8, 45, 300, 1500]))
    label = Label.AUTO_ACK if number % 3 == 1 and number % 2 else Label.HUMAN
    return {
        "visit_id": number + 1, "site": f"site{number % SITES}", "channel": Channel.EMAIL, "at": at, "label": label,
        "confidence": 1.0, "level": MatchLevel.RECIPIENT, "state": MessageState.MATCHED, "answers": True,
        "excerpt": f"words of letter {number}", "details": {},
    }  # fmt: skip


if __name__ == "__main__":
    main()
