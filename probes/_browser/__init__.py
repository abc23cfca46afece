"""One browser per process, one context per visit (DESIGN §3.13).

`open_browser` finds a browser by launching each candidate on a real page and keeps the first that
shows it: the headless shell first, because a visit in it costs a third of the processor time.

`candidates.py` what is tried · `driver.py` starting it · `house.py` the running one · `memory.py` what it takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Error, Playwright
from playwright.async_api import TimeoutError as Slow

from probes._browser.candidates import Candidate, candidates
from probes._browser.driver import BrowserFault, first_line, launched, start_driver
from probes._browser.house import MB, BrowserHouse

__all__ = ["MB", "BrowserFault", "BrowserHouse", "open_browser"]

USUAL_BUDGET = 1500 * MB
"""bytes of memory the browser's processes may take together, what they share left out"""
_TRIAL = "data:text/html,<title>ready</title>"
_INSTALL = (
    "  playwright install --with-deps --only-shell chromium",
    "  apt install chromium-headless-shell        (Debian, Ubuntu)",
)


@asynccontextmanager
async def open_browser(path: str = "", budget: int = USUAL_BUDGET) -> AsyncIterator[BrowserHouse]:
    """The first browser that loads a page: `SHOPPER_BROWSER` or `path` alone when given, else the list
    of `candidates`. `budget` bytes of memory are kept by ending the page that takes most. `BrowserFault` names what
    was tried and the commands that help."""
    async with contextlib.AsyncExitStack() as opened:
        playwright = await start_driver()
        opened.push_async_callback(playwright.stop)
        house = await _first_that_works(playwright, os.environ.get("SHOPPER_BROWSER") or path, budget)
        opened.pop_all()  # from here on the house closes it, or the one that took its place
    watching = asyncio.create_task(house.keep_within_budget())
    try:
        yield house
    finally:
        watching.cancel()
        await house.close()


async def _first_that_works(playwright: Playwright, wanted: str, budget: int) -> BrowserHouse:
    tried = []
    for candidate in [Candidate(name=wanted, path=wanted, light="shell" in wanted)] if wanted else candidates():
        try:
            running = await launched(playwright, candidate)
        except Error as fault:
            tried.append(f"  {candidate.name}: {first_line(fault)}")
            continue
        if await _shows_a_page(running.browser):
            return BrowserHouse(
                name=candidate.name,
                path=candidate.path,
                version=running.browser.version,
                light=candidate.light,
                _playwright=playwright,
                _candidate=candidate,
                _running=running,
                _budget=budget,
            )
        tried.append(f"  {candidate.name}: it starts but shows no page")
        await running.browser.close()
    raise BrowserFault(_browser_remedy(tried, wanted))


async def _shows_a_page(browser: Browser) -> bool:
    try:
        page = await browser.new_page()
        await page.goto(_TRIAL, timeout=15_000)
        shown = await page.title() == "ready"
        await page.close()
    except (Error, Slow):
        return False
    return shown


def _browser_remedy(tried: list[str], wanted: str) -> str:
    if wanted:
        return "\n".join(
            ["The browser you named does not work:", *tried, "Name another in SHOPPER_BROWSER or remove the setting."]
        )
    return "\n".join(["No browser works here. One of these helps:", *_INSTALL, "Tried:", *tried])
