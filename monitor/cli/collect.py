"""Roof: `shopper collect`."""

from __future__ import annotations

import asyncio

from monitor.cli._house import DEFAULT, ProgrammeFile, entered, log_to_stderr, show
from monitor.steps.collect import collect, send_canaries, sweep


def command(programme: ProgrammeFile = DEFAULT) -> None:
    """Fetch what is new from mailboxes and folders, then open every letter: who wrote it, to which visit it belongs.

    The raw letter is kept before anybody looks inside. Our own SMTP door is open only while `shopper run` runs.
    """
    log_to_stderr()
    with entered(programme) as house:
        asyncio.run(send_canaries(house))
        sweep(house)
        opened = collect(house)
    show(opened, False, f"{opened} letters opened")
