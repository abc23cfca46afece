"""Before we say that nobody can be reached: is there a form behind a button, in a frame, on the contact page? Sends nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.async_api import Error, Request, Response

from probes._base import NewContext
from probes.feedback_form.chooser import PAGE_PATIENCE, choose
from probes.feedback_form.options import Options

_BOOKING = re.compile(
    r"//([\w-]+\.)*(yclients\.com|dikidi\.(net|ru)|calendly\.com/\w|setmore\.com|acuityscheduling\.com|simplybook\.\w+|fresha\.com/\w"
    r"|booksy\.com/\w|treatwell\.\w+/|opentable\.[\w.]+/r|resy\.com/|quandoo\.\w+/|sonline\.su|arnica\.pro|medflex\.ru|prodoctorov\.ru/\w|docdoc\.ru/\w"
    r"|bookon\.ua|doctolib\.\w+/\w|cal\.com/\w|square\.site/book|tidycal\.com/\w)",
    re.IGNORECASE,
)
"""services where a customer books at any hour"""
_ADDRESSES = "all => all.map(e => String(e.href?.baseVal ?? e.href ?? e.src ?? ''))"


async def form_within_reach(open_context: NewContext, url: str) -> str | None:
    """Address of the page (or form or booking service) whose form a visitor's phone
    comes to, found as the form probe finds it;
    "" when there is none, None when we could not look."""
    context = await open_context("phone")
    lost: list[str] = []
    try:
        page = await context.new_page()
        page.on("requestfailed", lambda request: lost.extend([request.url] if _is_page(request, url) else []))
        page.on("response", lambda answer: lost.extend([answer.url] if _kept_out(answer, url) else []))
        response = await page.goto(url, wait_until="domcontentloaded", timeout=PAGE_PATIENCE)
        choice = await choose(page, Options(), response.status if response else 0)
        here = page.url
        addresses = await page.eval_on_selector_all("a[href], iframe[src], script[src]", _ADDRESSES)
    except Error:
        return None
    finally:
        await context.close()
    if choice.form:
        return here
    external = choice.external or next((a for a in addresses if _BOOKING.search(a)), "")
    if choice.problem == "firewall" or (lost and not external):
        return None  # the contact page did not open for us
    return external


def _is_page(request: Request, url: str) -> bool:
    return request.is_navigation_request() and urlsplit(request.url).hostname == urlsplit(url).hostname


def _kept_out(answer: Response, url: str) -> bool:
    return _is_page(answer.request, url) and (answer.status in {401, 403, 429} or answer.status >= 500)
