"""Corridor: plan → visit → collect → judge → tell → report.

One file and one function each. Steps never call each other: they hand over through the store, and each may run
twice without harm.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Connection

from monitor.domain.pauses import pause_of
from monitor.domain.programme import Programme, Site
from monitor.domain.worktime import Calendar
from monitor.settings import CallDoor, ImapDoor, Settings
from monitor.store import Store, ears

EAR = "mail"
"""All letters to our mail domain come in by one ear, however many doors it has; a mailbox with an address of its own
is an ear of its own."""

CANARY_PATIENCE = timedelta(minutes=30)
"""A canary that is not back by then is lost; slower post offices exist, but they make every verdict wait as well."""
MUTE_CANARIES = 2
"""So many in a row that could not even leave: we cannot prove that we hear."""
LEAST_ROOM = 200_000_000
"""Bytes free on the disk of `var`: below, letters and pictures may soon find no room."""


def phone_ear(door: CallDoor) -> str:
    """The ear by which calls to the numbers of a call door are heard."""
    return f"phone/{door.name}"


def mailbox_ear(door: ImapDoor) -> str:
    """The ear by which letters to a mailbox's own address are heard."""
    return f"{EAR}/{door.name}"


def mail_ears(settings: Settings) -> dict[str, str]:
    """Every ear for letters and the address that proves it; the mail domain's is "" (each of its canaries has one)."""
    return {EAR: ""} | {mailbox_ear(door): door.address for door in settings.imap_doors if door.address}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What every step is given. `now` is our clock (aware UTC); `calendars` by site key, None where a site has no
    usable one; `worker` names this process; `dice` draws what must not be guessed."""

    programme: Programme
    settings: Settings
    store: Store
    calendars: Mapping[str, Calendar | None]
    now: Callable[[], datetime]
    dice: random.Random
    worker: str

    def paused(self) -> tuple[str, ...]:
        """Keys of the sites that are left alone just now."""
        now, pauses = self.now(), self.programme.pauses
        begun = self.programme.starts_at is None or now >= self.programme.starts_at
        sites = self.programme.sites
        return tuple(one.key for one in sites if not begun or pause_of(pauses, one.key, one.group, now))

    def neighbours(self, keys: Collection[str]) -> set[str]:
        """Sites on a host of those with these keys, they themselves included."""
        hosts = {site.key: _hosts(site) for site in self.programme.sites}
        taken = {host for key in keys for host in hosts.get(key, ())}
        return {*keys, *(key for key, found in hosts.items() if found & taken)}


def _hosts(site: Site) -> set[str]:
    """Where its pages lie, the port included."""
    addresses = (site.url, *(point.address for point in site.touchpoints))
    return {urlsplit(one).netloc.lower().removeprefix("www.") for one in addresses} - {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A part of ourselves (`ears`, `disk`, `browser`, `post/<channel>`, `waiting/<channel>/<person>`, `stopped/<person>`):
    ill since, or None; what it said."""

    part: str
    since: datetime | None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Illness(Health):
    since: datetime


def senses(connection: Connection, house: House) -> Iterator[Health]:
    """What we need to hear an answer and to keep it."""
    yield _hearing(connection, house)
    error = _no_room(house)
    yield Health(
        part="disk", since=house.now().replace(minute=0, second=0, microsecond=0) if error else None, error=error
    )


def _hearing(connection: Connection, house: House) -> Health:
    """All mailboxes are one part: what makes one deaf makes most of them deaf, and is told once."""
    deaf: list[tuple[datetime, str]] = []
    for ear, address in mail_ears(house.settings).items():
        lost = ears.deaf_since(connection, ear, house.now() - CANARY_PATIENCE)
        mute, error = ears.mute_since(connection, ear, MUTE_CANARIES)
        if since := lost or mute:
            deaf.append((since, ": ".join(told for told in (address, "" if lost else error) if told)))
    errors = dict.fromkeys(error for _, error in deaf if error)
    return Health(part="ears", since=min((since for since, _ in deaf), default=None), error="; ".join(errors))


def _no_room(house: House) -> str:
    """What is wrong with the disk of `var`; "" when there is room."""
    try:
        free = shutil.disk_usage(house.settings.var).free
    except OSError as fault:
        return f"{house.settings.var}: {fault.strerror}"
    return f"{free // 1_000_000} MB free" if free < LEAST_ROOM else ""


def ailing(connection: Connection, house: House) -> Iterator[Illness]:
    """The senses that are ill: meanwhile nobody is asked anything."""
    for one in senses(connection, house):
        if one.since:
            yield Illness(part=one.part, since=one.since, error=one.error)
