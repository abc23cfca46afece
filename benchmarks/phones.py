"""Pages per minute of the phone probe on a 50-page site, both profiles, against a bare "goto + read text" script.

    python benchmarks/phones.py [pages]

Prints wall seconds, processor seconds (ours and the browser's) and their ratio, in the same run.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil

from probes._browser import BrowserHouse, open_browser
from probes.phone_number.frames import Manner
from probes.phone_number.sightings import sightings
from probes.phone_number.view import prepare, see

HEAD = '<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
STYLE = "<style>body{font:16px sans-serif;margin:0}.card{float:left;width:230px;margin:8px;padding:12px;border:1px solid #ccc}a[href^=tel]{padding:14px;display:inline-block}</style>"


def page(number: int) -> bytes:
    """An ordinary shop page: header with number, forty cards with prices, footer with requisites."""
    cards = "".join(
        f'<div class="card"><h3>Товар {number}-{i}</h3><p>Артикул {4951000000 + i * 37}</p><p>Цена {i} 990 ₽</p><a href="/p{(number + i) % 50}">Подробнее</a></div>'
        for i in range(40)
    )
    return f"""{HEAD}<title>Страница {number}</title>{STYLE}<header>Аврора <a href="tel:+78123330001">8 (812) 333-00-01</a></header>
<h1>Страница {number}</h1>{cards}<footer style="clear:both">ООО «Аврора», ИНН 7801234567, тел. {number} отдела: <a href="tel:+7812333{number:04}">8 (812) 333-{number // 100:02}-{number % 100:02}</a></footer>""".encode()


class Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = page(int(self.path.strip("/p") or 0) if self.path.startswith("/p") else 0)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def cpu() -> float:
    """Processor seconds of this process and everything it started."""
    me = psutil.Process()
    total = 0.0
    for process in (me, *me.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


async def bare(house: BrowserHouse, addresses: list[str], profile: str) -> int:
    context = await house.new_context(profile)
    read = 0
    for address in addresses:
        tab = await context.new_page()
        await tab.goto(address, wait_until="load")
        read += "333" in await tab.evaluate("() => document.body.innerText")
        await tab.close()
    await context.close()
    return read


async def ours(house: BrowserHouse, addresses: list[str], profile: str, *, tap: bool) -> int:
    context = await house.new_context(profile)
    manner = Manner(country="RU", settle_ms=0, tracker_ms=0, tap=tap)
    read = 0
    for address in addresses:
        tab = await context.new_page()
        await prepare(tab)
        view = await see(tab, address, profile, manner)
        read += len(sightings(view)) == 2
        await tab.close()
    await context.close()
    return read


async def measured(name: str, work: list, pages: int) -> float:
    started, used = time.perf_counter(), cpu()
    results = await asyncio.gather(*work) if len(work) > 1 else [await work[0]]
    wall, spent = time.perf_counter() - started, cpu() - used
    print(f"{name:34} {wall:7.1f} s wall {spent:7.1f} s cpu {pages / wall * 60:7.0f} pages/min   right: {sum(results)}")
    return spent


async def main(count: int) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    addresses = [f"http://127.0.0.1:{server.server_port}/p{i}" for i in range(count)]
    async with open_browser() as house:
        await bare(house, addresses[:2], "desktop")  # warm
        base = 0.0
        for profile in ("desktop", "phone"):
            base += await measured(f"bare, {profile}", [bare(house, addresses, profile)], count)
        for tap in (False, True):
            spent = 0.0
            for profile in ("desktop", "phone"):
                spent += await measured(
                    f"probe, {profile}{', taps' if tap else ''}", [ours(house, addresses, profile, tap=tap)], count
                )
            print(f"processor time against bare: {spent / base:.2f}x{' with taps' if tap else ''}")
        both = [ours(house, addresses, profile, tap=True) for profile in ("desktop", "phone")]
        await measured("probe, both side by side, taps", both, 2 * count)
    server.shutdown()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
