"""The page under another clock: what it would show by day, by night, on a holiday, to a visitor far away.

The browser's clock and zone are set before the page opens, so scripts that look at the hour follow it;
servers, workers and answer headers do not, which is how the two are told apart. Nothing is pressed,
filled in or sent under a false clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Error, Page

from probes._base import NewContext
from probes.off_hours.contact_set import contact_set
from probes.off_hours.moments import Moment
from probes.phone_number.frames import Manner
from probes.phone_number.view import prepare, see

CONTACTS = (Path(__file__).parent / "contacts.js").read_text(encoding="utf8")
_FAR = (
    "Pacific/Auckland",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Honolulu",
)


def far_zone(at: datetime, zone: str) -> str:
    """A zone in which it is deep night while `at` is a working hour in `zone`."""
    return next((far for far in _FAR if far != zone and at.astimezone(ZoneInfo(far)).hour < 5), "Pacific/Honolulu")


async def simulated(
    open_context: NewContext, url: str, moments: Sequence[Moment], zone: str, manner: Manner
) -> list[dict[str, Any]]:
    """Contact sets of `url` at each moment in the company's zone, and of the in-hours one in a far zone."""
    wanted = [(moment, zone) for moment in moments]
    wanted += [(moment, far_zone(moment.at, zone)) for moment in moments if moment.name == "in_hours"]
    two_at_once = asyncio.Semaphore(2)

    async def one(moment: Moment, visitor: str) -> dict[str, Any] | None:
        async with two_at_once:
            contacts = await _at(open_context, url, moment.at, visitor, manner)
        seen = {"name": moment.name, "at": moment.at.isoformat(), "open": moment.open, "zone": visitor}
        return None if contacts is None else {**seen, "contacts": contacts}

    return [view for view in await asyncio.gather(*(one(*pair) for pair in wanted)) if view is not None]


async def _at(open_context: NewContext, url: str, at: datetime, zone: str, manner: Manner) -> dict[str, Any] | None:
    context = await open_context("phone", timezone_id=zone)
    try:
        page = await context.new_page()
        await prepare(page)
        await page.clock.install(time=at)
        view = await see(page, url, "phone", manner)
        return None if view["error"] else contact_set(view, await page.evaluate(CONTACTS))
    except Error:
        return None
    finally:
        await context.close()


async def fresh_copy(open_context: NewContext, url: str, now: datetime, manner: Manner) -> dict[str, Any] | None:
    """The page under an address no cache has seen; None where a call tracker changes the numbers anyway."""
    context = await open_context("phone")
    try:
        page = await context.new_page()
        await prepare(page)
        view = await see(page, f"{url}{'&' if '?' in url else '?'}fresh={int(now.timestamp())}", "phone", manner)
        usable = not view["error"] and view["status"] < 400 and not view["trackers"]
        return contact_set(view, await page.evaluate(CONTACTS)) if usable else None
    except Error:
        return None
    finally:
        await context.close()


async def open_tab(
    open_context: NewContext, url: str, opened: Moment, later: Moment, zone: str, manner: Manner
) -> bool | None:
    """Does a tab opened at `opened` show other numbers when `later` has come? None when it could not be seen."""
    context = await open_context("phone", timezone_id=zone)
    try:
        page = await context.new_page()
        await prepare(page)
        await page.clock.install(time=opened.at)
        await page.goto(url, wait_until="load", timeout=manner.timeout_ms)
        before = await _shown(page)
        await page.clock.fast_forward(int((later.at - opened.at).total_seconds() * 1000))
        await page.clock.run_for(70_000)
        return await _shown(page) != before
    except Error:
        return None
    finally:
        await context.close()


async def _shown(page: Page) -> list[Any]:
    shown: list[Any] = await page.evaluate(
        "() => [document.body.innerText, ...[...document.querySelectorAll('a[href^=\"tel:\"]')].map(a => a.href)]"
    )
    return shown
