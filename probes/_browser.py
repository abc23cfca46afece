"""One browser per process, one context per visit (DESIGN §3.13).

`open_browser` finds a browser by launching each candidate on a real page and keeps the first that
shows it: the headless shell first, because a visit in it costs a third of the processor time.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import playwright as package
import psutil
from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright
from playwright.async_api import TimeoutError as Slow

from monitor.domain.errors import HouseFault

FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1366, "height": 768}
RENEW_AFTER = 40
"""contexts after which a new browser takes over (one grows by some 30 MiB in a hundred visits)"""
HEAVY = 1_500_000_000
"""bytes of its own memory (not shared) from which on a browser gives way to a new one"""
STUCK = 30.0
"""seconds a browser may take to open a context, or to end, before it counts as hung"""
_TRIAL = "data:text/html,<title>ready</title>"
_INSTALL = (
    "  playwright install --with-deps --only-shell chromium",
    "  apt install chromium-headless-shell        (Debian, Ubuntu)",
)


class BrowserFault(HouseFault):
    """No browser could be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One browser worth trying. `path` "" = Playwright's own, of `channel` ("" = its headless shell)."""

    name: str
    path: str = ""
    channel: str = ""
    light: bool = False

    def launch_options(self) -> dict[str, Any]:
        chosen = {"executable_path": self.path} if self.path else {}
        if self.channel:
            chosen["channel"] = self.channel
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        return {**chosen, "headless": True, "args": [*FLAGS, *(["--no-sandbox"] if root else [])]}


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
    _browser: Browser
    _process: psutil.Process | None
    _opened: int = 0
    _retired: list[Browser] = field(default_factory=list)
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
                    return await self._browser.new_context(**wanted)
            except (Error, TimeoutError) as fault:
                if isinstance(fault, Error) and "closed" not in str(fault):
                    raise
            await self._start_anew()
            return await self._browser.new_context(**wanted)

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
        if self._browser.is_connected() and self._opened < RENEW_AFTER and self._weight() < HEAVY:
            return
        self._retired.append(self._browser)
        await self._close_retired()
        try:
            self._browser, self._process = await _launched(self._playwright, self._candidate)
        except Error:  # the driver is dead as well?
            await self._start_anew()
        self._opened = 0

    def _weight(self) -> int:
        """Bytes of memory that the browser's processes share with nobody."""
        weight = 0
        for process in _tree(self._process):
            with contextlib.suppress(psutil.Error):
                memory = process.memory_info()
                weight += memory.rss - getattr(memory, "shared", 0)
        return weight

    async def _start_anew(self) -> None:
        """Driver and browser; what hangs is killed."""
        await self.close()
        try:
            self._playwright = await _driver()
            self._browser, self._process = await _launched(self._playwright, self._candidate)
        except Error as fault:
            raise BrowserFault(f"{self.name} died and does not start again: {_first_line(fault)}") from fault
        self._opened = 0

    async def _close_retired(self) -> None:
        """Browsers that had their share of visits end with their last context, so that nobody waits for a pause."""
        for browser in [one for one in self._retired if not (one.is_connected() and one.contexts)]:
            self._retired.remove(browser)
            await _ended(browser.close())

    async def close(self) -> None:
        processes = _tree(self._process)
        for browser in (self._browser, *self._retired):
            await _ended(browser.close())
        self._retired.clear()
        await _ended(self._playwright.stop())
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


async def _ended(ending: Awaitable[None]) -> None:
    """Wait for it, but not for ever; who is dead already has ended."""
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(STUCK / 3):
            await ending


async def _driver() -> Playwright:
    # the driver reports its death as a bare Exception: gathered, told apart below
    (playwright,) = await asyncio.gather(async_playwright().start(), return_exceptions=True)
    if isinstance(playwright, BaseException):
        raise BrowserFault(_driver_remedy(playwright)) from playwright
    return playwright


