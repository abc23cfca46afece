"""Before we say that nobody can be reached: is there a form behind a button, in a frame, on the contact page? Sends nothing."""

from __future__ import annotations

from playwright.async_api import Error

from probes._base import NewContext
from probes.feedback_form.chooser import PAGE_PATIENCE, choose
from probes.feedback_form.options import Options


async def form_within_reach(open_context: NewContext, url: str) -> str | None:
    """Address of the page (or form service) whose form a visitor's phone comes to, found as the form probe finds it;
    "" when there is none, None when we could not look."""
    context = await open_context("phone")
    try:
        page = await context.new_page()
        response = await page.goto(url, wait_until="domcontentloaded", timeout=PAGE_PATIENCE)
        choice = await choose(page, Options(), response.status if response else 0)
        here = page.url
    except Error:
        return None
    finally:
        await context.close()
    if choice.problem == "firewall":
        return None
    return here if choice.form else choice.external
