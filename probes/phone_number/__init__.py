"""Phone numbers: shown, clickable and right on every page, as desktop and as phone. Sends nothing, calls nobody.

Looks at the site's key pages (home, contacts, delivery, prices, cart, …) in both profiles after a
scroll-through, reads the numbers as a person sees them, compares what is shown with what the link
dials, and proves "clickable" by a tap: the `tel:` request appears in the browser and goes nowhere.
It never fills a field, never submits, never follows a tap anywhere; during taps nothing leaves the browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import BrowserContext, Error
from pydantic import Field

from monitor.domain.errors import ProbeFault
from monitor.domain.visit import Acceptance, Observation, Reading, Sending
from probes._base import Box, Brief, Kept, NewContext, ProbeOptions
from probes.phone_number.frames import Manner
from probes.phone_number.numbers import numbers_in
from probes.phone_number.pages import MISSING_PAGE, choose, same_host, sitemap_pages
from probes.phone_number.pictures import crops, first_screen
from probes.phone_number.report import PROFILES, all_findings, as_json, contacts, matrix, page_phones
from probes.phone_number.rules import view_findings
from probes.phone_number.sightings import sightings
from probes.phone_number.trackers import TRACKER_HOSTS
from probes.phone_number.view import SAMPLE, prepare, see

VERSION = 2
MAPS = 4
"""maps read of a site whose map is a list of maps"""
Dress = Callable[[BrowserContext], Awaitable[None]]


class Options(ProbeOptions):
    """What to look at and how long."""

    pages: tuple[str, ...] = Field((), description="pages to look at besides the home page, relative or absolute")
    most: int = Field(8, ge=1, le=200, description="largest number of pages looked at in one visit")
    error_page: bool = Field(True, description="also look at the page shown for a wrong address")
    tap: bool = Field(True, description="prove clickability by tapping; nothing leaves the browser")
    settle: float = Field(2.5, ge=0, le=30, description="seconds given to scripts after loading")
    tracker_settle: float = Field(6.5, ge=0, le=60, description="the same where a call tracker is recognised")
    without_tracker: bool = Field(True, description="where a tracker is recognised, look once more with it blocked")
    pause: float = Field(0.3, ge=0, le=60, description="seconds between two pages of the site")
    crops: int = Field(6, ge=0, le=50, description="most pictures of faulty spots per page and profile")


class PhoneNumber:
    """The probe. Evidence: `phones` (JSON: views of all pages and profiles) and pictures."""

    kind = "phone_number"
    version = VERSION
    sends = False
    options: type[ProbeOptions] = Options

    async def look(self, brief: Brief, open_context: NewContext, box: Box) -> None:
        """Visit the pages in both profiles, side by side. `ProbeFault` when the home page never came."""
        home = await _home(brief, open_context)
        addresses = choose(brief.url, home, brief.options.pages, brief.options.most)
        missing = urljoin(brief.url, "/" + MISSING_PAGE) if brief.options.error_page else ""
        rounds = await asyncio.gather(
            *(_round(profile, addresses, missing, brief, open_context, box) for profile in PROFILES)
        )
        views = [view for views in rounds for view in views]
        box.put_json("phones", {"version": VERSION, "url": brief.url, "expected": list(brief.phones), "views": views})
        if all(view["error"] for view in views if view["url"] == addresses[0]):
            raise ProbeFault("site_down_for_us_only", f"{brief.url} did not open: {views[0]['error']}")

    def read(self, kept: Kept) -> Reading:
        """Observations: `phone.shown`, `phone.clickable`, `phone.shown_and_clickable`, `phone.right` (bool, over
        every page), `phone.numbers`, `phone.pages` (matrix), `phone.contacts`, `phone.findings`."""
        evidence = kept.json("phones") or {"views": [], "expected": []}
        sha = next((item.sha256 for item in kept.items if item.kind == "phones"), "")
        facts = judge(evidence["views"], evidence["expected"])
        return Reading(
            sending=Sending.NOT_SENT,
            acceptance=Acceptance.NOTHING_SENT,
            observations=tuple(
                Observation(name=f"phone.{name}", value=value, evidence=sha) for name, value in facts.items()
            ),
        )


def judge(views: Sequence[Mapping[str, Any]], expected: Sequence[str]) -> dict[str, Any]:
    """All that is read from the views of one look, by observation name (without "phone.")."""
    findings = all_findings(views, expected)
    rows = [row for row in matrix(views, findings) if row["loaded"]]
    shown = bool(rows) and all(row["shown"][p] for row in rows for p in PROFILES)
    clickable = bool(rows) and all(row["clickable"]["phone"] for row in rows)
    return {
        "shown": shown,
        "clickable": clickable,
        "shown_and_clickable": shown and clickable,
        "right": bool(rows) and all(row["right"] for row in rows),
        "numbers": sorted({number for row in rows for number in row["numbers"]}),
        "pages": rows,
        "contacts": contacts(views[0]) if views else {},
        "findings": [as_json(f) for f in findings],
    }


async def _home(brief: Brief, open_context: NewContext) -> list[Sequence[str]]:
    """Links of the home page, of its sitemap when there are few; [] when it does not open."""
    if brief.options.most <= 1 + len(brief.options.pages):
        return []
    context = await open_context("desktop")
    try:
        page = await context.new_page()
        await page.goto(brief.url, wait_until="domcontentloaded", timeout=30_000)
        links: list[Sequence[str]] = await page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].slice(0, 800).map(a => [a.href, (a.textContent || '').trim()])"
        )
        if len(choose(brief.url, links, brief.options.pages, brief.options.most)) < brief.options.most:
            links += await _sitemap(context, brief.url)
    except Error:
        return []
    else:
        return links
    finally:
        await context.close()


async def _sitemap(context: BrowserContext, home: str) -> list[Sequence[str]]:
    """Pages of the site's map; of a map of maps, those of its first few."""
    wanted = [urljoin(home, "/sitemap.xml")]
    pages: list[Sequence[str]] = []
    for address in wanted:
        answer = await context.request.get(address, timeout=8000, max_redirects=2)
        found = sitemap_pages(await answer.text()) if answer.ok else []
        maps = [urljoin(home, url) for url, _ in found if urlsplit(url).path.endswith(".xml")]
        more = [url for url in maps if url not in wanted and same_host(url, home)]
        wanted += more[: MAPS - len(wanted)]
        pages += [pair for pair in found if urljoin(home, pair[0]) not in maps]
    return pages


