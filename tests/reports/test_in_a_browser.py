"""The pages in a real browser: nothing runs, nothing is loaded, nothing sticks out, everything can be read."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import made_up_visit
import pytest
import sample
import sectors
from hostile import poison
from playwright.async_api import Browser, async_playwright

from reports.pages import dossier_page, study_page, weekly_mail_html, weekly_page

pytestmark = pytest.mark.browser

SHELL = next((str(p) for p in [Path("/usr/bin/chromium-headless-shell")] if p.exists()), None)
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# contrast of every text with the nearest painted ground, WCAG 2.2 §1.4.3; charts' own grounds excepted
CONTRAST = """() => {
  const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.getClientRects().length || e.closest('title, desc, .inside, .heat-n')) continue;
    const style = getComputedStyle(e), ink = rgb(e.closest('svg') ? style.fill : style.color).slice(0, 3);
    const [a, b] = [lum(ink), lum(ground(e))].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 600);
    if (ratio < (large ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)} ${walk.currentNode.data.trim().slice(0, 40)}`);
  }
  return bad;
}"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as engine:
        running = await engine.chromium.launch(executable_path=SHELL, args=QUIET)
        yield running
        await running.close()


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_hostile_page_runs_and_loads_nothing(browser: Browser, language: str) -> None:
    data, visit = poison(sample.full()), made_up_visit.poisoned()
    study = dataclasses.replace(poison(sectors.full()), votes=sectors.votes(), sectors=sectors.SECTORS)
    pages = (weekly_page(data, language), weekly_mail_html(data, language), study_page(study, language))
    for text in (*pages, dossier_page(visit, language)):
        page = await browser.new_page()
        seen: list[str] = []
        page.on("dialog", lambda dialog: seen.append(dialog.message))  # noqa: B023
        page.on("pageerror", lambda error: seen.append(str(error)))  # noqa: B023
        page.on("console", lambda line: seen.append(line.text))  # noqa: B023
        page.on("request", lambda request: seen.append(request.url) if not request.url.startswith("data:") else None)  # noqa: B023
        await page.set_content(text, wait_until="load")
        await page.wait_for_timeout(100)
        assert seen == []
        await page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_pages_fit_and_can_be_read(browser: Browser, language: str, scheme: str) -> None:
    empty = dataclasses.replace(sectors.full(), votes=(), beliefs=())
    pages = (
        weekly_page(sample.full(), language),
        weekly_page(sample.empty(), language),
        study_page(sectors.full(), language),
        study_page(empty, language),
        dossier_page(made_up_visit.full(), language),
    )
    context = await browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    for number, text in enumerate(pages):
        await page.set_content(text)
        for width in (380, 800, 1280):
            await page.set_viewport_size({"width": width, "height": 900})
            assert await page.evaluate(WIDE) == 0, (number, width)
        assert await page.evaluate(CONTRAST) == [], number


async def test_a_name_without_spaces_does_not_break_the_phone(browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 380, "height": 900})
    data = dataclasses.replace(sample.full(), population="x" * 300)
    await page.set_content(weekly_page(poison(data), "ru"))
    assert await page.evaluate(WIDE) == 0
