"""Roof: `shopper tell`."""

from __future__ import annotations

import asyncio

from monitor.cli._house import DEFAULT, ProgrammeFile, entered, log_to_stderr, show
from monitor.steps.tell import tell_due


def command(programme: ProgrammeFile = DEFAULT) -> None:
    """Send the alert e-mails that are due, each once. What the mail server refuses for now is tried again later."""
    log_to_stderr()
    with entered(programme) as house:
        told = asyncio.run(tell_due(house))
    show(told, False, f"{told} alerts sent")
