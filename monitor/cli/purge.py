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
    """Forget what was kept long enough: letters, calls and pictures older than `retention_days`.

    What is left of them is when they came, their hashes and what was decided; reports and verdicts stay as they
    are. `shopper run` does this every day. With --person whatever names that address (or number) goes now, in
    whatever encoding it stands there: the words of letters, calls and hand entries, kept pages with their pictures,
    written reports, copies made before upgrades; no table says the name any more. What stands only in a picture or
    PDF cannot be searched. Take the person out of the programme file and of your backups as well.
    """
    with entered(programme) as house:
        try:
            done = purge_person(house, person) if person else purge_old(house)
        except ValueError as fault:
            raise typer.BadParameter(str(fault), param_hint="--person") from None
    text = f"{done.letters} letters reduced, {done.files} files removed"
    show(asdict(done), as_json, f"{text}, {done.rows} texts without the name" if person else text)
