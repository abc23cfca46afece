"""Roof: `shopper purge`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show
from monitor.steps.purge import purge_old, purge_person


def command(
    programme: ProgrammeFile = DEFAULT,
    person: Annotated[
        str,
        typer.Option(
            help="Forget this mail address or phone number (+…) at once, whatever its age, instead of what is old."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Forget what was kept long enough: letters and pictures older than `retention_days`.

    What is left of them is when they came, their hashes and what was decided; reports and verdicts stay as they
    are. `shopper run` does this every day. With --person all letters in which that address (or number) stands
    lose their words now, calls from that number their caller, and a recipient's address leaves the outbox. Take the person out of the programme file as well.
    """
    with entered(programme) as house:
        done = purge_person(house, person) if person else purge_old(house)
    text = f"{done.letters} letters reduced, {done.files} files removed"
    show(asdict(done), as_json, f"{text}, {done.rows} rows without the name" if person else text)
