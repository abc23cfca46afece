"""Pictures of a view: its first screen, and crops with the spot marked for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Error, FloatRect, Page

from monitor.domain.finding import Finding, Gravity
from probes._base import Box
from probes.phone_number.scripts import MARK, UNMARK

_ROOM = 70
"""CSS px of surroundings shown round a spot."""


async def first_screen(page: Page, view: dict[str, Any], box: Box) -> None:
    """The screen as the visitor meets it; its hash goes into the view."""
    try:
        data = await page.screenshot(type="jpeg", quality=55, timeout=8000)
    except Error:
        return
    view["picture"] = box.put(f"screen_{view['profile']}", data, media_type="image/jpeg", note=view["url"]).sha256


async def crops(page: Page, view: Mapping[str, Any], findings: list[Finding], box: Box, *, most: int) -> None:
    """Crop round each faulty spot, worst first; the picture's hash is written into the spot."""
    faulty = {
        f.selector: f
        for f in sorted(findings, key=lambda f: list(Gravity).index(f.gravity), reverse=True)
        if f.selector and f.gravity is not Gravity.INFO
    }
    spots = [
        (frame, spot)
        for frame in view["frames"]
        for spot in (*frame["spots"], *frame["links"])
        if spot.get("selector") in faulty and spot.get("box")
    ]
    spots.sort(key=lambda pair: list(Gravity).index(faulty[pair[1]["selector"]].gravity))
    done: dict[str, str] = {}
    for frame, spot in spots:
        name = f"{frame['url']} {spot['selector']}"
        if name not in done and len(done) < most:
            done[name] = await _crop(page, frame, spot, box, view) or ""
        spot["crop"] = done.get(name, "")


async def _crop(
    page: Page, frame: Mapping[str, Any], spot: Mapping[str, Any], box: Box, view: Mapping[str, Any]
) -> str:
    area = (spot.get("link") or {}).get("box") or spot["box"]
    x, y = area["x"] + (0 if frame["main"] else frame["left"]), area["y"] + (0 if frame["main"] else frame["top"])
    try:
        size = await page.evaluate(
            "() => [Math.max(document.documentElement.scrollWidth, innerWidth), Math.max(document.documentElement.scrollHeight, innerHeight)]"
        )
        left, top = max(0, x - _ROOM), max(0, y - _ROOM)
        clip: FloatRect = {
            "x": left,
            "y": top,
            "width": min(area["w"] + 2 * _ROOM, size[0] - left, 1200),
            "height": min(area["h"] + 2 * _ROOM, size[1] - top, 600),
        }
        if clip["width"] < 2 or clip["height"] < 2:
            return ""
        await page.evaluate(MARK, [{"x": x, "y": y, "w": area["w"], "h": area["h"]}])
        data = await page.screenshot(type="jpeg", quality=60, clip=clip, full_page=True, timeout=8000)
        await page.evaluate(UNMARK)
    except Error:
        return ""
    return box.put(
        f"crop_{view['profile']}", data, media_type="image/jpeg", note=f"{view['url']} {spot['selector']}"
    ).sha256
