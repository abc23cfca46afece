"""Roof: `shopper plan`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show, talk
from monitor.steps.plan import Planned, plan_round, plan_week


def command(
    programme: ProgrammeFile = DEFAULT,
    week: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Any day of the week to plan; default: this week and the next."),
    ] = None,
    round_minutes: Annotated[
        int | None,
        typer.Option("--round", min=0, help="Instead plan one visit to every touchpoint, spread over so many minutes."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the visits of a week (or of one round) from the programme's seed and put them into the table.

    Nothing is sent. Planning the same week again adds nothing: each slot stands once.
    """
    with entered(programme) as house:
        if round_minutes is not None:
            plans = [plan_round(house, timedelta(minutes=round_minutes))]
        else:
            today = house.now().date()
            mondays = [_monday(week.date())] if week else [_monday(today), _monday(today) + timedelta(weeks=1)]
            plans = [plan_week(house, monday) for monday in mondays]
        year = max((slot.slot_at.year for plan in plans for slot in plan.slots), default=house.now().year)
        open_years = [key for key, calendar in house.calendars.items() if calendar and not calendar.settled(year)]
    if open_years:
        talk.print(f"the holidays of {year} are not final for {', '.join(open_years)}: days may still be moved")
    new = sum(plan.new for plan in plans)
    talk.print(f"{new} new visits planned, {sum(len(plan.slots) for plan in plans)} slots in all")
    show([_as_json(plan) for plan in plans], as_json, "\n".join(line for plan in plans for line in _lines(plan)))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _as_json(plan: Planned) -> dict[str, object]:
    slots = [
        {"site": slot.site, "touchpoint": slot.touchpoint, "at": slot.slot_at.isoformat(), "why": slot.why}
        for slot in plan.slots
    ]
    return {"plan_hash": plan.plan_hash, "new": plan.new, "slots": slots}


def _lines(plan: Planned) -> list[str]:
    ordered = sorted(plan.slots, key=lambda slot: slot.slot_at)
    return [f"{slot.slot_at:%Y-%m-%d %H:%M} UTC  {slot.site}/{slot.touchpoint}  {slot.why}" for slot in ordered]
