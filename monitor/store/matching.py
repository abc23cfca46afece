"""Room store: visits as the matcher asks for them; each question is answered by an index, never by a walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from monitor.domain.programme import Programme, Site
from monitor.domain.response import IncomingMessage, OpenVisit
from monitor.domain.response.match import canonical, organisation, plain, spellings
from monitor.domain.visit import Sending, VisitState
from monitor.store import letters
from monitor.store.statements import table
from monitor.store.tables import MessageRow, ObservationRow, VisitRow

visit = table(VisitRow)
message = table(MessageRow)
observation = table(ObservationRow)
_NEEDED = (
    visit.c.id, visit.c.site, visit.c.token, visit.c.address, visit.c.shopper, visit.c.question,
    visit.c.submitted_at, visit.c.intent_at, visit.c.closes_at, visit.c.ticket,
)  # fmt: skip
_BY_ADDRESS = select(*_NEEDED).where(visit.c.address == bindparam("address"))  # built once, run for every letter
_BY_ADDRESSES = select(*_NEEDED).where(visit.c.address.in_(bindparam("addresses", expanding=True)))
_BY_SPELLINGS = select(visit.c.id).where(visit.c.address_folded.in_(bindparam("keys", expanding=True)))
TOGETHER = 500
"""Addresses asked for in one statement."""
OPEN = (VisitState.CLAIMED, VisitState.SUBMITTING, VisitState.WAITING)


class StoredVisits:
    """`VisitIndex` over the store, inside one transaction. `pile`: readings of it that are not yet written."""

    def __init__(self, connection: Connection, programme: Programme, pile: letters.Pile | None = None) -> None:
        self._connection = connection
        self._programme = programme
        self._pile = pile or letters.Pile(connection)
        self._known: dict[str, OpenVisit | None] = {}

    @cached_property
    def _domains(self) -> Mapping[str, tuple[str, ...]]:
        return {site.key: domains_of(site) for site in self._programme.sites}

    @cached_property
    def _sites(self) -> Mapping[str, Sequence[str]]:
        """Organisational domain → keys of the sites that have it; few letters need it."""
        sites: defaultdict[str, list[str]] = defaultdict(list)
        for key, domains in self._domains.items():
            for domain in {organisation(f"@{domain}") for domain in domains}:
                sites[domain].append(key)
        return sites

    def expect(self, messages: Iterable[IncomingMessage]) -> None:
        """Look up together whom these letters are addressed to: `by_address` then need not ask."""
        written = (address for one in messages for address in one.recipients or one.addressed)
        wanted: dict[str, OpenVisit | None] = dict.fromkeys(
            spelled for address in written for spelled in (plain(address), canonical(address))
        )
        addresses = list(wanted)
        self._known |= wanted
        for start in range(0, len(addresses), TOGETHER):
            some = addresses[start : start + TOGETHER]
            rows = self._connection.execute(_BY_ADDRESSES, {"addresses": some}).all()
            self._known |= {row.address: self._read(row) for row in rows}

    def by_id(self, visit_id: int) -> OpenVisit:
        """The visit of that id with all that classifying needs; KeyError when there is none."""
        found = self._ask(visit.c.id == visit_id)
        if not found:
            raise KeyError(visit_id)
        return found[0]

    def with_texts(self, visit: OpenVisit) -> OpenVisit:
        """The same with what the company wrote to earlier visits, which only the one that a letter belongs to needs."""
        self._pile.write(visit.site)
        return replace(visit, earlier_texts=letters.earlier_texts(self._connection, visit.site, visit.id))

    def by_address(self, address: str) -> OpenVisit | None:
        if address in self._known:
            return self._known[address]
        row = self._connection.execute(_BY_ADDRESS, {"address": address}).one_or_none()
        return self._read(row) if row else None

    def near(self, address: str) -> Sequence[OpenVisit]:
        keys = {"keys": list(set(spellings(address)))}
        # asked for in two steps: with further conditions SQLite walks all visits instead of using the index
        alike = self._connection.execute(_BY_SPELLINGS, keys).scalars().all()
        return self._ask(visit.c.id.in_(alike), visit.c.state.in_(OPEN)) if alike else ()

    def by_message_id(self, message_id: str) -> OpenVisit | None:
        self._pile.write()
        found = select(message.c.visit_id).where(message.c.message_id == message_id, message.c.visit_id.is_not(None))
        return next(iter(self._ask(visit.c.id.in_(found.limit(1)))), None)

    def by_ticket(self, ticket: str) -> Sequence[OpenVisit]:
        return self._ask(visit.c.ticket == ticket, visit.c.state.in_(OPEN)) if ticket else ()

    def by_site_domain(self, domain: str) -> Sequence[OpenVisit]:
        keys = self._sites.get(domain, ())
        return self._ask(visit.c.site.in_(keys), visit.c.state.in_(OPEN), visit.c.address.is_not(None)) if keys else ()

    def by_phone(self, number: str) -> Sequence[OpenVisit]:
        """Visits that gave that number of ours away and sent something, or may have; open or closed."""
        sent = or_(visit.c.sending.is_(None), visit.c.sending != Sending.NOT_SENT)
        found = self._ask(visit.c.phone == number, visit.c.intent_at.is_not(None), sent) if number else ()
        return [one for one in found if self._gave_number(one.id)]

    def _gave_number(self, visit_id: int) -> bool:
        """A form without a field for it never got our number; without a record of what was typed it may have."""
        asked = select(observation.c.value).where(
            observation.c.visit_id == visit_id, observation.c.name == "form.given"
        )
        given = self._connection.execute(asked).scalar()
        return given is None or bool({"phone", "email_or_phone"} & set(given))

    def _ask(self, *where: ColumnElement[bool]) -> list[OpenVisit]:
        return [
            self._read(row) for row in self._connection.execute(select(*_NEEDED).where(*where).order_by(visit.c.id))
        ]

    def _read(self, row: Any) -> OpenVisit:
        shopper, question = row.shopper, row.question
        name = " ".join(part for part in (shopper["first"], shopper["last"]) if part)
        return OpenVisit(
            id=row.id,
            site=row.site,
            token=row.token,
            address=row.address or "",
            persona_name=name,
            first_name=shopper["first"],
            submitted_at=row.submitted_at or row.intent_at,
            closes_at=row.closes_at,
            site_domains=self._domains.get(row.site, ()),
            ticket=row.ticket,
            phone=shopper["phone"],
            question=question["text"],
            answer_words=tuple(question.get("answer_words", ())),
            next_step_words=tuple(question.get("next_step_words", ())),
            field_values=tuple(value for value in (name, row.address, shopper["phone"], question["text"]) if value),
        )


def domains_of(site: Site) -> tuple[str, ...]:
    """The domains a site writes from: those it names, and its own web address."""
    return _domains_of(site.url, site.domains)


@lru_cache(maxsize=10_000)
def _domains_of(url: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """Asked for every site whenever letters are opened."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return tuple(dict.fromkeys((*named, host)))
