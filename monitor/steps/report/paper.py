"""Corridor: the same page on paper: A4, tagged, printed by the browser from the HTML file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from probes._base import NewContext

_MADE = re.compile(rb"\((D:\d{14})([^)]*)\)")
_BIRTH = b"D:19700101000000"
_NODE = re.compile(rb"node(\d{8})")


async def print_pages(open_context: NewContext, pages: Sequence[Path]) -> tuple[Path, ...]:
    """A PDF beside each HTML file; the same page gives the same bytes."""
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
            paper.write_bytes(_settled(raw))
            written.append(paper)
    finally:
        await context.close()
    return tuple(written)


def _settled(raw: bytes) -> bytes:
    """Without what differs from one printing to the next: the hour, and the browser's own numbers of the page's nodes
    (counted anew in their order; as many digits as before, or the file's table of offsets would be wrong)."""
    rank = {number: index for index, number in enumerate(sorted(set(_NODE.findall(raw))))}
    numbered = _NODE.sub(lambda found: b"node%08d" % rank[found[1]], raw)
    return _MADE.sub(lambda found: b"(" + _BIRTH + found[2] + b")", numbered)
