"""Letters per second through parse → classify → match, against the floor of `email` parsing alone.

Same letters, same run: python benchmarks/intake.py [--visits 100000] [--letters 2000]. The floor reads each
letter with the standard library's modern policy and looks at the headers and texts anybody would look at.
Prints the ratio, and matching's cost with few and with many open visits.
"""

from __future__ import annotations

import argparse
import email
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.policy import compat32, default
from pathlib import Path

from monitor.domain.response import OpenVisit, VisitTable, classify, match
from monitor.intake.addresses import address_for
from monitor.intake.letter import parse_letter

LETTERS = Path(__file__).resolve().parents[1] / "tests" / "intake" / "letters"
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FIRST = ("Ольга", "Anna", "Иван", "Peter", "Мария", "Jane", "Алексей", "Tom")
LAST = ("Петрова", "Brown", "Сидоров", "Miller", "Иванова", "Smith", "Котов", "Lee")


def visits(count: int, draw: random.Random) -> list[OpenVisit]:
    return [
        OpenVisit(
            id=number,
            site=f"site{number % 5000}",
            token=f"t{number}",
            address=address_for(draw.choice(FIRST), draw.choice(LAST), "shopper.test", draw),
            persona_name="",
            first_name=draw.choice(FIRST),
            submitted_at=AT,
            closes_at=None,
            site_domains=(f"site{number % 5000}.test",),
            ticket=f"T-{number}",
        )
        for number in range(count)
    ]


def seconds(run: Callable[[bytes], object], letters: Sequence[bytes]) -> float:
    """Best of three passes."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for raw in letters:
            run(raw)
        best = min(best, time.perf_counter() - start)
    return best


def floor(raw: bytes) -> object:
    message = email.message_from_bytes(raw, policy=default)
    try:
        headers = [message["from"], message["to"], message["subject"], message["date"]]
        return headers, [part.get_payload(decode=True) for part in message.walk()]
    except (ValueError, LookupError, AttributeError, IndexError):
        return None


def bare(raw: bytes) -> object:
    return email.message_from_bytes(raw, policy=compat32)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--visits", type=int, default=100_000)
    asked.add_argument("--letters", type=int, default=2_000)
    options = asked.parse_args()
    draw = random.Random(1)
    open_visits = visits(options.visits, draw)
    corpus = [path.read_bytes() for path in sorted(LETTERS.rglob("*.eml"))]
    letters = [
        f"X-Original-To: {draw.choice(open_visits).address}\r\nReceived: from a by b\r\n".encode() + draw.choice(corpus)
        for _ in range(options.letters)
    ]
    many, few = VisitTable(open_visits), VisitTable(open_visits[:100])

    def whole(raw: bytes) -> object:
        message = parse_letter(raw, door="bench", at=AT)
        told = classify(message)
        return match(message, many, told.label)

    messages = [parse_letter(raw, door="bench", at=AT) for raw in letters]
    figures = {
        "email alone, compat32, nothing read": seconds(bare, letters),
        "email alone, policy.default, headers and texts read": seconds(floor, letters),
        "parse → classify → match": seconds(whole, letters),
    }
    for name, spent in figures.items():
        print(f"{name:55} {len(letters) / spent:9.0f} letters/s")
    print(
        f"ratio to the floor (policy.default): {figures['parse → classify → match'] / figures['email alone, policy.default, headers and texts read']:.2f}"
    )
    for name, table in (("100", few), (str(options.visits), many)):
        start = time.perf_counter()
        for message in messages:
            match(message, table)
        print(
            f"match with {name:>7} open visits: {(time.perf_counter() - start) / len(messages) * 1e6:7.1f} µs a letter"
        )


if __name__ == "__main__":
    main()
