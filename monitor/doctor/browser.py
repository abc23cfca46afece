"""Room doctor: is there a browser that opens a page, and if not, may we install one?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from monitor import system_packages
from monitor.doctor.tick import Health, Tick, ill, so_so, well
from monitor.domain.errors import HouseFault

DEBIAN = "chromium-headless-shell"


class Running(Protocol):
    """A browser that has shown a page; `light` = the headless shell."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def light(self) -> bool: ...


OpenBrowser = Callable[[], AbstractAsyncContextManager[Running]]


async def browser(open_browser: OpenBrowser) -> Tick:
    """Start the first browser that works, as a visit would."""
    try:
        async with open_browser() as running:
            found = f"{running.name} {running.version}"
            light = running.light
    except HouseFault as fault:
        first, *rest = str(fault).splitlines()
        return ill("browser", first, "\n".join(line.strip() for line in rest) or "shopper doctor --fix")
    if light:
        return well("browser", found)
    remedy = "a headless shell is lighter: playwright install --only-shell chromium"
    return so_so("browser", f"{found}: visits cost about 3 times the processor time", remedy)


async def install(open_browser: OpenBrowser, say: Callable[[str], None]) -> Tick:
    """Try each way this platform allows until a browser works; the last tick says how it ended."""
    tick = await browser(open_browser)
    if tick.health is not Health.ill:
        return tick
    for what, way in ways():
        say(f"installing a browser: {what}")
        tick = await browser(open_browser) if way() else tick
        if tick.health is not Health.ill:
            break
    return tick


def ways() -> Iterator[tuple[str, Callable[[], bool]]]:
    """Ways to get a browser, best first: the distribution's headless shell as root (Debian; Ubuntu has only
    a snap), else Playwright's own, with the libraries it needs where we may install them."""
    if system_packages.may_install() and _offered(DEBIAN):
        yield f"{DEBIAN} from the distribution", lambda: _distribution(DEBIAN)
    if system_packages.may_install():
        yield "Playwright's headless shell and its libraries", lambda: _playwright("--with-deps")
    else:
        yield "Playwright's headless shell", _playwright


def _offered(package: str) -> bool:
    system_packages.apt("update")
    asked = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)  # noqa: S603, S607
    return asked.returncode == 0


def _distribution(package: str) -> bool:
    try:
        system_packages.ensure([package], "a browser is needed")
    except system_packages.SystemPackagesMissing:
        return False
    return True


def _playwright(*extra: str) -> bool:
    command = [sys.executable, "-m", "playwright", "install", *extra, "--only-shell", "chromium"]
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0  # noqa: S603
