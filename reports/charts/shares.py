"""Reports, charts: shares one under another, each with its interval: ours and other people's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports.charts.svg import WIDTH, dot, figure, line, text

_LEFT, _RIGHT, _ROW = 8, 52, 46


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`low`/`high` None: the source printed no counts, so there is no interval."""

    name: str
    share: float
    printed: str
    low: float | None = None
    high: float | None = None
    own: bool = False


def share_strip(bars: Sequence[Bar], title: str, alternative: str) -> Markup:
    """A dot per share on one axis from 0 to 100 %, with a whisker for its interval and the name above."""
    height = len(bars) * _ROW + 26
    body = [line(_x(q / 4), 4, _x(q / 4), height - 22, "rule") for q in range(5)]
    body += [text(_x(q / 4), height - 6, f"{25 * q}", "tick", "middle" if q else "start") for q in range(5)]
    for row, bar in enumerate(bars):
        y = row * _ROW + 32
        body.append(text(_x(0), y - 14, bar.name, "own" if bar.own else "note"))
        if bar.low is not None and bar.high is not None:
            body.append(line(_x(bar.low), y, _x(bar.high), y, "whisker own" if bar.own else "whisker"))
        body.append(dot(_x(bar.share), y, 6, "share-dot own" if bar.own else "share-dot"))
        body.append(text(WIDTH - 2, y + 5, bar.printed, "own" if bar.own else "", "end"))
    return figure("shares", WIDTH, height, title, alternative, body)


def _x(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT - 10)
