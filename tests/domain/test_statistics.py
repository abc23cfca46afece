"""Statistics against published tables (MEASURING §8) and scipy as oracle."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from monitor.domain.statistics import (
    Waited,
    difference,
    kaplan_meier,
    log_rank,
    percent,
    possible_counts,
    quantile,
    total,
    wilson,
)
from monitor.domain.verdict import Standing, standing

EIGHTY = Fraction(4, 5)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (4, 20, 0.0807, 0.4160),
        (3, 11, 0.0975, 0.5656),
        (0, 4, 0, 0.4899),
        (7, 7, 0.6457, 1),
        (29, 58, 0.375, 0.625),  # Eysenbach & Diepgen 1998
        (9, 29, 0.173, 0.492),
        (27, 29, 0.780, 0.981),
        (17, 29, 0.407, 0.745),
    ],
)
def test_wilson_as_published(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=0.0005)


shares = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares)
def test_wilson_as_scipy(share):
    k, n = share
    interval = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((interval.low, interval.high), abs=1e-12)
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1


def test_no_tries_say_nothing_and_no_share_is_refused():
    assert wilson(0, 0) == (0, 1)
    for k, n in [(1, 0), (-1, 4), (5, 4)]:
        with pytest.raises(ValueError, match="not a share"):
            wilson(k, n)


@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [
        (2, 5, Standing.FAIL),
        (3, 5, Standing.NOT_ENOUGH),
        (5, 5, Standing.NOT_ENOUGH),
        (5, 10, Standing.FAIL),
        (6, 10, Standing.NOT_ENOUGH),
        (16, 16, Standing.PASS),
        (15, 16, Standing.NOT_ENOUGH),
        (20, 20, Standing.PASS),
        (19, 20, Standing.NOT_ENOUGH),
        (12, 20, Standing.FAIL),
        (13, 20, Standing.NOT_ENOUGH),
        (37, 40, Standing.PASS),
        (36, 40, Standing.NOT_ENOUGH),
        (27, 40, Standing.FAIL),
        (28, 40, Standing.NOT_ENOUGH),
        (0, 4, Standing.NOT_ENOUGH),
        (0, 0, Standing.NOT_ENOUGH),
    ],
)
def test_standings_at_eighty_percent(k, n, expected):
    assert standing(k, n, 0, EIGHTY) is expected


def test_too_many_inconclusive_tries_leave_it_open():
    assert standing(40, 40, 10, EIGHTY) is Standing.PASS  # exactly a fifth
    assert standing(40, 40, 11, EIGHTY) is Standing.NOT_ENOUGH
    assert standing(0, 3, 0, EIGHTY, minimum_n=3) is Standing.FAIL


def test_an_interval_that_touches_the_target_passes_and_does_not_fail():
    assert standing(0, 5, 0, Fraction(0)) is Standing.PASS
    assert standing(5, 5, 0, Fraction(1)) is Standing.NOT_ENOUGH


@pytest.mark.parametrize(
    ("share", "places", "expected"),
    [
        (Fraction(365, 1000), 1, "36.5"),
        (Fraction(365, 1000), 0, "37"),  # half up, not to even
        (Fraction(22, 323), 1, "6.8"),
        (Fraction(128, 323), 2, "39.63"),
        (Fraction(38, 3446), 1, "1.1"),
        (Fraction(1, 200), 0, "1"),
        (Fraction(0), 1, "0.0"),
        (Fraction(1), 0, "100"),
        (Fraction(-1, 8), 1, "-12.5"),
        (Fraction(1, 2000), 1, "0.1"),
    ],
)
def test_percentages_round_half_up_from_the_exact_fraction(share, places, expected):
    assert percent(share, places) == expected


def test_impossible_percentages_are_found():
    assert possible_counts(Fraction(36), 38) == ()
    assert possible_counts(Fraction(34), 38) == (13,)
    assert possible_counts(Fraction(37), 38) == (14,)
    assert possible_counts(Fraction(3963, 100), 323, places=2) == (128,)
    assert possible_counts(Fraction(100), 4) == (4,)
    assert possible_counts(Fraction(0), 4) == (0,)
    assert 365 in possible_counts(Fraction(37), 1000)


@given(shares, st.integers(0, 2))
def test_a_printed_share_is_always_possible(share, places):
    k, n = share
    assert k in possible_counts(Fraction(percent(Fraction(k, n), places)), n, places)


def test_parts_that_do_not_make_a_whole_are_flagged():
    assert total(map(Fraction, (38, 22, 18, 23))).off == 1
    assert total(map(Fraction, (22, 17, 14, 46))).off == -1
    assert total(map(Fraction, (38, 22, 18, 23))).by_rounding
    assert not total(map(Fraction, (38, 22, 18, 26))).by_rounding
    assert total(map(Fraction, (50, 50))).off == 0


def hours(*times):
    """Negative = still unanswered then."""
    return [Waited(time=timedelta(hours=abs(t)), answered=t > 0) for t in times]


BEWICK = hours(1, 1, 4, 5, -6, 9, -9, 22)


def test_kaplan_meier_as_published():
    curve = kaplan_meier(BEWICK)
    assert [(step.time // timedelta(hours=1), step.waiting) for step in curve] == [
        (1, Fraction(3, 4)),
        (4, Fraction(5, 8)),
        (5, Fraction(1, 2)),
        (9, Fraction(1, 3)),
        (22, 0),
    ]
    assert quantile(curve) == timedelta(hours=5)
    assert quantile(curve, Fraction(9, 10)) == timedelta(hours=22)
    assert curve[-1].error == 0


def test_a_median_may_not_be_reached():
    assert quantile(kaplan_meier(hours(1, -2, -2))) is None
    assert quantile(kaplan_meier([])) is None
    assert quantile(kaplan_meier(hours(1, -2))) == timedelta(hours=1)  # S is exactly one half


waits = st.lists(
    st.builds(Waited, time=st.integers(0, 12).map(lambda h: timedelta(hours=h)), answered=st.booleans()), min_size=1
)


def seconds(sample, answered):
    return [w.time.total_seconds() for w in sample if w.answered is answered]


def as_scipy(sample):
    return stats.CensoredData(uncensored=seconds(sample, True), right=seconds(sample, False))


@given(waits.filter(lambda sample: any(w.answered for w in sample)))
def test_kaplan_meier_as_scipy(sample):
    curve = kaplan_meier(sample)
    oracle = stats.ecdf(as_scipy(sample)).sf
    for step in curve:
        assert float(step.waiting) == pytest.approx(float(oracle.evaluate(step.time.total_seconds())), abs=1e-12)
        if step.waiting:
            number = list(oracle.quantiles).index(step.time.total_seconds())
            greenwood = sum(
                d / (n * (n - d)) for d, n in zip(oracle._d[: number + 1], oracle._n[: number + 1], strict=True)
            )
            assert step.error == pytest.approx(float(step.waiting) * greenwood**0.5, abs=1e-12)


@given(waits, waits)
def test_log_rank_as_scipy(one, other):
    ours = log_rank(one, other)
    if ours is None:
        events = Counter(w.time for w in one + other if w.answered)
        assert all(
            not any(w.time >= time for w in one)
            or not any(w.time >= time for w in other)
            or sum(w.time >= time for w in one + other) == count
            for time, count in events.items()
        )
        return
    oracle = stats.logrank(as_scipy(one), as_scipy(other))
    assert ours.statistic == pytest.approx(oracle.statistic**2, abs=1e-9)
    assert ours.p_value == pytest.approx(oracle.pvalue, abs=1e-9)


def test_differences_as_newcombe_printed_them():
    # Newcombe 1998, table II: 56/70 − 48/80 and 9/10 − 3/10, method 10
    change = difference((48, 80), (56, 70))
    assert (change.low, change.high) == pytest.approx((0.0524, 0.3339), abs=0.0001)
    assert change.value == Fraction(1, 5)
    assert change.proven
    small = difference((3, 10), (9, 10))
    assert (small.low, small.high) == pytest.approx((0.1705, 0.8090), abs=0.0001)


def test_a_change_may_be_unproven_and_needs_tries():
    assert not difference((4, 10), (6, 10)).proven
    with pytest.raises(ValueError, match="both sides"):
        difference((0, 0), (1, 2))
