"""`shopper run` as a process: signals, reloading, what it says, and what it leaves behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from monitor import wiring
from monitor.settings import Web
from monitor.steps.plan import plan_round
from monitor.store.statements import table
from monitor.store.tables import VisitRow
from monitor.testing.practice import OPENS, free_port
from monitor.testing.simulation import Kind, programme_text, recipient
from monitor.web import app, serving
from monitor.wiring import CLOCK_VARIABLE, Clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRIVER = Path(__file__).with_name("driver.py")
PAGE = """<!doctype html><html lang="en"><title>Ask us</title><h1>Ask us</h1><form method="post" action="/site0">
<label>Name <input name="name"></label><label>E-mail <input name="email" type="email" required></label>
<label>Your question <textarea name="message" required></textarea></label><button>Send</button></form></html>"""


@dataclass(slots=True)
class Running:
    """The process with what it said so far, and what the company saw."""

    process: Process
    file: Path
    clock: Clock
    over: asyncio.Event
    posts: list[str] = field(default_factory=list)
    said: str = ""

    async def says(self, words: str) -> None:
        """Wait for these words on stderr; what comes with them is in `said`."""
        assert self.process.stderr
        async with asyncio.timeout(40):
            while words not in self.said:
                line = await self.process.stderr.readline()
                assert line, f"ended without saying {words!r}:\n{self.said}"
                self.said += line.decode()


async def started(file: Path, clock: Clock, **more: str) -> Running:
    environment = {**os.environ, CLOCK_VARIABLE: clock.as_variable(), "COLUMNS": "300", **more}
    command = (sys.executable, str(DRIVER), str(file))
    # a group of its own, as a terminal gives it: Ctrl-C reaches everybody in it
    process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=PIPE, start_new_session=True)
    return Running(process, file, clock, asyncio.Event())


@asynccontextmanager
async def running(folder: Path, **more: str) -> AsyncIterator[Running]:
    """One company whose server stalls while it reads the form, and a process that visits it."""
    posts: list[str] = []
    over = asyncio.Event()

    async def company(request: Request) -> HTMLResponse:
        if request.method == "POST":
            posts.append(str((await request.form())["email"]))
            await over.wait()
        return HTMLResponse(PAGE)

    asked = app(lambda: None, [Route("/site0", company, methods=["GET", "POST"])])  # type: ignore[arg-type, return-value]
    clock = Clock.town(OPENS, 1.0)
    async with serving(asked, Web(port=0)) as port:
        text = programme_text(["site0"], extra=recipient("Anna"), kind=Kind(), door=free_port())
        text = text.replace('url = "https://site0.example"', f'url = "http://127.0.0.1:{port}"')
        file = folder / "programme.toml"
        file.write_text(text.replace('address = "/ask"', 'address = "/site0"'))
        house = wiring.open_house(file, clock)
        with closing(house.store):
            plan_round(house, timedelta(0))
        one = await started(file, clock, **more)
        one.posts, one.over = posts, over
        try:
            await one.says("running; 1 doors open")
            yield one
        finally:
            over.set()
            if one.process.returncode is None:
                one.process.kill()
            await one.process.wait()


async def posted(one: Running) -> None:
    async with asyncio.timeout(40):
        while not one.posts:  # noqa: ASYNC110 (the company tells no event)
            await asyncio.sleep(0.05)


def states(one: Running) -> list[tuple[str, str | None]]:
    house = wiring.open_house(one.file, one.clock)
    with closing(house.store), house.store.reading() as connection:
        return [(row.state, row.sending) for row in connection.execute(select(table(VisitRow)))]


async def test_ctrl_c_lets_the_visit_under_way_finish_in_its_browser(tmp_path: Path) -> None:
    async with running(tmp_path) as one:
        await posted(one)
        os.killpg(one.process.pid, signal.SIGINT)
        await one.says("stopping: what is under way may finish")
        await asyncio.sleep(1)
        one.over.set()  # only now does the company answer
        assert await asyncio.wait_for(one.process.wait(), 30) == 0
        assert states(one) == [("waiting", "sent")]


@pytest.mark.parametrize("locked", [False, True])
async def test_two_signals_stop_at_once_and_nothing_is_sent_again(tmp_path: Path, locked: bool) -> None:
    """Also while the whole house waits for a database that somebody else holds."""
    async with running(tmp_path) as one:
        await posted(one)
        family = psutil.Process(one.process.pid).children(recursive=True)
        with closing(sqlite3.connect(tmp_path / "shopper.db", isolation_level=None)) as other:
            if locked:
                other.execute("BEGIN IMMEDIATE")
                await asyncio.sleep(1.5)
            one.process.send_signal(signal.SIGTERM)
            if locked:
                await asyncio.sleep(0.2)
            else:
                await one.says("stopping: what is under way may finish")
            one.process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(one.process.wait(), 3) == 0
        await one.says("stopped at once")
        _, alive = await asyncio.to_thread(psutil.wait_procs, family, 10)
        assert alive == []  # browser and driver go with us
        again = await started(one.file, one.clock)
        await again.says("running; 1 doors open")
        again.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(again.process.wait(), 30) == 0
    assert (states(one), len(one.posts)) == ([("waiting", "unknown")], 1)


async def test_sighup_reads_the_programme_again_whole_or_not_at_all(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(5)
        async with running(tmp_path, NOTIFY_SOCKET=str(tmp_path / "notify")) as one:
            assert {manager.recv(64) for _ in range(6)} >= {b"READY=1", b"WATCHDOG=1"}
            good = one.file.read_text()
            one.file.write_text(good.replace("seed = 7", 'seed = "seven"'))
            one.process.send_signal(signal.SIGHUP)
            await one.says("the programme stays as it was, its file cannot be used")
            await one.says("seed")
            one.file.write_text(good + recipient("Boris"))
            one.process.send_signal(signal.SIGHUP)
            await one.says("recipient …@town.test added")
            assert one.process.returncode is None
