"""Ground floor: which visit a letter belongs to (notes/mail §1). Look-ups only: cost does not grow with visits.

Evidence, strongest first: an address our own server wrote → To/Cc → the address retyped by hand →
thread → ticket number → the site's domain with the shopper's name → nobody (the holding pen).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from monitor.domain.response.nouns import IncomingMessage, Label, Match, MatchLevel, OpenVisit

_FOLD = str.maketrans("l1io0", "iiioo", ".-_")
_LETTERS = "abcdefghijklmnopqrstuvwxyz23456789"
_TICKET = re.compile(r"[a-zа-я]{0,10}[-#№]?\d{2,}(?:-\d+)*", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "ltd", "plc", "msk", "spb", "pp", "in", "me"})
_FREEMAIL = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "mail.ru",
        "bk.ru",
        "list.ru",
        "inbox.ru",
        "yandex.ru",
        "ya.ru",
        "yandex.com",
        "rambler.ru",
    }
    | {"hotmail.com", "outlook.com", "live.com", "yahoo.com", "icloud.com", "aol.com", "gmx.de", "web.de", "proton.me"}
)


class VisitIndex(Protocol):
    """How matching asks for visits; each is a look-up by key, never a walk."""

    def by_address(self, address: str) -> OpenVisit | None:
        """The visit with exactly that canonical address, open or closed: late answers are data."""
        ...

    def near(self, address: str) -> Sequence[OpenVisit]:
        """Open visits whose address is one slip of the pen away (see `spellings`)."""
        ...

    def by_message_id(self, message_id: str) -> OpenVisit | None:
        """The visit that letter is already tied to."""
        ...

    def by_ticket(self, ticket: str) -> Sequence[OpenVisit]:
        """Open visits shown exactly that ticket number (lower case)."""
        ...

    def by_site_domain(self, domain: str) -> Sequence[OpenVisit]:
        """Open visits of sites with that organisational domain."""
        ...


def match(message: IncomingMessage, index: VisitIndex, label: Label | None = None) -> Match:
    """The visit a letter belongs to and how we know; `visit_id` None = holding pen, with candidates if any.

    `label` tells a leak: a stranger's mailing to a visit's address. Pure, order-free, repeatable.
    """
    steps: tuple[tuple[MatchLevel, Callable[[IncomingMessage, VisitIndex], Iterable[OpenVisit]]], ...] = (
        (MatchLevel.RECIPIENT, _trusted),
        (MatchLevel.RECIPIENT, _addressed),
        (MatchLevel.FUZZY, _retyped),
        (MatchLevel.THREAD, _threaded),
        (MatchLevel.TICKET, _ticketed),
        (MatchLevel.SENDER, _sent_by),
    )
    pen: dict[int, OpenVisit] = {}
    for level, step in steps:
        visits = {visit.id: visit for visit in step(message, index)}
        if len(visits) == 1:
            (visit,) = visits.values()
            found = Match(visit_id=visit.id, level=level, why=step.__doc__ or "", visit=visit)
            return with_leak(found, message, label)
        pen.update(visits)
    return Match(
        visit_id=None, level=None, candidates=tuple(sorted(pen)), why="more than one visit" if pen else "no visit"
    )


def _trusted(message: IncomingMessage, index: VisitIndex) -> Iterator[OpenVisit]:
    """recipient written by our own server"""
    return _at(message.recipients, index)


def _addressed(message: IncomingMessage, index: VisitIndex) -> Iterator[OpenVisit]:
    """address in To or Cc"""
    return _at(message.addressed, index)


def _at(addresses: Iterable[str], index: VisitIndex) -> Iterator[OpenVisit]:
    for address in addresses:
        if visit := index.by_address(plain(address)) or index.by_address(canonical(address)):
            yield visit


def _retyped(message: IncomingMessage, index: VisitIndex) -> Iterator[OpenVisit]:
    """address retyped by hand"""
    for address in (*message.recipients, *message.addressed)[:5]:
        for spelled in dict.fromkeys((plain(address), canonical(address))):
            yield from index.near(spelled)


def _threaded(message: IncomingMessage, index: VisitIndex) -> Iterator[OpenVisit]:
    """answer within a known thread"""
    for message_id in message.thread:
        if visit := index.by_message_id(message_id):
            yield visit


def _ticketed(message: IncomingMessage, index: VisitIndex) -> Iterator[OpenVisit]:
    """ticket number in the subject"""
    sender = organisation(message.sender_address)
    for ticket in dict.fromkeys(_tickets(message.subject)):
        for visit in index.by_ticket(ticket):
            # a short number is anybody's: it counts only from the site itself
            if len(ticket) >= 6 or sender in _domains(visit):
                yield visit


def _tickets(subject: str) -> Iterator[str]:
    for ticket in _TICKET.findall(subject.lower())[:5]:
        yield ticket
        yield ticket.lstrip("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя-#№")


def _sent_by(message: IncomingMessage, index: VisitIndex) -> Iterator[OpenVisit]:
    """the site's own domain and the shopper's name"""
    text = f"{message.subject} {message.text[:4_000]}".lower()
    for domain in {organisation(address) for address in (message.sender_address, message.reply_to) if address}:
        for visit in index.by_site_domain(domain) if domain not in _FREEMAIL else ():
            if visit.first_name and visit.first_name.lower() in text:
                yield visit


def with_leak(found: Match, message: IncomingMessage, label: Label | None) -> Match:
    """The same match, told whether it is a leak: a mailing by somebody who is not the site."""
    foreign = found.visit is not None and organisation(message.sender_address) not in _domains(found.visit)
    return replace(found, leak=label is Label.BULK and foreign)


def _domains(visit: OpenVisit) -> frozenset[str]:
    return frozenset(organisation(f"@{domain}") for domain in visit.site_domains)


def plain(address: str) -> str:
    """Lower case, without the dots and brackets people leave at the end."""
    local, _, domain = address.strip(" <>.,;\"'").lower().rpartition("@")
    return f"{local}@{domain.rstrip('.')}"


def canonical(address: str) -> str:
    """The same without a "+suffix" that somebody's mail system added."""
    local, _, domain = plain(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def folded(address: str) -> str:
    """What an address looks like to somebody who retypes it: l, i and 1 alike, o and 0 alike, no separators."""
    local, _, domain = plain(address).rpartition("@")
    return f"{local.translate(_FOLD)}@{domain}"


def spellings(address: str) -> Iterator[str]:
    """Folded keys one slip away from an address: itself, a letter lost, changed, added, two swapped."""
    local, _, domain = folded(address).rpartition("@")
    if not 5 <= len(local) <= 40:
        return
    yield f"{local}@{domain}"
    for at in range(len(local) + 1):
        before, after = local[:at], local[at:]
        if after:
            yield f"{before}{after[1:]}@{domain}"
            yield from (f"{before}{letter}{after[1:]}@{domain}" for letter in _LETTERS)
        if len(after) > 1:
            yield f"{before}{after[1]}{after[0]}{after[2:]}@{domain}"
        yield from (f"{before}{letter}{after}@{domain}" for letter in _LETTERS)


def organisation(address: str) -> str:
    """The organisational domain of an address: "mail.shop.co.uk" → "shop.co.uk"."""
    labels = address.rpartition("@")[2].lower().strip(".").split(".")
    wide = len(labels) >= 3 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if wide else labels[-2:])


