"""Takes the pictures of the reports for the documentation: all widths, light, dark, paper and letter, both languages.

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

import made_up_visit  # noqa: E402
import sample  # noqa: E402
import sectors  # noqa: E402

from reports.pages import dossier_page, study_page, weekly_mail_html, weekly_page  # noqa: E402

SHELL = Path("/usr/bin/chromium-headless-shell")
WEEKLY, STUDY = sample.full(), sectors.full()
# name, page, width, height, "light", "dark" or "print", number of the section (0 = from the top)
PICTURES = (
    ("report", weekly_page(WEEKLY, "en"), 1280, 1150, "light", 0),
    ("report-speed", weekly_page(WEEKLY, "en"), 800, 900, "light", 4),
    ("report-tasks", weekly_page(WEEKLY, "en"), 1280, 900, "light", 8),
    ("report-phone", weekly_page(WEEKLY, "ru"), 390, 1400, "dark", 0),
    ("report-paper", weekly_page(WEEKLY, "ru"), 794, 1123, "print", 0),
    ("report-letter", weekly_mail_html(WEEKLY, "en"), 640, 1400, "light", 0),
    ("study", study_page(STUDY, "en"), 1280, 1750, "light", 0),
    ("dossier", dossier_page(made_up_visit.full(), "en"), 800, 1200, "dark", 0),
)


async def take() -> None:
    async with async_playwright() as engine:
        path = str(SHELL) if SHELL.exists() else None  # noqa: ASYNC240
        browser = await engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, html, width, height, scheme, section in PICTURES:
            page = await browser.new_page(viewport={"width": width, "height": height})
            paper = scheme == "print"
            await page.emulate_media(media="print" if paper else "screen", color_scheme="light" if paper else scheme)
            await page.set_content(html)
            if paper:  # the margins that @page gives a sheet
                await page.add_style_tag(content="body { padding: 16mm 15mm }")
            shown = page.locator("section").nth(section - 1) if section else page
            await shown.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
            await page.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take())
