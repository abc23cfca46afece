"""Chains of touchpoints; before and after a change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.chain import Link, chain
from monitor.domain.comparison import Change, Share, compare
from monitor.domain.verdict import Standing

CHANGED = datetime(2026, 3, 1, tzinfo=UTC)
PASS, FAIL, OPEN = Standing.PASS, Standing.FAIL, Standing.NOT_ENOUGH


def link(name, standing, k, n):
    return Link(touchpoint=name, standard="s", standing=standing, k=k, n=n)


@pytest.mark.parametrize(
    ("links", "standing", "weakest"),
    [
        ([link("a", PASS, 20, 20), link("b", PASS, 39, 40)], PASS, "b"),
        ([link("a", PASS, 20, 20), link("b", OPEN, 3, 4)], OPEN, "b"),
        ([link("a", OPEN, 0, 1), link("b", FAIL, 2, 10)], FAIL, "b"),  # proven failures before mere suspicions
        ([link("a", OPEN, 0, 2), link("b", OPEN, 0, 4)], OPEN, "b"),  # surer to be low
        ([link("b", OPEN, 1, 2), link("a", OPEN, 1, 2)], OPEN, "a"),
        ([link("a", OPEN, 0, 0)], OPEN, None),
    ],
)
def test_a_chain_is_as_good_as_its_weakest_link(links, standing, weakest):
    found = chain(links)
    assert found.standing is standing
    assert (found.weakest and found.weakest.touchpoint) == weakest


def test_a_chain_needs_links():
    with pytest.raises(ValueError, match="links"):
        chain([])


def visits(before, after):
    for (k, n), first in ((before, CHANGED - timedelta(days=40)), (after, CHANGED)):
        yield from ((first + timedelta(hours=number), number < k) for number in range(n))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((4, 20), (18, 20), Change.BETTER),
        ((18, 20), (4, 20), Change.WORSE),
        ((10, 20), (12, 20), Change.NO_PROOF),
        ((0, 4), (20, 20), Change.NOT_ENOUGH),
        ((0, 0), (0, 0), Change.NOT_ENOUGH),
    ],
)
def test_before_and_after(before, after, change):
    found = compare(visits(before, after), CHANGED)
    assert (found.before, found.after) == (Share(k=before[0], n=before[1]), Share(k=after[0], n=after[1]))
    assert found.change is change
    assert (found.difference is None) == (change is Change.NOT_ENOUGH)
    low, high = found.after.interval
    assert 0 <= low <= high <= 1
