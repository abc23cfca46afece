"""Roof: `shopper import` (a module may not be called `import`)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show, talk
from monitor.steps.bring_in import bring_in


def command(
    file: Annotated[Path, typer.Argument(help="CSV or JSON: one row per enquiry, or per published figure.")],
    study: Annotated[str, typer.Option(help="Name of the study it becomes; default: the file's name.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone of times without an offset.")] = "UTC",
    replace: Annotated[bool, typer.Option("--replace", help="Begin the study anew if it is there.")] = False,
    programme: ProgrammeFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Take in outcomes measured elsewhere, as a study of their own, apart from our visits.

    Needed columns: company, submitted_at. Further: segment, touchpoint, channel, responded_at, kind, answered,
    next_step, "did:…" for milestones of your own, zone, hours, … (docs/reference/import-columns.md). Every fault of
    the file is listed with line and column, and then nothing is kept. A file with the column source holds
    published figures; those that cannot be right are kept and flagged (exit code 1).
    Print it with: shopper report --imported NAME; beside our own visits, and told apart, with: shopper
    report --study --with-imported NAME.
    """
    with entered(programme) as house:
        done = bring_in(house, file, study or file.stem, zone, replace=replace)
    for flaw in done.flaws:
        talk.print(flaw, markup=False)
    what = f"{done.enquiries} enquiries of {done.companies} companies" if done.enquiries else f"{done.figures} figures"
    told = f'study "{done.study}": {what}{", there already" if done.again else ""}'
    if done.further:
        told += f"; {done.further} further tries are kept, the first of each company is its vote"
    facts = {"study": done.study, "enquiries": done.enquiries, "companies": done.companies, "figures": done.figures}
    show({**facts, "flaws": done.flaws, "again": done.again}, as_json, told)
    raise typer.Exit(1 if done.flaws else 0)
