"""Real software on loopback: environments of its own, ports, a site that runs."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / "var" / "real_sites"


@dataclass
class Running:
    """A site at `url`; its files (database, mails) in `work`."""

    url: str
    work: Path
    python: Path

    def mails(self) -> list[str]:
        """Every letter the site has written, as text."""
        return [f.read_text(encoding="utf-8") for f in sorted((self.work / "mail").glob("*.log"))]


def environment(name: str, *packages: str) -> Path:
    """The Python of an environment that has the packages; made on first use."""
    place = KEPT / name
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)
        _or_skip(sys.executable, "-m", "venv", str(place))
        _or_skip(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
        (place / "ready").touch()
    return python


def _or_skip(*command: str) -> None:
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    if run.returncode:
        pytest.skip(f"REAL SITE NOT TESTED: {' '.join(command[:6])} failed: {run.stderr.strip()[-400:]}")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"the site did not start: {log.read_text()}")
