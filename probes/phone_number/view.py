"""One page as one profile sees it: open, scroll through, let scripts settle, walk, measure, tap. Yields plain JSON.

A view is what `read` later judges: per frame the text as shown and hidden, every number's place and
looks, every link, what taps dialled; plus facts of the page. Nothing is filled in, nothing is sent.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from playwright.async_api import Error, Frame, JSHandle, Page
from playwright.async_api import TimeoutError as Late

from probes.phone_number.numbers import countries_in, find_numbers, numbers_in
from probes.phone_number.plan import Number
from probes.phone_number.region import guess_country
from probes.phone_number.scripts import FACTS, MEASURE, OPEN_SHADOWS, SCROLL_THROUGH, WALK
from probes.phone_number.tap import frame_offset, gate, tap_all
from probes.phone_number.targets import is_dial_link
from probes.phone_number.trackers import trackers_in

SAMPLE = """() => ({text: document.body ? document.body.innerText.slice(0, 200000) : '',
  links: [...document.querySelectorAll('a[href^="tel:" i]')].map(a => [a.getAttribute('href'), (a.innerText || a.textContent || '').trim()])})"""
MASKED = re.compile(r"(?:\+?\d[\d\s().-]{2,})(?:[XxХх*•●_…]|\.{2,})[XxХх*•●_….\s-]*[XxХх*•●_…]?")
SHOW = re.compile(
    r"^(?:показать|посмотреть|открыть|узнать|show|view|reveal|see)\s.{0,12}(?:телефон|номер|phone|number)",
    re.IGNORECASE,
)
SHOW_BUTTONS = """(w) => [...document.querySelectorAll('button, a, [role=button], [onclick], span[class*=show i], div[class*=show i]')]
  .filter(e => e.getClientRects().length && (e.innerText || '').length < 60)
  .map(e => [w.index(e), (e.innerText || '').trim().replace(/\\s+/g, ' '), e.getAttribute('href') || ''])"""
RESULT_LIMIT = 60
BeforeTaps = Callable[[dict[str, Any]], Awaitable[None]]


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


async def prepare(page: Page) -> None:
    """Before the first navigation: closed shadow roots open, dialogs go away by themselves."""
    await page.add_init_script(OPEN_SHADOWS)
    page.on("dialog", lambda dialog: dialog.dismiss())


async def see(
    page: Page, url: str, profile: str, manner: Manner, *, before_taps: BeforeTaps | None = None
) -> dict[str, Any]:
    """Open `url` on a prepared page and return the view. `error` is set when the page never came;
    `before_taps` is called with the view before anything is pressed."""
    view: dict[str, Any] = {
        "url": url,
        "profile": profile,
        "country": manner.country,
        "others": list(manner.others),
        "status": 0,
        "error": "",
        "frames": [],
    }
    try:
        response = await page.goto(url, wait_until="domcontentloaded", timeout=manner.timeout_ms)
    except Error as fault:
        view["error"] = str(fault).split("\n", 1)[0][:200]
        return view
    view["status"] = response.status if response else 0
    with contextlib.suppress(Late):
        await page.wait_for_load_state("load", timeout=manner.timeout_ms / 2)
    return await look_around(page, view, manner, before_taps)


async def look_around(
    page: Page, view: dict[str, Any], manner: Manner, before_taps: BeforeTaps | None = None
) -> dict[str, Any]:
    """Everything after the page has loaded (also for pages opened by somebody else)."""
    manner = manner if manner.country else replace(manner, country=await _guessed(page))
    view["country"] = manner.country
    early = await _sample(page, manner)
    await _settle(page, manner)
    view["facts"] = await page.evaluate(FACTS)
    view["final_url"] = page.url
    trackers = trackers_in(view["facts"].pop("sources"))
    view["trackers"] = list(trackers)
    if trackers:
        await page.wait_for_timeout(max(0, manner.tracker_ms - manner.settle_ms))
    view["early"] = early
    walks = await _walk_frames(page, view, manner)
    if before_taps:
        await before_taps(view)
    await _clear_covers(page, view, walks, manner)
    view["late"] = await _sample(page, manner)
    if _changed_since(view, manner):
        walks = await _walk_frames(page, view, manner)
    await _reveal(page, view, walks, manner)
    if manner.tap:
        await _prove(page, view, walks, manner)
    return view


async def _guessed(page: Page) -> str:
    said = await page.evaluate(
        "() => [document.documentElement.lang || '', document.body ? document.body.innerText.slice(0, 100000) : '']"
    )
    return guess_country(page.url, said[0], said[1])


async def _sample(page: Page, manner: Manner) -> dict[str, Any]:
    sample = await page.evaluate(SAMPLE)
    return {"numbers": numbers_in(sample["text"], manner.country), "links": sample["links"][:RESULT_LIMIT]}


async def _settle(page: Page, manner: Manner) -> None:
    with contextlib.suppress(Error):
        await page.evaluate(SCROLL_THROUGH)
    with contextlib.suppress(Late):
        await page.wait_for_load_state("networkidle", timeout=max(1, manner.settle_ms))
    await page.wait_for_timeout(manner.settle_ms)


async def _walk_frames(page: Page, view: dict[str, Any], manner: Manner) -> list[tuple[Frame, JSHandle]]:
    """Walk every frame that can be seen; fills view["frames"]."""
    view["frames"], walks = [], []
    for frame in page.frames:
        try:
            if frame.parent_frame is not None and not await _frame_visible(frame):
                continue
            walk = await frame.evaluate_handle(WALK)
            view["frames"].append(await _measured(frame, walk, manner))
            walks.append((frame, walk))
        except Error:  # a frame that went away while we looked, or a foreign error page
            continue
    return walks


async def _frame_visible(frame: Frame) -> bool:
    element = await frame.frame_element()
    box = await element.bounding_box()
    return bool(box and box["width"] > 20 and box["height"] > 10 and await element.is_visible())


async def _measured(frame: Frame, walk: JSHandle, manner: Manner) -> dict[str, Any]:
    data: dict[str, Any] = await walk.evaluate("w => w.data")
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


async def _clear_covers(page: Page, view: dict[str, Any], walks: list[tuple[Frame, JSHandle]], manner: Manner) -> None:
    """Put away a consent bar that lies over a number, then look again; the first look is kept."""
    buttons = {
        spot["cover"]["dismiss"]
        for frame in view["frames"][:1]
        for spot in (*frame["spots"], *frame["links"])
        if spot.get("cover")
    } - {-1}
    if not buttons:
        return
    covered = {
        frame["shown"][s["start"] : s["end"]]: s["cover"]["what"]
        for frame in view["frames"]
        for s in frame["spots"]
        if s.get("cover")
    }
    async with gate(page.context, reading=True):
        for index in sorted(buttons)[:2]:
            with contextlib.suppress(Error):
                handle = (await walks[0][1].evaluate_handle("(w, i) => w.elements[i]", index)).as_element()
                if handle is not None:
                    await handle.click(timeout=1500, no_wait_after=True)
        await page.wait_for_timeout(400)
        if page.url.split("#")[0] != str(view["final_url"]).split("#")[0]:
            return
        walks[:] = await _walk_frames(page, view, manner)
    for frame in view["frames"]:
        for spot in frame["spots"]:
            spot["before_dismissal"] = covered.get(frame["shown"][spot["start"] : spot["end"]], "")


def _changed_since(view: Mapping[str, Any], manner: Manner) -> bool:
    walked = {
        number.e164
        for frame in view["frames"][:1]
        for number in numbers_of(frame["shown"], manner.country, manner.others)
        if number.e164
    }
    hrefs = {anchor["href"] for frame in view["frames"][:1] for anchor in frame["anchors"]}
    late = view["late"]
    return bool(set(late["numbers"]) - walked - set(view["early"]["numbers"])) or any(
        href.strip() not in hrefs for href, _ in late["links"]
    )


async def _reveal(page: Page, view: dict[str, Any], walks: Sequence[tuple[Frame, JSHandle]], manner: Manner) -> None:
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
            with contextlib.suppress(Error):
                handle = (await walk.evaluate_handle("(w, i) => w.elements[i]", index)).as_element()
                if handle is not None:
                    await handle.click(timeout=1500, no_wait_after=True)
        await page.wait_for_timeout(500)
        second = await frame.evaluate_handle(WALK)
        again = await _measured(frame, second, manner)
    view["revealed"] = {"before": sorted(before), "frame": again, "button": buttons[0][1]}


async def _prove(page: Page, view: dict[str, Any], walks: Sequence[tuple[Frame, JSHandle]], manner: Manner) -> None:
    """Tap each distinct target once per run and profile; scripted buttons round a number as well."""
    wanted: dict[str, tuple[Frame, JSHandle, int]] = {}
    for (frame, walk), facts in zip(walks, view["frames"], strict=True):
        for spot in (*facts["spots"], *facts["links"]):
            key = tap_key(view["profile"], spot)
            if key and not spot.get("covered") and key not in manner.tapped and key not in wanted:
                wanted[key] = (frame, walk, (spot.get("link") or spot.get("script"))["i"])
    outcomes = await tap_all(page, wanted.values(), touch=view["profile"] == "phone")
    for key, outcome in zip(wanted, outcomes, strict=True):
        manner.tapped[key] = outcome
    for facts in view["frames"]:
        for spot in (*facts["spots"], *facts["links"]):
            key = tap_key(view["profile"], spot)
            spot["tap"] = manner.tapped.get(key) if key else None


def tap_key(profile: str, spot: Mapping[str, Any]) -> str:
    """What makes a tap distinct; "" for what there is no use in tapping."""
    if link := spot.get("link"):
        return (
            f"{profile} {link['href']} {link['cls']} {link['onclick']}"
            if is_dial_link(link["href"]) or link["href"] in {"", "#"} or link["href"].startswith("javascript:")
            else ""
        )
    script = spot.get("script")
    return f"{profile} {script['selector']}" if script else ""
