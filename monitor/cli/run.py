"""Roof: `shopper run`."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Annotated

import typer

from monitor.cli._house import DEFAULT, ProgrammeFile, browsing, entered, log_to_stderr, talk
from monitor.service import Service, open_doors
from monitor.steps import House


def command(
    programme: ProgrammeFile = DEFAULT,
    plan: Annotated[bool, typer.Option(help="Also draw each week's plan; off: only what is planned already.")] = True,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False,
) -> None:
    """Do everything on its rhythm until stopped: plan, visit, collect, judge, tell, report.

    Stop with Ctrl-C or SIGTERM: visits under way are finished (at most 30 seconds); a second signal stops at once
    and still loses nothing. Several processes may share one database: no visit is made twice.
    """
    log_to_stderr(logging.DEBUG if verbose else logging.INFO)
    with entered(programme) as house:
        asyncio.run(_run(house, plan))


async def _run(house: House, plan: bool) -> None:
    stop = asyncio.Event()
    loop, me = asyncio.get_running_loop(), asyncio.current_task()

    def on_signal() -> None:
        if stop.is_set() and me:
            me.cancel()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    async with browsing(house) as open_context, open_doors(house) as doors:
        service = Service(house, open_context, doors, plans=plan)
        service.start()
        if plan:
            await service.plan_now()
        talk.print(f"running; {len(doors)} doors open; stop with Ctrl-C")
        await stop.wait()
        talk.print("stopping: what is under way may finish")
        await service.stop()
