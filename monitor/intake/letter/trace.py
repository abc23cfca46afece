"""Room: what our own server wrote on top of a letter, and nothing below it.

A mail server puts its lines above everything it was given. So the lines above the first `Received`
written by our side are ours; every `Delivered-To` or `Received` below may be the sender's invention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.intake.letter.headers import addresses

_DELIVERY = ("x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-delivered-to", "apparently-to")
_BY = re.compile(r"\bby\s+([^\s;()]+)", re.IGNORECASE)
_FOR = re.compile(r"\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?", re.IGNORECASE)
_AHEAD = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """`recipients`: addresses our side vouches for. `at`: aware UTC, None when no line of ours says it."""

    recipients: tuple[str, ...] = ()
    at: datetime | None = None
    return_path: str = ""


def read_trace(lines: Sequence[tuple[str, str]], trusted_host: str, arrived: datetime) -> Trace:
    """The trace our own side wrote. `lines`: (lower-case name, value) in order.

    With `trusted_host` the boundary is the topmost `Received … by trusted_host`; without it, the
    topmost `Received` at all. `arrived` (aware UTC) bounds the date: no letter came before it came; a line far ahead is not believed at all.
    """
    boundary = next((n for n, line in enumerate(lines) if _is_ours(line, trusted_host)), None)
    if boundary is None:
        return Trace()
    above, received = lines[:boundary], lines[boundary][1]
    named = [value for wanted in _DELIVERY for name, value in above if name == wanted]
    named += _FOR.findall(received)
    paths = [value for name, value in above if name == "return-path"]
    return Trace(
        recipients=addresses(named),
        at=_date(received, arrived) if trusted_host else None,
        return_path=next(iter(addresses(paths[:1])), ""),
    )


def _is_ours(line: tuple[str, str], trusted_host: str) -> bool:
    if line[0] != "received":
        return False
    if not trusted_host:
        return True
    by = _BY.search(line[1])
    return by is not None and by[1].lower().rstrip(".") == trusted_host.lower()


def _date(received: str, arrived: datetime) -> datetime | None:
    try:
        stamped = parsedate_to_datetime(received.rpartition(";")[2].strip())
        stamped = (stamped if stamped.tzinfo else stamped.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(stamped, arrived) if stamped <= arrived + _AHEAD else None
