"""The doctor starts the browser as a visit would, and knows the ways to get one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial

import pytest

from monitor import system_packages
from monitor.doctor import browser
from monitor.doctor.tick import Health
from probes._browser import open_browser


@pytest.mark.browser
async def test_a_browser_that_opens_a_page():
    tick = await browser.browser(open_browser)
    assert tick.health in (Health.well, Health.so_so)
    assert any(digit in tick.found for digit in "0123456789")


@pytest.mark.browser
async def test_a_browser_that_is_none(monkeypatch):
    monkeypatch.delenv("SHOPPER_BROWSER", raising=False)
    tick = await browser.browser(partial(open_browser, "/bin/false"))
    assert tick.health is Health.ill
    assert "/bin/false" in tick.remedy


@pytest.mark.parametrize(
    ("may_install", "offered", "expected"),
    [
        (
            True,
            True,
            ["chromium-headless-shell from the distribution", "Playwright's headless shell and its libraries"],
        ),
        (True, False, ["Playwright's headless shell and its libraries"]),
        (False, False, ["Playwright's headless shell"]),
    ],
    ids=["Debian, root", "Ubuntu, root", "nobody special"],
)
def test_the_ways_to_get_one(monkeypatch, may_install, offered, expected):
    monkeypatch.setattr(system_packages, "may_install", lambda: may_install)
    monkeypatch.setattr(browser, "_offered", lambda _: offered)
    assert [what for what, _ in browser.ways()] == expected


async def test_ways_are_tried_until_one_works(monkeypatch):
    there, said = [], []

    @asynccontextmanager
    async def house():
        if "second" not in there:
            raise browser.HouseFault("No browser works here.")
        yield browser_of_a_friend

    class browser_of_a_friend:
        name, version, light = "friend", "1", True

    def bring(name):
        there.append(name)
        return True

    ways = [(name, partial(bring, name)) for name in ("first", "second", "third")]
    monkeypatch.setattr(browser, "ways", lambda: iter(ways))
    tick = await browser.install(house, said.append)
    assert (tick.health, there) == (Health.well, ["first", "second"])
    assert said == ["installing a browser: first", "installing a browser: second"]
