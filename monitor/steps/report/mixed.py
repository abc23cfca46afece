"""Corridor: our own round and an imported study in one report, only on request and never unmarked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256

from monitor.domain.programme import ClockKind
from monitor.steps import House
from monitor.steps.report.imported import gather_imported
from monitor.steps.report.scope import Scope
from monitor.steps.report.study import gather_study
from reports.period import Period
from reports.records import Exclusion, InconclusiveCount
from reports.study.votes import Sector, StudyData

OURS_FIRST = "measured by us too, our own visit is the vote / измерено и нами, голос — наш визит"


def gather_mixed(house: House, period: Period, scope: Scope, name: str, *, names_allowed: bool = False) -> StudyData:
    """The study of a period with the votes of an imported one among ours. `UserFault` when there is none of that name.

    A company both measured votes once, by our visit. Working time is asked only if every vote knows its hours.
    """
    ours = gather_study(house, period, scope, names_allowed=names_allowed)
    known = {one for vote in ours.votes for one in (vote.key, vote.name)}
    theirs = gather_imported(house, name, names_allowed=names_allowed, but=known)
    twice = len(gather_imported(house, name).votes) - len(theirs.votes)
    hours = all(vote.hours_known for vote in theirs.votes)
    reasons = Counter({one.reason: one.count for one in ours.inconclusive})
    reasons.update({one.reason: one.count for one in theirs.inconclusive})
    return replace(
        ours,
        title_en=f"{ours.title_en} + {name}",
        title_ru=f"{ours.title_ru} + {name}",
        period=Period(
            first=min(ours.period.first, theirs.period.first),
            last=max(ours.period.last, theirs.period.last),
            zone=ours.period.zone,
        ),
        origin=replace(ours.origin, data_hash=_both(ours.origin.data_hash, theirs.origin.data_hash)),
        sectors=_sectors(ours.sectors, theirs.sectors),
        votes=(*ours.votes, *theirs.votes),
        asks=tuple(ask for ask in ours.asks if hours or ask.clock is ClockKind.WALL),
        benchmarks=theirs.benchmarks,
        inconclusive=tuple(InconclusiveCount(reason=reason, count=count) for reason, count in sorted(reasons.items())),
        exclusions=(*theirs.exclusions, *([Exclusion(what=str(twice), why=OURS_FIRST, count=twice)] if twice else [])),
        mixed=(name, len(theirs.votes)),
    )


def _sectors(ours: tuple[Sector, ...], theirs: tuple[Sector, ...]) -> tuple[Sector, ...]:
    keys = {sector.key for sector in ours}
    return (*ours, *(sector for sector in theirs if sector.key not in keys))


def _both(one: str, other: str) -> str:
    return sha256(f"{one} {other}".encode()).hexdigest()
