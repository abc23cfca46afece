"""Reports: what the store hands over. Frozen values; counting was done in SQL (DESIGN §3.12).

Every list is bounded by the number of touchpoints, standards, pages or weeks, never by the number of
visits; `WaitTally` carries equal waiting times once with their count. Texts are shown as they are and
escaped by the pages; instants are aware UTC, durations are timedeltas, shares are never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from monitor.domain.programme import Channel, ClockKind, Event, Words
from monitor.domain.verdict import InconclusiveReason, Outcome
from reports.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many visits ended how; the denominator is MEASURING §3's."""

    met: int = 0
    late: int = 0
    auto_only: int = 0
    not_answered: int = 0
    unreachable: int = 0
    pending: int = 0
    inconclusive: int = 0

    @property
    def n(self) -> int:
        """Counted visits: everything but pending and inconclusive."""
        return self.met + self.late + self.auto_only + self.not_answered + self.unreachable

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in Counts.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekShare:
    """One week of a standard: k met of n counted; `first` is its Monday."""

    first: date
    k: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLine:
    """A standard at one touchpoint (or over several): this week, the four weeks before, the window.

    `label` names the touchpoint with its cases ("question form"); `place` says where it is when the
    report covers several sites. `week_dots`: outcome of each of this week's visits, oldest first.
    """

    key: str
    name_en: str
    name_ru: str
    event: Event
    threshold: timedelta
    clock: ClockKind
    target: Fraction
    week: Counts
    before: Counts
    window: Counts
    weeks: tuple[WeekShare, ...] = ()
    week_dots: tuple[Outcome, ...] = ()
    label: Words | None = None
    place: str = ""
    minimum_n: int = 5
    maximum_inconclusive: Fraction = Fraction(1, 5)


class Stop(StrEnum):
    """The stations of an enquiry, in order (MEASURING §6.3)."""

    PLANNED = "planned"
    PAGE_OPENED = "page_opened"
    FORM_FOUND = "form_found"
    SENT = "sent"
    RECEIPT = "receipt"
    PERSON = "person"
    ANSWERED = "answered"
    NEXT_STEP = "next_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelCount:
    """How many of the period's enquiries reached a station. A receipt is a side road, not a condition."""

    stop: Stop
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitTally:
    """Counted visits of one channel that waited equally long (wall and working time, whole seconds).

    `event`: a person answered then; otherwise the visit is censored: nobody had answered by then.
    """

    channel: Channel
    wall: timedelta
    working: timedelta
    event: bool
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoAnswered:
    """Counted enquiries of the window: by whom answered, and whether a receipt's promise was kept."""

    person: int = 0
    robot_only: int = 0
    nobody: int = 0
    promises_kept: int = 0
    promises_broken: int = 0
    promises_open: int = 0


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
    """What a visitor saw at noon and at night. `reached_at`: when a person answered the night's enquiry."""

    place: str
    looked_at: datetime
    shown_en: str
    shown_ru: str
    reached_at: datetime | None = None
    noon: Picture | None = None
    night: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """One touchpoint and whether it worked at the last look."""

    place: str
    label: Words | None
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HourCell:
    """Enquiries sent in one hour of one weekday (0 = Monday, local time) and how many a person answered
    within the threshold; `open` outlines the opening hours."""

    weekday: int
    hour: int
    n: int
    k: int
    open: bool


class TaskState(StrEnum):
    NEW = "new"
    OPEN = "open"
    DONE = "done"
    REOPENED = "reopened"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One thing to mend, worst first. `due` before the period's end and not done = overdue."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class InconclusiveCount:
    reason: InconclusiveReason
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch in which a door did not listen."""

    door: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthLine:
    """Our own health over the period: canary letters and listening gaps."""

    canaries_sent: int = 0
    canaries_arrived: int = 0
    slowest_canary: timedelta | None = None
    gaps: tuple[Gap, ...] = ()
    missed_slots: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A stretch or touchpoint left out by agreement, said in the method box."""

    what: str
    why: str
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What the owner expected before the first measurement, against the fact. Texts in both languages."""

    question_en: str
    question_ru: str
    expected_en: str
    expected_ru: str
    measured_en: str
    measured_ru: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """A standard's share in one group of sites: own against competitors, branch against branch."""

    name: str
    counts: Counts
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a report's numbers come from, printed in its method box.

    Hashes are hex SHA-256; `calendars` maps site to calendar version.
    """

    programme: str
    programme_hash: str
    plan_hash: str
    data_hash: str
    software_version: str
    generated_at: datetime
    calendars: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """Everything a weekly report is made of. `population` is the site's or group's name."""

    period: Period
    window_weeks: int
    population: str
    origin: Origin
    standards: tuple[StandardLine, ...] = ()
    funnel: tuple[FunnelCount, ...] = ()
    next_step: Words | None = None
    waits: tuple[WaitTally, ...] = ()
    robots_only: int = 0
    """of the censored visits in `waits`: those a robot answered"""
    who: WhoAnswered = WhoAnswered()
    visits: tuple[VisitLine, ...] = ()
    visits_total: int = 0
    """visits in the period; `visits` may be cut to the most telling"""
    worst: tuple[Story, ...] = ()
    best: Story | None = None
    pages: tuple[PageCheckCell, ...] = ()
    off_hours: tuple[OffHoursLine, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    hours: tuple[HourCell, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    inconclusive: tuple[InconclusiveCount, ...] = ()
    pending: int = 0
    """sent enquiries of the period nobody has answered yet and whose answer window is still open"""
    unproven: int = 0
    """sent enquiries of the period whose silence proves nothing (inconclusive after sending)"""
    health: HealthLine = HealthLine()
    exclusions: tuple[Exclusion, ...] = ()
    groups: tuple[GroupShare, ...] = ()
    beliefs: tuple[Belief, ...] = ()
