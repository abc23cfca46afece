"""The passive look: every form of a page as plain data. Never types, never sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from playwright.async_api import BrowserContext, Page
from playwright.async_api import TimeoutError as Slow

from probes._base import NewContext
from probes.feedback_form.chooser import PAGE_PATIENCE, best, choose
from probes.feedback_form.gather import gather
from probes.feedback_form.options import Options
from probes.feedback_form.report import inspection

Dress = Callable[[BrowserContext], Awaitable[None]]


async def inspect_page(
    open_context: NewContext,
    url: str,
    *,
    dress: Dress | None = None,
    follow: bool = True,
    saved: bool = False,
) -> dict[str, Any]:
    """`page`, `forms`, `chosen`, `blocked` on a desktop, and `on_phone` with the forms a phone shows.

    `dress` is called with each fresh context (to serve saved pages); `follow` = open pop-ups and turn to
    the contact page when the address itself has no fitting form; `saved` = scripts off, desktop only,
    nothing pressed. Playwright's `Error` when the page cannot be opened.
    """
    if saved:
        return await _in_context(
            open_context, "desktop", dress, lambda page: _still(page, url), java_script_enabled=False
        )
    desktop = await _in_context(open_context, "desktop", dress, lambda page: _alive(page, url, follow))
    phone = await _in_context(open_context, "phone", dress, lambda page: _alive(page, desktop["page"]["url"], False))
    return {
        **desktop,
        "on_phone": {
            "forms": [{k: f[k] for k in ("selector", "frame", "type", "visible", "zone")} for f in phone["forms"]],
            "chosen": phone["chosen"],
        },
    }


async def _in_context(
    open_context: NewContext,
    profile: str,
    dress: Dress | None,
    look: Callable[[Page], Awaitable[dict[str, Any]]],
    **options: Any,
) -> dict[str, Any]:
    context = await open_context(profile, **options)
    try:
        if dress:
            await dress(context)
        return await look(await context.new_page())
    finally:
        await context.close()


async def _still(page: Page, url: str) -> dict[str, Any]:
    """A saved page as it lies there."""
    await page.goto(url, wait_until="domcontentloaded", timeout=PAGE_PATIENCE)
    look = await gather(page)
    return inspection(look, best(look, Options()))


async def _alive(page: Page, url: str, follow: bool) -> dict[str, Any]:
    response = await page.goto(url, wait_until="domcontentloaded", timeout=PAGE_PATIENCE)
    with suppress(Slow):  # a picture that never comes does not keep us from looking
        await page.wait_for_load_state("load", timeout=10_000)
    if follow:
        choice = await choose(page, Options(), response.status if response else 0)
        found = {**inspection(choice.look, choice.form), "opened_by": choice.opened_by}
        if choice.external:
            found["blocked"].append(
                {"reason": "external_form", "kind": "service", "selector": "", "form": choice.external}
            )
        return found
    look = await _settled(page)
    return {**look, "opened_by": ""}


async def _settled(page: Page) -> dict[str, Any]:
    look = await gather(page)
    if best(look, Options()) is None:
        with suppress(Slow):  # still busy: what was seen stands
            await page.wait_for_load_state("networkidle", timeout=3_000)
            look = await gather(page)
    return inspection(look, best(look, Options()))
