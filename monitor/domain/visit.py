"""Ground floor: a visit, the states it may pass through, what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class VisitState(StrEnum):
    """Where the row stands. Waiting for an answer is a row with `due_at`, never a sleep."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SUBMITTING = "submitting"
    WAITING = "waiting"
    CLOSED = "closed"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Mapping[VisitState, frozenset[VisitState]] = {
    VisitState.PLANNED: frozenset({VisitState.CLAIMED, VisitState.MISSED, VisitState.WITHDRAWN}),
    # back to planned: our process died, or we postponed, before anything could have been sent
    VisitState.CLAIMED: frozenset(
        {VisitState.SUBMITTING, VisitState.WAITING, VisitState.PLANNED, VisitState.WITHDRAWN}
    ),
    # the intent is committed: from here a second send is impossible whatever happens
    VisitState.SUBMITTING: frozenset({VisitState.WAITING}),
    VisitState.WAITING: frozenset({VisitState.CLOSED}),
    VisitState.CLOSED: frozenset(),
    VisitState.MISSED: frozenset(),
    VisitState.WITHDRAWN: frozenset(),
}


class Sending(StrEnum):
    """Did the company's server get the enquiry? `unknown` is never sent again."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class Acceptance(StrEnum):
    """What the site made of it, with graded evidence (notes/forms §3)."""

    ACCEPTED = "accepted"
    PROBABLY = "probably"
    UNKNOWN = "unknown"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    NOTHING_SENT = "nothing_sent"  # a passive look: there was nothing to accept


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """Bytes kept as they came. `path` is relative to the evidence folder; `kind` is a short name
    such as `before`, `filled`, `after` (pictures), `html`, `wire` (requests as JSON), `form` (JSON)."""

    kind: str
    path: str
    sha256: str
    media_type: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A fact read from evidence. `name` is dotted ("form.fields", "phone.clickable"); `value` is JSON."""

    name: str
    value: Any
    evidence: str = ""
    """sha256 of the evidence item it was read from, when there is one"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a probe's `read` says of one look.

    `accepted_at`: the instant on our clock (UTC) at which the company's server answered the
    submission: the start of every response clock. None when nothing was accepted for certain.
    `reason`: why rejected, blocked or unknown: `captcha`, `server_error`, `invalid`, `needs_file`,
    `needs_account`, `firewall`, `no_form`, `configuration`, `duplicate`, `site_down`, …
    """

    sending: Sending
    acceptance: Acceptance
    reason: str = ""
    accepted_at: datetime | None = None
    observations: tuple[Observation, ...] = ()
    ticket: str = ""
    """ticket number shown on the confirmation page, for matching (notes/mail §1)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopper:
    """The persona as used in one visit: `email` is this visit's own address, never used again."""

    first: str
    last: str
    middle: str
    email: str
    phone: str
    company: str = ""
    city: str = ""

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.first, self.last) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked in one visit; `text` carries the visit's own reference wording."""

    subject: str
    text: str
    language: str
    answer_words: tuple[str, ...] = ()
    next_step_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One try of one touchpoint at one planned instant. All instants aware UTC.

    `submitted_at` is the start of the response clocks: `Reading.accepted_at`, or for an `unknown`
    sending the instant of the intent. `due_at`: when the judge must look next. `closes_at`: the end
    of the longest answer window.
    """

    id: int
    token: str
    site: str
    touchpoint: str
    kind: str
    slot_at: datetime
    state: VisitState
    shopper: Shopper
    question: Question
    scenario: str = ""
    started_at: datetime | None = None
    intent_at: datetime | None = None
    submitted_at: datetime | None = None
    sending: Sending | None = None
    acceptance: Acceptance | None = None
    reason: str = ""
    ticket: str = ""
    due_at: datetime | None = None
    closes_at: datetime | None = None
    observations: tuple[Observation, ...] = field(default=())

    def gave(self, *types: str) -> bool:
        """Whether the form got a field of one of these types; a look that was cut short may have."""
        given = next((fact.value for fact in self.observations if fact.name == "form.given"), None)
        return given is None or not set(types).isdisjoint(given)
