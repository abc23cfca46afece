"""Corridor: whom a report is about, and where its numbers come from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from monitor import __version__
from monitor.steps import House
from reports.records import Origin

FEW_SITES = 12
"""Up to so many sites every touchpoint has its own row; beyond it a row is a sector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom a report is about. `sites` empty = everybody; `name` is printed."""

    name: str
    sites: tuple[str, ...] = ()


def origin(house: House, plans: Sequence[str], rows: Sequence[Row[Any]], scope: Scope) -> Origin:
    """Hashes and versions for the method box; the data hash covers the rows the figures were made of."""
    digest = hashlib.sha256("\n".join(sorted(repr(tuple(row)) for row in rows)).encode()).hexdigest()
    used = [key for key in house.calendars if not scope.sites or key in scope.sites]
    calendars = {key: calendar.version for key in used if (calendar := house.calendars[key])}
    return Origin(
        programme=house.programme.name,
        programme_hash=house.programme.hash,
        plan_hash=" ".join(hash_[:16] for hash_ in plans),
        data_hash=digest,
        software_version=__version__,
        generated_at=house.now(),
        calendars=calendars if len(calendars) <= FEW_SITES else {},
    )
