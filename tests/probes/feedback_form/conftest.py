"""One real browser for the tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from probes._browser import BrowserHouse, open_browser

sys.path.insert(0, str(Path(__file__).parent))  # the two support modules beside the tests


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def house() -> AsyncIterator[BrowserHouse]:
    async with open_browser() as opened:
        yield opened
