"""Roof: `shopper plan`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show, talk
from monitor.steps import House
from monitor.steps.plan import Planned, Week, explained, plan_round, plan_week
from schedules.ics import calendar_file

STDOUT = Path("-")


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
    explain: Annotated[
        bool,
        typer.Option(help="Say of each visit in the table why it stands where it does, and why there are not more."),
    ] = False,
    ics: Annotated[
        Path | None, typer.Option(help="Also write the visits into this calendar file (iCalendar); - for stdout.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draw the visits of a week (or of one round) from the programme's seed and put them into the table.

    Nothing is sent. Planning the same week again adds nothing: each slot stands once.
    """
    with entered(programme) as house:
        mondays = _mondays(house, week)
        if round_minutes is not None:
            plans = [plan_round(house, timedelta(minutes=round_minutes))]
        else:
            plans = [plan_week(house, monday) for monday in mondays]
        weeks = [explained(house, monday) for monday in mondays] if explain or ics else []
        _say(house, plans)
        if ics:
            _write(ics, calendar_file(house.programme, [one for week in weeks for one in week.slots], house.now()))
    if ics == STDOUT:
        return
    if explain:
        show([_explained_json(one) for one in weeks], as_json, "\n".join(_told(house, weeks)))
    else:
        show([_as_json(plan) for plan in plans], as_json, "\n".join(line for plan in plans for line in _lines(plan)))


def _mondays(house: House, week: datetime | None) -> list[date]:
    today = house.now().date()
    return [_monday(week.date())] if week else [_monday(today), _monday(today) + timedelta(weeks=1)]


def _say(house: House, plans: Sequence[Planned]) -> None:
    year = max((slot.slot_at.year for plan in plans for slot in plan.slots), default=house.now().year)
    open_years = [key for key, calendar in house.calendars.items() if calendar and not calendar.settled(year)]
    if open_years:
        talk.print(f"the holidays of {year} are not final for {', '.join(open_years)}: days may still be moved")
    for plan in plans:
        for refused in plan.refused:
            talk.print(f"not asked: {refused}")
    new = sum(plan.new for plan in plans)
    talk.print(f"{new} new visits planned, {sum(len(plan.slots) for plan in plans)} slots in all")


def _write(path: Path, text: str) -> None:
    if path == STDOUT:
        print(text, end="")
    else:
        path.write_text(text, encoding="utf-8", newline="")


def _told(house: House, weeks: Sequence[Week]) -> Iterator[str]:
    for week in weeks:
        plans = ", ".join(f"{number} of plan {name}" for name, number in week.plans.items())
        yield f"Week of {week.monday}: {plans or 'nothing planned'}"
        for one in week.slots:
            slot, zone = one.slot, house.programme.site(one.slot.site).zone
            local = slot.slot_at.astimezone(ZoneInfo(zone))
            yield f"{local:%a %Y-%m-%d %H:%M} {zone}  {slot.site}/{slot.touchpoint}  {one.state}"
            yield f"    {'; '.join(one.reasons)}"
        yield from week.fewer


def _explained_json(week: Week) -> dict[str, object]:
    return {
        "week": week.monday.isoformat(),
        "plans": week.plans,
        "slots": [{**asdict(one.slot), "state": one.state, "reasons": one.reasons} for one in week.slots],
        "fewer": week.fewer,
    }


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
