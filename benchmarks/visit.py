"""One visit against a bare Playwright script that knows the selectors: same page, same browser, same run.

    python benchmarks/visit.py [--visits 15] [--at-once 1,2,4,8] [--memory 200]

Prints CPU seconds a visit (whole process tree: we, the driver, the browser), wall time, their ratio,
visits a minute at several concurrencies, and the tree's memory (PSS) before and after many visits.
The site runs in its own process and is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psutil

from monitor.domain.visit import EvidenceItem, Question, Sending, Shopper
from probes._base import Brief
from probes._browser import BrowserHouse, open_browser
from probes.feedback_form import PROBE
from probes.feedback_form.options import Options

PAGE = (
    """<!doctype html><html lang=en><meta charset=utf-8><title>Contact us</title><h1>Contact us</h1><form method=post action=/send>
<p><label>Your name <input name=name required></label><p><label>E-mail <input type=email name=email required></label>
<p><label>Phone <input name=phone></label><p><label>Topic <select name=topic required><option value="">Choose<option>Prices<option>Question</select></label>
<p><label>Message <textarea name=message required></textarea></label><p><button>Send message</button></form>"""
    + "<p>Text about the company.</p>" * 40
)
THANKS = "<!doctype html><meta charset=utf-8><h1>Thank you! Your message has been sent.</h1>"
SHOPPER = Shopper(first="Ann", last="Smith", middle="", email="ann.b1@shop.test", phone="+442079460958")
QUESTION = Question(subject="Delivery", text="Could you tell me whether you deliver to Leeds? Ref b1.", language="en")


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _reply(self, body: str) -> None:
        data = body.encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        self._reply(PAGE)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._reply(THANKS)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


def serve(port: Any) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    port.put(server.server_address[1])
    server.serve_forever()


@dataclass
class Box:
    """Keeps evidence in memory, as cheaply as a disk would."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        self.kept[kind] = data
        return EvidenceItem(
            kind=kind, path=kind, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, at=datetime.now(UTC)
        )

    def put_json(self, kind: str, value: Any, *, note: str = "") -> EvidenceItem:
        return self.put(kind, json.dumps(value).encode(), media_type="application/json")

    async def intend(self, what: Mapping[str, Any]) -> None:
        return None

    @property
    def items(self) -> list[EvidenceItem]:
        return []

    def data(self, kind: str) -> bytes | None:
        return self.kept.get(kind)

    def json(self, kind: str) -> Any:
        return json.loads(self.kept[kind]) if kind in self.kept else None


async def ours(house: BrowserHouse, url: str) -> None:
    box = Box()
    brief = Brief(
        url=url,
        language="en",
        country="GB",
        now=lambda: datetime.now(UTC),
        options=Options(),
        shopper=SHOPPER,
        question=QUESTION,
    )
    await PROBE.look(brief, house.new_context, box)
    assert PROBE.read(box).sending is Sending.SENT


async def bare(house: BrowserHouse, url: str) -> None:
    """What somebody who knows the page would write, with the same three pictures."""
    context = await house.new_context()
    page = await context.new_page()
    await page.goto(url, wait_until="domcontentloaded")
    await page.screenshot(type="jpeg", quality=70)
    await page.fill("[name=name]", SHOPPER.full)
    await page.fill("[name=email]", SHOPPER.email)
    await page.fill("[name=phone]", SHOPPER.phone)
    await page.select_option("[name=topic]", "Question")
    await page.fill("[name=message]", QUESTION.text)
    await page.screenshot(type="jpeg", quality=70)
    await page.click("button")
    await page.get_by_text("Thank you").wait_for()
    await page.screenshot(type="jpeg", quality=70)
    await page.content()
    await context.close()


def tree(without: int) -> list[psutil.Process]:
    me = psutil.Process()
    return [me, *(p for p in me.children(recursive=True) if p.pid != without)]


def cpu(without: int) -> float:
    """CPU seconds of the tree so far, processes that ended (renderers) included where their parent lives."""
    total = 0.0
    for process in tree(without):
        try:
            t = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += t.user + t.system + getattr(t, "children_user", 0) + getattr(t, "children_system", 0)
    return total


def pss(without: int) -> float:
    total = 0
    for process in tree(without):
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / 2**20


async def timed(
    visit: Callable[[BrowserHouse, str], Awaitable[None]], house: BrowserHouse, url: str, n: int, site: int
) -> tuple[float, float]:
    """(CPU seconds a visit, median wall seconds a visit)."""
    walls, before = [], cpu(site)
    for _ in range(n):
        start = time.perf_counter()
        await visit(house, url)
        walls.append(time.perf_counter() - start)
    return (cpu(site) - before) / n, statistics.median(walls)


async def rate(house: BrowserHouse, url: str, at_once: int, n: int) -> float:
    """Visits a minute with `at_once` of them running."""
    gate = asyncio.Semaphore(at_once)

    async def one() -> None:
        async with gate:
            await ours(house, url)

    start = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(n)))
    return 60 * n / (time.perf_counter() - start)


async def measure(url: str, site: int, args: argparse.Namespace) -> None:
    async with open_browser() as house:
        await bare(house, url)
        await ours(house, url)
        rounds = [
            (await timed(ours, house, url, args.visits, site), await timed(bare, house, url, args.visits, site))
            for _ in range(3)
        ]
        ratio = statistics.median(o[0] / b[0] for o, b in rounds)
        ours_cpu, bare_cpu = (statistics.median(r[i][0] for r in rounds) for i in (0, 1))
        ours_wall, bare_wall = (statistics.median(r[i][1] for r in rounds) for i in (0, 1))
        print(f"browser {house.name} {house.version}")
        print(
            f"a visit: {ours_cpu:.3f} CPU s, {ours_wall * 1000:.0f} ms   bare script: {bare_cpu:.3f} CPU s, {bare_wall * 1000:.0f} ms   CPU ratio {ratio:.2f} (bar 1.5)"
        )
        for at_once in args.at_once:
            print(f"{at_once} at once: {await rate(house, url, at_once, max(8, args.visits)):.0f} visits a minute")
        if args.memory:
            start = pss(site)
            for _ in range(args.memory):
                await ours(house, url)
            print(f"memory (PSS, whole tree): {start:.0f} MiB, after {args.memory} visits {pss(site):.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=15)
    parser.add_argument("--at-once", type=lambda s: [int(x) for x in s.split(",")], default=[1, 2, 4, 8])
    parser.add_argument("--memory", type=int, default=0)
    args = parser.parse_args()
    port: Any = multiprocessing.Queue()
    site = multiprocessing.Process(target=serve, args=(port,), daemon=True)
    site.start()
    try:
        asyncio.run(measure(f"http://127.0.0.1:{port.get()}/", site.pid or 0, args))
    finally:
        site.terminate()


if __name__ == "__main__":
    main()