async def _launched(playwright: Playwright, candidate: Candidate) -> tuple[Browser, psutil.Process | None]:
    """A running browser and its first process: the one that was not there before, of a driver that was."""
    me = psutil.Process()
    before = {process.pid for process in me.children(recursive=True)}
    browser = await playwright.chromium.launch(**candidate.launch_options())
    for process in me.children(recursive=True):
        with contextlib.suppress(psutil.Error):  # short-lived ones come and go
            if process.pid not in before and process.ppid() in before:
                return browser, process
    return browser, None


def _tree(process: psutil.Process | None) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return [*process.children(recursive=True), process] if process else []
    return []


@asynccontextmanager
async def open_browser(path: str = "") -> AsyncIterator[BrowserHouse]:
    """The first browser that loads a page: `SHOPPER_BROWSER` or `path` alone when given, else the list
    of `candidates`. `BrowserFault` names what was tried and the commands that help."""
    async with contextlib.AsyncExitStack() as opened:
        playwright = await _driver()
        opened.push_async_callback(playwright.stop)
        house = await _first_that_works(playwright, os.environ.get("SHOPPER_BROWSER") or path)
        opened.pop_all()  # from here on the house closes it, or the one that took its place
    try:
        yield house
    finally:
        await house.close()


async def _first_that_works(playwright: Playwright, wanted: str) -> BrowserHouse:
    tried = []
    for candidate in [Candidate(name=wanted, path=wanted, light="shell" in wanted)] if wanted else candidates():
        try:
            browser, process = await _launched(playwright, candidate)
        except Error as fault:
            tried.append(f"  {candidate.name}: {_first_line(fault)}")
            continue
        if await _shows_a_page(browser):
            return BrowserHouse(
                name=candidate.name,
                path=candidate.path,
                version=browser.version,
                light=candidate.light,
                _playwright=playwright,
                _candidate=candidate,
                _browser=browser,
                _process=process,
            )
        tried.append(f"  {candidate.name}: it starts but shows no page")
        await browser.close()
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


def candidates() -> Iterator[Candidate]:
    """Browsers in order of preference. Whether one exists is found out by starting it: Playwright's
    `executable_path` names another binary than `launch` takes. Snaps come last (they cannot see /tmp)."""
    yield Candidate(name="Playwright's headless shell", light=True)
    yield from _on_path("chromium-headless-shell", "chrome-headless-shell", light=True)
    yield Candidate(name="Playwright's Chromium", channel="chromium")
    yield from _on_path("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
    yield Candidate(name="Google Chrome", channel="chrome")
    yield Candidate(name="Microsoft Edge", channel="msedge")
    snap = Path("/snap/bin/chromium")
    if snap.exists():
        yield Candidate(name=str(snap), path=str(snap))


def _on_path(*names: str, light: bool = False) -> Iterator[Candidate]:
    for name in names:
        found = shutil.which(name)
        if found and not found.startswith("/snap/"):
            yield Candidate(name=name, path=found, light=light)


def _browser_remedy(tried: list[str], wanted: str) -> str:
    if wanted:
        return "\n".join(
            ["The browser you named does not work:", *tried, "Name another in SHOPPER_BROWSER or remove the setting."]
        )
    return "\n".join(["No browser works here. One of these helps:", *_INSTALL, "Tried:", *tried])


def _driver_remedy(fault: BaseException) -> str:
    """Playwright's own Node says why it will not start only to its standard error."""
    said = _node_says()
    if "libatomic" in said:
        return f"Playwright's driver cannot start ({said}). Mend it with:\n  apt install libatomic1"
    return f"Playwright's driver cannot start: {said or _first_line(fault)}. Install it anew:\n  pip install --force-reinstall playwright"


def _node_says() -> str:
    node = os.environ.get("PLAYWRIGHT_NODEJS_PATH") or str(Path(package.__file__).parent / "driver" / "node")
    try:
        run = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as fault:
        return _first_line(fault)
    return run.stderr.strip().splitlines()[0] if run.returncode and run.stderr.strip() else ""


def _first_line(fault: BaseException) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0]
