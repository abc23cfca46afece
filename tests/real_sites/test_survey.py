"""SurveyJS: pages swapped in place, an ARIA list, and a thank-you over a request that failed."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from kept import visit
from running_sites import HERE, KEPT

from monitor.domain.visit import Acceptance, Sending
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@dataclass
class Results:
    status: int = 501
    posts: list[bytes] = field(default_factory=list)
    url: str = ""


class Server(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, results: Results, root: Path, **more: Any) -> None:
        self.results, self.root = results, root
        super().__init__(*args, **more)

    def translate_path(self, path: str) -> str:
        return str(HERE / "survey_page" / "index.html" if path == "/" else self.root / path.lstrip("/"))

    def do_POST(self) -> None:
        self.results.posts.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(self.results.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def survey() -> Iterator[Results]:
    root = KEPT / "survey"
    if not (root / "node_modules" / "survey-js-ui").exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("REAL SITE NOT TESTED: there is no npm to install SurveyJS with")
        root.mkdir(parents=True, exist_ok=True)
        run = subprocess.run(
            [npm, "install", "--silent", "--prefix", str(root), "survey-core", "survey-js-ui"],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if run.returncode:
            pytest.skip(f"REAL SITE NOT TESTED: npm could not install SurveyJS: {run.stderr[-300:]}")
    results = Results()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, results=results, root=root))
    results.url = f"http://127.0.0.1:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield results
    server.shutdown()


async def test_site_says_yes_server_said_no(house: BrowserHouse, survey: Results) -> None:
    reading, _ = await visit(house, survey.url)
    assert (reading.sending, reading.acceptance, reading.reason) == (
        Sending.UNKNOWN,
        Acceptance.UNKNOWN,
        "site_says_yes_server_said_no",
    )
    assert len(survey.posts) == 1


async def test_a_survey_that_is_taken(house: BrowserHouse, survey: Results) -> None:
    survey.status = 200
    reading, _ = await visit(house, survey.url)
    assert (reading.sending, reading.acceptance) == (Sending.SENT, Acceptance.ACCEPTED)
    assert len(survey.posts) == 1
    assert b"anna.p7k2@shop.test" in survey.posts[0]
