"""Room doctor: does the database open, in today's shape, and take a write?"""

from __future__ import annotations

from collections.abc import Callable

from monitor.doctor.tick import Tick, ill, well
from monitor.domain.errors import HouseFault


def database(where: str, open_and_write: Callable[[], str]) -> Tick:
    """`open_and_write` opens the database at `where` (shown without its password), takes its write lock once
    and says what it found; `HouseFault` or OSError when it cannot."""
    try:
        return well("database", f"{where}: {open_and_write()}")
    except (HouseFault, OSError) as fault:
        return ill("database", f"{where}: {fault}", "check `database` in [house] of the programme file, and its rights")
