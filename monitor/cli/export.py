"""Roof: `shopper export`."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show, talk
from monitor.steps.report.export import Format, write_export
from reports.period import Period


def command(
    out: Annotated[Path | None, typer.Option(help="The folder; default: export, beside the reports.")] = None,
    form: Annotated[Format, typer.Option("--format", help="What the files are.")] = Format.CSV,
    week: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Any day of the week whose figures go along; default: the last whole week."
        ),
    ] = None,
    programme: ProgrammeFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Write every visit, response, verdict and figure as files, one per table, so that anybody can check them.

    Rows are streamed: a million visits need no memory. Texts of letters, pictures and the shoppers' names and
    addresses stay here. Columns: docs/reference/export.md.
    """
    with entered(programme) as house:
        zone = next((person.zone for person in house.programme.recipients if person.reports), "UTC")
        day = week.replace(hour=12).astimezone() if week else house.now() - timedelta(weeks=1)
        folder = out or house.settings.var / "export"
        with talk.status("exporting") as status:
            written = write_export(house, folder, form, Period.week_of(day, zone), status.update)
    lines = [f"{count:>9} {name}.{form}" for name, count in written.items()]
    show({"folder": str(folder), "rows": written}, as_json, "\n".join([*lines, str(folder)]))
