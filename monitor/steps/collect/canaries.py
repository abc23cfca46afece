"""Corridor, collect: letters to ourselves, the proof that our mailboxes hear."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from monitor.alerts import mail
from monitor.intake.addresses import at_home
from monitor.intake.canary import canary_address, canary_letter
from monitor.intake.smtp_door import DoorServer
from monitor.settings import Outgoing
from monitor.steps import EAR, House, mail_ears
from monitor.store import ears

SHORTEST_PAUSE = timedelta(seconds=0.5)
"""Between two canaries, however many deadlines pass: a breach is told only after the canary that proves it."""

log = logging.getLogger("shopper.collect")


async def send_canaries(house: House, doors: Sequence[DoorServer] = ()) -> bool:
    """Send a letter to each of our mailboxes when the rhythm or a passed deadline asks for proof; True when one was sent."""
    with house.store.reading() as connection:
        wanted = {
            ear: address for ear, address in mail_ears(house.settings).items() if _is_wanted(connection, house, ear)
        }
    route = route_home(house, doors)
    return any([await send_canary(house, route, ear, address) for ear, address in wanted.items()])


def _is_wanted(connection: Connection, house: House, ear: str) -> bool:
    now = house.now()
    last = ears.last_sent(connection, ear, now)
    if last is None or now - last >= house.programme.rhythm.canary_every:
        return True
    return now - last >= SHORTEST_PAUSE and ears.proof_wanted(connection, last, now)


async def send_canary(house: House, route: Outgoing | None, ear: str = EAR, mailbox: str = "") -> str:
    """Send a letter to ourselves now by `route`, to `mailbox` or our mail domain; its token, "" when it could not leave."""
    if route is None or not house.programme.mail_domain:
        return ""
    now = house.now()
    token = f"{house.dice.getrandbits(128):032x}"
    address = mailbox or canary_address(token, house.programme.mail_domain)
    sender = house.settings.outgoing.sender or at_home("canary", house.programme.mail_domain)
    # kept before it is sent: it may come back before we could write it down
    with house.store.writing() as connection:
        ears.sent(connection, ear, token, now)
    try:
        await asyncio.to_thread(mail.send, route, canary_letter(token, sender, address, now), sender, address)
    except (mail.TryAgain, mail.Refused) as fault:
        log.warning("a canary could not be sent: %s", fault)
        with house.store.writing() as connection:
            ears.failed(connection, token, str(fault))
        return ""
    return token


def route_home(house: House, doors: Sequence[DoorServer]) -> Outgoing | None:
    """Through the outgoing server like anybody's letter; without one straight to our own door."""
    if house.settings.outgoing.host:
        return house.settings.outgoing
    if not doors:
        return None
    return Outgoing(host=doors[0].host, port=doors[0].port, security="none")
