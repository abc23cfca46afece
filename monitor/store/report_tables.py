"""Room store: the tables of what reports leave behind: tasks, and letters that carry reports."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from monitor.domain.task import TaskState
from monitor.store.outbox_tables import ParcelState
from monitor.store.types import UtcDateTime, words

OPEN = text("state IN ('due', 'sending')")


def _long() -> Column[str]:
    return Column(Text, nullable=False, default="")


class TaskRow(SQLModel, table=True):
    """One thing to mend at one touchpoint; `rule` is a standard's key or a finding's rule."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("site", "touchpoint", "rule"),)

    id: int | None = Field(default=None, primary_key=True)
    site: str
    touchpoint: str
    rule: str
    problem_en: str = Field(default="", sa_column=_long())
    problem_ru: str = Field(default="", sa_column=_long())
    fix_en: str = Field(default="", sa_column=_long())
    fix_ru: str = Field(default="", sa_column=_long())
    owner: str = ""
    due: date | None = None
    rank: float = 0.0
    state: TaskState = Field(sa_column=Column(words(TaskState, "task_state"), nullable=False))
    since: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    seen_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime()))
    source: str = ""


class ReportLetterRow(SQLModel, table=True):
    """One report to one person about one period: the key decides that it leaves once."""

    __tablename__ = "report_letter"
    __table_args__ = (
        UniqueConstraint("first", "recipient"),
        Index("ix_report_letter_due", "next_try_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    first: date
    recipient: str
    message_id: str = Field(unique=True)
    state: ParcelState = Field(sa_column=Column(words(ParcelState, "report_letter_state"), nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    next_try_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False))
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime()))
    claimed_by: str = ""
    last_error: str = Field(default="", sa_column=_long())
