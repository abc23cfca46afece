"""Browser: Playwright's driver and a browser of its own, started; what to do when they do not."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import playwright as package
import psutil
from playwright.async_api import Browser, Playwright, async_playwright

from monitor.domain.errors import HouseFault
from probes._browser.candidates import Candidate


class BrowserFault(HouseFault):
    """No browser could be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A running browser and its first process, None when that could not be told."""

    browser: Browser
    process: psutil.Process | None


async def start_driver() -> Playwright:
    # the driver reports its death as a bare Exception: gathered, told apart below
    (playwright,) = await asyncio.gather(async_playwright().start(), return_exceptions=True)
    if isinstance(playwright, BaseException):
        raise BrowserFault(_driver_remedy(playwright)) from playwright
    return playwright


async def launched(playwright: Playwright, candidate: Candidate) -> Running:
    """A running browser; its first process is the one that was not there before, of a driver that was."""
    me = psutil.Process()
    before = {process.pid for process in me.children(recursive=True)}
    browser = await playwright.chromium.launch(**candidate.launch_options())
    for process in me.children(recursive=True):
        with contextlib.suppress(psutil.Error):  # short-lived ones come and go
            if process.pid not in before and process.ppid() in before:
                return Running(browser=browser, process=process)
    return Running(browser=browser, process=None)


def _driver_remedy(fault: BaseException) -> str:
    """Playwright's own Node says why it will not start only to its standard error."""
    said = _node_says()
    if "libatomic" in said:
        return f"Playwright's driver cannot start ({said}). Mend it with:\n  apt install libatomic1"
    return f"Playwright's driver cannot start: {said or first_line(fault)}. Install it anew:\n  pip install --force-reinstall playwright"


def _node_says() -> str:
    node = os.environ.get("PLAYWRIGHT_NODEJS_PATH") or str(Path(package.__file__).parent / "driver" / "node")
    try:
        run = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as fault:
        return first_line(fault)
    return run.stderr.strip().splitlines()[0] if run.returncode and run.stderr.strip() else ""


def first_line(fault: BaseException) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0]
