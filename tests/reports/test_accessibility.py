"""axe-core in a real browser finds nothing serious on any page people are given, in both languages, light and dark.

axe-core is installed by this test with npm into `var/axe` (kept between runs), never into the product.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Literal

import made_up_visit
import pytest
import pytest_asyncio
import sample
import sectors
from playwright.async_api import Browser, async_playwright

from reports.pages import dossier_page, study_page, weekly_mail_html, weekly_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

KEPT = Path(__file__).resolve().parents[2] / "var" / "axe"
SHELL = next((str(p) for p in [Path("/usr/bin/chromium-headless-shell")] if p.exists()), None)
RUN = """() => axe.run(document, {resultTypes: ['violations']}).then(seen => [seen.passes.length, seen.violations
  .filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`)])"""
PAGES: dict[str, Callable[[str], str]] = {
    "weekly": lambda language: weekly_page(sample.full(), language),
    "empty": lambda language: weekly_page(sample.empty(), language),
    "mail": lambda language: weekly_mail_html(sample.full(), language),
    "study": lambda language: study_page(sectors.full(), language),
    "dossier": lambda language: dossier_page(made_up_visit.full(), language),
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The text of axe-core's script."""
    script = KEPT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("ACCESSIBILITY NOT TESTED: there is no npm to install axe-core with")
        KEPT.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--silent", "--prefix", str(KEPT), "axe-core@4"]
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if run.returncode:
            pytest.skip(f"ACCESSIBILITY NOT TESTED: npm could not install axe-core: {run.stderr[-300:]}")
    return script.read_text(encoding="utf-8")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as engine:
        running = await engine.chromium.launch(executable_path=SHELL, args=["--no-sandbox", "--disable-quic"])
        yield running
        await running.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", PAGES)
async def test_nothing_serious(
    browser: Browser, axe: str, name: str, language: str, scheme: Literal["light", "dark"]
) -> None:
    # the page's own policy forbids every script, so the checker is let in by the browser
    context = await browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 390, "height": 900})
    page = await context.new_page()
    await page.set_content(PAGES[name](language))
    for width in (390, 1280):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.evaluate(axe)
        passed, found = await page.evaluate(RUN)
        assert found == [], width
        assert passed > 10, "the checker looked at nothing"
    await context.close()
