"""Roof: one whole round of mystery shopping on the practice town, on real parts, by the town's clock.

Used by `shopper demo` and by the tests: nothing here knows the truth, it only opens the town, the post office and
the house, and lets the service do its work.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.service import Service, open_doors
from monitor.steps import House
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_round
from monitor.steps.visit import visit_due
from monitor.store import letters, outbox_view, visits
from monitor.testing.companies import COMPANIES
from monitor.testing.company import Company
from monitor.testing.post_office import PostOffice
from monitor.testing.town import Town, open_town
from monitor.wiring import Clock
from probes._browser import open_browser
from schedules.courtesy import PASSIVE_KINDS

MAIL_DOMAIN = "shopper.test"
OPENS = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in London and one in the afternoon in Moscow: everybody in town is at work."""
CLOSES = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
"""The same evening: every club is shut, in England, Moscow and Novosibirsk."""
SPEED = 60.0
LOOK = 0.25

HOUSE = """
[[recipients]]
name = "Anna Orlova"
email = "anna@town.test"
language = "en"
zone = "Europe/Moscow"

[house]
var = "."

[[house.smtp_doors]]
host = "127.0.0.1"
port = {door}
hostname = "mx.shopper.test"

[house.outgoing]
host = "127.0.0.1"
port = {post}
security = "none"
sender = "shopper@town.test"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """An open town with our house beside it. `folder` holds programme, database, evidence and reports."""

    town: Town
    post: PostOffice
    programme: Path
    clock: Clock
    folder: Path


@contextlib.asynccontextmanager
async def practice(
    folder: Path,
    *,
    companies: Sequence[Company] = COMPANIES,
    speed: float = SPEED,
    opens: datetime = OPENS,
    looked_at: Collection[str] = (),
) -> AsyncIterator[Practice]:
    """Open the town at `opens` and write the programme file for it into `folder` (which must be there); the pages of
    the trades `looked_at` are looked at as well."""
    clock = Clock.town(opens, speed)
    door = free_port()
    post = await PostOffice(mail_domain=MAIL_DOMAIN, door_host="127.0.0.1", door_port=door).open()
    try:
        async with open_town(clock, "127.0.0.1", door, companies=companies) as town:
            programme = folder / "programme.toml"
            text = town.programme_toml(MAIL_DOMAIN, looked_at=looked_at)
            programme.write_text(text + HOUSE.format(door=door, post=post.port))
            yield Practice(town=town, post=post, programme=programme, clock=clock, folder=folder)
    finally:
        await post.close()


def free_port() -> int:
    """A loopback port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def play_round(
    stage: Practice, house: House, progress: Callable[[dict[str, int]], None] = lambda counts: None
) -> None:
    """Plan one visit to every touchpoint and let the service work until all windows are closed, the town has nothing
    more to say, and all is told."""
    plan_round(house, timedelta(0))
    async with open_browser(house.settings.browser) as browser, open_doors(house) as doors:
        service = Service(house, browser.new_context, doors, plans=False)
        service.start()
        try:
            quiet = False
            while not (_over(house, progress) and quiet):
                quiet = stage.town.quiet  # asked before the rows: they have seen every letter sent until then
                await asyncio.sleep(LOOK)
        finally:
            await service.stop()


async def look_round(house: House) -> int:
    """One look at every page the programme has looked at, sending nothing; how many looks were made."""
    plan_round(house, timedelta(0), kinds=PASSIVE_KINDS)
    async with open_browser(house.settings.browser) as browser:
        done = await asyncio.gather(
            *(visit_due(house, browser.new_context) for _ in range(house.programme.rhythm.at_once))
        )
    judge_due(house)
    return sum(done)


def _over(house: House, progress: Callable[[dict[str, int]], None]) -> bool:
    with house.store.reading() as connection:
        counts, told = visits.by_state(connection), outbox_view.settled(connection)
        undone = letters.unopened(connection, limit=1) or visits.due(connection, house.now(), limit=1)
    progress(counts)
    return told and not undone and set(counts) <= {"closed", "missed", "withdrawn"}
