"""Ground floor: honest statistics (MEASURING §4, §8). Small own code: each is a page of a textbook,
exact where fractions allow, and a library would weigh hundreds of megabytes. scipy is the oracle in
the tests.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import erfc, floor, sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)


def wilson(k: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson score interval of a share k/n (Wilson 1927); (0, 1) when n is 0. ValueError unless 0 <= k <= n."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")
    if n == 0:
        return 0.0, 1.0
    share, zz = k / n, z * z
    centre = (share + zz / (2 * n)) / (1 + zz / n)
    half = z * sqrt(share * (1 - share) / n + zz / (4 * n * n)) / (1 + zz / n)
    # at the ends the formula gives 0 and 1 but for rounding
    return (0.0 if k == 0 else centre - half), (1.0 if k == n else centre + half)


def percent(share: Fraction, places: int = 0) -> str:
    """A share as a percentage, rounded half up from the exact fraction ("37", "12.5"); no sign, point as mark."""
    shift = 10**places
    units = floor(share * 100 * shift + Fraction(1, 2))
    whole, rest = divmod(abs(units), shift)
    return f"{'-' if units < 0 else ''}{whole}{f'.{rest:0{places}}' if places else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """after − before of two shares with its 95 % interval (Newcombe 1998, method 10).

    `proven`: the interval does not contain nought; else "no proof of change".
    """

    value: Fraction
    low: float
    high: float

    @property
    def proven(self) -> bool:
        return self.low > 0 or self.high < 0


def difference(before: tuple[int, int], after: tuple[int, int]) -> Difference:
    """Change between two shares, each (k, n) with n > 0."""
    (k1, n1), (k2, n2) = before, after
    if not (n1 and n2):
        raise ValueError("a change needs at least one try on both sides")
    p1, p2 = k1 / n1, k2 / n2
    (low1, high1), (low2, high2) = wilson(k1, n1), wilson(k2, n2)
    return Difference(
        value=Fraction(k2, n2) - Fraction(k1, n1),
        low=p2 - p1 - sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2),
        high=p2 - p1 + sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2),
    )


def possible_counts(printed: Fraction, n: int, places: int = 0) -> tuple[int, ...]:
    """Counts k for which k of n, rounded half up to `places`, prints as that percentage.

    Empty = the printed figure is impossible for whole people (the GRIM check, Brown & Heathers 2017):
    36 % of 38 cannot be; 13 of 38 print 34, 14 print 37.
    """
    half = Fraction(1, 2 * 10**places)
    low, high = max(0, floor((printed - half) * n / 100)), min(n, floor((printed + half) * n / 100) + 1)
    return tuple(k for k in range(low, high + 1) if printed - half <= Fraction(100 * k, n) < printed + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Printed parts of one whole: `off` = sum − 100 in points; a footnote is due unless it is 0.

    `by_rounding`: whole-percent rounding alone may explain it (half a point a part).
    """

    off: Fraction
    by_rounding: bool


def total(percentages: Iterable[Fraction]) -> Total:
    parts = tuple(percentages)
    off = sum(parts, start=Fraction(0)) - 100
    return Total(off=off, by_rounding=abs(off) <= Fraction(len(parts), 2))


_LONGEST, _FINEST = 10**400, 10**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """How long `count` enquiries waited; `answered` False = still unanswered at that time (censored)."""

    time: timedelta
    answered: bool
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveStep:
    """One step of a Kaplan–Meier curve: at `time`, `answered` of `at_risk` were answered.

    `waiting` is the exact share S(t) still without an answer from here on; `error` its standard error
    (Greenwood 1926; 0 once nobody waits).
    """

    time: timedelta
    at_risk: int
    answered: int
    waiting: Fraction
    error: float


def kaplan_meier(sample: Iterable[Waited]) -> tuple[CurveStep, ...]:
    """Share still waiting over time (Kaplan & Meier 1958), a step per time with an answer.

    A wait that ends unanswered at the same time as an answer counts as at risk for that answer.
    """
    ended: Counter[timedelta] = Counter()
    answered: Counter[timedelta] = Counter()
    for wait in sample:
        ended[wait.time] += wait.count
        answered[wait.time] += wait.count if wait.answered else 0
    steps: list[CurveStep] = []
    waiting, greenwood, left = Fraction(1), 0.0, ended.total()
    for time in sorted(ended):
        at_risk, count = left, answered[time]
        left -= ended[time]
        if not count:
            continue
        # exact for thousands; in larger samples digits beyond the 18th are dropped, else they would grow for ever
        waiting = _short(waiting * Fraction(at_risk - count, at_risk))
        greenwood += count / (at_risk * (at_risk - count)) if at_risk > count else 0
        error = float(waiting) * sqrt(greenwood)
        steps.append(CurveStep(time=time, at_risk=at_risk, answered=count, waiting=waiting, error=error))
    return tuple(steps)


def _short(share: Fraction) -> Fraction:
    return share if share.denominator < _LONGEST else share.limit_denominator(_FINEST)


def quantile(curve: Sequence[CurveStep], share: Fraction = Fraction(1, 2)) -> timedelta | None:
    """The first time by which `share` have been answered (S <= 1 − share); None = not reached."""
    return next((step.time for step in curve if step.waiting <= 1 - share), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank:
    """Do two groups wait differently? `statistic` is chi-squared with one degree of freedom."""

    statistic: float
    p_value: float


def log_rank(one: Iterable[Waited], other: Iterable[Waited]) -> LogRank | None:
    """Log-rank test of two groups (Mantel 1966); None when nothing can be compared."""
    first = list(one)
    both = first + list(other)
    mine, all_times = sorted(w.time for w in first), sorted(w.time for w in both)
    here = Counter(w.time for w in first if w.answered)
    excess = variance = 0.0
    for time, events in sorted(Counter(w.time for w in both if w.answered).items()):
        n, n1 = len(all_times) - bisect_left(all_times, time), len(mine) - bisect_left(mine, time)
        excess += here[time] - events * n1 / n
        if n > 1:
            variance += events * n1 * (n - n1) * (n - events) / (n * n * (n - 1))
    if not variance:
        return None
    statistic = excess**2 / variance
    return LogRank(statistic=statistic, p_value=erfc(sqrt(statistic / 2)))
