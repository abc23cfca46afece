"""Roof: `shopper run`."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from monitor import wiring
from monitor.cli._house import DEFAULT, ProgrammeFile, browsing, entered, log_to_stderr
from monitor.journal import JsonLines
from monitor.service import Service, open_doors
from monitor.steps import House
from monitor.web import app, serving

LONGEST_STOP = 29.0
"""Real seconds after which a stop that hangs anywhere ends all the same."""

log = logging.getLogger("shopper.run")


def command(
    programme: ProgrammeFile = DEFAULT,
    plan: Annotated[
        bool, typer.Option(help="Also draw each week's plan and look by night; off: only what is planned already.")
    ] = True,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Log one JSON object a line, with the visit's token.")
    ] = False,
) -> None:
    """Do everything on its rhythm until stopped: plan, visit, collect, judge, tell, look by night, forget what is old.

    Stop with Ctrl-C or SIGTERM: visits under way are finished (at most 30 seconds); a second signal stops at once
    and still loses nothing. When the programme file changes (or on SIGHUP) it is read again: whole or not at all,
    and what changed is said. Several processes may share one database: no visit is made twice.
    """
    log_to_stderr(logging.DEBUG if verbose else logging.INFO)
    if log_json:
        _log_json()
    with entered(programme) as house:
        asyncio.run(_run(house, plan, programme))


async def _run(house: House, plan: bool, file: Path) -> None:
    async with browsing(house) as open_context, open_doors(house) as doors:
        service = Service(house, open_context, doors, plans=plan, file=file)
        stop = _listen_to_signals(service)
        async with _web(service):
            service.start()
            if plan:
                await service.plan_now()
            log.info("running; %s doors open; stop with Ctrl-C", len(doors))
            wiring.tell_systemd("READY=1")
            await stop.wait()
            wiring.tell_systemd("STOPPING=1")
            log.info("stopping: what is under way may finish")
            await service.stop()


def _listen_to_signals(service: Service) -> asyncio.Event:
    """SIGTERM and SIGINT stop, the second at once; SIGHUP reads the programme file again."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    reloading: set[asyncio.Task[None]] = set()

    def reload() -> None:
        task = loop.create_task(service.reload())
        reloading.add(task)
        task.add_done_callback(reloading.discard)

    def listen() -> None:
        stopping = False
        while number := told.recv(1):
            if number[0] == signal.SIGHUP:
                loop.call_soon_threadsafe(reload)
            elif number[0] in (signal.SIGTERM, signal.SIGINT):
                if stopping:
                    _end("stopped at once")
                stopping = True
                loop.call_soon_threadsafe(stop.set)
                threading.Timer(LONGEST_STOP, _end, ["half a minute is over"]).start()

    # heard in a thread of its own: a loop that waits for a locked database would hear nobody
    told, teller = socket.socketpair()
    teller.setblocking(False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(teller.detach())
    threading.Thread(target=listen, daemon=True, name="signals").start()
    return stop


def _end(why: str) -> None:
    """As safe as a power cut, and nothing that hangs can delay it."""
    log.warning("%s; what was being sent will be marked unknown and never sent again", why)
    os._exit(0)


@asynccontextmanager
async def _web(service: Service) -> AsyncIterator[None]:
    """Our web server, when `[house.web]` asks for one."""
    web = service.house.settings.web
    if web is None:
        yield
        return
    async with serving(app(lambda: service.house), web) as port:
        log.info("web server on http://%s:%s", web.host, port)
        yield


def _log_json() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.getLogger().handlers[:] = [handler]
