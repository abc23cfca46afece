"""Browser: one for the process, a context for each visit; old, heavy, hung and dead ones give way to new ones."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

import psutil
from playwright.async_api import BrowserContext, Error, Playwright

from probes._browser.candidates import Candidate
from probes._browser.driver import BrowserFault, Running, first_line, launched, start_driver
from probes._browser.memory import end_hungriest, tree, weight

DESKTOP = {"width": 1366, "height": 768}
RENEW_AFTER = 40
"""contexts after which a new browser takes over (one grows by some 30 MiB in a hundred visits)"""
MB = 1_000_000
STUCK = 30.0
"""seconds a browser may take to open a context before it counts as hung"""
ENDING = 4.0
"""seconds a browser, or the driver, may take to end by itself"""
LOOK = 1.0
"""seconds between two looks at the memory of browsers at work"""

log = logging.getLogger("shopper.browser")


@dataclass(slots=True)
class BrowserHouse:
    """A running browser. `name` for people, `path` of the binary ("" = Playwright's own), `version`;
    `light` = the headless shell (others cost about three times the processor time a visit)."""

    name: str
    path: str
    version: str
    light: bool
    _playwright: Playwright
    _candidate: Candidate
    _running: Running
    _budget: int = 0
    _opened: int = 0
    _retired: list[Running] = field(default_factory=list)
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def new_context(self, profile: str = "desktop", **options: Any) -> BrowserContext:
        """A fresh context; the caller closes it. `profile` is "desktop" (1366x768) or "phone" (Pixel 7);
        `options` go to Playwright (`locale`, `timezone_id`, …). A dead, hung, heavy or old browser is replaced, with
        its driver when that is dead as well."""
        async with self._door:
            await self._renew_if_needed()
            self._opened += 1
            wanted = {**self._profile(profile), **options}
            try:
                async with asyncio.timeout(STUCK):
                    return await self._running.browser.new_context(**wanted)
            except (Error, TimeoutError) as fault:
                if isinstance(fault, Error) and "closed" not in str(fault):
                    raise
            await self._start_anew()
            return await self._running.browser.new_context(**wanted)

    def _profile(self, profile: str) -> dict[str, Any]:
        # a service worker would answer requests behind the guard's back
        base: dict[str, Any] = {"service_workers": "block", "accept_downloads": False}
        if profile == "phone":
            device = dict(self._playwright.devices["Pixel 7"])
            device.pop("default_browser_type", None)
            return {**base, **device}
        return {**base, "viewport": DESKTOP}

    async def _renew_if_needed(self) -> None:
        await self._close_retired()
        light = weight(self._running.process) < self._budget
        if self._running.browser.is_connected() and self._opened < RENEW_AFTER and light:
            return
        self._retired.append(self._running)
        await self._close_retired()
        try:
            self._running = await launched(self._playwright, self._candidate)
        except Error:  # the driver is dead as well?
            await self._start_anew()
        self._opened = 0

    async def keep_within_budget(self) -> None:
        """While contexts are open the browsers together stay below the budget: else the page that takes most is ended
        (its look fails, the others go on). Runs until cancelled."""
        while True:
            await asyncio.sleep(LOOK)
            running = [self._running, *self._retired]
            if not any(one.browser.contexts for one in running):
                continue
            ended = await asyncio.to_thread(end_hungriest, [one.process for one in running], self._budget)
            if ended:
                log.warning(
                    "a page took %s MB of the %s MB the browser may have: ended", ended // MB, self._budget // MB
                )

    async def _start_anew(self) -> None:
        """Driver and browser; what hangs is killed."""
        await self.close()
        try:
            self._playwright = await start_driver()
            self._running = await launched(self._playwright, self._candidate)
        except Error as fault:
            raise BrowserFault(f"{self.name} died and does not start again: {first_line(fault)}") from fault
        self._opened = 0

    async def _close_retired(self) -> None:
        """Browsers that had their share of visits end with their last context, so that nobody waits for a pause."""
        for one in [one for one in self._retired if not (one.browser.is_connected() and one.browser.contexts)]:
            self._retired.remove(one)
            await _ended(one.browser.close())

    async def close(self) -> None:
        """End browsers and driver; what does not end by itself is killed."""
        running = [self._running, *self._retired]
        processes = [process for one in running for process in tree(one.process)]
        await asyncio.gather(*(_ended(one.browser.close()) for one in running))
        self._retired.clear()
        await _ended(self._playwright.stop())
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


async def _ended(ending: Awaitable[None]) -> None:
    """Wait for it, but not for ever; who is dead already has ended."""
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(ENDING):
            await ending
