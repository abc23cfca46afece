"""Roof: `shopper run`."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
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

    def on_signal() -> None:
        if stop.is_set():
            log.warning("stopped at once; what was being sent will be marked unknown and never sent again")
            os._exit(0)  # as safe as a power cut, and nothing that hangs can delay it
        stop.set()

    def on_hangup() -> None:
        task = loop.create_task(service.reload())
        reloading.add(task)
        task.add_done_callback(reloading.discard)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    loop.add_signal_handler(signal.SIGHUP, on_hangup)
    return stop


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
