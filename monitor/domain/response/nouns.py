"""Ground floor: incoming messages and calls, who wrote them, which visit they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.domain.programme import Channel


class Label(StrEnum):
    """Who wrote it (notes/mail §2). `unsure` goes to a person, and is never silently counted."""

    HUMAN = "human"
    AUTO_ACK = "auto_ack"
    BOUNCE = "bounce"
    BULK = "bulk"
    OTHER = "other"
    UNSURE = "unsure"


class MatchLevel(StrEnum):
    """How a message was tied to its visit, strongest first (notes/mail §1)."""

    RECIPIENT = "recipient"
    FUZZY = "fuzzy"
    THREAD = "thread"
    TICKET = "ticket"
    SENDER = "sender"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """One letter (or SMS) as read from its raw bytes; nothing in it is believed.

    `headers`: lower-case name → values in order (decoded, control characters removed). `recipients`:
    addresses written by our own server first (trusted), then `addressed` from To/Cc. `at`: the
    instant it reached our side, aware UTC (MEASURING §2). `text`: what a person reads, HTML turned
    into text; `own_text`: the same without quoted text and signature. `is_canary`: our own proof
    letter, with `canary_token`.
    """

    sha256: str
    door: str
    at: datetime
    channel: Channel = Channel.EMAIL
    message_id: str = ""
    thread: tuple[str, ...] = ()
    envelope_from: str = ""
    sender_name: str = ""
    sender_address: str = ""
    reply_to: str = ""
    recipients: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    own_text: str = ""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    """content types of all MIME parts in order, lower case, with report-type/method parameters"""
    attachments: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    canary_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent:
    """One call or SMS event from a provider (notes/phones_hours §5.2). Numbers are E.164 or ""."""

    provider: str
    account: str
    provider_call_id: str
    kind: str
    caller: str
    called: str
    at_received: datetime
    at_provider: datetime | None = None
    text: str = ""
    verified_by: str = ""
    raw_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVisit:
    """What matching and classifying need to know of a visit. Instants aware UTC."""

    id: int
    site: str
    token: str
    address: str
    persona_name: str
    first_name: str
    submitted_at: datetime | None
    closes_at: datetime | None
    site_domains: tuple[str, ...] = ()
    ticket: str = ""
    phone: str = ""
    message_ids: tuple[str, ...] = ()
    question: str = ""
    answer_words: tuple[str, ...] = ()
    next_step_words: tuple[str, ...] = ()
    field_values: tuple[str, ...] = ()
    """what we typed into the form: an echo of these is weak evidence of a robot"""
    earlier_texts: tuple[str, ...] = ()
    """own_text of earlier letters of the same site, for sameness across visits"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One signal with the words that triggered it. `weight` > 0 speaks for the label named."""

    signal: str
    label: Label
    weight: float
    words: str = ""

    def told(self) -> dict[str, str | float]:
        """As it is kept beside a letter."""
        return {"signal": self.signal, "label": self.label, "weight": self.weight, "words": self.words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The answer to "who wrote it", and for people what the letter is worth.

    `answers`: the question asked was answered (None = cannot say). `next_step`: offered. `templated`:
    None = unknown (needs two visits). `promise`: words of a promise made, with `promise_due` if a
    time was named.
    """

    label: Label
    confidence: float
    reasons: tuple[Reason, ...] = ()
    answers: bool | None = None
    next_step: bool | None = None
    by_name: bool | None = None
    signed: bool | None = None
    templated: bool | None = None
    unfilled: tuple[str, ...] = ()
    promise: str = ""
    promise_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    visit_id: int | None
    level: MatchLevel | None
    leak: bool = False
    """a stranger's advertising to a visit's address: a finding, not an answer"""
    candidates: tuple[int, ...] = ()
    why: str = ""
    visit: OpenVisit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A message or call matched to a visit and classified: what the judge sees."""

    visit_id: int
    channel: Channel
    at: datetime
    label: Label
    confidence: float = 1.0
    level: MatchLevel = MatchLevel.RECIPIENT
    answers: bool | None = None
    next_step: bool | None = None
    sha256: str = ""
