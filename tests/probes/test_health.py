"""A page's health by a real TLS server with a real certificate, and the domain's end by a registry of our own."""

import json
import ssl
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import pytest_asyncio

from probes._browser import open_browser
from probes._domain import domain_until
from probes._health import domain_findings, health, health_findings

NOW = datetime.now(UTC)
PAGE = (
    '<!doctype html><meta name="viewport" content="width=device-width"><p>Hello</p><img src="http://127.0.0.1:1/a.png">'
)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.server.body.encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", self.server.kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def served(body, kind="text/html", status=200, certificate=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.body, server.kind, server.status = body, kind, status
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house():
    async with open_browser() as house:
        yield house


def certificate(folder, days):
    """A self-signed certificate for this machine that ends in so many days."""
    path = folder / f"{days}.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost"
    command = [
        *made.split(),
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-days",
        str(days),
        "-keyout",
        path,
        "-out",
        "-",
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    path.write_text(path.read_text() + done.stdout)
    return path


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("days", "gravity"), [(3, "critical"), (14, "major"), (60, None)])
async def test_a_real_certificate_that_is_about_to_end_is_told(house, tmp_path, days, gravity):
    server = served(PAGE, certificate=certificate(tmp_path, days))

    async def trusting(profile, **options):
        return await house.new_context(profile, ignore_https_errors=True, **options)

    facts = await health(trusting, f"https://127.0.0.1:{server.server_port}/", "desktop")
    server.shutdown()
    until = datetime.fromtimestamp(facts["certificate_until"], UTC)
    assert abs(until - NOW - timedelta(days=days)) < timedelta(hours=1)
    found = {one.rule: one.gravity.value for one in health_findings(facts, NOW)}
    assert found.get("H3") == gravity
    assert found["H4"] == "major"  # the picture comes over plain http


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_certificate_nobody_trusts_keeps_the_page_shut_and_is_said_so(house, tmp_path):
    server = served(PAGE, certificate=certificate(tmp_path, 30))
    facts = await health(house.new_context, f"https://127.0.0.1:{server.server_port}/", "desktop")
    server.shutdown()
    [found] = health_findings(facts, NOW)
    assert (found.rule, "do not trust its certificate" in found.en) == ("H1", True)
    assert "не доверяют" in found.ru


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("net::ERR_CERT_DATE_INVALID at x", "ended"),
        ("net::ERR_CONNECTION_REFUSED at x", "nobody answers"),
        ("odd", "odd"),
    ],
)
def test_why_a_page_does_not_open_is_said_in_words(error, said):
    facts = {"error": error, "status": 0, "url": "https://a.example/", "profile": "desktop"}
    assert said in health_findings(facts, NOW)[0].en


def registry(until):
    events = [{"eventAction": "expiration", "eventDate": until}] if until else []
    return served(json.dumps({"events": events}), "application/rdap+json")


@pytest.mark.asyncio
@pytest.mark.parametrize(("days", "gravity"), [(5, "critical"), (20, "major"), (90, None)])
async def test_a_domain_about_to_end_is_told(days, gravity):
    server = registry((NOW + timedelta(days=days)).isoformat())
    until, _ = await domain_until("https://www.aurora.ru/contacts", base=f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    assert [one.gravity.value for one in domain_findings("https://aurora.ru/", until, NOW)] == (
        [gravity] * bool(gravity)
    )


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("body", "status", "why"),
    [('{"events": []}', 200, "does not say"), ("<html>", 200, "cannot be read"), ("", 404, "404")],
)
async def test_a_registry_that_does_not_say_leaves_it_unknown(body, status, why):
    server = served(body, "application/rdap+json", status)
    until, said = await domain_until("https://shop.aurora.ru/", base=f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    assert until is None
    assert why in said
    assert domain_findings("https://aurora.ru/", until, NOW) == []


@pytest.mark.asyncio
async def test_nobody_is_asked_about_addresses_and_a_silent_registry_is_no_finding():
    assert await domain_until("http://127.0.0.1:8000/", base="http://127.0.0.1:1") == (None, "")
    until, why = await domain_until("https://aurora.ru/", base="http://127.0.0.1:1")
    assert (until, "does not answer" in why) == (None, True)
