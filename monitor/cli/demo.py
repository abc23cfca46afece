"""Roof: `shopper demo`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from monitor import wiring
from monitor.cli._house import AsJson, log_to_stderr, show, talk
from monitor.cli.report import as_text, as_values
from monitor.steps import House
from monitor.steps.report import Scope, Written, write_study, write_weekly
from monitor.testing.company import Trade
from monitor.testing.practice import CLOSES, Practice, look_round, play_round, practice
from reports.period import Period

TOWN_ZONE = "Europe/Moscow"
STRIDE = 8
"""Visits or answers between two lines of progress."""
Tell = Callable[[int, int, str], None]
"""How many are visited, how many are over, what the town's clock shows."""


def command(
    folder: Annotated[
        Path, typer.Option(help="Where database, evidence and reports go; a new folder inside each time.")
    ] = Path("var/demo"),
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also tell each visit and letter.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a whole round of mystery shopping on the practice town, on real parts, in about two minutes.

    32 companies on this machine, each with a website and staff who answer by real mail; a real browser sends each an
    enquiry; the town's clock runs 60 times faster than yours. In the evening the clubs' pages are looked at: phones,
    and whom one reaches when they are closed. Nothing leaves this machine. At the end: the report's address and its
    first sentence.
    """
    log_to_stderr(logging.INFO if verbose else logging.ERROR)
    place = _new_folder(folder)
    written = asyncio.run(_demo(place))
    show(as_values(written), as_json, as_text(written))


def _new_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(old.name) for old in folder.iterdir() if old.name.isdigit()), default=0)
    place = folder / str(number)
    place.mkdir()
    return place


async def _demo(place: Path) -> tuple[Written, ...]:
    talk.print("Opening the practice town: 11 fitness centres, 20 lessors, a language school.")
    async with practice(place) as stage:
        house = wiring.open_house(stage.programme, stage.clock)
        wiring.enter(house)
        try:
            await _round(stage, house)
        finally:
            wiring.leave(house)
    return await _evening(place)


async def _evening(place: Path) -> tuple[Written, ...]:
    """The same evening in the same house: phones and off-hours contact of the clubs, then the reports of the week."""
    talk.print("Evening: looking at the clubs' pages, now that they are closed.")
    async with practice(place, opens=CLOSES, looked_at=[Trade.FITNESS]) as stage:
        house = wiring.open_house(stage.programme, stage.clock)
        wiring.enter(house)
        try:
            await look_round(house)
            week = Period.week_of(house.now(), TOWN_ZONE)
            scope = Scope(name=house.programme.name)
            talk.print("Writing the reports.")
            study = write_study(house, week, scope, house.programme.languages)
            return (*study, *write_weekly(house, week, scope, house.programme.languages))
        finally:
            wiring.leave(house)


async def _round(stage: Practice, house: House) -> None:
    total = len(stage.town.companies)
    with _bars(total) if talk.is_terminal else _lines(total) as tell:

        def show_counts(counts: dict[str, int]) -> None:
            closed = counts.get("closed", 0)
            tell(counts.get("waiting", 0) + closed, closed, f"{stage.clock():%H:%M} UTC")

        await play_round(stage, house, show_counts)


@contextmanager
def _bars(total: int) -> Iterator[Tell]:
    """Two bars that grow."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=talk, transient=False) as progress:
        sent = progress.add_task("visiting", total=total)
        answered = progress.add_task("waiting for answers", total=total)

        def tell(visited: int, closed: int, clock: str) -> None:
            progress.update(sent, completed=visited)
            progress.update(answered, completed=closed, description=f"waiting for answers, {clock}")

        yield tell


@contextmanager
def _lines(total: int) -> Iterator[Tell]:
    """A line now and then, where there is no terminal (a pipe, a build's log)."""
    told = 0

    def tell(visited: int, closed: int, clock: str) -> None:
        nonlocal told
        if visited + closed >= min(told + STRIDE, 2 * total) > told:
            told = visited + closed
            talk.print(f"  visited {visited} of {total}, answered or over {closed} of {total}; {clock}")

    yield tell
