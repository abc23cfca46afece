"""Room store: the table of calls and SMS that came in by webhook."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, text
from sqlmodel import Field, SQLModel

from monitor.store.tables import metadata
from monitor.store.types import UtcDateTime, words

__all__ = ["CallEventRow", "CallState", "metadata"]

UNOPENED = text("opened_at IS NULL")


class CallState(StrEnum):
    """What `collect` made of it: an answer, one after the window, nobody's for sure, a stranger's, our own test."""

    MATCHED = "matched"
    LATE = "late"
    HOLDING = "holding"
    SPAM = "spam"
    PROOF = "proof"


class CallEventRow(SQLModel, table=True):
    """One verified request of a provider: raw bytes first, with the instant they came.

    `replay_key` is unique: what comes a second time is not kept. `call_key` is the same for all events of one call.
    Of the caller's number a keyed hash and the last four digits stay; the number itself goes with `raw`.
    """

    __tablename__ = "call_event"
    __table_args__ = (
        Index("ix_call_event_unopened", "id", sqlite_where=UNOPENED, postgresql_where=UNOPENED),
        Index("ix_call_event_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    door: str
    provider: str
    endpoint: str
    at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    replay_key: str = Field(unique=True)
    call_key: str = Field(index=True)
    kind: str
    called: str = ""
    caller_hash: str = ""
    caller_tail: str = ""
    raw_sha256: str = ""
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    opened_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime()))
    state: CallState | None = Field(default=None, sa_column=Column(words(CallState, "call_state")))
    message_id: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("message.id"), index=True))
