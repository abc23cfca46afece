"""Roof: `shopper doctor`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from monitor.doctor import browser, ground
from monitor.doctor.tick import Health, Tick
from probes._browser import open_browser

CHECKS = ("python", "packages", "libraries", "disk", "clock", "browser")
MARKS = {Health.well: "[green]✓[/]", Health.so_so: "[yellow]![/]", Health.ill: "[red]✗[/]"}


def command(
    only: Annotated[
        list[str] | None, typer.Option(help=f"Look at this alone; may be repeated. One of: {', '.join(CHECKS)}.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Install a browser when none works and this system allows it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the ticks as JSON instead of a table.")] = False,
) -> None:
    """Look at ourselves before blaming anybody: ticks and remedies.

    Exit code 0 when all is well (a "!" is worth knowing, no more), 2 when something has to be mended.
    """
    asked = tuple(only or CHECKS)
    if unknown := sorted(set(asked) - set(CHECKS)):
        raise typer.BadParameter(f"{', '.join(unknown)}: not one of {', '.join(CHECKS)}", param_hint="--only")
    ticks = asyncio.run(examine(asked, fix=fix))
    if as_json:
        print(json.dumps([asdict(tick) for tick in ticks], ensure_ascii=False, indent=2))
    else:
        show(ticks)
    if any(tick.health is Health.ill for tick in ticks):
        raise typer.Exit(2)


async def examine(asked: Sequence[str], *, fix: bool) -> list[Tick]:
    look = partial(browser.install, open_browser, say) if fix else partial(browser.browser, open_browser)
    simple: dict[str, Callable[[], Tick]] = {
        "python": ground.python,
        "packages": ground.packages,
        "libraries": ground.libraries,
    }
    return [await look() if name == "browser" else simple[name]() for name in asked]


def show(ticks: Sequence[Tick]) -> None:
    table = Table(box=box.SIMPLE, show_header=False)
    for tick in ticks:
        table.add_row(
            MARKS[tick.health], tick.name, "\n".join(filter(None, (tick.found, tick.remedy and f"→ {tick.remedy}")))
        )
    Console().print(table)


def say(line: str) -> None:
    print(line, file=sys.stderr)
