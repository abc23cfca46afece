"""Roof: `shopper answer`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, find_visit, show
from monitor.domain.programme import Channel
from monitor.domain.visit import Visit
from monitor.intake.answers import Author, SeenAnswer, read_answers
from monitor.steps import House
from monitor.steps.answer import put_down
from monitor.steps.judge import judge_due


def command(
    visit: Annotated[
        str, typer.Argument(metavar="[VISIT]", help="Token or number of the visit.", show_default=False)
    ] = "",
    channel: Annotated[Channel, typer.Option(help="How they answered.")] = Channel.PHONE,
    at: Annotated[str, typer.Option(help='When, on the site\'s clock: "2026-11-21 14:05"; an offset may follow.')] = "",
    by: Annotated[Author, typer.Option(help="Who answered.")] = Author.PERSON,
    answers: Annotated[bool | None, typer.Option("--answers/--no-answer", help="Was the question answered?")] = None,
    next_step: Annotated[
        bool | None, typer.Option("--next-step/--no-next-step", help="Was a next step offered?")
    ] = None,
    note: Annotated[str, typer.Option(help="What was said; shown in the dossier.")] = "",
    file: Annotated[
        Path | None,
        typer.Option(help="Many at once: CSV or JSON with visit, channel, at, by, answers, next_step, note."),
    ] = None,
    programme: ProgrammeFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Put down an answer you saw yourself: a call, a messenger, a letter elsewhere. The visit is judged again.

    The same answer given twice is kept once. Everything that cannot be true (an answer before the enquiry, in the
    future, to a visit that sent nothing) is refused, all faults at once.
    """
    with entered(programme) as house:
        if file is not None:
            seen = read_answers(file, lambda name: _zone_by_name(house, name))
        else:
            seen = (_one(house, visit, channel, at, by, answers, next_step, note),)
        new = put_down(house, seen)
        judged = judge_due(house)
    text = f"{new} of {len(seen)} answers are new; {judged} visits judged"
    show({"answers": len(seen), "new": new, "judged": judged}, as_json, text)


def _one(
    house: House, name: str, channel: Channel, at: str, by: Author, answers: bool | None, step: bool | None, note: str
) -> SeenAnswer:
    if not name or not at:
        raise typer.BadParameter("give a visit and --at, or --file with many")
    zone = _zone(house, find_visit(house, name))
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        raise typer.BadParameter(f'"{at}" is no date and time; write "2026-11-21 14:05"') from None
    instant = instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))
    return SeenAnswer(
        visit=name, channel=channel, at=instant.astimezone(UTC), by=by, answers=answers, next_step=step, note=note
    )


def _zone(house: House, visit: Visit) -> str:
    return next((site.zone for site in house.programme.sites if site.key == visit.site), "UTC")


def _zone_by_name(house: House, name: str) -> str:
    """UTC for a visit that is not there: that fault is named with the others."""
    try:
        return _zone(house, find_visit(house, name))
    except typer.BadParameter:
        return "UTC"
