"""Roof: `shopper schema`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.programme_file import built_in
from monitor.programme_file.reference import reference_page, schema_text


def command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead of printing.")
    ] = None,
    page: Annotated[bool, typer.Option("--page", help="The reference page (Markdown) instead of the schema.")] = False,
) -> None:
    """Print the JSON Schema of the programme file, for editors.

    Save it beside your programme (`shopper schema --output programme.schema.json`) and let the programme's
    first line be `#:schema ./programme.schema.json`: editors with TOML support then complete and explain
    every setting while you type.
    """
    text = reference_page(built_in()) if page else schema_text()
    if output is None:
        print(text, end="")
        return
    output.write_text(text, encoding="utf-8")
    print(f"wrote {output}", file=sys.stderr)
