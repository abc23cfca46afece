"""Roof: `shopper reread`."""

from __future__ import annotations

from monitor.cli._house import DEFAULT, ProgrammeFile, entered, log_to_stderr, show
from monitor.steps.collect import reread
from monitor.steps.judge import judge_due


def command(programme: ProgrammeFile = DEFAULT) -> None:
    """Open every letter again from its raw bytes: who wrote it, whose it is; then judge again.

    For after an update that reads letters better. What people decided in `shopper review` stays as they said.
    Running it twice changes nothing.
    """
    log_to_stderr()
    with entered(programme) as house:
        opened = reread(house)
        judged = judge_due(house)
    show(opened, False, f"{opened} letters read again; {judged} visits judged")
