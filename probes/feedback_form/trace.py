"""A record of every step the browser took, kept when the visit did not end in an acceptance."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import BrowserContext

from probes._base import Box


@dataclass(slots=True)
class Trace:
    """`wanted`: keep it; so it is when the visit breaks off before anybody could say."""

    wanted: bool = True


@asynccontextmanager
async def traced(context: BrowserContext, box: Box) -> AsyncIterator[Trace]:
    """Record actions and requests without pictures: that costs nothing measurable (pictures would: 1.7 times the CPU)."""
    trace = Trace()
    await context.tracing.start(screenshots=False, snapshots=False, sources=False)
    try:
        yield trace
    finally:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trace.zip"
            await context.tracing.stop(path=path if trace.wanted else None)
            if trace.wanted:
                box.put(
                    "trace", path.read_bytes(), media_type="application/zip", note="open with: playwright show-trace"
                )
