"""Room store: the tables. Rows carry the visit; waiting is a row with an indexed `due_at`.

Tables only store: nothing here validates (SQLModel tables do not), values come from the frozen nouns of
the ground floor. Every instant is aware UTC.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from monitor.domain.programme import Channel
from monitor.domain.response import Label, MatchLevel
from monitor.domain.verdict import InconclusiveReason, Outcome
from monitor.domain.visit import Acceptance, Sending, VisitState
from monitor.store.types import Json, UtcDateTime, words

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class MessageState(StrEnum):
    """What `collect` made of a letter. `reaction`: somebody who is told wants no more alerts."""

    MATCHED = "matched"
    HOLDING = "holding"
    LEAK = "leak"
    CANARY = "canary"
    REACTION = "reaction"


def _instant(**extra: Any) -> Any:
    return Column(UtcDateTime(), **extra)


def _some(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _visit_key(**extra: Any) -> Any:
    return Column(Integer, ForeignKey("visit.id"), **extra)


class VisitRow(SQLModel, table=True):
    """One visit. `site_name`, `segment` and `role` are kept as planned: a site removed from the programme
    keeps its history."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("site", "touchpoint", "slot_at"),
        # one active visit per company at a time, also across processes and machines
        Index(
            "uq_visit_busy_site",
            "site",
            unique=True,
            sqlite_where=text("state IN ('claimed', 'submitting')"),
            postgresql_where=text("state IN ('claimed', 'submitting')"),
        ),
        Index("ix_visit_planned", "slot_at", **_some("state = 'planned'")),
        Index("ix_visit_due", "due_at", **_some("due_at IS NOT NULL")),
        Index("ix_visit_started", "site", "slot_at"),
        Index("ix_visit_begun", "started_at"),
        Index("ix_visit_window", "closes_at", **_some("state = 'waiting'")),
        Index("ix_visit_slot", "slot_at", "site"),
        Index("ix_visit_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    site: str
    site_name: str = ""
    site_group: str = ""
    segment: str = ""
    role: str = ""
    touchpoint: str
    kind: str
    slot_at: datetime = Field(sa_column=_instant(nullable=False))
    state: VisitState = Field(sa_column=Column(words(VisitState, "visit_state"), nullable=False))
    stratum: str = ""
    why: str = ""
    plan_hash: str = ""
    programme_hash: str = ""
    scenario: str = ""
    persona: str = ""
    address: str | None = Field(default=None, unique=True)
    address_folded: str = Field(default="", index=True)
    phone: str = Field(default="", index=True)
    shopper: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False, default=dict))
    question: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False, default=dict))
    claimed_by: str = ""
    not_before: datetime | None = Field(default=None, sa_column=_instant())
    started_at: datetime | None = Field(default=None, sa_column=_instant())
    intent_at: datetime | None = Field(default=None, sa_column=_instant())
    submitted_at: datetime | None = Field(default=None, sa_column=_instant())
    sending: Sending | None = Field(default=None, sa_column=Column(words(Sending, "sending")))
    acceptance: Acceptance | None = Field(default=None, sa_column=Column(words(Acceptance, "acceptance")))
    reason: str = ""
    ticket: str = Field(default="", index=True)
    probe_version: int = 0
    own_load: float | None = None
    due_at: datetime | None = Field(default=None, sa_column=_instant())
    closes_at: datetime | None = Field(default=None, sa_column=_instant())


class EvidenceRow(SQLModel, table=True):
    """Bytes kept for a visit; the file lies in the evidence folder under its hash."""

    __tablename__ = "evidence"

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(sa_column=_visit_key(nullable=False, index=True))
    kind: str
    path: str
    sha256: str
    media_type: str
    at: datetime = Field(sa_column=_instant(nullable=False))
    note: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))


