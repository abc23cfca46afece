"""Roof: `shopper tasks`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show
from monitor.domain.task import CLOSED, Task, TaskState
from monitor.steps import House
from monitor.steps.report.tasks import refresh_tasks
from monitor.store import tasks


def command(
    action: Annotated[str, typer.Argument(help="list, or set to change one task.")] = "list",
    number: Annotated[int, typer.Argument(help="With set: the task's number.")] = 0,
    programme: ProgrammeFile = DEFAULT,
    owner: Annotated[str | None, typer.Option(help="Who mends it.")] = None,
    due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day by which it is mended.")] = None,
    state: Annotated[TaskState | None, typer.Option(help="open, done or dropped; visits do the rest.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also tasks that are done or dropped.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what is to be mended, worst first, or say who mends a task by when.

    Tasks come from visits: one that fails opens a task, a later one that passes closes it, and one that fails again
    opens it anew. Each is due by what is at stake ([rhythm] mend_critical and so on). A dropped task stays dropped. Exit
    code 1: some task is overdue.

    shopper tasks set 3 --owner "Anna" --due 2026-12-01
    """
    with entered(programme) as house:
        if action == "list":
            refresh_tasks(house, house.now())
            with house.store.reading() as connection:
                found = [one for one in tasks.all_of(connection) if everything or one.state not in CLOSED]
        elif action == "set":
            found = [_set(house, number, owner, due.date() if due else None, state)]
        else:
            raise typer.BadParameter(f"no action {action}: list or set")
        today = house.now().astimezone(ZoneInfo(_zone(house))).date()
        names = {site.key: site.name for site in house.programme.sites}
        language = house.programme.languages[0]
    if as_json:
        show([as_value(one, today) for one in found], True, "")
    else:
        Console(file=sys.stdout).print(_table(found, names, language, today) if found else "No task is open.")
    if action == "list" and any(one.overdue(today) for one in found):
        raise typer.Exit(1)


def as_value(one: Task, today: date) -> dict[str, Any]:
    """A task for other programs; instants are ISO 8601 in UTC."""
    return {**asdict(one), "overdue": one.overdue(today)}


def _set(house: House, number: int, owner: str | None, due: date | None, state: TaskState | None) -> Task:
    if state in (TaskState.NEW, TaskState.REOPENED):
        raise typer.BadParameter(f"a person cannot make a task {state}: open, done or dropped")
    if owner is None and due is None and state is None:
        raise typer.BadParameter("nothing to set: --owner, --due or --state")
    with house.store.writing() as connection:
        found = tasks.change(connection, number, house.now(), owner=owner, due=due, state=state)
    if found is None:
        raise typer.BadParameter(f"no task has the number {number}; see: shopper tasks")
    return found


def _zone(house: House) -> str:
    return next((person.zone for person in house.programme.recipients if person.reports), "UTC")


def _table(found: list[Task], names: dict[str, str], language: str, today: date) -> Table:
    table = Table("no.", "site", "problem", "fix", "owner", "due", "state", box=None)
    for one in found:
        problem, fix = (one.problem_ru, one.fix_ru) if language == "ru" else (one.problem_en, one.fix_en)
        state = "overdue" if one.overdue(today) else one.state.value
        due = one.due.isoformat() if one.due else ""
        table.add_row(str(one.number), names.get(one.site, one.site), problem, fix, one.owner, due, state)
    return table
