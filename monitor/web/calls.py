"""Roof, web: where phone providers tell us of calls and SMS.

Whoever is not the provider learns nothing: no such door, a wrong signature and an old one get the same answer.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from monitor.intake.calls import MAXIMUM_BODY, zadarma_echo
from monitor.steps import House
from monitor.steps.collect import Knock, Taken, take_in

pause = asyncio.sleep
PATIENCE = 10.0
"""seconds a body may take: providers send it at once"""
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


async def take(request: Request) -> Response:
    """A provider's POST: 200 once it is kept, 403 for anybody else, 413 and 408 for what is no such request at all."""
    tally: Counter[str] = request.app.state.calls_in
    try:
        async with asyncio.timeout(PATIENCE):
            body = await _body(request)
    except TimeoutError:
        return _plain("", 408)
    except ClientDisconnect:
        return _plain("", 400)
    if body is None:
        tally["too_large"] += 1
        return _plain("", 413)
    house: House = request.app.state.current()
    headers = {name.lower(): value for name, value in request.headers.items()}
    knock = Knock(endpoint=request.path_params["endpoint"], headers=headers, body=body, query=request.url.query)
    taken, reply = await asyncio.to_thread(take_in, house, knock)
    tally[taken] += 1
    if taken is Taken.REFUSED:
        return _plain("", 403)
    await pause(reply.after)  # the call is kept already; whoever hangs up meanwhile changes nothing
    return Response(reply.text, media_type=reply.media_type, headers=HEADERS)


async def echo(request: Request) -> Response:
    """Zadarma asks whether the address is ours by `?zd_echo=…`; every address answers alike, so this tells nothing."""
    asked = zadarma_echo(request.query_params)
    return _plain("", 403) if asked is None else _plain(asked, 200)


def lines(tally: Counter[str]) -> list[str]:
    """The counter as Prometheus text; since this process began."""
    found = [f'shopper_calls_in_total{{outcome="{name}"}} {tally[name]}' for name in (*Taken, "too_large")]
    told = "# HELP shopper_calls_in_total What was posted to our call doors since this process began."
    return [told, "# TYPE shopper_calls_in_total counter", *found]


async def _body(request: Request) -> bytes | None:
    """The whole body; None as soon as it is larger than any provider's."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAXIMUM_BODY:
            return None
    return bytes(body)


def _plain(text: str, status: int) -> Response:
    return PlainTextResponse(text, status_code=status, headers=HEADERS)
