"""Roof: `shopper evidence`."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, find_visit, show
from monitor.steps.report.dossier import gather_dossier, write_dossier


def command(
    visit: Annotated[
        str, typer.Argument(metavar="VISIT", help="Its token, as reports and letters show it, or number.")
    ],
    programme: ProgrammeFile = DEFAULT,
    language: Annotated[list[str] | None, typer.Option(help="en, ru; default: the programme's languages.")] = None,
    open_path: Annotated[
        bool, typer.Option("--open-path", help="Print the dossier's path alone, for a browser: open $(shopper …).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show where the evidence of a visit lies, and write its dossier: one page, one file, both languages.

    The dossier tells the visit step by step: what was seen, what was sent and when, what came back and who
    wrote it, and how each clock was computed, line by line. Nothing in it is loaded from elsewhere.
    """
    with entered(programme) as house:
        data = gather_dossier(house, find_visit(house, visit))
        written = write_dossier(house, data, tuple(language or house.programme.languages))
        folder = house.settings.evidence.resolve()
    pages = [str(one.path.resolve()) for one in written]
    if open_path:
        show(pages[0], False, pages[0])
        return
    items = [
        {"kind": one.kind, "path": str(folder / one.path), "size": one.size, "at": one.at} for one in data.evidence
    ]
    lines = [f"{one['kind']:<10} {one['path']}{'' if one['size'] is not None else '  (gone)'}" for one in items]
    show({"visit": data.visit.token, "dossiers": pages, "evidence": items}, as_json, "\n".join([*lines, *pages]))