class VisitTable:
    """`VisitIndex` over visits in memory. `is_open` decides which may be matched loosely."""

    def __init__(self, visits: Iterable[OpenVisit], is_open: Callable[[OpenVisit], bool] = lambda _: True) -> None:
        self._addresses: dict[str, OpenVisit] = {}
        self._folded: defaultdict[str, list[OpenVisit]] = defaultdict(list)
        self._messages: dict[str, OpenVisit] = {}
        self._tickets: defaultdict[str, list[OpenVisit]] = defaultdict(list)
        self._domains: defaultdict[str, list[OpenVisit]] = defaultdict(list)
        for visit in visits:
            self._add(visit, is_open(visit))

    def _add(self, visit: OpenVisit, still_open: bool) -> None:
        self._addresses[plain(visit.address)] = visit
        self._messages.update(dict.fromkeys(visit.message_ids, visit))
        if not still_open:
            return
        self._folded[folded(visit.address)].append(visit)
        if visit.ticket:
            self._tickets[visit.ticket.lower()].append(visit)
        for domain in _domains(visit):
            self._domains[domain].append(visit)

    def by_address(self, address: str) -> OpenVisit | None:
        return self._addresses.get(address)

    def near(self, address: str) -> Sequence[OpenVisit]:
        found = {visit.id: visit for key in set(spellings(address)) for visit in self._folded.get(key, ())}
        return list(found.values())

    def by_message_id(self, message_id: str) -> OpenVisit | None:
        return self._messages.get(message_id)

    def by_ticket(self, ticket: str) -> Sequence[OpenVisit]:
        return self._tickets.get(ticket, ())

    def by_site_domain(self, domain: str) -> Sequence[OpenVisit]:
        return self._domains.get(domain, ())
