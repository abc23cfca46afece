"""Room store: the tables of the outbox: what is to be told, the letters it leaves in, who has reacted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from monitor.store.tables import metadata
from monitor.store.types import UtcDateTime, words

__all__ = ["AckRow", "AlertRow", "AlertState", "ParcelRow", "ParcelState", "metadata"]


class AlertState(StrEnum):
    """`pending`: not yet in a letter · `packed`: in one · `folded`: another alert says it · `dropped`: not wanted."""

    PENDING = "pending"
    PACKED = "packed"
    FOLDED = "folded"
    DROPPED = "dropped"


class ParcelState(StrEnum):
    """`refused`: for good · `dropped`: nothing in it was true any more when it could leave."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"


def _instant(**extra: Any) -> Any:
    return Column(UtcDateTime(), **extra)


def _some(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class AlertRow(SQLModel, table=True):
    """One thing for one person to know. Written in the transaction of the verdict: no crash loses or doubles it.

    `identity` is unique for ever. `thread` is what it is about (a visit, a site, a part of ourselves): what is
    acknowledged is a thread. `held_until`: snoozed. `bundle` names the letter it went into; `remind_at`: when to
    ask whether anybody has reacted.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_pending", "recipient", "id", **_some("state = 'pending'")),
        Index("ix_alert_remind", "remind_at", **_some("remind_at IS NOT NULL")),
        Index("ix_alert_thread", "thread", "story"),
        Index("ix_alert_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    identity: str = Field(unique=True)
    story: str
    step: int = 0
    thread: str
    visit_id: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("visit.id"), index=True))
    site: str = ""
    standard: str = ""
    recipient: str
    state: AlertState = Field(sa_column=Column(words(AlertState, "alert_state"), nullable=False))
    created_at: datetime = Field(sa_column=_instant(nullable=False))
    held_until: datetime | None = Field(default=None, sa_column=_instant())
    remind_at: datetime | None = Field(default=None, sa_column=_instant())
    bundle: str = Field(default="", index=True)
    why: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))


class ParcelRow(SQLModel, table=True):
    """One letter (or one message of another channel) on its way. Its Message-ID is made from `bundle`, for ever."""

    __tablename__ = "parcel"
    __table_args__ = (
        UniqueConstraint("bundle", "channel"),
        Index("ix_parcel_due", "next_try_at", **_some("state = 'due'")),
        Index("ix_parcel_open", "recipient", "channel", "id", **_some("state IN ('due', 'sending')")),
        Index("ix_parcel_recipient", "recipient", "created_at"),
        Index("ix_parcel_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    bundle: str
    channel: str
    recipient: str
    state: ParcelState = Field(sa_column=Column(words(ParcelState, "parcel_state"), nullable=False))
    created_at: datetime = Field(sa_column=_instant(nullable=False))
    next_try_at: datetime = Field(sa_column=_instant(nullable=False))
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_column=_instant())
    claimed_by: str = ""
    last_error: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))


class AckRow(SQLModel, table=True):
    """Somebody has reacted to a thread: for good (`until_at` empty) or until an instant."""

    __tablename__ = "ack"
    __table_args__ = (Index("ix_ack_thread", "thread"),)

    id: int | None = Field(default=None, primary_key=True)
    thread: str
    by: str
    at: datetime = Field(sa_column=_instant(nullable=False))
    until_at: datetime | None = Field(default=None, sa_column=_instant())
    note: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
