"""Finds the form our shopper would use, on this page or on the one a customer would turn to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from playwright.async_api import Error, Frame, Locator, Page

from probes.feedback_form import openers
from probes.feedback_form.blocks import firewall
from probes.feedback_form.fields import Field
from probes.feedback_form.forms import CONTACT_LIKE, Form, ranked
from probes.feedback_form.gather import Look, settled
from probes.feedback_form.options import Options

PAGE_PATIENCE = 30_000
_WRITTEN = frozenset({"contact", "question", "request"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The form to use, or why there is none (`problem`: no_form, configuration, firewall, external_form: the
    company's form lives at a form service, `external`)."""

    look: Look
    form: Form | None
    problem: str = ""
    opened_by: str = ""
    external: str = ""

    @property
    def frame(self) -> Frame:
        assert self.form is not None
        return self.look.frame_of(self.form)


async def choose(page: Page, options: Options, status: int = 200) -> Choice:
    """Look here; if nothing fits, wait for scripts, open pop-ups, follow links."""
    if options.form or options.fields or options.opener or options.submit:
        return await _configured(page, options)
    look = await settled(page)
    bar = await openers.doors(page, everything=False)
    await openers.move_cookie_bar(page, bar["bar"])
    found = best(look, options)
    if found is None or not found.shot.visible:
        await _quiet(page)
        look = await settled(page)
        found = best(look, options)
    if firewall(look.main, status) and found is None:
        return Choice(look=look, form=None, problem="firewall")
    if found and found.shot.visible and found.type in _WRITTEN:
        return Choice(look=look, form=found)
    elsewhere = await _elsewhere(page, options, look)
    if elsewhere:
        return elsewhere
    if found and found.shot.visible:
        return Choice(look=look, form=found)
    links = (await openers.doors(page))["links"]
    external = openers.form_service([f.url for f in page.frames] + [link["href"] for link in links])
    return Choice(look=look, form=None, problem="external_form" if external else "no_form", external=external)


def best(look: Look, options: Options) -> Form | None:
    """The best contact-like form in sight, hidden ones last."""
    fit = [
        f
        for f in look.forms
        if f.type in CONTACT_LIKE and (f.first_step or f.has("message", "email", "phone", "email_or_phone"))
    ]
    fit = [f for f in fit if f.frame == "" or any(s.frame == f.frame and s.seen for s in look.shots)]
    order = sorted(ranked(fit, options.prefer), key=lambda f: not f.shot.visible)
    return order[0] if order else None


async def _elsewhere(page: Page, options: Options, look: Look) -> Choice | None:
    """A better form behind a pop-up button here, or on a contact page of the site."""
    here = page.url
    ways = await openers.doors(page)
    opened = await _open_pop_up(page, options, ways)
    if opened and opened.form and opened.form.type in _WRITTEN:
        return opened
    current = best(look, options)
    for address in openers.contact_pages(ways["links"], here)[:3] if options.find else ():
        choice = await _on_page(page, address, options)
        if (
            choice
            and choice.form
            and (current is None or not current.shot.visible or choice.form.score > current.score)
        ):
            return choice
    if page.url != here:
        await page.goto(here, wait_until="load", timeout=PAGE_PATIENCE)
        return await _open_pop_up(page, options, ways) if opened else None
    return opened


async def _on_page(page: Page, address: str, options: Options) -> Choice | None:
    try:
        await page.goto(address, wait_until="load", timeout=PAGE_PATIENCE)
        look = await settled(page)
    except Error:
        return None
    ways = await openers.doors(page)
    await openers.move_cookie_bar(page, ways["bar"])
    found = best(look, options)
    if found and found.shot.visible:
        return Choice(look=look, form=found)
    return await _open_pop_up(page, options, ways)


async def _open_pop_up(page: Page, options: Options, ways: dict[str, list[dict[str, str]]]) -> Choice | None:
    for selector in openers.pop_up_buttons(ways["openers"]):
        here = page.url
        if not await _press(page.locator(selector).first):
            continue
        await page.wait_for_timeout(400)
        if page.url.partition("#")[0] != here.partition("#")[0]:
            await page.goto(here, wait_until="load", timeout=PAGE_PATIENCE)
            continue
        look = await settled(page)
        found = best(look, options)
        if found and found.shot.visible:
            return Choice(look=look, form=found, opened_by=selector)
        await page.keyboard.press("Escape")
    return None


async def _press(target: Locator) -> bool:
    try:
        await target.click(timeout=1_500)
    except Error:
        return False
    return True


async def _quiet(page: Page) -> None:
    """Scripts may still be building the form."""
    try:
        await page.wait_for_load_state("networkidle", timeout=5_000)
    except Error:
        return


async def _configured(page: Page, options: Options) -> Choice:
    """The form and fields the user named; anything that no longer fits is `configuration`."""
    await _quiet(page)
    if options.opener and not await _press(locate(page.main_frame, options.opener)):
        return Choice(look=await settled(page), form=None, problem="configuration")
    if options.opener:
        await page.wait_for_timeout(400)
    look = await settled(page)
    chosen = await _named_form(look, options) if options.form else best(look, options)
    if chosen is None:
        return Choice(look=look, form=None, problem="configuration" if options.form else "no_form")
    fitted = await _with_named_fields(look.frame_of(chosen), chosen, options)
    return Choice(look=look, form=fitted, problem="" if fitted else "configuration")


async def _named_form(look: Look, options: Options) -> Form | None:
    for frame, shot in look.frames:
        target = locate(frame, options.form)
        if await target.count():
            for form in (f for f in look.forms if f.frame == shot.frame):
                if await frame.locator(form.shot.selector).first.evaluate(
                    "(e, t) => e === t || e.contains(t) || t.contains(e)", await target.element_handle()
                ):
                    return form
    return None


async def _with_named_fields(frame: Frame, form: Form, options: Options) -> Form | None:
    """The form with the configured types put over the detected ones, None when a selector finds nothing."""
    fields = list(form.fields)
    for kind, selector in options.fields.items():
        target = locate(frame, selector)
        if not await target.count():
            return None
        number = await _same_control(frame, fields, target)
        if number is None:
            return None
        fields[number] = replace(
            fields[number], type=kind, detail="", honeypot=False, reason="configured", confidence=1.0
        )
    if options.submit and not await locate(frame, options.submit).count():
        return None
    return replace(form, fields=tuple(fields))


async def _same_control(frame: Frame, fields: list[Field], target: Locator) -> int | None:
    handle = await target.element_handle()
    for number, field in enumerate(fields):
        if await frame.locator(field.control.selector).first.evaluate("(e, t) => e === t", handle):
            return number
    return None


def locate(frame: Frame, selector: str) -> Locator:
    """CSS, `label=Your name` or Playwright's `role=…`."""
    label = re.match(r"label=(.+)", selector)
    return (frame.get_by_label(label.group(1)) if label else frame.locator(selector)).first
