"""Roof, web: what a signed link in a letter does. Looking at it does nothing: mail scanners open every link."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from monitor.alerts.links import Signed, Wish, verify
from monitor.settings import signing_secret
from monitor.steps import House
from monitor.store import outbox, visits

PAGES = Environment(loader=PackageLoader("monitor.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
SNOOZED = timedelta(days=1)
NOTE = "by a link in a letter"
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
}


async def show(request: Request) -> Response:
    """The page with one button."""
    signed = _signed(request)
    return await _page(request, signed, done=False) if signed else _gone(request)


async def react(request: Request) -> Response:
    """The button was pressed, or a mail program unsubscribes (RFC 8058)."""
    signed = _signed(request)
    if signed is None:
        return _gone(request)
    await asyncio.to_thread(_note, request.app.state.current(), signed)
    return await _page(request, signed, done=True)


def _signed(request: Request) -> Signed | None:
    house: House = request.app.state.current()
    return verify(request.path_params["token"], signing_secret(), house.now())


def _note(house: House, signed: Signed) -> None:
    """Write the wish down, once: whoever presses again, or opens the page again, changes nothing while it holds."""
    now = house.now()
    until = now + SNOOZED if signed.wish is Wish.SNOOZE else None
    with house.store.writing() as connection:
        if not outbox.has_reacted(connection, signed.thread, signed.by, now, snoozed=until is not None):
            outbox.acknowledge(connection, signed.thread, signed.by, now, until, NOTE)


async def _page(request: Request, signed: Signed, *, done: bool) -> Response:
    house: House = request.app.state.current()
    person = next((one for one in house.programme.recipients if one.email == signed.by), None)
    about = await asyncio.to_thread(_about, house, signed)
    return _html(person.language if person else _language(request), signed.wish, about, done=done)


def _about(house: House, signed: Signed) -> str:
    """Which site, or whose letters: nothing of what the visit said."""
    kind, _, key = signed.thread.partition("/")
    if kind == "visit":
        try:
            with house.store.reading() as connection:
                key = visits.find(connection, key).site
        except KeyError:
            return ""
    return next((site.name for site in house.programme.sites if site.key == key), key)


def _gone(request: Request) -> Response:
    return _html(_language(request), "none", "", done=False, status=404)


def _language(request: Request) -> str:
    """Of a browser whose person we do not know."""
    return "ru" if request.headers.get("accept-language", "").lower().startswith("ru") else "en"


def _html(language: str, wish: str, about: str, *, done: bool, status: int = 200) -> Response:
    page = PAGES.get_template("ack.html").render(language=language, wish=str(wish), about=about, done=done)
    return HTMLResponse(page, status_code=status, headers=HEADERS)
