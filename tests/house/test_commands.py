"""Every command is there, explained, in the reference, and loaded only when it is wanted."""

from __future__ import annotations

import importlib
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli import COMMANDS, MODULES

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"sqlmodel", "sqlalchemy", "playwright", "fastapi", "httpx", "alembic", "apscheduler", "jinja2"}


def test_the_reference_is_what_the_commands_say():
    reference = runpy.run_path(str(ROOT / "tools" / "command_reference.py"))
    assert reference["PAGE"].read_text(encoding="utf8") == reference["page"](), "run: python tools/command_reference.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself(name):
    command = importlib.import_module(f"monitor.cli.{MODULES.get(name, name)}").command
    assert command.__doc__ and len(command.__doc__.split()) >= 8


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(asked):
    program = (
        "import sys, contextlib, io\nfrom monitor.cli import main\n"
        f"sys.argv = ['shopper', {asked!r}]\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): main()\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "monitor.cli" in loaded
    assert HEAVY & set(loaded) == set()
