"""Half an hour of fifty visits a minute against the practice town: do memory and open files stay flat?

Usage: python benchmarks/soak.py [minutes]

The service runs in a process of its own, which alone is measured. Of ten visits nine are simulated looks (the town's
staff get the enquiry as they would from their form and answer by letter), one goes through a real browser.
"""

from __future__ import annotations

import asyncio
import logging
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import psutil
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import probes
from monitor import wiring
from monitor.domain.visit import Acceptance, Reading, Sending
from monitor.service import Service, open_doors
from monitor.settings import Web
from monitor.steps import House
from monitor.steps.plan import plan_round
from monitor.steps.visit import look
from monitor.store import outbox_view, visits
from monitor.testing import Town
from monitor.testing.company import Door, Means
from monitor.testing.ledger import Submission
from monitor.testing.practice import practice
from monitor.web import app, serving
from monitor.wiring import CLOCK_VARIABLE
from probes._browser import open_browser

ROUND = 38.0
"""Real seconds between two rounds through the town's 32 companies: fifty visits a minute."""
SPEED = 7200 / ROUND
"""A company is asked every two hours of the town's time."""
BROWSER_EVERY = 10
SETTLED = 5
"""Minutes until everything has been in memory once."""
GROWTH, FILES = 1.10, 8


class Simulated:
    """Most looks: the enquiry goes to the town's staff directly; every tenth is the real probe's."""

    def __init__(self, desk: str) -> None:
        real = probes.load("feedback_form")
        self.kind, self.version, self.sends, self.options = real.kind, real.version, real.sends, real.options
        self._real, self._desk, self._count = real, desk, 0

    async def look(self, brief, open_context, box) -> None:
        self._count += 1
        if self._count % BROWSER_EVERY == 0:
            return await self._real.look(brief, open_context, box)
        await box.intend({"to": brief.url})
        told = {
            "url": brief.url,
            "email": brief.shopper.email,
            "name": brief.shopper.first,
            "text": brief.question.text,
        }
        async with httpx.AsyncClient() as client:
            answer = await client.post(self._desk, data=told)
        box.put_json("desk", {"status": answer.status_code, "at": brief.now().isoformat()})

    def read(self, kept) -> Reading:
        told = kept.json("desk")
        if told is None:
            return self._real.read(kept)
        at = wiring.datetime.fromisoformat(told["at"])
        return Reading(sending=Sending.SENT, acceptance=Acceptance.ACCEPTED, accepted_at=at)


async def serve(file: Path, desk: str) -> None:
    """The process that is measured."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # as `shopper run` does
    made = Simulated(desk)
    look.probes = SimpleNamespace(load=lambda kind: made)
    house = wiring.open_house(file)
    wiring.enter(house)
    async with open_browser(house.settings.browser) as browser, open_doors(house) as doors:
        Service(house, browser.new_context, doors, plans=False).start()
        await asyncio.Event().wait()


@asynccontextmanager
async def desk_of(town: Town) -> AsyncIterator[str]:
    """Where simulated looks hand their enquiries in."""
    keys = {town.entry_url(company.key): company for company in town.companies}

    async def take(request: Request) -> PlainTextResponse:
        told = await request.form()
        company = keys[str(told["url"])]
        if company.form.door in (Door.BROKEN, Door.CAPTCHA):
            return PlainTextResponse("nobody reads it")
        meant = {Means.EMAIL: str(told["email"]), Means.NAME: str(told["name"]), Means.MESSAGE: str(told["text"])}
        town.staff[company.key].take(Submission(at=town.clock(), path="/", fields={}, meant=meant))
        return PlainTextResponse("taken")

    asked = app(lambda: None, [Route("/desk", take, methods=["POST"])])
    async with serving(asked, Web(port=0)) as port:
        yield f"http://127.0.0.1:{port}/desk"


@dataclass(frozen=True, slots=True)
class Minute:
    """What the service looked like: megabytes of its own and of its browser, open files, threads; visits so far."""

    own: float
    browser: float
    files: int
    threads: int
    done: int


def weigh(process: psutil.Process, house: House) -> Minute:
    with house.store.reading() as connection:
        states = visits.by_state(connection)
    children = 0
    for child in process.children(recursive=True):
        try:
            children += child.memory_full_info().pss
        except psutil.Error:
            continue
    done = sum(states.get(state, 0) for state in ("waiting", "closed"))
    own = process.memory_full_info().uss
    return Minute(own / 1e6, children / 1e6, process.num_fds(), process.num_threads(), done)


async def soak(folder: Path, minutes: int) -> list[Minute]:
    async with practice(folder, speed=SPEED) as stage, desk_of(stage.town) as desk:
        house = wiring.open_house(stage.programme, stage.clock)
        with closing(house.store):
            environment = {**os.environ, CLOCK_VARIABLE: stage.clock.as_variable()}
            command = (sys.executable, __file__, "--serve", str(stage.programme), desk)
            child = await asyncio.create_subprocess_exec(*command, env=environment)
            try:
                return await watch(house, child, minutes)
            finally:
                child.kill()
                await child.wait()


async def watch(house: House, child: Process, minutes: int) -> list[Minute]:
    seen: list[Minute] = []
    rhythm = replace(house.programme.rhythm, minimum_gap=timedelta(0), per_day=10**6, per_week=10**6)
    rhythm = replace(rhythm, staff_minutes_per_visit=0, site_per_day=10**6)
    patient = replace(house, programme=replace(house.programme, rhythm=rhythm))  # courtesy would allow one a day
    process, begin, rounds = psutil.Process(child.pid), time.monotonic(), 0
    while len(seen) < minutes:
        passed = time.monotonic() - begin
        if passed >= rounds * ROUND:
            plan_round(patient, timedelta(minutes=50))
            rounds += 1
        if passed >= 60 * (len(seen) + 1):
            seen.append(weigh(process, house))
            print(f"minute {len(seen)}: {seen[-1]}", flush=True)
        await asyncio.sleep(0.5)
    with house.store.reading() as connection:
        print("not told yet:", outbox_view.queue(connection)[:2], "visits:", visits.by_state(connection))
    return seen


def flat(seen: list[Minute]) -> bool:
    """The last third beside the first minutes after everything was in memory once."""
    settled = seen[SETTLED : SETTLED + max(3, len(seen) // 3)] or seen
    last = seen[-max(3, len(seen) // 3) :]
    own = [statistics.median(one.own for one in part) for part in (settled, last)]
    browser = [statistics.median(one.browser for one in part) for part in (settled, last)]
    files = [max(one.files for one in part) for part in (settled, last)]
    print(f"own memory {own[0]:.0f} → {own[1]:.0f} MB, browser {browser[0]:.0f} → {browser[1]:.0f} MB, ", end="")
    print(f"open files {files[0]} → {files[1]}, {seen[-1].done / len(seen):.1f} visits a minute")
    return own[1] <= own[0] * GROWTH and browser[1] <= browser[0] * GROWTH + 50 and files[1] <= files[0] + FILES


def main() -> None:
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(Path(sys.argv[2]), sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(soak(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 30))
    raise SystemExit(0 if flat(seen) else 1)


if __name__ == "__main__":
    main()
