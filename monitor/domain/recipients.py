"""Ground floor: the people who are told, and how loud we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is told. Empty `sites` and `groups` mean everything. `quiet` is local (from, to), `days` their working
    days (0 = Monday, empty = all). `level` 0 hears everything first; level n is called by the n-th escalation.
    `caretaker`: is told when we ourselves are ill."""

    name: str
    email: str
    language: str
    alerts: bool = True
    reports: bool = True
    sites: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    zone: str = "UTC"
    quiet: tuple[time, time] | None = None
    days: tuple[int, ...] = ()
    level: int = 0
    caretaker: bool = False
    channels: tuple[str, ...] = ("mail",)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """How loud we are. After a letter we collect for `collect`; from `digest_from` alerts on they leave as one letter.
    A breach nobody reacts to is repeated every `remind_every` (0: never), `reminders` times. A site that stays
    down is told again after `repeat_after`. What is new on a page is told once `confirm` looks of one night saw it."""

    collect: timedelta = timedelta(minutes=5)
    digest_from: int = 4
    remind_every: timedelta = timedelta(0)
    reminders: int = 3
    repeat_after: timedelta = timedelta(hours=24)
    confirm: int = 2
