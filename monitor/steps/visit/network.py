"""Corridor, visit: a site does not open. Is it down, or is it our own network? Nothing is sent, only connections opened."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from monitor.steps import House

PATIENCE = 5.0
WITNESSES = 6
Place = tuple[str, int]


async def network_works(house: House, accused: str) -> bool:
    """True when somebody out there answers: the site of that key itself (a refusal is an answer too), another site of
    the programme, our mail servers. Nobody to ask: a name server that knows of no such name will do."""
    here = _place(house.programme.site(accused).url)
    answered, no_such_name = await _answers(here)
    if answered:
        return True
    witnesses = [place for place in _witnesses(house, here) if not _local(place) or _local(here)][:WITNESSES]
    if not witnesses:
        return no_such_name
    return any(answered for answered, _ in await asyncio.gather(*map(_answers, witnesses)))


def _witnesses(house: House, here: Place) -> Iterator[Place]:
    settings = house.settings
    if settings.outgoing.host:
        yield settings.outgoing.host, settings.outgoing.port
    yield from ((door.host, door.port) for door in settings.imap_doors)
    yield from {place for site in house.programme.sites if (place := _place(site.url)) != here}


async def _answers(place: Place) -> tuple[bool, bool]:
    """(it answers, a name server says that there is no such name)."""
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(*place)
    except ConnectionRefusedError:
        return True, False
    except socket.gaierror as fault:
        return False, fault.errno == socket.EAI_NONAME
    except OSError:
        return False, False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True, False


def _place(url: str) -> Place:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)


def _local(place: Place) -> bool:
    """On this machine: it answers whether there is a network or not."""
    return place[0] in ("localhost", "::1") or place[0].startswith("127.") or place[0].endswith(".localhost")
