"""Roof: `shopper nightly`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, browsing, entered, log_to_stderr, show
from monitor.domain.errors import Fault, UserFault
from monitor.domain.news import News
from monitor.domain.programme import Site
from monitor.steps import House
from monitor.steps.nightly import Shelf, nightly
from monitor.steps.tell import tell_due

log = logging.getLogger("shopper.nightly")


def command(
    sites: Annotated[list[str] | None, typer.Argument(help="Keys of the sites to look at; none: all.")] = None,
    programme: ProgrammeFile = DEFAULT,
    as_json: AsJson = False,
    mail: Annotated[bool, typer.Option(help="Send a short letter when there is news.")] = True,
    looks: Annotated[
        int,
        typer.Option(
            min=0,
            max=5,
            help="Looks of one night in which a finding must be seen before it is news; 0: as [alerts] confirm says.",
        ),
    ] = 0,
) -> None:
    """Look at your sites by night; sends them nothing.

    Checks that the home page is up, fast and sound (certificate, mixed content, script errors, layout on a phone),
    that forms are there as before, that numbers are shown, clickable and right, and that somebody can be reached
    outside opening hours. Everything is compared with the last night: only news is told, after a second look, and
    what comes and goes is told twice and then only when it stays. The letter leaves through the outbox, each once.

    Exit code 0 nothing new, 1 news, 2 our fault or the programme is wrong. The first night only takes notes.
    """
    log_to_stderr()
    with entered(programme) as house:
        reports = asyncio.run(_all(house, _chosen(house, sites or ()), mail, looks))
    lines = [line for report, news in reports for line in _lines(report, news)]
    show({"sites": [report for report, _ in reports]}, as_json, "\n".join(lines))
    if any(news.loud for _, news in reports):
        raise typer.Exit(1)


def _chosen(house: House, keys: Sequence[str]) -> list[Site]:
    known = {site.key: site for site in house.programme.sites}
    unknown = [key for key in keys if key not in known]
    if unknown:
        remedy = f"The programme has: {', '.join(known)}"
        raise UserFault(
            tuple(Fault(place="shopper nightly", found=f'there is no site "{key}"', remedy=remedy) for key in unknown)
        )
    chosen = [known[key] for key in keys] if keys else list(known.values())
    for site in [site for site in chosen if site.emergency]:
        log.warning("%s is an emergency service: it is not looked at", site.key)
    return [site for site in chosen if not site.emergency]


async def _all(house: House, sites: Sequence[Site], mail: bool, looks: int) -> list[tuple[dict[str, Any], News]]:
    shelf = Shelf(house.settings.var / "nightly")
    done = []
    async with browsing(house) as open_context:
        for site in sites:
            done.append(await nightly(house, site, open_context, shelf, looks=looks, tell=mail))
    if mail and house.settings.outgoing.host:
        await tell_due(house)
    return done


def _lines(report: dict[str, Any], news: News) -> list[str]:
    counts = f"{len(news.new)} new, {len(news.known)} known, {len(news.mended)} mended"
    lines = [f"{report['site']}: {'first night, noted: ' if news.first else ''}{counts}"]
    lines += [f"  NEW {one['gravity']} {one['rule']} {one['page']}: {one['en']}" for one in news.new]
    lines += [f"  CHANGED {change['what']}: {change['before']} → {change['after']}" for change in news.changes]
    lines += [f"  mended {one['rule']} {one['page']}: {one['en']}" for one in news.mended]
    lines += [f"  comes and goes {one['rule']} {one['page']}: {one['en']}" for one in news.unsteady]
    return lines + [f"  not known: {what}: {why}" for what, why in report["unmeasured"].items()]
