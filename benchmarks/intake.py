"""The way in of letters: parse → classify → match → store, and how soon an answer is known.

    python benchmarks/intake.py [--visits 100000] [--letters 2000] [--delays 500]

Same letters, same run: the floor reads each letter with the standard library's modern policy and looks at what anybody
would look at. Ours opens them out of a real letterbox (SQLite on disk) into responses of that many open visits; matching
alone is timed with few and with many. Then letters go in by SMTP, one by one, beside a `Service` on its rhythm: how long
from the server's "250" until the response is stored?
"""

from __future__ import annotations

import argparse
import asyncio
import email
import random
import smtplib
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.policy import default
from pathlib import Path

from sqlalchemy import select

from monitor import wiring
from monitor.domain.errors import HouseFault
from monitor.domain.response import match
from monitor.domain.response.match import folded
from monitor.domain.visit import Sending, VisitState
from monitor.intake import RawLetter
from monitor.intake.addresses import address_for
from monitor.intake.letter import parse_letter
from monitor.service import Service, open_doors
from monitor.steps import House
from monitor.steps.collect import collect, keep_letter
from monitor.store.matching import StoredVisits
from monitor.store.statements import table
from monitor.store.tables import MessageRow, VisitRow
from monitor.testing.simulation import Kind, open_simulation, programme_text

LETTERS = Path(__file__).resolve().parents[1] / "tests" / "intake" / "letters"
SITES = 200
FIRST = ("Ольга", "Anna", "Иван", "Peter", "Мария", "Jane", "Алексей", "Tom")
LAST = ("Петрова", "Brown", "Сидоров", "Miller", "Иванова", "Smith", "Котов", "Lee")
visit, message = table(VisitRow), table(MessageRow)


def opened(folder: Path, clock: wiring.Clock) -> House:
    kind = Kind(wait="72 h")
    return open_simulation(folder, programme_text([f"site{number}" for number in range(SITES)], kind=kind), clock)


def filled(house: House, count: int, draw: random.Random) -> list[str]:
    """So many visits that wait for an answer; their addresses."""
    now = house.now()
    addresses: dict[str, None] = {}
    while len(addresses) < count:
        addresses[address_for(draw.choice(FIRST), draw.choice(LAST), "shopper.test", draw)] = None
    with house.store.writing() as connection:
        connection.execute(visit.insert(), [_row(number, address, now) for number, address in enumerate(addresses)])
    return list(addresses)


def _row(number: int, address: str, now: datetime) -> dict[str, object]:
    shopper = {"first": FIRST[number % 8], "last": LAST[number % 8], "middle": "", "email": address, "phone": ""}
    return {
        "token": f"t{number}",
        "site": f"site{number % SITES}",
        "touchpoint": "form",
        "kind": "feedback_form",
        "slot_at": now - timedelta(seconds=number),
        "state": VisitState.WAITING,
        "address": address,
        "address_folded": folded(address),
        "shopper": shopper,
        "question": {"subject": "Price", "text": "How much is it?", "language": "en"},
        "submitted_at": now - timedelta(hours=1),
        "intent_at": now - timedelta(hours=1),
        "sending": Sending.SENT,
        "ticket": f"T-{number}",
        "closes_at": now + timedelta(hours=71),
    }


def corpus(addresses: Sequence[str], count: int, draw: random.Random) -> list[tuple[str, bytes]]:
    """(visit's address, letter to it); every fiftieth address is retyped with a slip."""
    letters = [path.read_bytes() for path in sorted(LETTERS.rglob("*.eml"))]
    chosen = draw.sample(addresses, count)
    return [
        (address.replace("a", "o", 1) if number % 50 == 0 else address, draw.choice(letters))
        for number, address in enumerate(chosen)
    ]


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def floor(letters: Sequence[tuple[str, bytes]]) -> None:
    for _, raw in letters:
        letter = email.message_from_bytes(raw, policy=default)
        try:
            for name in ("from", "to", "subject", "date"):
                str(letter[name])
            for part in letter.walk():
                part.get_payload(decode=True)
        except (ValueError, LookupError, AttributeError, IndexError):
            continue


