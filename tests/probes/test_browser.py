"""The browser house: the first that works, and remedies when none does."""

from __future__ import annotations

import pytest

from probes._browser import BrowserFault, open_browser

pytestmark = pytest.mark.browser


async def test_desktop_and_phone_are_fresh_contexts() -> None:
    async with open_browser() as house:
        widths = {}
        for profile in ("desktop", "phone"):
            context = await house.new_context(profile, locale="ru-RU", timezone_id="Asia/Yekaterinburg")
            page = await context.new_page()
            await page.set_content("<meta name=viewport content='width=device-width'>")
            widths[profile] = await page.evaluate(
                "[innerWidth, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]"
            )
            await context.close()
        assert widths == {
            "desktop": [1366, "ru-RU", "Asia/Yekaterinburg"],
            "phone": [412, "ru-RU", "Asia/Yekaterinburg"],
        }
        assert house.version.split(".")[0].isdigit()


async def test_a_browser_that_died_is_replaced() -> None:
    async with open_browser() as house:
        await house.close()
        context = await house.new_context()
        assert await (await context.new_page()).title() == ""
        await context.close()


async def test_a_named_browser_that_does_not_work_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPPER_BROWSER", "/bin/false")
    with pytest.raises(BrowserFault, match=r"(?s)The browser you named does not work.*SHOPPER_BROWSER"):
        async with open_browser():
            pass


async def test_no_browser_at_all_names_the_commands_that_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("probes._browser.candidates", lambda: iter(()))
    monkeypatch.delenv("SHOPPER_BROWSER", raising=False)
    with pytest.raises(BrowserFault, match=r"(?s)playwright install.*apt install chromium-headless-shell"):
        async with open_browser():
            pass


async def test_a_missing_library_of_the_driver_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    node = tmp_path / "node"
    node.write_text(
        "#!/bin/sh\necho 'node: error while loading shared libraries: libatomic.so.1: cannot open' >&2; exit 127\n"
    )
    node.chmod(0o755)
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node))
    with pytest.raises(BrowserFault, match=r"(?s)libatomic.*apt install libatomic1"):
        async with open_browser():
            pass
