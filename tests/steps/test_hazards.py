"""Pages that eat memory, hang or take the browser with them: our fault, and the next visit goes on. A host has one visit
at a time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from monitor import wiring
from monitor.settings import Web
from monitor.steps import House
from monitor.steps.plan import plan_round
from monitor.steps.visit import look, visit_due
from monitor.store.statements import table
from monitor.store.tables import VisitRow
from monitor.testing.practice import OPENS
from monitor.testing.simulation import programme_text
from monitor.web import app, serving
from monitor.wiring import Clock
from probes._browser import MB, BrowserHouse, open_browser
from probes._browser.memory import tree

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORM = """<!doctype html><html lang="en"><title>Ask us</title><h1>Ask us</h1><form method="post">
<label>Name <input name="name"></label><label>E-mail <input name="email" type="email" required></label>
<label>Your question <textarea name="message" required></textarea></label><button>Send</button></form>"""
SENT = "<!doctype html><title>Sent</title><h1>Thank you! Your message has been sent.</h1>"
HUNGRY = """<!doctype html><title>Loading</title><p>Our form is being loaded<script>const kept=[];
for(let i=0;i<30;i++)kept.push(new Uint8Array(2e7).fill(1))</script>"""
HAZARDS = {
    "good": "",
    "hungry": "",
    "hanging": "<script>addEventListener('load',()=>{for(;;);})</script>",
    "killer": "",
}


@dataclass(slots=True)
class Town:
    """What the companies saw: posts by page, and how many requests each host had at the same time."""

    port: int = 0
    posts: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    together: int = 0
    killed: bool = False
    at_killer: Callable[[], None] = lambda: None

    async def serve(self, request: Request) -> Response:
        host, page = str(request.url.hostname), request.path_params["page"]
        self.inside[host] += 1
        self.most[host] = max(self.most[host], self.inside[host])
        self.together = max(self.together, sum(self.inside.values()))
        await asyncio.sleep(0.3)
        self.inside[host] -= 1
        if page == "killer":
            self.at_killer()
            await asyncio.sleep(0.5)
        if request.method == "POST":
            self.posts[page] += 1
            return HTMLResponse(SENT)
        if page == "moved":
            return RedirectResponse(f"http://127.0.0.9:{request.url.port}/good")
        if page == "elsewhere":
            return HTMLResponse(FORM.replace("<form", f'<form action="http://127.0.0.9:{request.url.port}/good"'))
        if page == "help":
            return HTMLResponse(FORM.replace("Ask us", "Call an ambulance"))
        if page == "hungry":
            return HTMLResponse(HUNGRY)
        return HTMLResponse(FORM + HAZARDS.get(page, ""))


@asynccontextmanager
async def town(
    folder: Path, addresses: dict[str, str], extra: str = "", head: str = ""
) -> AsyncIterator[tuple[Town, House]]:
    """Companies by key at addresses like "a.localhost/good", and a house that has a round of visits to them due."""
    made = Town()
    served = app(lambda: None, [Route("/{page}", made.serve, methods=["GET", "POST"])])  # type: ignore[arg-type, return-value]
    async with serving(served, Web(host="0.0.0.0", port=0)) as port:
        text = programme_text(list(addresses), extra=extra)
        for key, address in addresses.items():
            host, _, page = address.partition("/")
            site = f'url = "http://{host}:{port}/{page}"'
            before, _, after = text.partition(f'url = "https://{key}.example"')
            text = before + site + after.replace('address = "/ask"', f'address = "/{page}"', 1)
        (folder / "programme.toml").write_text(text.replace("seed = 7\n", f"seed = 7\n{head}"))
        house = wiring.open_house(folder / "programme.toml", Clock.town(OPENS, 1.0))
        with closing(house.store):
            wiring.enter(house)
            plan_round(house, timedelta(0))
            yield made, house


def rows(house: House) -> dict[str, Any]:
    with house.store.reading() as connection:
        return {row.site: row for row in connection.execute(select(table(VisitRow)))}


async def test_hungry_hanging_and_deadly_pages_are_our_fault_and_the_next_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(look, "PATIENCE", timedelta(seconds=8))
    monkeypatch.setattr(look, "LEAVING", 3.0)
    addresses = {key: f"127.0.0.1/{key}" for key in HAZARDS}
    async with town(tmp_path, addresses) as (seen, house), open_browser(budget=400 * MB) as browser:

        def kill() -> None:
            for process in tree(browser._running.process) if not seen.killed else ():
                process.kill()
            seen.killed = True

        seen.at_killer = kill
        assert await visit_due(house, browser.new_context) == len(HAZARDS)
        found = rows(house)
        print({k: (r.state, r.sending, r.acceptance, r.reason) for k, r in found.items()}, seen)
        assert {key: row.reason for key, row in found.items()} == {
            "good": "", "hungry": "visit_interrupted", "hanging": "visit_interrupted", "killer": "visit_interrupted",
        }  # fmt: skip
        assert found["good"].acceptance == "accepted"
        assert {found[key].sending for key in ("hungry", "hanging", "killer")} <= {"not_sent", "unknown"}
        assert seen.posts["good"] == 1
        assert "MB the browser may have: ended" in caplog.text
        assert not browser._running.browser.contexts
        family = psutil.Process().children(recursive=True)
        assert sum(one.memory_info().rss for one in family) < 1500 * MB


async def test_a_host_has_one_visit_at_a_time_and_others_go_on_beside_it(tmp_path: Path) -> None:
    addresses = {
        "one": "127.0.0.2/good",
        "two": "127.0.0.2/good",
        "three": "127.0.0.3/good",
        "four": "127.0.0.4/good",
    }
    async with town(tmp_path, addresses, "[rhythm]\nat_once = 4\n") as (seen, house), open_browser() as browser:
        await working(house, browser, 4)
        assert {row.acceptance for row in rows(house).values()} == {"accepted"}
        assert seen.most["127.0.0.2"] == 1
        assert not overlap(rows(house), "one", "two")
        assert seen.together > 1


async def test_nothing_is_sent_to_a_host_that_opted_out_or_to_a_line_for_help(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    addresses = {"moved": "127.0.0.2/moved", "elsewhere": "127.0.0.3/elsewhere", "dispatch": "127.0.0.4/help"}
    out = 'opt_out = ["127.0.0.9"]\n'
    async with town(tmp_path, addresses, head=out) as (seen, house), open_browser() as browser:
        assert await visit_due(house, browser.new_context) == len(addresses)
        assert {(row.sending, row.reason) for row in rows(house).values()} == {("not_sent", "not_permitted")}
        assert not seen.posts
        assert caplog.text.count("127.0.0.9 has asked never to be visited") == 2
        assert "sounds like an emergency line" in caplog.text


async def working(house: House, browser: BrowserHouse, hands: int) -> None:
    """So many hands at work until all is done."""
    async with asyncio.timeout(90):
        while any(row.state == "planned" for row in rows(house).values()):
            await asyncio.gather(*(visit_due(house, browser.new_context) for _ in range(hands)))


def overlap(found: dict[str, Any], one: str, other: str) -> bool:
    first, second = sorted((found[one], found[other]), key=lambda row: row.started_at)
    return bool(second.started_at < first.due_at)