class ObservationRow(SQLModel, table=True):
    """A fact read from evidence by a probe of a given version."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("visit_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(sa_column=_visit_key(nullable=False))
    name: str
    value: Any = Field(default=None, sa_column=Column(Json))
    evidence: str = ""
    probe_version: int = 0


class LetterRow(SQLModel, table=True):
    """The letterbox: raw bytes first, with the trusted instant; everything after can be repeated from them."""

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "ix_letter_unopened",
            "id",
            sqlite_where=text("opened_at IS NULL"),
            postgresql_where=text("opened_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    door: str
    at: datetime = Field(sa_column=_instant(nullable=False))
    key: str = Field(unique=True)
    body_sha256: str
    envelope_from: str = ""
    recipients: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False, default=list))
    uid: str = ""
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    opened_at: datetime | None = Field(default=None, sa_column=_instant())


class MessageRow(SQLModel, table=True):
    """What a letter (or call, or hand entry) says, for whom, by whom. One per letter and visit."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("letter_id", "visit_id"),
        Index("ix_message_message_id", "message_id"),
        Index("ix_message_pen", "site", **_some("state = 'holding'")),
        Index("ix_message_promise", "at", "visit_id", "promise_minutes", **_some("promise_minutes IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("letter.id"), index=True))
    visit_id: int | None = Field(default=None, sa_column=_visit_key(index=True))
    state: MessageState = Field(sa_column=Column(words(MessageState, "message_state"), nullable=False))
    channel: Channel = Field(sa_column=Column(words(Channel, "channel"), nullable=False))
    at: datetime = Field(sa_column=_instant(nullable=False))
    label: Label = Field(sa_column=Column(words(Label, "label"), nullable=False))
    reviewed: Label | None = Field(default=None, sa_column=Column(words(Label, "reviewed")))
    confidence: float = 1.0
    level: MatchLevel | None = Field(default=None, sa_column=Column(words(MatchLevel, "match_level")))
    answers: bool | None = None
    next_step: bool | None = None
    message_id: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
    site: str = ""
    excerpt: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
    promise_minutes: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False, default=dict))


class VerdictRow(SQLModel, table=True):
    """The newest verdict of a visit against a standard; `steps` is its explanation line by line. Where and when the
    visit was stands here a second time: reports count from `ix_verdict_counted` alone, without touching a row."""

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("visit_id", "standard"),
        Index("ix_verdict_slot", "slot_at", "outcome"),
        Index("ix_verdict_open", "final", "deadline"),
        Index(
            "ix_verdict_counted",
            *("site", "touchpoint", "standard", "outcome", "slot_at"),
            *("wall_seconds", "working_seconds", "channel", "submitted_at", "closes_at"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(sa_column=_visit_key(nullable=False))
    standard: str
    site: str = ""
    touchpoint: str = ""
    slot_at: datetime = Field(sa_column=_instant(nullable=False))
    submitted_at: datetime | None = Field(default=None, sa_column=_instant())
    closes_at: datetime | None = Field(default=None, sa_column=_instant())
    channel: Channel | None = Field(default=None, sa_column=Column(words(Channel, "verdict_channel")))
    outcome: Outcome = Field(sa_column=Column(words(Outcome, "outcome"), nullable=False))
    reason: InconclusiveReason | None = Field(
        default=None, sa_column=Column(words(InconclusiveReason, "inconclusive_reason"))
    )
    as_of: datetime = Field(sa_column=_instant(nullable=False))
    breached: bool = False
    final: bool = False
    deadline: datetime | None = Field(default=None, sa_column=_instant())
    look_again_at: datetime | None = Field(default=None, sa_column=_instant())
    event_at: datetime | None = Field(default=None, sa_column=_instant())
    wall_seconds: float | None = None
    working_seconds: float | None = None
    late_answer_at: datetime | None = Field(default=None, sa_column=_instant())
    calendar_version: str = ""
    steps: list[Any] = Field(default_factory=list, sa_column=Column(Json, nullable=False, default=list))


class CanaryRow(SQLModel, table=True):
    """A letter to ourselves: the proof that our ears work."""

    __tablename__ = "canary"
    __table_args__ = (Index("ix_canary_sent", "ear", "sent_at"),)

    id: int | None = Field(default=None, primary_key=True)
    ear: str
    token: str = Field(unique=True)
    sent_at: datetime = Field(sa_column=_instant(nullable=False))
    arrived_at: datetime | None = Field(default=None, sa_column=_instant())
    error: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))


class ListeningRow(SQLModel, table=True):
    """A stretch of time during which an ear was open; extended while it is, a new row after a gap."""

    __tablename__ = "listening"
    __table_args__ = (Index("ix_listening_ear", "ear", "until_at"),)

    id: int | None = Field(default=None, primary_key=True)
    ear: str
    since_at: datetime = Field(sa_column=_instant(nullable=False))
    until_at: datetime = Field(sa_column=_instant(nullable=False))


class CursorRow(SQLModel, table=True):
    """How far a mailbox folder has been read."""

    __tablename__ = "mail_cursor"

    door: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int
    last_uid: int


class WorkerRow(SQLModel, table=True):
    """A running process. What it had claimed is recovered when it is known to be dead."""

    __tablename__ = "worker"

    name: str = Field(primary_key=True)
    host: str
    pid: int
    born: float
    seen_at: datetime = Field(sa_column=_instant(nullable=False))


class DoneRow(SQLModel, table=True):
    """Something that happens once per key: a weekly report of a week, a round. The key decides."""

    __tablename__ = "done"

    key: str = Field(primary_key=True)
    at: datetime = Field(sa_column=_instant(nullable=False))
    by: str = ""
    note: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
