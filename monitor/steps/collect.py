"""Corridor, third step: ask our ears for proof, fetch letters, open them.

Doors only put raw bytes into the letterbox; only this step opens them. A letter is opened, classified, matched
and its visit woken in one transaction: a crash in between opens it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import DBAPIError

from monitor.alerts import mail
from monitor.domain.errors import HouseFault
from monitor.domain.response import Classification, IncomingMessage, Label, Match, OpenVisit, classify, match
from monitor.intake import RawLetter
from monitor.intake.canary import canary_address, canary_letter
from monitor.intake.imap import ImapMailbox
from monitor.intake.letter import parse_letter
from monitor.intake.maildir import MaildirMailbox
from monitor.intake.smtp_door import DoorServer
from monitor.settings import Outgoing
from monitor.steps import EAR, House
from monitor.store import Store, ears, letters, visits
from monitor.store.matching import StoredVisits
from monitor.store.tables import MessageState

SHORTEST_PAUSE = timedelta(seconds=0.5)
"""Between two canaries, however many deadlines pass: a breach is told only after the canary that proves it."""
EXCERPT = 4_000

log = logging.getLogger("shopper.collect")


def letterbox(house: House) -> Callable[[RawLetter], None]:
    """Where a door puts its letters."""
    return lambda letter: keep_letter(house.store, letter)


def keep_letter(store: Store, letter: RawLetter) -> None:
    """Keep a raw letter for good; harmless when repeated. OSError when it could not be kept: the door tries again."""
    values = {
        "door": letter.door,
        "key": letter.key,
        "at": letter.at,
        "raw": letter.raw,
        "body_sha256": letter.body_sha256,
        "envelope_from": letter.envelope_from,
        "recipients": list(letter.recipients),
        "uid": letter.uid,
    }
    try:
        with store.writing() as connection:
            letters.keep(connection, values)
    except DBAPIError as fault:
        raise OSError(f"the letterbox does not take letters: {fault.orig}") from fault


def mailboxes(house: House) -> list[ImapMailbox]:
    """The mailboxes elsewhere; whenever one answers, our ear is known to be open."""

    def alive(_door: str, at: datetime) -> None:
        with house.store.writing() as connection:
            ears.heard(connection, EAR, at, house.programme.rhythm.listening_gap)

    box, cursors = letterbox(house), _Cursors(house.store)
    return [ImapMailbox(one, box, house.now, cursors, alive=alive) for one in house.settings.imap_doors]


def sweep(house: House) -> int:
    """Fetch from every mailbox and folder elsewhere what is new (blocking); how many letters were kept.

    A mailbox out of reach is said and left for later: the silence it causes is ours.
    """
    kept = 0
    for mailbox in mailboxes(house):
        try:
            kept += mailbox.sweep()
        except HouseFault as fault:
            log.warning("%s", fault)
    return kept + sweep_folders(house)


def sweep_folders(house: House) -> int:
    """The same for the Maildir folders alone."""
    kept = 0
    for folder in house.settings.maildir_doors:
        kept += MaildirMailbox(folder, letterbox(house), house.now).sweep()
        with house.store.writing() as connection:
            ears.heard(connection, EAR, house.now(), house.programme.rhythm.listening_gap)
    return kept


def collect(house: House) -> int:
    """Open every unopened letter; how many were opened."""
    opened = 0
    while True:
        with house.store.reading() as connection:
            batch = letters.unopened(connection)
        for row in batch:
            with house.store.writing() as connection:
                _open(connection, house, row)
        opened += len(batch)
        if not batch:
            return opened


def reread(house: House) -> int:
    """Open every letter again from its raw bytes; how many. What people decided stays; doing it twice changes nothing."""
    with house.store.writing() as connection:
        letters.reopen_all(connection)
    return collect(house)


async def send_canaries(house: House, doors: Sequence[DoorServer] = ()) -> bool:
    """Send a letter to ourselves when the rhythm or a passed deadline asks for proof; True when one was sent."""
    now = house.now()
    with house.store.reading() as connection:
        last = ears.last_sent(connection, EAR)
        wanted = last is None or now - last >= house.programme.rhythm.canary_every
        if last is not None and now - last >= SHORTEST_PAUSE:
            wanted = wanted or ears.proof_wanted(connection, last, now)
    return bool(wanted and await send_canary(house, route_home(house, doors)))


async def send_canary(house: House, route: Outgoing | None) -> str:
    """Send a letter to ourselves now by `route`; its token, "" when it could not leave."""
    if route is None or not house.programme.mail_domain:
        return ""
    now = house.now()
    token = f"{house.dice.getrandbits(128):032x}"
    address = canary_address(token, house.programme.mail_domain)
    sender = house.settings.outgoing.sender or f"canary@{house.programme.mail_domain}"
    # kept before it is sent: it may come back before we could write it down
    with house.store.writing() as connection:
        ears.sent(connection, EAR, token, now)
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


def _open(connection: Connection, house: House, row: Row[Any]) -> None:
    message = _read(house, row)
    if message.canary_token and ears.arrived(connection, message.canary_token, row.at):
        visits.wake_proven(connection, house.now())
        letters.record(connection, _values(row, message, MessageState.CANARY, Label.OTHER))
    else:
        _file(connection, house, row, message)
    letters.opened(connection, row.id, house.now())


def _read(house: House, row: Row[Any]) -> IncomingMessage:
    """The letter as a value; addresses our own door vouches for outrank anything written in it."""
    message = parse_letter(
        bytes(row.raw),
        door=row.door,
        at=row.at,
        mail_domain=house.programme.mail_domain,
        envelope_from=row.envelope_from,
    )
    return replace(message, recipients=tuple(row.recipients)) if row.recipients else message


def _file(connection: Connection, house: House, row: Row[Any], message: IncomingMessage) -> None:
    index = StoredVisits(connection, house.programme)
    found = match(message, index)
    visit = index.by_id(found.visit_id) if found.visit_id is not None else None
    told = classify(message, visit)
    found = match(message, index, told.label)
    state = MessageState.LEAK if found.leak else MessageState.MATCHED if visit else MessageState.HOLDING
    values = _values(row, message, state, told.label)
    values |= {
        "visit_id": found.visit_id if visit else None,
        "site": visit.site if visit else _shared_site(index, found.candidates),
        "confidence": told.confidence,
        "level": found.level,
        "answers": told.answers,
        "next_step": told.next_step,
        "details": _details(message, told, found, visit),
    }
    loses = letters.record(connection, values)
    for candidate in {*((visit.id,) if visit else found.candidates), *((loses,) if loses else ())}:
        visits.listen_again(connection, candidate, house.now())
    log.info("letter from %s: %s, %s", message.sender_address, told.label, found.level or "holding pen")


def _values(row: Row[Any], message: IncomingMessage, state: MessageState, label: Label) -> dict[str, Any]:
    return {
        "letter_id": row.id,
        "visit_id": None,
        "state": state,
        "channel": message.channel,
        "at": message.at,
        "label": label,
        "message_id": message.message_id,
        "excerpt": message.own_text[:EXCERPT],
    }


def _details(message: IncomingMessage, told: Classification, found: Match, visit: OpenVisit | None) -> dict[str, Any]:
    return {
        "subject": message.subject,
        "reasons": [asdict(reason) for reason in told.reasons],
        "why": found.why,
        "candidates": list(found.candidates),
        "by_name": told.by_name,
        "signed": told.signed,
        "templated": told.templated,
        "unfilled": list(told.unfilled),
        "promise": told.promise,
        "promise_minutes": told.promise_minutes,
        "foreign_domain": bool(visit) and not _from_site(message, visit),
    }


def _shared_site(index: StoredVisits, candidates: Sequence[int]) -> str:
    """The company all candidates belong to; "" when there are none or several."""
    sites = {index.by_id(one).site for one in candidates}
    return sites.pop() if len(sites) == 1 else ""


def _from_site(message: IncomingMessage, visit: OpenVisit | None) -> bool:
    domain = message.sender_address.rpartition("@")[2].lower()
    return visit is not None and any(domain == own or domain.endswith(f".{own}") for own in visit.site_domains)


class _Cursors:
    """How far each mailbox folder was read, in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, door: str, folder: str) -> tuple[int, int] | None:
        with self._store.reading() as connection:
            return letters.get_cursor(connection, door, folder)

    def set(self, door: str, folder: str, uidvalidity: int, uid: int) -> None:
        with self._store.writing() as connection:
            letters.set_cursor(connection, door, folder, uidvalidity, uid)
