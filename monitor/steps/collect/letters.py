"""Corridor, collect: fetch letters and open them.

A letter is opened, classified, matched and its visit woken in one transaction: a crash in between opens it again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import DBAPIError

from monitor.alerts.links import stopped
from monitor.domain.errors import HouseFault
from monitor.domain.response import (
    Classification,
    IncomingMessage,
    Label,
    Match,
    OpenVisit,
    classify,
    match,
    with_leak,
)
from monitor.intake import RawLetter
from monitor.intake.imap import ImapMailbox
from monitor.intake.letter import parse_letter
from monitor.intake.maildir import MaildirMailbox
from monitor.journal import about
from monitor.settings import ImapDoor, Settings
from monitor.steps import EAR, House, mailbox_ear
from monitor.store import Store, ears, letters, outbox, visits
from monitor.store.matching import StoredVisits
from monitor.store.tables import MessageState

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
    with _our_trouble(), store.writing() as connection:
        letters.keep(connection, values)


@contextmanager
def _our_trouble() -> Iterator[None]:
    """Doors know OSError: whatever the database says, they wait and try again, and a mailbox's thread lives on."""
    try:
        yield
    except DBAPIError as fault:
        raise OSError(f"the letterbox does not take letters: {str(fault.orig).partition(chr(10))[0]}") from fault


def mailboxes(house: House) -> list[ImapMailbox]:
    """The mailboxes elsewhere; whenever one answers, the ears it has are known to be open."""
    heard_by = {door.name: _ears_behind(house.settings, door) for door in house.settings.imap_doors}

    def alive(door: str, at: datetime) -> None:
        with _our_trouble(), house.store.writing() as connection:
            for ear in heard_by[door]:
                ears.heard(connection, ear, at, house.programme.rhythm.listening_gap)

    box, cursors = letterbox(house), _Cursors(house.store)
    return [ImapMailbox(one, box, house.now, cursors, alive=alive) for one in house.settings.imap_doors]


def _ears_behind(settings: Settings, door: ImapDoor) -> tuple[str, ...]:
    """A mailbox with an address of its own hears the mail domain as well only where nobody else can."""
    if not door.address:
        return (EAR,)
    others = settings.smtp_doors or settings.maildir_doors or [one for one in settings.imap_doors if not one.address]
    return (mailbox_ear(door),) if others else (EAR, mailbox_ear(door))


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


def open_letters(house: House) -> int:
    """Open every unopened letter; how many were opened."""
    opened = 0
    while True:
        with house.store.reading() as connection:
            batch = letters.unopened(connection)
        _open_or_shelve(house, batch)
        opened += len(batch)
        if not batch:
            return opened


def _open_or_shelve(house: House, rows: Sequence[Row[Any]]) -> None:
    """All together, for one commit costs as much as reading ten letters. One we stumble over shall not keep the others
    closed: then each alone, and that one waits for a person and a better version."""
    try:
        with house.store.writing() as connection:
            _open(connection, house, rows)
    except DBAPIError:
        raise
    except Exception:
        if len(rows) > 1:
            for row in rows:
                _open_or_shelve(house, [row])
            return
        log.exception("letter %s cannot be read; it lies in the holding pen", rows[0].id)
        with house.store.writing() as connection:
            _shelve(connection, house, rows[0])


def _shelve(connection: Connection, house: House, row: Row[Any]) -> None:
    """Unread into the holding pen, beside the visits whose addresses it was sent to: their silence proves nothing."""
    index = StoredVisits(connection, house.programme)
    meant = [one for address in row.recipients if (one := index.by_address(address))]
    unread = IncomingMessage(door=row.door, at=row.at, sha256=row.body_sha256)
    values = _values(row, unread, MessageState.HOLDING, Label.UNSURE)
    candidates = [one.id for one in meant]
    details = {"subject": "", "why": "our programme could not read it", "candidates": candidates}
    site = _shared_site(index, candidates)
    letters.record(connection, {**values, "visit_id": None, "site": site, "confidence": 0.0, "details": details})
    letters.take(connection, [row.id], house.now())


def _open(connection: Connection, house: House, rows: Sequence[Row[Any]]) -> None:
    ours = letters.take(connection, [row.id for row in rows], house.now())
    read_before = letters.read_before(connection, ours)
    pile = letters.Pile(connection)
    index = StoredVisits(connection, house.programme, pile)
    # those that another of our processes has opened meanwhile are its own
    read = [(row, _read(house, row)) for row in rows if row.id in ours]
    index.expect(message for _, message in read)
    concerned: set[int] = set()
    for row, message in read:
        if message.canary_token and ears.arrived(connection, message.canary_token, row.at):
            visits.wake_proven(connection, house.now())
            values = _values(row, message, MessageState.CANARY, Label.OTHER)
        elif wants_no_more := stopped(
            (*message.recipients, *message.addressed), (one.email for one in house.programme.recipients)
        ):
            values = _values(row, message, MessageState.REACTION, Label.OTHER)
            if row.id not in read_before:  # what was taken back meanwhile is not said anew
                thread = outbox.person_thread(wants_no_more)
                outbox.acknowledge(connection, thread, wants_no_more, house.now(), note="by a letter")
        else:
            values, found = _filed(index, row, message)
            concerned |= found
        if row.id not in read_before:
            pile.put(values)
        elif loses := letters.record(connection, values):
            concerned.add(loses)
    pile.write()
    visits.listen_again(connection, concerned, house.now())


def _read(house: House, row: Row[Any]) -> IncomingMessage:
    """The letter as a value; addresses our own door vouches for outrank anything written in it."""
    message = parse_letter(
        bytes(row.raw),
        door=row.door,
        at=row.at,
        mail_domain=house.programme.mail_host,
        envelope_from=row.envelope_from,
    )
    return replace(message, recipients=tuple(row.recipients)) if row.recipients else message


def _filed(index: StoredVisits, row: Row[Any], message: IncomingMessage) -> tuple[dict[str, Any], set[int]]:
    """What the letter is, for the store, and the visits the judge must look at again."""
    found = match(message, index)
    visit = index.with_texts(found.visit) if found.visit else None
    told = classify(message, visit)
    found = with_leak(found, message, told.label)
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
    with about(visit.token if visit else ""):
        log.info("letter from %s: %s, %s", message.sender_address, told.label, found.level or "holding pen")
    return values, {visit.id} if visit else set(found.candidates)


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
        "reasons": [reason.told() for reason in told.reasons],
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
        with _our_trouble(), self._store.reading() as connection:
            return letters.get_cursor(connection, door, folder)

    def set(self, door: str, folder: str, uidvalidity: int, uid: int) -> None:
        with _our_trouble(), self._store.writing() as connection:
            letters.set_cursor(connection, door, folder, uidvalidity, uid)
