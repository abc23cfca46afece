"""Room doctor: when was each door last proven to hear (MEASURING §3)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.doctor.tick import Tick, so_so, well

A_DAY = timedelta(hours=30)
"""how long a proof by phone lasts: a test call a day"""
A_WHILE = timedelta(hours=2)


def ears(
    mail: Sequence[str],
    phone: Sequence[str],
    known: Mapping[str, tuple[datetime | None, datetime | None]],
    now: datetime,
) -> Iterator[Tick]:
    """A tick per door; `mail` and `phone` are door names as the store knows them, `known` name → (proof, open until)."""
    for name in mail:
        yield _door(name, known.get(name, (None, None)), now, A_WHILE, "shopper doctor --only mailbox sends a letter")
    for name in phone:
        remedy = "ring one of its numbers from one of its test_callers, or send a ping (docs/how-to/calls.md)"
        yield _door(name, known.get(name, (None, None)), now, A_DAY, remedy)


def _door(
    name: str, known: tuple[datetime | None, datetime | None], now: datetime, lasts: timedelta, remedy: str
) -> Tick:
    proof, until = known
    listened = f"; listened to until {until:%Y-%m-%d %H:%M} UTC" if until else ""
    if proof is None:
        return so_so(name, f"never proven{listened}", remedy)
    told = f"last proof {proof:%Y-%m-%d %H:%M} UTC{listened}"
    return well(name, told) if now - proof <= lasts else so_so(name, told, remedy)