def kept(house: House, letters: Sequence[tuple[str, bytes]]) -> None:
    for number, (address, raw) in enumerate(letters):
        marked = b"X-Number: %d\r\n" % number + raw
        at = house.now()
        keep_letter(house.store, RawLetter(door="door", raw=marked, at=at, recipients=(address,)))


def speed(folder: Path, visits: int, count: int) -> None:
    draw = random.Random(1)
    house = opened(folder, wiring.Clock())
    addresses = filled(house, visits, draw)
    letters = corpus(addresses, count, draw)
    kept(house, letters)
    lowest = min(seconds(lambda: floor(letters)) for _ in range(3))
    ours = seconds(lambda: collect(house))
    with house.store.reading() as connection:
        index = StoredVisits(connection, house.programme)
        read = [
            parse_letter(b"To: %s\r\n" % address.encode() + raw, door="d", at=house.now()) for address, raw in letters
        ]
        matching = seconds(lambda: [match(one, index) for one in read])
    house.store.close()
    print(f"{visits:7} open visits: email alone {count / lowest:6.0f} letters/s", end="")
    print(f" · parse → classify → match → store {count / ours:6.0f} letters/s · ratio {ours / lowest:.2f}", end="")
    print(f" · matching alone {matching / count * 1e6:.0f} µs a letter")


async def delays(folder: Path, count: int) -> list[float]:
    """Seconds from "250" to the stored response, letter by letter at random moments."""
    draw = random.Random(2)
    house = opened(folder, wiring.Clock())
    addresses = filled(house, 20_000, draw)
    accepted: dict[str, float] = {}

    async def no_browser() -> object:
        raise HouseFault("no visit is made here")

    async with open_doors(house) as (door,):
        service = Service(house, no_browser, [door], plans=False)  # type: ignore[arg-type]
        service.start()
        watch = asyncio.create_task(_stored(house, count))
        known = set(addresses)
        straight = [pair for pair in corpus(addresses, count + count // 40 + 1, draw) if pair[0] in known]
        for address, raw in straight[:count]:
            await asyncio.to_thread(_send, door.port, address, raw)
            accepted[address] = time.time()
            await asyncio.sleep(draw.uniform(0, 0.15))
        seen = await watch
        await service.stop()
    house.store.close()
    return sorted(seen[address] - at for address, at in accepted.items())


def _send(port: int, address: str, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("maria@shop.test", [address], raw)


async def _stored(house: House, count: int) -> dict[str, float]:
    """When each visit's response was first seen in the store, looked for a hundred times a second."""
    seen: dict[str, float] = {}
    last = 0
    while len(seen) < count:
        with house.store.reading() as connection:
            rows = connection.execute(
                select(message.c.id, visit.c.address)
                .join(visit, visit.c.id == message.c.visit_id)
                .where(message.c.id > last)
            ).all()
        now = time.time()
        for row in rows:
            last = max(last, row.id)
            seen.setdefault(row.address, now)
        await asyncio.sleep(0.01)
    return seen


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--visits", type=int, default=100_000)
    asked.add_argument("--letters", type=int, default=2_000)
    asked.add_argument("--delays", type=int, default=500)
    options = asked.parse_args()
    for visits in (options.letters, options.visits):
        with tempfile.TemporaryDirectory() as folder:
            speed(Path(folder), visits, options.letters)
    if options.delays:
        with tempfile.TemporaryDirectory() as folder:
            waits = asyncio.run(delays(Path(folder), options.delays))
        print(
            f'"250" → stored response, {len(waits)} letters: median {statistics.median(waits):.3f} s, max {waits[-1]:.3f} s'
        )


if __name__ == "__main__":
    main()
