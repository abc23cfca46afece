"""Room doctor: what everything stands on: Python, our four packages, the system's libraries, disk, clock."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor import system_packages
from monitor.doctor.tick import Tick, ill, so_so, well

PACKAGES = ("monitor", "probes", "schedules", "reports")
LEAST_FREE = 500_000_000
"""bytes; a visit keeps some 2 MB of evidence"""
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
_UNSYNCHRONISED = 5
"""TIME_ERROR of adjtimex(2)"""


def python(version: Sequence[int] = sys.version_info[:3]) -> Tick:
    have = ".".join(map(str, version[:3]))
    if tuple(version[:2]) < (3, 11):
        return ill("python", f"Python {have}", "install Python 3.11 or newer and run `python3 start.py setup` with it")
    return well("python", f"Python {have} in {sys.prefix}")


def packages(names: Sequence[str] = PACKAGES) -> Tick:
    """Our four top-level names come from one place; another distribution may ship a `reports` of its own."""
    parents = {name: _parent(name) for name in names}
    if None in parents.values():
        missing = ", ".join(name for name, parent in parents.items() if parent is None)
        return ill(
            "packages", f"not importable: {missing}", "install mystery-shopper anew, in an environment of its own"
        )
    if len(set(parents.values())) > 1:
        where = "; ".join(f"{name} from {parent}" for name, parent in parents.items())
        remedy = "another distribution owns one of these names: install mystery-shopper in an environment of its own"
        return ill("packages", where, remedy)
    return well("packages", f"{', '.join(names)} from {parents[names[0]]}")


def _parent(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(next(iter(found.submodule_search_locations))).resolve().parent


def libraries(name: str = "libatomic.so.1", package: str = "libatomic1") -> Tick:
    """What the browser's driver (a Node binary) needs and a minimal Debian lacks."""
    if system_packages.library_missing(name):
        return ill("libraries", f"{name} is missing, the browser's driver needs it", system_packages.remedy([package]))
    return well(
        "libraries", f"{name} is there" if sys.platform.startswith("linux") else "nothing special is needed here"
    )


def disk(folder: Path, least: int = LEAST_FREE) -> Tick:
    """Room for evidence, database and reports in `folder` (or its nearest existing parent), and the right to write."""
    place = next((each for each in (folder, *folder.absolute().parents) if each.exists()), Path("/"))
    free = shutil.disk_usage(place).free
    if not os.access(place, os.W_OK):
        return ill("disk", f"{place} may not be written", f"give yourself the right: chown -R $USER {place}")
    if free < least:
        remedy = "free some space, or point `var` in [house] elsewhere"
        return ill("disk", f"{free // 1_000_000} MB free under {place}", remedy)
    return well("disk", f"{free / 1e9:.0f} GB free under {place}")


def clock(now: datetime, zones: Sequence[str] = ("UTC", "Europe/Moscow", "America/New_York")) -> Tick:
    """`now` is aware and not before this version was made, zones are known, the system keeps time with the world."""
    for zone in zones:
        try:
            ZoneInfo(zone)
        except ZoneInfoNotFoundError:
            return ill("clock", f"time zone {zone} is unknown", "install the zone data: pip install tzdata")
    if now.utcoffset() != timedelta(0) or now < RELEASED:
        return ill("clock", f"the clock says {now.isoformat()}", "set the system's clock: timedatectl set-ntp true")
    said = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if _unsynchronised():
        return so_so("clock", f"{said}, not kept in step with the world", "timedatectl set-ntp true")
    return well("clock", said)


def _unsynchronised() -> bool:
    """What the Linux kernel knows of its own clock; False where it cannot be asked."""
    if not sys.platform.startswith("linux"):
        return False
    kernel = ctypes.CDLL(None)
    if not hasattr(kernel, "adjtimex"):
        return False
    # struct timex is at most 208 bytes; all zero means "only read"
    return bool(kernel.adjtimex(ctypes.create_string_buffer(512)) == _UNSYNCHRONISED)
