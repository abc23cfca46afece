"""The directions between rooms hold, and the contract notices when one is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("monitor", "probes", "schedules", "reports")
BREACHES = {
    "the ground floor opens a file": ("monitor/domain/finding.py", "import pathlib"),
    "the ground floor asks upstairs": ("monitor/domain/visit.py", "import monitor.settings"),
    "a room looks into its neighbour": ("probes/_base.py", "import monitor.store"),
    "a room calls a step": ("monitor/store/__init__.py", "import monitor.steps.visit"),
    "a step calls a step": ("monitor/steps/judge.py", "import monitor.steps.tell"),
    "a step goes through the threshold": ("monitor/steps/plan.py", "import monitor.wiring"),
    "the threshold asks the roof": ("monitor/wiring.py", "import monitor.cli"),
    "the plan reads the clock": ("schedules/cadence/__init__.py", "import time"),
    "a report reads the clock": ("reports/period.py", "import time"),
}


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the rooms and their contracts that may be broken."""
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", copy)
    return copy


def test_the_contracts_hold(house):
    said = contracts(house)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(("place", "line"), BREACHES.values(), ids=BREACHES.keys())
def test_a_breach_is_noticed(house, place, line):
    file = house / place
    before = file.read_text(encoding="utf8")
    file.write_text(f"{before}\n{line}\n", encoding="utf8")
    try:
        said = contracts(house)
    finally:
        file.write_text(before, encoding="utf8")
    assert said.returncode == 1
    assert "broken" in said.stdout.lower()
