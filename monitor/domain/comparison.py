"""Ground floor: before and after a date of change. No proof of change is an answer too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.statistics import Difference, difference, wilson


class Change(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    NO_PROOF = "no_proof"
    NOT_ENOUGH = "not_enough_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """k met of n counted visits, with the Wilson 95 % interval."""

    k: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.k, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    before: Share
    after: Share
    change: Change
    difference: Difference | None


def compare(visits: Iterable[tuple[datetime, bool]], changed_at: datetime, minimum_n: int = 5) -> Comparison:
    """Counted visits as (instant, met) split at the instant of the change, which belongs to "after".

    Fewer than `minimum_n` on either side is not enough data.
    """
    known = tuple(visits)
    before = _share(met for at, met in known if at < changed_at)
    after = _share(met for at, met in known if at >= changed_at)
    if min(before.n, after.n) < max(minimum_n, 1):
        return Comparison(before=before, after=after, change=Change.NOT_ENOUGH, difference=None)
    found = difference((before.k, before.n), (after.k, after.n))
    change = Change.NO_PROOF
    if found.proven:
        change = Change.BETTER if found.low > 0 else Change.WORSE
    return Comparison(before=before, after=after, change=change, difference=found)


def _share(met: Iterable[bool]) -> Share:
    outcomes = tuple(met)
    return Share(k=sum(outcomes), n=len(outcomes))
