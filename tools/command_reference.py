"""Writes docs/reference/commands.md from the help texts: `python tools/command_reference.py`."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from monitor.cli import COMMANDS, app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Written by `python tools/command_reference.py` from the help texts; a test keeps the two equal.
Results go to standard output, talk to standard error. Exit codes: 0 fine, 1 findings, 2 our fault
or a mistake in what was given.
"""


def help_of(*command: str) -> str:
    plain = {"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    told = CliRunner().invoke(app, [*command, "--help"], prog_name="shopper", env=plain)
    return "\n".join(line.rstrip() for line in told.output.strip().splitlines())


def page() -> str:
    sections = [f"\n## shopper {name}\n\n{line}\n\n```text\n{help_of(name)}\n```\n" for name, line in COMMANDS.items()]
    return "".join([HEAD, *sections])


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf8")
