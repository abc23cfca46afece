"""Lists drawn by scripts: opened as a person does, an entry taken among what newly appears.

Component libraries agree on little: some options have a role, some only a class; some lists open on a click, others on
a key; some hang in the form, others at the end of the page. What all share: entries that were not to be seen before.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.async_api import ElementHandle, Error, Frame, JSHandle

from probes.feedback_form.answers import choose
from probes.feedback_form.snapshot import Control, Option

_ENTRIES = Path(__file__).with_name("entries.js").read_text(encoding="utf-8")
_OPENS = (("click", 700), ("ArrowDown", 1_200))
"""how to open a list, and how long its entries may take (ms)"""


async def pick(frame: Frame, control: Control, patience: int) -> str:
    """The text of the entry taken, "" when no list opened. Playwright's `Error` when the control cannot be reached."""
    known = await _seen(frame)
    for way, wait in _OPENS:
        await _open(frame, control, way, patience)
        entries = await _appeared(frame, known, wait)
        taken = choose(tuple(Option(text=text, value=text) for text, _ in entries))
        if taken is None:
            continue
        await next(element for text, element in entries if text == taken.text).click(timeout=patience)
        return taken.text
    return ""


async def pick_day(frame: Frame, control: Control, patience: int) -> str:
    """The day taken in a calendar that a box opens which cannot be typed into, "" when none opened."""
    known = await _seen(frame, days=True)
    await _open(frame, control, "click", patience)
    days = [(int(text), element) for text, element in await _appeared(frame, known, _OPENS[0][1], days=True)]
    if not days:
        return ""
    number, element = max((d for d in days if d[0] <= 28), key=lambda d: d[0], default=days[-1])
    await element.click(timeout=patience)
    return str(number)


async def _seen(frame: Frame, days: bool = False) -> JSHandle:
    return await frame.evaluate_handle(f"(days) => ({_ENTRIES})([], days).map(e => e.element)", days)


async def _open(frame: Frame, control: Control, way: str, patience: int) -> None:
    if way == "click":
        with suppress(Error):  # something lies over it: keys reach it all the same
            await frame.locator(control.proxy or control.selector).first.click(timeout=patience / 2)
        return
    await frame.locator(control.selector).first.press(way, timeout=patience)


async def _appeared(frame: Frame, known: JSHandle, wait: int, days: bool = False) -> list[tuple[str, ElementHandle]]:
    """Entries to be seen now and not before, waited for in small steps."""
    for _ in range(0, wait, 100):
        await frame.page.wait_for_timeout(100)
        fresh = await frame.evaluate_handle(f"([known, days]) => ({_ENTRIES})(known, days)", [known, days])
        entries = [await _entry(handle) for handle in (await fresh.get_properties()).values()]
        if entries:
            return [(text, element) for text, element in entries if element is not None]
    return []


async def _entry(handle: JSHandle) -> tuple[str, ElementHandle | None]:
    properties: dict[str, Any] = await handle.get_properties()
    return str(await properties["text"].json_value()), properties["element"].as_element()
