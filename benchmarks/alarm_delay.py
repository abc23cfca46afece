"""How long after a deadline does the alert reach the mail server? 500 breaches on the real rhythm.

Usage: python benchmarks/alarm_delay.py [breaches] [seconds over which their deadlines are spread]

A real `Service` ticks on the machine's clock; each company has a recipient of its own; canaries leave by the mail
server and come back through our own door, because nobody is accused before our ears are proven.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from monitor import wiring
from monitor.service import Service, open_doors
from monitor.steps.judge import judge_due
from monitor.store.statements import table
from monitor.store.tables import VisitRow
from monitor.testing.post_office import PostOffice
from monitor.testing.practice import free_port
from monitor.testing.simulation import Kind, hear, open_simulation, programme_text, recipient, sent_visit

THRESHOLD = timedelta(minutes=1)
visit = table(VisitRow)


class Watched(PostOffice):
    """Notes when each letter was accepted."""

    accepted: dict[str, float]

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        found = re.search(rb"\[([0-9a-f]{16})\]", envelope.original_content or b"")
        if found:
            self.accepted.setdefault(found[1].decode(), time.time())
        return answer


async def measure(count: int, spread: float, folder: Path) -> list[float]:
    door = free_port()
    post = Watched(mail_domain="shopper.test", door_host="127.0.0.1", door_port=door)
    post.accepted = {}
    await post.open()
    keys = [f"site{number}" for number in range(count)]
    people = "".join(recipient(f"Owner{number}", f'sites = ["{key}"]') for number, key in enumerate(keys))
    kind = Kind(threshold="1 min", clock="wall", wait="1 h")
    house = open_simulation(
        folder, programme_text(keys, extra=people, kind=kind, post=post.port, door=door), wiring.Clock()
    )
    begin = datetime.now(UTC) + THRESHOLD + timedelta(seconds=20)  # all are sent while our door is open
    deadlines = prepared(house, keys, begin, spread)
    async with open_doors(house) as doors:
        service = Service(house, None, doors, plans=False)
        service.start()
        until = (begin - datetime.now(UTC)).total_seconds() + spread + 30
        stop = time.monotonic() + until
        while len(post.accepted) < count and time.monotonic() < stop:  # noqa: ASYNC110 (letters tell no event)
            await asyncio.sleep(0.2)
        await service.stop()
    await post.close()
    wiring.leave(house)
    return sorted(at - deadlines[token] for token, at in post.accepted.items())


def prepared(house, keys, begin, spread) -> dict[str, float]:
    """Visits whose deadlines pass one after the other from `begin` on; by token, in seconds since 1970."""
    hear(house)
    deadlines = {}
    for number, key in enumerate(keys):
        made = sent_visit(house, key)
        deadline = begin + timedelta(seconds=spread * number / len(keys))
        values = {"submitted_at": deadline - THRESHOLD, "closes_at": deadline + timedelta(hours=1)}
        with house.store.writing() as connection:
            connection.execute(update(visit).where(visit.c.id == made.id).values(**values))
        deadlines[made.token] = deadline.timestamp()
    judge_due(house)  # as after every visit: from now on the deadline is known
    return deadlines


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    spread = float(sys.argv[2]) if len(sys.argv) > 2 else 100.0
    with tempfile.TemporaryDirectory() as folder:
        delays = asyncio.run(measure(count, spread, Path(folder)))
    told = f"{len(delays)} of {count} alerts; median {statistics.median(delays):.2f} s, "
    print(f"{told}95th {delays[int(len(delays) * 0.95)]:.2f} s, maximum {delays[-1]:.2f} s")


if __name__ == "__main__":
    main()
