"""Roof: `shopper doctor`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import make_url

from monitor import wiring
from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show
from monitor.doctor import browser, database, ground, mailbox
from monitor.doctor import ears as proofs
from monitor.doctor.tick import Health, Tick, ill, so_so, well
from monitor.domain.errors import HouseFault, UserFault
from monitor.domain.programme import Programme
from monitor.service import open_doors
from monitor.settings import Outgoing, Settings
from monitor.steps import House, phone_ear
from monitor.steps.collect import collect, route_home, send_canary, sweep
from monitor.store import ears, open_store
from probes._browser import open_browser

CHECKS = ("python", "packages", "libraries", "disk", "clock", "programme", "browser", "database", "mailbox")
MARKS = {Health.well: "[green]✓[/]", Health.so_so: "[yellow]![/]", Health.ill: "[red]✗[/]"}


def command(
    programme: ProgrammeFile = DEFAULT,
    only: Annotated[
        list[str] | None, typer.Option(help=f"Look at this alone; may be repeated. One of: {', '.join(CHECKS)}.")
    ] = None,
    only_ears: Annotated[
        bool, typer.Option("--ears", help="Only show when each door for letters and calls was last proven to hear.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Install a browser when none works and this system allows it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look at ourselves before blaming anybody: a table of ticks and remedies.

    Starts the browser, opens the database, sends a letter to ourselves and waits for it. Without a
    programme file the parts that need one are left out. Exit code 0 when all is well ("!" is worth
    knowing, no more), 2 when something has to be mended.
    """
    asked = tuple(only or CHECKS)
    if unknown := sorted(set(asked) - set(CHECKS)):
        raise typer.BadParameter(f"{', '.join(unknown)}: not one of {', '.join(CHECKS)}", param_hint="--only")
    ticks = _last_proofs(programme) if only_ears else asyncio.run(_Doctor(programme, fix=fix).examine(asked))
    show([asdict(tick) for tick in ticks], True, "") if as_json else _draw(ticks)
    if any(tick.health is Health.ill for tick in ticks):
        raise typer.Exit(2)


def _last_proofs(file: Path) -> list[Tick]:
    with entered(file) as house, house.store.reading() as connection:
        phone = [phone_ear(door) for door in house.settings.call_doors]
        return list(proofs.ears(_ways_in(house), phone, ears.last_proofs(connection), house.now()))


class _Doctor:
    """Hands each check what it looks at."""

    def __init__(self, file: Path, *, fix: bool) -> None:
        self._file, self._fix = file, fix
        self._settings = Settings()
        self._programme: Programme | None = None

    async def examine(self, asked: Sequence[str]) -> list[Tick]:
        """The ticks of `asked`, in that order; the programme file is read first, the others need it."""
        reading = self._read()
        checks: dict[str, Callable[[], Tick]] = {
            "python": ground.python,
            "packages": ground.packages,
            "libraries": ground.libraries,
            "disk": lambda: ground.disk(self._settings.var),
            "clock": lambda: ground.clock(wiring.the_clock()()),
            "programme": lambda: reading,
            "database": self._database,
        }
        longer: dict[str, Callable[[], Awaitable[Tick]]] = {"browser": self._browser, "mailbox": self._mailbox}
        return [await longer[name]() if name in longer else checks[name]() for name in asked]

    def _read(self) -> Tick:
        if not self._file.exists():
            return so_so("programme", f"there is no {self._file} here", "shopper init https://your-site.example")
        try:
            self._programme, self._settings = wiring.load_programme(self._file)
        except UserFault as fault:
            return ill(
                "programme", f"{self._file} cannot be used: {len(fault.faults)} faults", f"shopper check {self._file}"
            )
        return well("programme", f"{self._file}: {self._programme.name}")

    async def _browser(self) -> Tick:
        ours = partial(open_browser, self._settings.browser)
        return await (browser.install(ours, _say) if self._fix else browser.browser(ours))

    def _database(self) -> Tick:
        if self._programme is None:
            return _left_out("database")
        url = self._settings.database_url
        return database.database(make_url(url).render_as_string(), partial(_open_and_write, url))

    async def _mailbox(self) -> Tick:
        if self._programme is None:
            return _left_out("mailbox")
        try:
            with entered(self._file) as house:
                async with open_doors(house) as listening:
                    route = route_home(house, listening) or _held_by_another(house)
                    return await mailbox.mailbox(
                        _ways_in(house), partial(send_canary, house, route), partial(_came, house)
                    )
        except HouseFault as fault:
            return ill("mailbox", f"not tried: {fault}", "mend that first")


def _ways_in(house: House) -> list[str]:
    """The names of the doors by which an answer can come."""
    if not house.programme.mail_domain:
        return []
    doors = house.settings
    return [str(door.name) for kind in (doors.smtp_doors, doors.imap_doors, doors.maildir_doors) for door in kind]


def _held_by_another(house: House) -> Outgoing | None:
    """The way to a door that a running `shopper run` holds."""
    for door in house.settings.smtp_doors:
        if door.port:
            return Outgoing(host=door.host, port=door.port, security="none")
    return None


async def _came(house: House, token: str) -> bool:
    await asyncio.to_thread(sweep, house)
    collect(house)
    with house.store.reading() as connection:
        return ears.has_arrived(connection, token)


def _open_and_write(url: str) -> None:
    store = open_store(url)
    try:
        with store.writing():
            pass
    finally:
        store.close()


def _left_out(name: str) -> Tick:
    return so_so(name, "left out: it needs a programme file that can be used", "shopper doctor --programme FILE")


def _draw(ticks: Sequence[Tick]) -> None:
    table = Table(box=box.SIMPLE, show_header=False)
    for tick in ticks:
        remedy = f"→ {tick.remedy}" if tick.remedy else ""
        table.add_row(MARKS[tick.health], tick.name, "\n".join(filter(None, (escape(tick.found), escape(remedy)))))
    Console().print(table)


def _say(line: str) -> None:
    print(line, file=sys.stderr)
