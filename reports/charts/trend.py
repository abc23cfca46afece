"""Reports, charts: thirteen weeks of a standard: a dot per week, the window's share with its band, the target."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from monitor.domain.statistics import wilson
from reports.charts.svg import box, dot, figure, line
from reports.records import WeekShare


def week_trend(weeks: Sequence[WeekShare], target: Fraction, title: str, alternative: str) -> Markup:
    """Small enough for a table row. A week's dot grows with its n; the band is Wilson 95 % of all weeks."""
    width, height = 150.0, 56.0
    k, n = sum(week.k for week in weeks), sum(week.n for week in weeks)
    body = [box(0, 0, width, height, "ground")]
    if n:
        low, high = wilson(k, n)
        body += [box(0, _y(high, height), width, _y(low, height) - _y(high, height), "band")]
        body += [line(0, _y(k / n, height), width, _y(k / n, height), "level")]
    body += [line(0, _y(float(target), height), width, _y(float(target), height), "target")]
    step = width / max(len(weeks), 1)
    for index, week in enumerate(weeks):
        if week.n:
            size = min(2 + week.n**0.5 / 2, 4.5)
            body.append(dot((index + 0.5) * step, _y(week.k / week.n, height), size, "week"))
    return figure("trend", width, height, title, alternative, body)


def _y(share: float, height: float) -> float:
    return 4 + (1 - share) * (height - 8)
