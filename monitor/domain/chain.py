"""Ground floor: ways in that a customer needs one after the other. A chain is as good as its weakest link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from monitor.domain.statistics import wilson
from monitor.domain.verdict import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One touchpoint under one standard over a window: k of n met, and what that proves."""

    touchpoint: str
    standard: str
    standing: Standing
    k: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """`standing`: pass if every link passes, fail if one fails. `weakest`: where to begin; None when
    no link was tried at all."""

    standing: Standing
    weakest: Link | None


def chain(links: Sequence[Link]) -> Chain:
    """The verdict of a chain. ValueError without links."""
    if not links:
        raise ValueError("a chain needs links")
    standings = {link.standing for link in links}
    if Standing.FAIL in standings:
        standing = Standing.FAIL
    elif standings == {Standing.PASS}:
        standing = Standing.PASS
    else:
        standing = Standing.NOT_ENOUGH
    return Chain(standing=standing, weakest=min((link for link in links if link.n), key=_strength, default=None))


def _strength(link: Link) -> tuple[bool, Fraction, float, str]:
    """Failed links first, then the lowest share; of equal shares the one that is surer to be low."""
    share = Fraction(link.k, link.n)
    return link.standing is not Standing.FAIL, share, wilson(link.k, link.n)[1], link.touchpoint
