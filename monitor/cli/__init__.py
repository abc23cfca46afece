"""Roof: the command line. One file per command; nothing heavy is imported before a command runs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup

from monitor import __version__
from monitor.domain.errors import HouseFault, ShopperError, UserFault

COMMANDS: Mapping[str, str] = {
    "demo": "Run a whole round of mystery shopping on the practice town.",
    "init": "Write a commented programme file for your site.",
    "check": "Validate a programme file: all faults at once.",
    "schema": "Print the JSON Schema of the programme file for your editor.",
    "doctor": "Look at ourselves: browser, database, mailbox, clock; ticks and remedies.",
    "plan": "Draw the visits of a week or a round (sends nothing).",
    "visit": "Carry out the visits that are due.",
    "collect": "Fetch letters from all doors, tell people from robots, match them to visits.",
    "judge": "Decide the visits whose deadline has passed.",
    "tell": "Send the alerts that are due, each once.",
    "report": "Write the weekly report or a study.",
    "tasks": "List what is to be mended; say who mends it by when.",
    "run": "Do all of this on its rhythm until stopped.",
    "status": "Show what waits for what, and until when.",
    "inspect": "Look at a page as our probes would: forms, fields, phones. Sends nothing.",
    "classify": "Tell for letters who wrote them: a person, a robot, a bounce, a mailing.",
    "alerts": "See what was told to whom and why, react to it, try a channel.",
    "purge": "Forget what was kept long enough, or all about one person.",
    "nightly": "Check pages, forms, phones and off-hours contact of your sites. Sends nothing.",
    "evidence": "Show where the evidence of a visit lies, and write its one-page dossier.",
    "standards": "Show how each promise stands over its window, and each site's weakest link.",
    "compare": "Compare before and after a change, with intervals; no proof is an answer too.",
    "answer": "Put down an answer you saw yourself: a call, a messenger, a letter elsewhere.",
    "review": "List the letters nobody could judge, and decide them.",
    "import": "Take in outcomes measured elsewhere, as a study of their own.",
    "export": "Write every visit, response, verdict and figure as CSV or JSON.",
    "reread": "Open every letter again from its raw bytes, and judge again.",
}
"""Name and one line of help; the command itself is `command` in `monitor.cli.<name>`."""
MODULES: Mapping[str, str] = {"import": "bring_in"}
"""Where the name of a command cannot be that of a module."""


class LazyGroup(TyperGroup):
    """Lists commands from the table above and imports one only when it is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A light outline, enough for the list in `--help`."""
        return _outline(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, outline, rest = super().resolve_command(ctx, args)
        return name, _load(name) if name and outline else outline, rest


def _outline(name: str) -> Any:
    app = typer.Typer(add_completion=False)
    app.command(name, help=COMMANDS[name])(lambda: None)
    return typer.main.get_command(app)


def _load(name: str) -> Any:
    module = importlib.import_module(f"monitor.cli.{MODULES.get(name, name)}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name)(module.command)
    return typer.main.get_command(app)


def _version(asked: bool) -> None:
    if asked:
        print(f"shopper {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=LazyGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", help="Print the version.", is_eager=True, callback=_version),
) -> None:
    """Mystery Shopper: how fast and how well do companies answer the people who want to buy from them?"""


def main() -> None:
    """Entry point. Exit codes: 0 fine, 1 findings, 2 our fault or the user's file is wrong."""
    try:
        app()
    except UserFault as fault:
        print(fault, file=sys.stderr)
        sys.exit(2)
    except (HouseFault, ShopperError) as fault:
        print(f"shopper: {fault}", file=sys.stderr)
        sys.exit(2)
