"""Roof: `shopper judge`."""

from __future__ import annotations

from monitor.cli._house import DEFAULT, ProgrammeFile, entered, show
from monitor.steps.judge import judge_due


def command(programme: ProgrammeFile = DEFAULT) -> None:
    """Decide the visits whose deadline has passed or for which something arrived.

    "Not answered" is said only when a test letter proved that our own mailbox worked after the deadline.
    """
    with entered(programme) as house:
        judged = judge_due(house)
    show(judged, False, f"{judged} visits judged")
