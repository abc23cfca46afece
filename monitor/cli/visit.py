"""Roof: `shopper visit`."""

from __future__ import annotations

import asyncio

from monitor.cli._house import DEFAULT, ProgrammeFile, browsing, entered, log_to_stderr, show
from monitor.steps import House
from monitor.steps.visit import visit_due


def command(programme: ProgrammeFile = DEFAULT) -> None:
    """Carry out the visits whose planned instant has come, then stop.

    Each enquiry is sent at most once, whatever happens: the intent is kept before the click, and a visit whose
    outcome is unknown is never sent again.
    """
    log_to_stderr()
    with entered(programme) as house:
        done = asyncio.run(_visit(house))
    show(done, False, f"{done} visits carried out")


async def _visit(house: House) -> int:
    async with browsing(house) as open_context:
        return await visit_due(house, open_context)
