"""Silence must be proven to be theirs (MEASURING §3): did our own ears work?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.domain.verdict.nouns import Ears

PATIENCE = 10
"""how many times the canary's grace we go on accepting a belated proof before the verdict is final"""


def last_chance(ears: Ears, closes: datetime) -> datetime:
    """Until when a proof may come that turns "our mailbox was down" into their silence; then it is final."""
    return closes + PATIENCE * ears.canary_grace


def proven_after(ears: Ears, arrivals: Iterable[datetime], deadline: datetime, until: datetime) -> datetime | None:
    """When it was first proven, by `until`, that what reached us at `deadline` or later was heard; None = not yet.

    Proof is a canary sent at or after the deadline that came, or any message that came since.
    """
    canaries = (p.arrived_at for p in ears.proofs if p.arrived_at is not None and p.sent_at >= deadline)
    return min((at for at in (*canaries, *arrivals) if deadline <= at <= until), default=None)


def longest_gap(ears: Ears, start: datetime, end: datetime) -> timedelta:
    """The longest stretch of [start, end] in which the door was not listened to."""
    gap, covered = timedelta(0), start
    for begin, until in sorted(ears.spans):
        gap = max(gap, min(begin, end) - covered)
        covered = max(covered, min(until, end))
    return max(gap, end - covered)


def deaf(ears: Ears, start: datetime, end: datetime) -> bool:
    """A gap beyond the limit in [start, end], or no listening there at all, however short the wait."""
    gap = longest_gap(ears, start, end)
    return gap > ears.gap_limit or (end > start and gap == end - start)
