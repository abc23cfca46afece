"""Reports, records: single enquiries, pages, pictures and tasks shown as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.programme import Words
from monitor.domain.task import TaskState
from monitor.domain.verdict import InconclusiveReason, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One enquiry of the period. `token` is the short reference a reader can quote."""

    token: str
    place: str
    label: Words | None
    sent_at: datetime | None
    outcome: Outcome
    scenario: str = ""
    reason: InconclusiveReason | None = None
    receipt_at: datetime | None = None
    person_at: datetime | None = None
    wall: timedelta | None = None
    working: timedelta | None = None
    late_answer_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One point on a story's time line: what happened, in both languages."""

    at: datetime
    en: str
    ru: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of evidence, shown inline: PNG, JPEG or WebP bytes with a text alternative."""

    data: bytes
    media_type: str
    alt_en: str
    alt_ru: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One enquiry told at length. `quote` is redacted before it comes here."""

    visit: VisitLine
    moments: tuple[Moment, ...]
    question: str = ""
    quote: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCheckCell:
    """One page × one rule ("shown", "clickable", "right_number"); `passed` None = not applicable."""

    page: str
    rule: str
    passed: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OffHoursLine:
    """What a visitor saw at noon and at night. `asked`: an enquiry was sent that night; `reached_at`: when a person
    answered it; `snippet`: code for the page that shows another number then, "" where one is shown."""

    place: str
    looked_at: datetime
    shown_en: str
    shown_ru: str
    asked: bool = True
    reached_at: datetime | None = None
    noon: Picture | None = None
    night: Picture | None = None
    snippet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """One touchpoint and whether it worked at the last look."""

    place: str
    label: Words | None
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One thing to mend, worst first. `since`, `closed`, `due`: local days; `rank`: measured failure × weight."""

    number: int
    place: str
    problem_en: str
    problem_ru: str
    fix_en: str
    fix_ru: str
    state: TaskState
    owner: str = ""
    due: date | None = None
    since: date | None = None
    closed: date | None = None
    overdue: bool = False
    rank: float = 0.0
