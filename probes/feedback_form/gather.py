"""Runs the collector in every frame of a page and hands back values plus the frames they came from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Error, Frame, Page

from probes.feedback_form.forms import Form, forms_of
from probes.feedback_form.snapshot import FrameShot, frame_shot

_HERE = Path(__file__).parent
# The collector lists every form and formless cluster of a frame as plain data: what a person reads, what the code says,
# what can be seen. It scrolls (for the hit test) and puts the scroll back; it changes nothing. Its files are parts of
# one function. One string crosses to us instead of a tree: the browser driver's own way of handing over objects
# costs three times the processor time of everything else here
_PARTS = "".join(p.read_text(encoding="utf-8") for p in sorted((_HERE / "collector").glob("*.js")))
COLLECT = f"""() => JSON.stringify((() => {{ {_PARTS} }})(), function (_, v) {{ return v === "" && !Array.isArray(this) ? undefined : v; }})"""
STATE = (_HERE / "state.js").read_text(encoding="utf-8")
_FRAMES_AT_MOST = 12
_EDITOR_PATIENCE = 10
"""looks of 0.3 s each"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One moment of a page: each frame with what was seen in it."""

    frames: tuple[tuple[Frame, FrameShot], ...]
    forms: tuple[Form, ...]

    @property
    def shots(self) -> tuple[FrameShot, ...]:
        return tuple(shot for _, shot in self.frames)

    @property
    def main(self) -> FrameShot:
        return self.frames[0][1]

    def frame_of(self, form: Form) -> Frame:
        """The live frame a form was found in."""
        return next(frame for frame, shot in self.frames if shot.frame == form.frame)


async def gather(page: Page) -> Look:
    """Everything in the page now. A frame that goes away or refuses while we look is left out; the
    page's own frame never is (Playwright's error passes through)."""
    found: list[tuple[Frame, FrameShot]] = [
        (page.main_frame, frame_shot(json.loads(await page.main_frame.evaluate(COLLECT))))
    ]
    for number, frame in enumerate(_others(page)):
        try:
            if not await _worth_looking(frame):
                continue
            raw: Any = json.loads(await frame.evaluate(COLLECT))
            seen = await _seen(frame)
        except Error:
            continue
        found.append((frame, frame_shot(raw, frame=f"{frame.url or 'about:blank'}#{number}", seen=seen)))
    return Look(frames=tuple(found), forms=tuple(form for _, shot in found for form in forms_of(shot)))


async def settled(page: Page) -> Look:
    """The same, once editors that scripts are still building have come: until then their text areas look like decoys."""
    look = await gather(page)
    for _ in range(_EDITOR_PATIENCE):
        if not any(f.contact_like and f.shot.visible and _half_built(f) for f in look.forms):
            break
        await page.wait_for_timeout(300)
        look = await gather(page)
    return look


def _half_built(form: Form) -> bool:
    """A form whose only place to write in is hidden by itself."""
    areas = [f for f in form.fields if f.control.kind in ("textarea", "rich")]
    return bool(areas) and not any(f.control.visible for f in areas)


def _others(page: Page) -> Sequence[Frame]:
    return [f for f in page.frames if f is not page.main_frame and not f.is_detached()][:_FRAMES_AT_MOST]


async def _worth_looking(frame: Frame) -> bool:
    if any(host in frame.url for host in ("recaptcha", "hcaptcha.com", "challenges.cloudflare.com", "smartcaptcha")):
        return False
    return bool(
        await frame.evaluate("() => document.querySelector('input, textarea, select, [contenteditable]') !== null")
    )


async def _seen(frame: Frame) -> bool:
    element = await frame.frame_element()
    box = await element.bounding_box()
    return bool(box and box["width"] > 40 and box["height"] > 40 and await element.is_visible())


async def state_of(frame: Frame, form: str = "") -> dict[str, Any]:
    """What a person sees of a frame now, {} when it is gone or between two pages."""
    try:
        state: dict[str, Any] = await frame.evaluate(STATE, form)
    except Error:
        return {}
    return state
