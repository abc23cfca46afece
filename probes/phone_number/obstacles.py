"""What stands before a number: consent bars and pop-ups to put away, masks and "show number" buttons to press.

Pressing is done behind the gate: scripts may fetch, but no page is left and nothing is posted.
"""

from __future__ import annotations

import contextlib
import re
from typing import Any

from playwright.async_api import Error, JSHandle, Page

from probes.phone_number.frames import Manner, Walks, measured, numbers_of, walk_frames
from probes.phone_number.scripts import WALK
from probes.phone_number.tap import gate

MASKED = re.compile(r"(?:\+?\d[\d\s().-]{2,})(?:[XxХх*•●_…]|\.{2,})[XxХх*•●_….\s-]*[XxХх*•●_…]?")
SHOW = re.compile(
    r"^(?:показать|посмотреть|открыть|узнать|show|view|reveal|see)\s.{0,12}(?:телефон|номер|phone|number)",
    re.IGNORECASE,
)
SHOW_BUTTONS = """(w) => [...document.querySelectorAll('button, a, [role=button], [onclick], span[class*=show i], div[class*=show i]')]
  .filter(e => e.getClientRects().length && (e.innerText || '').length < 60)
  .map(e => [w.index(e), (e.innerText || '').trim().replace(/\\s+/g, ' '), e.getAttribute('href') || ''])"""


async def clear_covers(page: Page, view: dict[str, Any], walks: Walks, manner: Manner) -> None:
    """Put away a consent bar that lies over a number, then look again; the first look is kept."""
    spots = [spot for frame in view["frames"] for spot in (*frame["spots"], *frame["links"]) if spot.get("cover")]
    if not any(spot["cover"]["fixed"] or spot["cover"]["dismiss"] >= 0 for spot in spots):
        return
    covered = {
        frame["shown"][s["start"] : s["end"]]: s["cover"]["what"]
        for frame in view["frames"]
        for s in frame["spots"]
        if s.get("cover")
    }
    own = [spot for frame in view["frames"][:1] for spot in (*frame["spots"], *frame["links"])]
    buttons = {spot["cover"]["dismiss"] for spot in own if spot.get("cover")} - {-1}
    async with gate(page.context, reading=True):
        for index in sorted(buttons)[:2]:
            await _press(walks[0][1], index)
        if not buttons:
            await page.keyboard.press("Escape")
        await page.wait_for_timeout(400)
        if page.url.split("#")[0] != str(view["final_url"]).split("#")[0]:
            return
        walks[:] = await walk_frames(page, view, manner)
    for frame in view["frames"]:
        for spot in frame["spots"]:
            gone = not spot.get("covered")
            spot["before_dismissal"] = covered.get(frame["shown"][spot["start"] : spot["end"]], "") if gone else ""


async def _press(walk: JSHandle, index: int) -> None:
    with contextlib.suppress(Error):
        handle = (await walk.evaluate_handle("(w, i) => w.elements[i]", index)).as_element()
        if handle is not None:
            await handle.click(timeout=1500, no_wait_after=True)


async def reveal(page: Page, view: dict[str, Any], walks: Walks, manner: Manner) -> None:
    """Masks and "show number" buttons: press, and read what appears."""
    if not walks:
        return
    frame, walk = walks[0]
    masked = MASKED.search(view["frames"][0]["shown"]) is not None
    buttons = [
        row for row in await walk.evaluate(SHOW_BUTTONS) if SHOW.search(row[1]) or (masked and MASKED.search(row[1]))
    ]
    buttons = [row for row in buttons if not row[2] or row[2].startswith(("#", "javascript:"))][:3]
    view["masks"] = [mask.group().strip() for mask in MASKED.finditer(view["frames"][0]["shown"])][:5]
    if not buttons:
        return
    before = {number.e164 for number in numbers_of(view["frames"][0]["shown"], manner.country, manner.others)}
    async with gate(page.context, reading=True):
        for index, *_ in buttons:
            await _press(walk, index)
        await page.wait_for_timeout(500)
        second = await frame.evaluate_handle(WALK)
        again = await measured(frame, second, manner)
    view["revealed"] = {"before": sorted(before), "frame": again, "button": buttons[0][1]}
