"""Roof: what several commands share: the programme option, an open house, an open browser, and how we talk."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.logging import RichHandler
from sqlalchemy.exc import DBAPIError

from monitor import wiring
from monitor.domain.errors import HouseFault
from monitor.domain.programme import Site
from monitor.domain.visit import Visit
from monitor.journal import Lines
from monitor.steps import House
from monitor.store import visits
from probes._base import NewContext
from probes._browser import MB, open_browser

ProgrammeFile = Annotated[
    Path, typer.Option("--programme", "-p", envvar="SHOPPER_PROGRAMME", help="The programme file.", show_default=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
DEFAULT = Path("programme.toml")

talk = Console(stderr=True, highlight=False)
"""What we say goes to stderr; results go to stdout."""


@contextmanager
def entered(path: Path, clock: wiring.Clock | None = None) -> Iterator[House]:
    """An open house in which this process counts as a worker; what dead processes left is put right first."""
    house = wiring.open_house(path, clock)
    try:
        try:
            wiring.enter(house)
            yield house
        finally:
            wiring.leave(house)
    except DBAPIError as fault:
        raise HouseFault(f"the database does not answer: {fault.orig}. Nothing is lost; run it again") from fault


@asynccontextmanager
async def browsing(house: House) -> AsyncIterator[NewContext]:
    """One browser for this process."""
    async with open_browser(house.settings.browser, house.settings.browser_memory * MB) as browser:
        yield browser.new_context


def find_visit(house: House, name: str) -> Visit:
    """The visit of that token or number; `BadParameter` when there is none."""
    try:
        with house.store.reading() as connection:
            return visits.find(connection, name)
    except KeyError:
        raise typer.BadParameter(f"there is no visit {name}; shopper status and the reports show tokens") from None


def find_site(house: House, key: str) -> Site:
    """The site of that key; `BadParameter` naming all keys when there is none."""
    try:
        return house.programme.site(key)
    except KeyError:
        known = ", ".join(site.key for site in house.programme.sites)
        raise typer.BadParameter(f"no site {key} in the programme; there are: {known}") from None


def show(value: Any, as_json: bool, text: str) -> None:
    """A result on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str) if as_json else text)


def log_to_stderr(level: int = logging.INFO) -> None:
    """Our own log lines on stderr from `level` up; libraries only when they warn."""
    handler = RichHandler(console=Console(file=sys.stderr), show_path=False, rich_tracebacks=False)
    handler.setFormatter(Lines("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("shopper").setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is still busy is no news
