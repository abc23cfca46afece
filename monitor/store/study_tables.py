"""Room store: the tables of outcomes others measured. Studies stand apart: no visit and no verdict of ours is in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.domain.programme import Channel
from monitor.domain.reported import Obstacle
from monitor.domain.response import Label
from monitor.store.types import Json, UtcDateTime, words


def _study_key() -> Column[int]:
    return Column(Integer, ForeignKey("study.id", ondelete="CASCADE"), nullable=False, index=True)


def _instant(*, nullable: bool = True) -> Column[datetime]:
    return Column(UtcDateTime(), nullable=nullable)


def _long() -> Column[str]:
    return Column(Text, nullable=False, default="")


class StudyRow(SQLModel, table=True):
    """One imported file, or several under one name: `sha256` tells whether a file was handed in before."""

    __tablename__ = "study"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    source: str
    sha256: str
    imported_at: datetime = Field(sa_column=_instant(nullable=False))


class ReportedRow(SQLModel, table=True):
    """One enquiry of a study (`monitor.domain.reported.ReportedEnquiry`); `line` is where it stood in the file."""

    __tablename__ = "reported"
    __table_args__ = (UniqueConstraint("study_id", "company", "touchpoint", "submitted_at"),)

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(sa_column=_study_key())
    line: int
    company: str
    segment: str = ""
    touchpoint: str
    channel: Channel = Field(sa_column=Column(words(Channel, "reported_channel"), nullable=False))
    own: bool = False
    submitted_at: datetime = Field(sa_column=_instant(nullable=False))
    receipt_at: datetime | None = Field(default=None, sa_column=_instant())
    responded_at: datetime | None = Field(default=None, sa_column=_instant())
    label: Label = Field(sa_column=Column(words(Label, "reported_label"), nullable=False))
    answered: bool | None = None
    next_step: bool | None = None
    called_back: bool | None = None
    milestones: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False, default=dict))
    until_at: datetime | None = Field(default=None, sa_column=_instant())
    window_seconds: float | None = None
    obstacle: Obstacle = Field(sa_column=Column(words(Obstacle, "obstacle"), nullable=False))
    excluded: str = Field(default="", sa_column=_long())
    zone: str = "UTC"
    hours: str = ""
    country: str = ""
    note: str = Field(default="", sa_column=_long())


class FigureRow(SQLModel, table=True):
    """A published figure that stands beside a study's own (`monitor.domain.reported.ReportedFigure`)."""

    __tablename__ = "published_figure"

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(sa_column=_study_key())
    line: int
    source: str
    year: int
    what_en: str
    what_ru: str
    k: int | None = None
    n: int
    percent: str = ""
    whole: str = ""
