"""Reports, records: what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from monitor.domain.programme import Channel, ClockKind, Event, Words
from monitor.domain.verdict import InconclusiveReason, Outcome


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
class HourCell:
    """Enquiries sent in one hour of one weekday (0 = Monday, local time) and how many a person answered
    within the threshold; `open` outlines the opening hours."""

    weekday: int
    hour: int
    n: int
    k: int
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InconclusiveCount:
    reason: InconclusiveReason
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """A standard's share in one group of sites: own against competitors, branch against branch."""

    name: str
    counts: Counts
    own: bool = False