async def _round(
    profile: str, addresses: Sequence[str], missing: str, brief: Brief, open_context: NewContext, box: Box
) -> list[dict[str, Any]]:
    """All pages in one profile, one context, one page at a time."""
    options = brief.options
    manner = Manner(
        country=brief.country, tap=options.tap, settle_ms=int(options.settle * 1000), tracker_ms=int(options.tracker_settle * 1000)
    )  # fmt: skip
    context = await open_context(profile)
    views = []
    try:
        for address in [*addresses, *([missing] if missing else [])]:
            view = await _look_at(context, address, profile, manner, options, box)
            if address == missing:
                view["error_page"] = True
            views.append(view)
            await asyncio.sleep(options.pause)
        if profile == "phone" and options.without_tracker and views[0].get("trackers"):
            views[0]["without_tracker"] = await _without_tracker(context, addresses[0], manner)
    finally:
        await context.close()
    return views


async def _look_at(
    context: BrowserContext, address: str, profile: str, manner: Manner, options: Options, box: Box
) -> dict[str, Any]:
    page = await context.new_page()
    try:
        await prepare(page)
        view = await see(page, address, profile, manner, before_taps=lambda view: first_screen(page, view, box))
        if not view["error"] and options.crops:
            await crops(page, view, view_findings(view, sightings(view)), box, most=options.crops)
    finally:
        await page.close()
    return view


async def _without_tracker(context: BrowserContext, address: str, manner: Manner) -> dict[str, Any]:
    """What is shown when the tracker's host does not answer (rule P23)."""
    page = await context.new_page()
    try:
        await page.route(TRACKER_HOSTS, lambda route: route.abort())
        await page.goto(address, wait_until="load", timeout=manner.timeout_ms)
        await page.wait_for_timeout(manner.settle_ms)
        sample = await page.evaluate(SAMPLE)
    except Error:
        return {"numbers": ["?"]}
    finally:
        await page.close()
    return {"numbers": numbers_in(sample["text"], manner.country)}


async def inspect_phones(
    open_context: NewContext,
    url: str,
    country: str = "",
    *,
    expected: Sequence[str] = (),
    tap: bool = True,
    settle: float = 2.5,
    dress: Dress | None = None,
) -> dict[str, Any]:
    """One page in both profiles: {"phones": […], "findings": […], "contacts": {…}, "country", "errors"}.

    `country` "" is guessed from the page. `dress` is called with each fresh context (to serve saved
    pages). Each of `phones`: shown, e164, visible and clickable by profile, target, role, findings.
    """
    views = []
    for profile in PROFILES:
        context = await open_context(profile)
        try:
            if dress:
                await dress(context)
            page = await context.new_page()
            await prepare(page)
            views.append(await see(page, url, profile, Manner(country=country, tap=tap, settle_ms=int(settle * 1000))))
        finally:
            await context.close()
    findings = all_findings(views, expected, whole=False)
    return {
        "phones": page_phones(views, findings), "findings": [as_json(f) for f in findings], "contacts": contacts(views[0]),
        "country": views[0]["country"], "errors": {view["profile"]: view["error"] for view in views if view["error"]},
    }  # fmt: skip


PROBE = PhoneNumber()
