"""The tap: proof that a number is clickable, without a call.

A real tap on a phone link shows up as a request for `tel:…` that fails at once; dead links and links
whose handler cancels the click bring none. While fingers are on the page nothing else may leave: every
other request (analytics, forms, pages) is stopped at the browser.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, Error, Frame, JSHandle, Page, Request, Route

from probes.phone_number.targets import is_dial_link

AIM = """(w, i) => {
  const el = w.elements[i];
  const at = (x, y) => { let hit = document.elementFromPoint(x, y); while (hit && hit.shadowRoot) { const inner = hit.shadowRoot.elementFromPoint(x, y); if (!inner || inner === hit) break; hit = inner; } return hit; };
  for (const block of ['center', 'end', 'start']) {
    el.scrollIntoView({block, inline: 'nearest', behavior: 'instant'});
    const boxes = [el, ...[...el.querySelectorAll('*')].slice(0, 20)].flatMap(e => [...e.getClientRects()]).filter(r => r.width >= 1 && r.height >= 1);
    for (const r of boxes) for (const fx of [0.5, 0.2, 0.8]) for (const fy of [0.5, 0.25, 0.75]) {
      const x = r.left + r.width * fx, y = r.top + r.height * fy, hit = at(x, y);
      if (hit && w.inside(hit, el)) return [x, y];
    }
  }
  return null;
}"""

SHIFT = "() => window.visualViewport ? [visualViewport.offsetLeft, visualViewport.offsetTop] : [0, 0]"
"""Where the glass stands on the layout: a page wider than the phone is shown smaller and may be shifted, and
fingers come down on the glass while boxes are counted from the layout."""

INSET = """e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  return [r.left + e.clientLeft + parseFloat(s.paddingLeft), r.top + e.clientTop + parseFloat(s.paddingTop)]; }"""
"""Where the inside of a frame's element begins."""


@dataclass  # no slots: Playwright hangs a note on the handler's owner
class Gate:
    """Stands between the page and the network while we touch it. `stopped` counts what wanted to leave."""

    reading: bool = False
    stopped: list[str] = field(default_factory=list)

    async def handle(self, route: Route, request: Request) -> None:
        if self.reading and request.method == "GET" and not request.is_navigation_request():
            await route.fallback()  # the caller may serve saved pages
            return
        self.stopped.append(f"{request.method} {request.url[:200]}")
        # "aborted" leaves the page as it stands; other codes would put an error page in its place
        await route.abort("aborted")


@asynccontextmanager
async def gate(context: BrowserContext, *, reading: bool = False) -> AsyncIterator[Gate]:
    """Nothing leaves inside; with `reading` scripts may still fetch (GET), but no page is left and nothing posted."""
    guard = Gate(reading=reading)
    await context.route("**/*", guard.handle)
    try:
        yield guard
    finally:
        await context.unroute("**/*", guard.handle)


class DialEars:
    """Collects the dial requests of a page, popups included (they are closed at once)."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        self._page = page

    def _request(self, request: Request) -> None:
        if is_dial_link(request.url):
            self.heard.append(request.url)

    async def _popup(self, page: Page) -> None:
        try:
            await page.close()
        except Error:
            return

    def __enter__(self) -> DialEars:
        self._page.context.on("request", self._request)
        self._page.on("popup", self._popup)
        return self

    def __exit__(self, *_: object) -> None:
        self._page.context.remove_listener("request", self._request)
        self._page.remove_listener("popup", self._popup)


async def tap_all(
    page: Page, spots: Iterable[tuple[Frame, JSHandle, int]], *, touch: bool, patience_ms: int = 900
) -> list[dict[str, Any]]:
    """Tap each spot (frame, walk of that frame, index of its element) once; what each tap dialled.

    Result per spot: {"dialled": [raw targets], "aimed": could it be hit at all}.
    """
    results = []
    async with gate(page.context):
        for frame, walk, index in spots:
            with DialEars(page) as ears:
                aimed = await _tap(page, frame, walk, index, touch=touch)
                waited = 0
                while aimed and not ears.heard and waited < patience_ms:
                    await page.wait_for_timeout(60)
                    waited += 60
            results.append({"aimed": aimed, "dialled": list(ears.heard)})
    return results


async def _tap(page: Page, frame: Frame, walk: JSHandle, index: int, *, touch: bool) -> bool:
    try:
        point = await walk.evaluate(AIM, index)
        if point is None:
            return False
        x, y = point
        left, top = await frame_offset(frame)
        shift = await page.evaluate(SHIFT)
        left, top = left - shift[0], top - shift[1]
        if touch:
            await page.touchscreen.tap(x + left, y + top)
        else:
            await page.mouse.click(x + left, y + top)
    except Error:
        return False
    return True


async def frame_offset(frame: Frame) -> tuple[float, float]:
    """Where a frame's viewport begins in its page's layout viewport (not on the glass, see `SHIFT`), CSS px."""
    left = top = 0.0
    while frame.parent_frame is not None:
        inset = await (await frame.frame_element()).evaluate(INSET)
        left, top, frame = left + inset[0], top + inset[1], frame.parent_frame
    return left, top
