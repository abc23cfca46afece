"""Reports, study: one company, one vote. Frozen values, bounded by the number of companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from monitor.domain.programme import ClockKind, Words
from reports.narrative import Act
from reports.period import Period
from reports.records import Belief, Exclusion, InconclusiveCount, Origin
from reports.study.published import Published


class Ballot(StrEnum):
    """Does the vote count? Only `counted` enters a denominator (MEASURING §3)."""

    COUNTED = "counted"
    PENDING = "pending"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """`unit` names its companies ("fitness centre"); `form` the way in that was tried."""

    key: str
    unit: Words
    form: Words | None = None
    next_step: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one company did. `wall`/`working`: until a person reacted, else how long was waited so far.

    `unreachable`: its way in is broken for everyone: counted, and never answered.
    """

    key: str
    name: str
    sector: str
    ballot: Ballot = Ballot.COUNTED
    own: bool = False
    receipt: bool = False
    person: bool = False
    answered: bool = False
    called_back: bool = False
    next_step: bool = False
    unreachable: bool = False
    wall: timedelta = timedelta(0)
    working: timedelta = timedelta(0)
    hours_known: bool = True
    """without opening hours `working` repeats `wall` and is not printed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing asked of every sector: these deeds, within this time. The first one leads the study."""

    acts: tuple[Act, ...]
    threshold: timedelta | None = None
    clock: ClockKind = ClockKind.WALL


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """One row of the table of shares: a standard, a milestone; k did it of n counted."""

    name_en: str
    name_ru: str
    k: int
    n: int
    pending: int = 0
    inconclusive: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyData:
    """Everything a study is made of. Without `names_allowed` companies are letters; own sites keep theirs."""

    title_en: str
    title_ru: str
    period: Period
    origin: Origin
    sectors: tuple[Sector, ...]
    votes: tuple[Vote, ...]
    asks: tuple[Ask, ...]
    names_allowed: bool = False
    benchmarks: tuple[Published, ...] = ()
    beliefs: tuple[Belief, ...] = ()
    inconclusive: tuple[InconclusiveCount, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    shares: tuple[ShareLine, ...] = ()
    imported: bool = False
    """measured by others: the method box must not vouch for their ears and manners"""
    mixed: tuple[str, int] | None = None
    """(imported study, its votes) when votes of others stand among ours: the method box says so"""
