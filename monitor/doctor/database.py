"""Room doctor: does the database open, in today's shape, and take a write?"""

from __future__ import annotations

from collections.abc import Callable

from monitor.doctor.tick import Tick, ill, well
from monitor.domain.errors import HouseFault


def database(where: str, open_and_write: Callable[[], None]) -> Tick:
    """`open_and_write` opens the database at `where` (shown without its password) and takes its write lock once;
    `HouseFault`, OSError or ImportError (no driver) when it cannot."""
    try:
        open_and_write()
    except ImportError as fault:
        remedy = "PostgreSQL needs its driver: pip install 'psycopg[binary]'"
        return ill("database", f"{where}: {fault}", remedy)
    except (HouseFault, OSError) as fault:
        return ill("database", f"{where}: {fault}", "check `database` in [house] of the programme file, and its rights")
    return well("database", f"{where} opens and takes a write")
