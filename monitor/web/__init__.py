"""Roof: our own small web server, inside `shopper run`: health, readiness, metrics, links in letters, calls by webhook.

`app(current)` builds it; other rooms of the roof add their doors with `routes`. It never shows what a visit said.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from monitor.domain.errors import HouseFault
from monitor.settings import Web
from monitor.steps import House
from monitor.web.calls import echo, take
from monitor.web.health import health, metrics, ready
from monitor.web.links import react, show

__all__ = ["app", "serving"]

ROUTES: tuple[BaseRoute, ...] = (
    Route("/health", health),
    Route("/ready", ready),
    Route("/metrics", metrics),
    Route("/ack/{token}", show, methods=["GET"]),
    Route("/ack/{token}", react, methods=["POST"]),
    Route("/in/{endpoint}", echo, methods=["GET"]),
    Route("/in/{endpoint}", take, methods=["POST"]),
)


def app(current: Callable[[], House], routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The application. `current` gives the house as it is now: the programme may be read anew meanwhile."""
    made = Starlette(routes=[*ROUTES, *routes])
    made.state.current = current
    made.state.calls_in = Counter()
    made.state.counted = (datetime.min.replace(tzinfo=UTC), {})
    return made


class _Server(uvicorn.Server):
    """Signals belong to `shopper run`."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(application: Starlette, web: Web) -> AsyncIterator[int]:
    """The application, served while the context is open; yields the port. `HouseFault` when it is taken."""
    config = uvicorn.Config(application, host=web.host, port=web.port, log_level="warning", access_log=False)
    sockets = []
    try:
        sockets.append(config.bind_socket())
        sockets[0].listen()  # who knocks before uvicorn has begun waits instead of being turned away
    except SystemExit as fault:  # uvicorn's way to say that the port is taken
        raise HouseFault(f"the web server cannot listen on {web.host}:{web.port}; is it taken?") from fault
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=sockets))
    try:
        yield int(sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        await task
