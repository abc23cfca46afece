"""A whole look at a small site: matrix, pictures, and proof that nothing leaves the browser."""

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from monitor.domain.errors import ProbeFault
from monitor.domain.visit import EvidenceItem
from probes._base import Brief
from probes._browser import open_browser
from probes.phone_number import PROBE, Options

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HEAD = '<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width">'
HEADER = '<header><a style="display:block;padding:14px" href="tel:+78123330001">8 (812) 333-00-01</a></header>'
# every control here would send something if it were allowed to
TRAPS = """
<form id=f method=post action=/send><input name=a value=1><button>Отправить</button></form>
<p><a style="display:block;padding:14px" href="tel:+78123330002" onclick="navigator.sendBeacon('/beacon','x');
  fetch('/goal',{method:'POST'});new Image().src='/pixel';document.getElementById('f').submit()">8 (812) 333-00-02</a></p>
<p><button style="padding:14px" onclick="document.getElementById('f').submit()">8 (812) 333-00-03</button></p>
<p><span id=m>+7 (812) 333-XX-XX</span><button onclick="fetch('/show',{method:'POST'});document.getElementById('f').submit()">Показать телефон</button></p>
"""
PAGES = {
    "/": HEAD
    + HEADER
    + '<h1>Дом</h1><a href="/contacts">Контакты</a> <a href="/price">Цены</a> <a href="/logout">Выход</a>',
    "/contacts": HEAD + HEADER + "<h1>Контакты</h1>" + TRAPS,
    "/price": HEAD + "<h1>Цены</h1><p>Скоро</p>",
    "/sitemap.xml": "<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>",
    "/map.xml": "<urlset><url><loc>/price</loc></url><url><loc>/hidden</loc></url></urlset>",
    "/hidden": HEAD + HEADER + "<h1>Только в карте сайта</h1>",
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append(f"GET {self.path}")
        body = PAGES.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body or (HEAD + "<h1>404</h1>").encode())

    def do_POST(self):
        self.server.seen.append(f"POST {self.path}")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.seen = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


class Folder:
    """Evidence in memory: what the box puts, `read` gets."""

    def __init__(self):
        self.items, self.bytes = [], {}

    def put(self, kind, data, *, media_type, note=""):
        sha = hashlib.sha256(data).hexdigest()
        self.items.append(EvidenceItem(kind=kind, path=kind, sha256=sha, media_type=media_type, at=NOW, note=note))
        self.bytes[kind] = data
        return self.items[-1]

    def put_json(self, kind, value, *, note=""):
        return self.put(kind, json.dumps(value).encode(), media_type="application/json", note=note)

    def data(self, kind):
        return self.bytes.get(kind)

    def json(self, kind):
        return json.loads(self.bytes[kind]) if kind in self.bytes else None

    async def intend(self, what):
        raise AssertionError("a passive probe intends nothing")


def brief(url: str, **options) -> Brief:
    return Brief(
        url=url,
        language="ru",
        country="RU",
        now=lambda: NOW,
        options=Options(settle=0.5, pause=0, **options),
        phones=("+78123330001", "+78123330002", "+78123330003"),
    )


async def test_a_look_at_all_pages_sends_nothing_and_tells_where_the_number_is_missing(site):
    address = f"http://127.0.0.1:{site.server_port}/"
    folder = Folder()
    async with open_browser() as house:
        await PROBE.look(brief(address), house.new_context, folder)
    assert [request for request in site.seen if request.startswith("POST")] == []
    touched = {request.split("?")[0] for request in site.seen}
    assert not touched & {"GET /pixel", "GET /goal", "GET /beacon", "GET /send", "GET /logout"}

    facts = {o.name: o.value for o in PROBE.read(folder).observations}
    rows = {row["page"].rpartition("/")[2]: row for row in facts["phone.pages"]}
    assert set(rows) == {"", "contacts", "price", "hidden"}
    assert rows[""]["shown"] == rows[""]["clickable"] == {"desktop": True, "phone": True}
    assert rows["contacts"]["clickable"] == {"desktop": True, "phone": True}
    assert rows["price"]["shown"] == {"desktop": False, "phone": False}
    assert facts["phone.shown_and_clickable"] is False
    assert facts["phone.numbers"] == ["+78123330001", "+78123330002", "+78123330003"]
    found = {(f["rule"], f["page"].rpartition("/")[2]) for f in facts["phone.findings"]}
    assert {("S2", "price"), ("P3", "contacts"), ("S6", "shopper-looks-for-a-missing-page")} <= found
    crops = {f["crop"] for f in facts["phone.findings"] if f["rule"] == "P3"}
    kept = {item.sha256: item for item in folder.items}
    assert crops and all(kept[crop].media_type == "image/jpeg" for crop in crops)


async def test_reading_twice_says_the_same(site):
    folder = Folder()
    async with open_browser() as house:
        await PROBE.look(
            brief(f"http://127.0.0.1:{site.server_port}/", most=1, error_page=False), house.new_context, folder
        )
    assert PROBE.read(folder) == PROBE.read(folder)


async def test_a_site_that_never_opens_blames_nobody():
    free = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    port = free.server_port
    free.server_close()
    async with open_browser() as house:
        with pytest.raises(ProbeFault) as fault:
            await PROBE.look(brief(f"http://127.0.0.1:{port}/"), house.new_context, Folder())
    assert fault.value.reason == "site_down_for_us_only"


def test_no_evidence_says_nothing_good():
    facts = {
        o.name: o.value
        for o in PROBE.read(SimpleNamespace(items=(), json=lambda kind: None, data=lambda kind: None)).observations
    }
    assert facts["phone.shown_and_clickable"] is False
