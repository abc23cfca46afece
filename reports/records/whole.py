"""Reports, records: our own health, where the numbers come from, and the whole weekly report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.programme import Words
from reports.period import Period
from reports.records.counts import (
    Counts,
    FunnelCount,
    GroupShare,
    HourCell,
    InconclusiveCount,
    StandardLine,
    WaitTally,
    WhoAnswered,
)
from reports.records.evidence import OffHoursLine, PageCheckCell, Story, TaskLine, VisitLine, WayIn


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
    calls_aside: Mapping[str, int] = field(default_factory=dict)
    """calls to our numbers that became no answer, by what became of them: late, holding, spam, proof"""
    leaks: Mapping[str, int] = field(default_factory=dict)
    """letters of strangers to addresses that one company alone was given, by its name ("": competitors)"""


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
class Origin:
    """Where a report's numbers come from, printed in its method box.

    Hashes are hex SHA-256; `calendars` maps site to calendar version, with a star where holidays were not final.
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
    who: WhoAnswered = field(default_factory=WhoAnswered)
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
    enquiries: Counts = field(default_factory=Counts)
    """the period's enquiries, each once, by what became of them"""
    health: HealthLine = field(default_factory=HealthLine)
    exclusions: tuple[Exclusion, ...] = ()
    groups: tuple[GroupShare, ...] = ()
    beliefs: tuple[Belief, ...] = ()
