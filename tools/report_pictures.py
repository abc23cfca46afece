"""Takes the pictures of the reports for the documentation: three widths, light and dark, both languages.

    python tools/report_pictures.py            # writes docs/images/*.png

The reports are the tests' made-up ones, so the pictures show what the tests check.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import async_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "reports"))

import sample  # noqa: E402
import sectors  # noqa: E402

from reports.pages import study_page, weekly_page  # noqa: E402

SHELL = Path("/usr/bin/chromium-headless-shell")
WEEKLY, STUDY = sample.full(), sectors.full()
# name, page, width, height, colour scheme, number of the section (0 = from the top)
PICTURES = (
    ("report", weekly_page(WEEKLY, "en"), 1280, 1150, "light", 0),
    ("report-speed", weekly_page(WEEKLY, "en"), 800, 900, "light", 4),
    ("report-phone", weekly_page(WEEKLY, "ru"), 380, 1400, "dark", 0),
    ("study", study_page(STUDY, "en"), 1280, 1750, "light", 0),
)


async def take() -> None:
    async with async_playwright() as engine:
        path = str(SHELL) if SHELL.exists() else None  # noqa: ASYNC240
        browser = await engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, html, width, height, scheme, section in PICTURES:
            page = await browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            await page.set_content(html)
            shown = page.locator("section").nth(section - 1) if section else page
            await shown.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
            await page.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take())
