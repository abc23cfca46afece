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
from monitor.store import outbox

PAGES = Environment(loader=PackageLoader("monitor.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
SNOOZED = timedelta(days=1)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
}


async def show(request: Request) -> Response:
    """The page with one button."""
    signed = _signed(request)
    return _page(request, signed, done=False) if signed else _gone(request)


async def react(request: Request) -> Response:
    """The button was pressed, or a mail program unsubscribes (RFC 8058)."""
    signed = _signed(request)
    if signed is None:
        return _gone(request)
    await asyncio.to_thread(_note, request.app.state.current(), signed)
    return _page(request, signed, done=True)


def _signed(request: Request) -> Signed | None:
    house: House = request.app.state.current()
    return verify(request.path_params["token"], signing_secret(), house.now())


def _note(house: House, signed: Signed) -> None:
    now = house.now()
    until = now + SNOOZED if signed.wish is Wish.SNOOZE else None
    with house.store.writing() as connection:
        outbox.acknowledge(connection, signed.thread, signed.by, now, until, "by a link in a letter")


def _page(request: Request, signed: Signed, *, done: bool) -> Response:
    house: House = request.app.state.current()
    person = next((one for one in house.programme.recipients if one.email == signed.by), None)
    language = person.language if person else "en"
    page = PAGES.get_template("ack.html").render(language=language, wish=signed.wish.value, done=done)
    return HTMLResponse(page, headers=HEADERS)


def _gone(request: Request) -> Response:
    page = PAGES.get_template("ack.html").render(language="en", wish="none", done=False)
    return HTMLResponse(page, status_code=404, headers=HEADERS)
