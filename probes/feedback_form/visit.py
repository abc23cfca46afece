"""One visit: open, find, fill, intend, send once, watch, keep the evidence."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import BrowserContext, Error, Page, Request, Response
from playwright.async_api import TimeoutError as Slow

from monitor.domain.errors import ProbeFault
from monitor.domain.visit import Acceptance, Question, Shopper
from probes._base import Box, Brief
from probes._wire import Wire, addresses
from probes.feedback_form.blocks import why_not
from probes.feedback_form.chooser import PAGE_PATIENCE, Choice, choose
from probes.feedback_form.notes import Notes
from probes.feedback_form.options import Options
from probes.feedback_form.outcome import judge
from probes.feedback_form.report import inspection
from probes.feedback_form.sending import Sender
from probes.feedback_form.speed import SPEED

PICTURE: dict[str, Any] = {"type": "jpeg", "quality": 70, "timeout": 10_000}
_OUR_NETWORK = re.compile(
    r"ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_NETWORK_ACCESS_DENIED|ERR_PROXY|ERR_ADDRESS_UNREACHABLE"
)

_GONE = {500: "site_down", 404: "configuration", 410: "configuration"}
"""a page that is not there any more is a wrong address, not an unanswered enquiry"""


async def carry_out(brief: Brief, context: BrowserContext, box: Box) -> bool:
    """The whole visit in one context; every way out leaves an `outcome`. True when the site accepted the enquiry."""
    assert brief.shopper is not None
    assert brief.question is not None
    notes = Notes()
    page = await context.new_page()
    listen(page, notes)
    wire = Wire(
        now=brief.now,
        marks=marks(brief.shopper, brief.question),
        timeout_seconds=brief.options.wait_seconds,
        mode=brief.options.at_most_once,
    )
    wire.watch(page)
    try:
        if await _opened(page, brief.url, notes):
            await _use_form(brief, context, page, box, wire, notes)
    finally:
        exchanges, outcome = [e.as_json() for e in wire.exchanges], notes.as_json()
        box.put_json("wire", exchanges, note="requests that carried our data, secrets removed")
        box.put_json("outcome", outcome)
    return judge(outcome, exchanges).acceptance is Acceptance.ACCEPTED


def marks(shopper: Shopper, question: Question) -> dict[str, str]:
    """What tells our enquiry apart on the wire."""
    opening = " ".join(question.text.split()[:4])
    return {
        "email": shopper.email,
        "phone": re.sub(r"\D", "", shopper.phone)[-10:],
        "text": opening if len(opening) > 7 else question.text,
    }


def listen(page: Page, notes: Notes) -> None:
    """Dialog boxes are answered yes, console errors and broken navigations written down."""

    async def answer(dialog: Any) -> None:
        if dialog.type != "beforeunload":
            notes.dialogs.append(dialog.message)
        try:
            await dialog.accept()
        except Error:
            return

    def broken(request: Request) -> None:
        if request.is_navigation_request() and request.frame == page.main_frame:
            notes.navigation_error = request.failure or ""

    page.on("dialog", answer)
    page.on("console", lambda m: notes.console.append(m.text[:300]) if m.type == "error" else None)
    page.on("pageerror", lambda e: notes.console.append(str(e)[:300]))
    page.on("requestfailed", broken)
    page.on("download", lambda d: notes.downloads.append(d.suggested_filename))


async def _opened(page: Page, url: str, notes: Notes) -> bool:
    """True when there is a page to look at; otherwise `stopped` says what any visitor would meet."""
    try:
        response = await _goto(page, url)
    except Error as fault:
        words = (str(fault).splitlines() or [""])[0]
        if _OUR_NETWORK.search(words):
            raise ProbeFault("site_down_for_us_only", f"our own network failed: {words}") from fault
        notes.stopped, notes.navigation_error = "site_down", words
        return False
    notes.status = response.status if response else 0
    notes.facts["speed"] = await page.evaluate(SPEED)
    return True


async def _goto(page: Page, url: str) -> Response | None:
    """Until everything is loaded; a page whose last picture hangs is used as it stands."""
    response = await page.goto(url, wait_until="domcontentloaded", timeout=PAGE_PATIENCE)
    try:
        await page.wait_for_load_state("load", timeout=10_000)
    except Slow:
        return response
    return response


async def _use_form(brief: Brief, context: BrowserContext, page: Page, box: Box, wire: Wire, notes: Notes) -> None:
    options: Options = brief.options
    choice = await choose(page, options, notes.status)
    box.put_json("form", inspection(choice.look, choice.form), note="what the detector saw and chose")
    box.put("before", await page.screenshot(**PICTURE), media_type="image/jpeg", note=page.url)
    notes.facts |= {"form": _told(choice), "page_url": page.url, "success": options.success}
    if choice.external:
        notes.facts["external"] = choice.external
    if choice.form is None:
        notes.stopped = _GONE.get(notes.status // 100 * 100 if notes.status >= 500 else notes.status, choice.problem)
        return
    frame_shot = next(s for s in choice.look.shots if s.frame == choice.form.frame)
    notes.stopped = why_not(choice.form, frame_shot)
    if notes.stopped:
        return
    wire.actions = addresses([_action(choice)])
    sender = Sender(brief=brief, context=context, page=page, box=box, wire=wire, notes=notes, choice=choice)
    await sender.send()
    await _keep_the_end(page, sender, box)


def _action(choice: Choice) -> str:
    assert choice.form is not None
    shot = choice.form.shot
    return (
        choice.frame.url
        if not shot.action and shot.method == "post"
        else shot.action
        if shot.method == "post" and "://" in shot.action
        else ""
    )


def _told(choice: Choice) -> dict[str, Any]:
    if choice.form is None:
        return {}
    form = choice.form
    return {
        "selector": form.shot.selector,
        "type": form.type,
        "fields": len([f for f in form.fields if not f.honeypot]),
        "required": sum(f.required for f in form.fields),
        "opened_by": choice.opened_by,
    }


async def _keep_the_end(page: Page, sender: Sender, box: Box) -> None:
    last = sender.last_page or page
    try:
        box.put("after", await last.screenshot(**PICTURE), media_type="image/jpeg", note=last.url)
        box.put("html", (await last.content()).encode(), media_type="text/html", note=last.url)
    except Error:
        return
