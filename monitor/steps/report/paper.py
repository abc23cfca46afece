"""Corridor: the same page on paper: A4, tagged, printed by the browser from the HTML file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from probes._base import NewContext

_MADE = re.compile(rb"\((D:\d{14})([^)]*)\)")
_BIRTH = b"D:19700101000000"


async def print_pages(open_context: NewContext, pages: Sequence[Path]) -> tuple[Path, ...]:
    """A PDF beside each HTML file. The browser writes the hour of printing into it; that is blanked, so that the
    same page gives the same bytes."""
    context = await open_context("desktop", java_script_enabled=False, offline=True)
    written = []
    try:
        for path in pages:
            page = await context.new_page()
            await page.goto(path.resolve().as_uri())
            raw = await page.pdf(
                format="A4", tagged=True, outline=True, print_background=True, prefer_css_page_size=True
            )
            await page.close()
            paper = path.with_suffix(".pdf")
            paper.write_bytes(_MADE.sub(lambda found: b"(" + _BIRTH + found[2] + b")", raw))
            written.append(paper)
    finally:
        await context.close()
    return tuple(written)
