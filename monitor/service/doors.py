"""Threshold: our SMTP doors, open while the service runs."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from monitor.intake.smtp_door import DoorServer, DoorTaken
from monitor.steps import House
from monitor.steps.collect import letterbox

log = logging.getLogger("shopper.run")


@asynccontextmanager
async def open_doors(house: House) -> AsyncIterator[tuple[DoorServer, ...]]:
    """Our SMTP doors, listening. A door that another process of ours holds already is left to that one."""
    opened: list[DoorServer] = []
    try:
        for settings in house.settings.smtp_doors:
            door = DoorServer(settings, house.programme.mail_host, letterbox(house), house.now)
            try:
                await door.start()
            except DoorTaken as fault:
                log.warning("%s; another process may hold it", fault)
            else:
                opened.append(door)
        yield tuple(opened)
    finally:
        for door in opened:
            await door.stop()
