"""Roof: `shopper report`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show
from monitor.steps import House
from monitor.steps.report import Scope, Written, write_study, write_weekly
from reports.period import Period


def command(
    programme: ProgrammeFile = DEFAULT,
    study: Annotated[bool, typer.Option("--study", help="A study of many companies, one vote each.")] = False,
    week: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Any day of the week to report; default: the last whole week."),
    ] = None,
    this_week: Annotated[bool, typer.Option("--this-week", help="The week that is not over yet.")] = False,
    site: Annotated[
        list[str] | None, typer.Option(help="Only this site (its key); may be given several times.")
    ] = None,
    group: Annotated[str, typer.Option(help="Only the sites of this group.")] = "",
    language: Annotated[list[str] | None, typer.Option(help="en, ru; default: the programme's languages.")] = None,
    names: Annotated[bool, typer.Option("--names", help="In a study: companies by name instead of letters.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the weekly report (or a study) as HTML, with CSV and JSON of every number beside it.

    Prints the address of each report and its first sentence. Writing it again gives the same report.
    """
    with entered(programme) as house:
        period = _period(house, week, this_week)
        scope = _scope(house, site or [], group)
        languages = tuple(language or house.programme.languages)
        if study:
            written = write_study(house, period, scope, languages, names_allowed=names)
        else:
            written = write_weekly(house, period, scope, languages)
    show(as_values(written), as_json, as_text(written))


def as_values(written: tuple[Written, ...]) -> list[dict[str, str]]:
    return [{"report": str(one.path), "language": one.language, "sentence": one.sentence} for one in written]


def as_text(written: tuple[Written, ...]) -> str:
    return "\n".join(f"{one.path}\n  {one.sentence}" for one in written)


def _period(house: House, week: datetime | None, this_week: bool) -> Period:
    zone = next((person.zone for person in house.programme.recipients if person.reports), "UTC")
    if week is not None:
        return Period.week_of(week.replace(hour=12).astimezone(), zone)
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
