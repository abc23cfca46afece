"""Real software on loopback, installed by the test job into its own folder, never into ours.

Each site runs in its own environment under `var/real_sites` (kept between runs). Where a package cannot be
installed the test is skipped, loudly, with the installer's last words.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from probes._browser import BrowserHouse, open_browser

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "probes" / "feedback_form")]  # support modules

from running_sites import Running, free_port, wait_for  # noqa: E402


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def house() -> AsyncIterator[BrowserHouse]:
    async with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def django_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Running]]:
    """start(project folder, python, *management steps) → a running development server."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(project: str, python: Path, *steps: tuple[str, ...]) -> Running:
        work = tmp_path_factory.mktemp(project)
        shutil.copytree(HERE / project, work, dirs_exist_ok=True)
        surroundings = {**os.environ, "REAL_SITE_WORK": str(work)}
        for step in steps:
            subprocess.run([str(python), *step], cwd=work, env=surroundings, check=True, capture_output=True)
        port, log = free_port(), work / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [str(python), "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
                cwd=work,
                env=surroundings,
                stdout=out,
                stderr=out,
            )
        processes.append(process)
        wait_for(port, process, log)
        return Running(f"http://127.0.0.1:{port}", work, python)

    yield start
    for process in processes:
        process.terminate()
        process.wait()
