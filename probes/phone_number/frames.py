"""Frames of a page → walked text, numbers with their measures, links: one walk and one measuring per frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from playwright.async_api import Error, Frame, JSHandle, Page

from probes.phone_number.numbers import countries_in, find_numbers
from probes.phone_number.plan import Number
from probes.phone_number.scripts import MEASURE, REVIVE, WALK
from probes.phone_number.tap import frame_offset
from probes.phone_number.targets import is_dial_link

RESULT_LIMIT = 60
Walks = list[tuple[Frame, JSHandle]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How to look. `country` ISO alpha-2; `settle_ms` least time between load and judgement; `tracker_ms` the
    same where a substituting script is recognised; `tap` prove clickability by tapping."""

    country: str
    others: tuple[str, ...] = ()
    settle_ms: int = 2500
    tracker_ms: int = 6500
    timeout_ms: int = 30_000
    tap: bool = True
    tapped: dict[str, dict[str, Any]] = field(default_factory=dict)
    """taps already made in this run, by profile and target: each distinct one once"""


async def walk_frames(page: Page, view: dict[str, Any], manner: Manner) -> Walks:
    """Walk every frame that can be seen; fills view["frames"]."""
    walks: Walks = []
    view["frames"] = []
    for frame in page.frames:
        try:
            if frame.parent_frame is not None and not await _frame_visible(frame):
                continue
            walk = await _walk(frame)
            view["frames"].append(await measured(frame, walk, manner))
            walks.append((frame, walk))
        except Error as fault:  # a frame that went away while we looked, or a foreign error page
            if frame.parent_frame is None:
                view["error"] = str(fault).split("\n", 1)[0][:200]
    return walks


async def _walk(frame: Frame) -> JSHandle:
    walk = await frame.evaluate_handle(WALK)
    if await walk.evaluate("w => w.faded.length") and await walk.evaluate(REVIVE):
        walk = await frame.evaluate_handle(WALK)
    return walk


async def _frame_visible(frame: Frame) -> bool:
    element = await frame.frame_element()
    box = await element.bounding_box()
    return bool(box and box["width"] > 20 and box["height"] > 10 and await element.is_visible())


async def measured(frame: Frame, walk: JSHandle, manner: Manner) -> dict[str, Any]:
    data: dict[str, Any] | None = await walk.evaluate("w => w.data")
    if data is None:
        raise Error("the page has replaced what the browser's tools are built on")
    numbers = numbers_of(data["shown"], manner.country, manner.others)
    anchors = [anchor for anchor in data["anchors"] if is_dial_link(anchor["href"])]
    visible = [anchor["i"] for anchor in anchors if not anchor["reason"]][:RESULT_LIMIT]
    spans = [[number.start, number.end] for number in numbers[: RESULT_LIMIT * 2]]
    measure = (
        await walk.evaluate(MEASURE, {"spans": spans, "anchors": visible})
        if spans or visible
        else {"spans": [], "anchors": []}
    )
    left, top = await frame_offset(frame)
    return {
        "url": frame.url, "main": frame.parent_frame is None, "left": left, "top": top,
        "shown": data["shown"], "hidden": data["hidden"], "anchors": data["anchors"], "images": data["images"],
        "spots": [{"start": span[0], "end": span[1], **spot} for span, spot in zip(spans, measure["spans"], strict=True)],
        "links": [{"i": i, **spot} for i, spot in zip(visible, measure["anchors"], strict=True)],
    }  # fmt: skip


def numbers_of(shown: str, country: str, others: Sequence[str]) -> tuple[Number, ...]:
    """Numbers of a walked text; countries seen in its international numbers help with what phone words announce."""
    return _numbers_of(shown, country, tuple(others))


@lru_cache(maxsize=256)
def _numbers_of(shown: str, country: str, others: tuple[str, ...]) -> tuple[Number, ...]:
    numbers = find_numbers(shown, country, others=others)
    extra = [region for region in countries_in(numbers) if region not in {country, *others}]
    return tuple(find_numbers(shown, country, others=(*others, *extra)) if extra else numbers)
