"""One page as one profile sees it: open, scroll through, let scripts settle, walk, measure, tap. Yields plain JSON.

A view is what `read` later judges: per frame the text as shown and hidden, every number's place and
looks, every link, what taps dialled; plus facts of the page. Nothing is filled in, nothing is sent.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from playwright.async_api import Error, Frame, JSHandle, Page, Response
from playwright.async_api import TimeoutError as Late

from probes.phone_number.frames import Manner, Walks, numbers_of, walk_frames
from probes.phone_number.numbers import numbers_in
from probes.phone_number.obstacles import clear_covers, reveal
from probes.phone_number.region import guess_country
from probes.phone_number.scripts import FACTS, PREPARE, SCROLL_THROUGH
from probes.phone_number.tap import tap_all
from probes.phone_number.targets import is_dial_link
from probes.phone_number.trackers import trackers_in

SAMPLE = """() => ({text: (document.body ? document.body.innerText : '').split('\\n').filter(l => /\\d.*\\d.*\\d/.test(l)).join('\\n').slice(0, 100000),
  links: [...document.querySelectorAll('a[href^="tel:" i]')].map(a => [a.getAttribute('href'), (a.innerText || a.textContent || '').trim()]).slice(0, 60)})"""
BeforeTaps = Callable[[dict[str, Any]], Awaitable[None]]


async def prepare(page: Page) -> None:
    """Before the first navigation: what `PREPARE` needs, and dialogs go away by themselves."""
    await page.add_init_script(PREPARE)
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
        response = await page.goto(url, wait_until="commit", timeout=manner.timeout_ms)
    except Error as fault:
        view["error"] = str(fault).split("\n", 1)[0][:200]
        return view
    view["status"] = response.status if response else 0
    # a page stuck on one script, or sending its visitors on to nowhere, still shows what it shows
    with contextlib.suppress(Late):
        await page.wait_for_load_state("domcontentloaded", timeout=manner.timeout_ms / 2)
        await page.wait_for_load_state("load", timeout=manner.timeout_ms / 2)
    for _ in range(2):  # a page that sends its visitors on by script is looked at where they land
        try:
            await look_around(page, view, manner, before_taps)
        except Error as fault:
            view["error"] = str(fault).split("\n", 1)[0][:200]
            await page.wait_for_timeout(1000)
            continue
        view["error"] = ""
        break
    if response is not None and not view["error"]:
        view["scripted"] = await _scripted(response, view)
    return view


async def _scripted(response: Response, view: Mapping[str, Any]) -> list[str]:
    """Numbers whose last digits are nowhere in the page as it was sent: scripts brought them."""
    try:
        sent = re.sub(r"\D", "", await response.text())
    except (Error, UnicodeDecodeError):
        return []
    shown = {
        (number.e164, number.digits[-7:])
        for frame in view["frames"][:1]
        for number in numbers_of(frame["shown"], view["country"], view["others"])
    }
    return sorted({e164 for e164, written in shown if e164 and written not in sent and e164[-7:] not in sent})


async def look_around(
    page: Page, view: dict[str, Any], manner: Manner, before_taps: BeforeTaps | None = None
) -> dict[str, Any]:
    """Everything after the page has loaded (also for pages opened by somebody else)."""
    view["guessed"] = not manner.country
    manner = manner if manner.country else replace(manner, country=await _guessed(page))
    view["country"] = manner.country
    early = await page.evaluate(SAMPLE)
    await _settle(page, manner)
    view["facts"] = await page.evaluate(FACTS) or {}
    view["final_url"] = page.url
    trackers = trackers_in(view["facts"].pop("sources", []))
    view["trackers"] = list(trackers)
    if trackers:
        await page.wait_for_timeout(max(0, manner.tracker_ms - manner.settle_ms))
    walks = await walk_frames(page, view, manner)
    if before_taps:
        await before_taps(view)
    await clear_covers(page, view, walks, manner)
    late = await page.evaluate(SAMPLE)
    if early != late:
        view["early"] = {"numbers": numbers_in(early["text"], manner.country), "links": early["links"]}
        if _changed_since(view, late, manner):
            walks = await walk_frames(page, view, manner)
    await reveal(page, view, walks, manner)
    if manner.tap:
        await _prove(page, view, walks, manner)
    return view


async def _guessed(page: Page) -> str:
    language, links, text = await page.evaluate(
        """() => [document.documentElement.lang || '', [...document.querySelectorAll('a[href^="tel:" i]')].map(a => a.getAttribute('href').slice(4)).join('\\n'),
          (document.body ? document.body.innerText.slice(0, 100000) : '') + [...document.images].map(image => `\\n${image.alt}`).join('')]"""
    )
    return guess_country(page.url, language, f"{links}\n{text}")


async def _settle(page: Page, manner: Manner) -> None:
    with contextlib.suppress(Error):
        await page.evaluate(SCROLL_THROUGH)
    with contextlib.suppress(Late):
        await page.wait_for_load_state("networkidle", timeout=max(1, manner.settle_ms))
    await page.wait_for_timeout(manner.settle_ms)


def _changed_since(view: Mapping[str, Any], late: Mapping[str, Any], manner: Manner) -> bool:
    """Did scripts bring numbers or targets after we walked?"""
    main = view["frames"][:1]
    walked = {
        number.e164
        for frame in main
        for number in numbers_of(frame["shown"], manner.country, manner.others)
        if number.e164
    }
    hrefs = {anchor["href"] for frame in main for anchor in frame["anchors"]}
    came = set(numbers_in(late["text"], manner.country)) - walked - set(view["early"]["numbers"])
    return bool(came) or any(href.strip() not in hrefs for href, _ in late["links"])


async def _prove(page: Page, view: dict[str, Any], walks: Walks, manner: Manner) -> None:
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
