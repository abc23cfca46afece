"""The verdict of a standard over a window of visits (MEASURING §4)."""

from __future__ import annotations

from fractions import Fraction

from monitor.domain.statistics import wilson
from monitor.domain.verdict.nouns import Standing


def standing(
    k: int,
    n: int,
    inconclusive: int,
    target: Fraction,
    minimum_n: int = 5,
    maximum_inconclusive: Fraction = Fraction(1, 5),
) -> Standing:
    """k of n counted visits met the standard; `inconclusive` more could not be judged.

    Pass when the Wilson 95 % interval lies at or above the target, fail when below it.
    """
    tries = n + inconclusive
    if n < minimum_n or Fraction(inconclusive, max(tries, 1)) > maximum_inconclusive:
        return Standing.NOT_ENOUGH
    low, high = wilson(k, n)
    if low >= target:
        return Standing.PASS
    return Standing.FAIL if high < target else Standing.NOT_ENOUGH
