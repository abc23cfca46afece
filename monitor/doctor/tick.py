"""Room doctor: what a check says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """`ill` stops the house from measuring truthfully; `so_so` is worth knowing and stops nothing."""

    well = "well"
    so_so = "so_so"
    ill = "ill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One line of the doctor's table. `remedy` is a sentence or command for a person, "" when well."""

    name: str
    health: Health
    found: str
    remedy: str = ""


def well(name: str, found: str) -> Tick:
    return Tick(name=name, health=Health.well, found=found)


def so_so(name: str, found: str, remedy: str) -> Tick:
    return Tick(name=name, health=Health.so_so, found=found, remedy=remedy)


def ill(name: str, found: str, remedy: str) -> Tick:
    return Tick(name=name, health=Health.ill, found=found, remedy=remedy)
