"""pretalx: a wizard over several pages that ends in an account. The right answer is `needs_account`."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from kept import visit
from running_sites import environment, free_port, wait_for

from monitor.domain.visit import Acceptance, Sending
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
OPEN = (
    "update submission_cfp set deadline = null",
    "update submission_submissiontype set deadline = null",
    "update event_event set date_from = '2099-06-01', date_to = '2099-06-03', is_public = 1",
)


@pytest.fixture(scope="module")
def pretalx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    python = environment("pretalx", "pretalx", "Faker", "freezegun")
    work, port = tmp_path_factory.mktemp("pretalx"), free_port()
    database = work / "db.sqlite3"
    organiser = {
        f"PRETALX_INIT_{word}_{part}": "org" for word in ("ORGANISER", "ORGANIZER") for part in ("NAME", "SLUG")
    }
    surroundings = {
        **os.environ, **organiser, "PRETALX_DATA_DIR": str(work), "PRETALX_FILESYSTEM_DATA": str(work), "PRETALX_DB_NAME": str(database), "PRETALX_DEBUG": "True",
        "PRETALX_SITE_URL": f"http://127.0.0.1:{port}", "DJANGO_SUPERUSER_EMAIL": "office@site.test", "DJANGO_SUPERUSER_PASSWORD": "only-for-loopback-1",
    }  # fmt: skip
    for step in (("migrate", "-v0"), ("init", "--noinput"), ("create_test_event", "--stage", "cfp", "--seed", "1")):
        subprocess.run(
            [str(python), "-m", "pretalx", *step], cwd=work, env=surroundings, check=True, capture_output=True
        )
    with sqlite3.connect(database) as opened:
        for statement in OPEN:
            opened.execute(statement)
    log = work / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(python), "-m", "pretalx", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=work,
            env=surroundings,
            stdout=out,
            stderr=out,
        )
    wait_for(port, process, log)
    yield f"http://127.0.0.1:{port}", database
    process.terminate()
    process.wait()


async def test_it_stops_where_an_account_is_wanted(house: BrowserHouse, pretalx: tuple[str, Path]) -> None:
    url, database = pretalx
    reading, _ = await visit(house, f"{url}/democon/submit/")
    assert (reading.acceptance, reading.reason) == (Acceptance.BLOCKED, "needs_account")
    assert reading.sending is not Sending.SENT
    with sqlite3.connect(database) as opened:
        assert opened.execute(
            "select count(*) from submission_submission where title = 'A question about delivery'"
        ).fetchone() == (0,)
