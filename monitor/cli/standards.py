"""Roof: `shopper standards`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, find_site, show
from monitor.domain.chain import Chain
from monitor.domain.statistics import wilson
from monitor.domain.verdict import Standing
from monitor.steps.standing import Stand, chains_of, stand

SAID = {Standing.PASS: "met", Standing.FAIL: "not met", Standing.NOT_ENOUGH: "not enough data"}


def command(
    site: Annotated[
        list[str] | None, typer.Option(help="Only this site (its key); may be given several times.")
    ] = None,
    programme: ProgrammeFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """How each promise stands today, over its own window, and each site's weakest link.

    Ways in that name a chain are linked by it; where none does, the site is one chain. A chain passes when every
    promise is met, fails when one is not, and the weakest link is where to begin. Exit code 1 when a promise is not
    met.
    """
    with entered(programme) as house:
        chosen = [find_site(house, key) for key in site] if site else list(house.programme.sites)
        found = [(one, stands, chains_of(one, stands)) for one in chosen for stands in (stand(house, one),)]
    told = [
        {"site": one.key, "chains": list(map(_chain, links, links.values())), "promises": [_values(s) for s in stands]}
        for one, stands, links in found
    ]
    if as_json:
        show(told, True, "")
    else:
        console = Console(file=sys.stdout)
        for one, stands, links in found:
            _print(console, one.name, stands, links)
    failed = any(s.link.standing is Standing.FAIL for _, stands, _ in found for s in stands)
    raise typer.Exit(1 if failed else 0)


def _values(one: Stand) -> dict[str, Any]:
    link = one.link
    low, high = wilson(link.k, link.n)
    counts = {
        "k": link.k,
        "n": link.n,
        "low": low,
        "high": high,
        "pending": one.pending,
        "inconclusive": one.inconclusive,
    }
    return {"touchpoint": link.touchpoint, "standard": link.standard, "standing": link.standing.value, **counts}


def _chain(name: str, links: Chain) -> dict[str, Any]:
    weakest = links.weakest
    return {
        "name": name,
        "standing": links.standing.value,
        "weakest": None if weakest is None else {"touchpoint": weakest.touchpoint, "standard": weakest.standard},
    }


def _print(console: Console, name: str, stands: tuple[Stand, ...], chains: Mapping[str, Chain]) -> None:
    table = Table(
        "touchpoint",
        "promise",
        "met",
        "95 % interval",
        "verdict",
        "not counted",
        box=None,
        title=name,
        title_justify="left",
    )
    for one in stands:
        low, high = wilson(one.link.k, one.link.n)
        asides = [
            f"{count} {word}" for count, word in ((one.pending, "pending"), (one.inconclusive, "inconclusive")) if count
        ]
        interval = f"{100 * low:.0f}–{100 * high:.0f} %" if one.link.n else ""
        share = f"{one.link.k} of {one.link.n}"
        table.add_row(one.link.touchpoint, one.name, share, interval, SAID[one.link.standing], ", ".join(asides))
    console.print(table)
    for chain, links in chains.items():
        weakest = links.weakest
        where = f"; the weakest link: {weakest.touchpoint}, {weakest.standard}" if weakest else ""
        called = f"Chain {chain}" if chain else "As a chain"
        console.print(f"{called}: {SAID[links.standing]}{where}", highlight=False)
    console.print()
