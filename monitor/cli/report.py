"""Roof: `shopper report`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, browsing, entered, log_to_stderr, show, talk
from monitor.steps import House
from monitor.steps.report import (
    Scope,
    Written,
    print_pages,
    send_reports,
    write_imported,
    write_mixed,
    write_study,
    write_weekly,
)
from reports.period import Period

Week = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Any day of the week to report; default: the last whole week."),
]
Sites = Annotated[list[str] | None, typer.Option(help="Only this site (its key); may be given several times.")]
Send = Annotated[
    bool, typer.Option("--send", help="Mail the week to the programme's recipients, each once, instead of writing.")
]

MixedWith = Annotated[
    str, typer.Option("--with-imported", metavar="NAME", help="With --study: votes of an imported study among ours.")
]


def command(
    programme: ProgrammeFile = DEFAULT,
    study: Annotated[bool, typer.Option("--study", help="A study of many companies, one vote each.")] = False,
    imported: Annotated[str, typer.Option(metavar="NAME", help="A study brought in by shopper import.")] = "",
    mixed_with: MixedWith = "",
    week: Week = None,
    this_week: Annotated[bool, typer.Option("--this-week", help="The week that is not over yet.")] = False,
    site: Sites = None,
    group: Annotated[str, typer.Option(help="Only the sites of this group.")] = "",
    language: Annotated[list[str] | None, typer.Option(help="en, ru; default: the programme's languages.")] = None,
    names: Annotated[bool, typer.Option("--names", help="In a study: companies by name instead of letters.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also as PDF (A4), printed by the browser.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Also as Markdown (weekly report).")] = False,
    send: Send = False,
    as_json: AsJson = False,
) -> None:
    """Write the weekly report (or a study) as HTML, with CSV and JSON of every number beside it.

    Prints the address of each report and its first sentence. Writing it again gives the same report. With --send each
    recipient gets their own sites, in their language, for the week of their calendar; a week is sent to a person once.
    """
    log_to_stderr()
    _only_with_study(mixed_with and (imported or not study))
    with entered(programme) as house:
        if send:
            _send(house, week, as_json)
            return
        period, scope = _period(house, week, this_week), _scope(house, site or [], group)
        languages = tuple(language or house.programme.languages)
        with talk.status("counting") as status:
            if imported:
                written = write_imported(house, imported, languages, names_allowed=names, say=status.update)
            elif study:
                voted = partial(write_mixed, name=mixed_with) if mixed_with else write_study
                written = voted(house, period, scope, languages=languages, names_allowed=names, say=status.update)
            else:
                written = write_weekly(house, period, scope, languages, markdown=markdown, say=status.update)
            if pdf:
                asyncio.run(_print(house, [one.path for one in written]))
    show(as_values(written), as_json, as_text(written))


def _only_with_study(wrong: object) -> None:
    if wrong:
        raise typer.BadParameter("--with-imported goes with --study: an imported study alone is --imported NAME")


def as_values(written: tuple[Written, ...]) -> list[dict[str, str]]:
    return [{"report": str(one.path), "language": one.language, "sentence": one.sentence} for one in written]


def as_text(written: tuple[Written, ...]) -> str:
    return "\n".join(f"{one.path}\n  {one.sentence}" for one in written)


async def _print(house: House, pages: list[Path]) -> None:
    async with browsing(house) as open_context:
        await print_pages(open_context, pages)


def _send(house: House, week: datetime | None, as_json: bool) -> None:
    at = _noon(week) if week else house.now() - timedelta(weeks=1)
    with talk.status("sending"):
        handed, left = asyncio.run(send_reports(house, at))
    rows = [{"recipient": row.recipient, "week": str(row.first), "error": row.last_error} for row in left]
    text = "\n".join([f"{handed} sent", *(f"not yet: {row['recipient']}: {row['error']}" for row in rows)])
    show({"sent": handed, "left": rows}, as_json, text)
    if left:
        raise typer.Exit(1)


def _noon(day: datetime) -> datetime:
    """An instant that lies on that day nearly everywhere on earth."""
    return day.replace(hour=12, tzinfo=UTC)


def _period(house: House, week: datetime | None, this_week: bool) -> Period:
    zone = next((person.zone for person in house.programme.recipients if person.reports), "UTC")
    if week is not None:
        return Period.week_of(_noon(week), zone)
    now = house.now()
    return Period.week_of(now if this_week else now - timedelta(weeks=1), zone)


def _scope(house: House, sites: list[str], group: str) -> Scope:
    unknown = sorted(set(sites) - {one.key for one in house.programme.sites})
    if unknown:
        raise typer.BadParameter(f"no site {', '.join(unknown)} in the programme")
    if group:
        members = tuple(one.key for one in house.programme.sites if one.group == group)
        if not members:
            raise typer.BadParameter(f"no site belongs to the group {group}")
        return Scope(name=group, sites=members)
    if len(sites) == 1:
        return Scope(name=house.programme.site(sites[0]).name, sites=tuple(sites))
    return Scope(name=house.programme.name, sites=tuple(sites))
