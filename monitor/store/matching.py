"""Room store: visits as the matcher asks for them; each question is answered by an index, never by a walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from monitor.domain.programme import Programme, Site
from monitor.domain.response import OpenVisit
from monitor.domain.response.match import organisation, spellings
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
OPEN = (VisitState.CLAIMED, VisitState.SUBMITTING, VisitState.WAITING)


class StoredVisits:
    """`VisitIndex` over the store, inside one transaction."""

    def __init__(self, connection: Connection, programme: Programme) -> None:
        self._connection = connection
        self._domains: Mapping[str, tuple[str, ...]] = {site.key: domains_of(site) for site in programme.sites}
        self._sites: defaultdict[str, list[str]] = defaultdict(list)
        for key, domains in self._domains.items():
            for domain in {organisation(f"@{domain}") for domain in domains}:
                self._sites[domain].append(key)

    def by_id(self, visit_id: int) -> OpenVisit:
        """The visit of that id with all that classifying needs; KeyError when there is none."""
        found = self._ask(visit.c.id == visit_id)
        if not found:
            raise KeyError(visit_id)
        return found[0]

    def with_texts(self, visit: OpenVisit) -> OpenVisit:
        """The same with what the company wrote to earlier visits, which only the one that a letter belongs to needs."""
        return replace(visit, earlier_texts=letters.earlier_texts(self._connection, visit.site, visit.id))

    def by_address(self, address: str) -> OpenVisit | None:
        row = self._connection.execute(_BY_ADDRESS, {"address": address}).one_or_none()
        return self._read(row) if row else None

    def near(self, address: str) -> Sequence[OpenVisit]:
        keys = set(spellings(address))
        # asked for in two steps: with further conditions SQLite walks all visits instead of using the index
        alike = self._connection.execute(select(visit.c.id).where(visit.c.address_folded.in_(keys))).scalars().all()
        return self._ask(visit.c.id.in_(alike), visit.c.state.in_(OPEN)) if alike else ()

    def by_message_id(self, message_id: str) -> OpenVisit | None:
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
    host = (urlsplit(site.url).hostname or "").removeprefix("www.")
    return tuple(dict.fromkeys((*site.domains, host)))
