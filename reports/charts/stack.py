"""Reports, charts: one stacked bar whose parts add up to all counted visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports.charts.svg import WIDTH, box, figure, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`css` picks the colour and pattern, `name` is what the legend beside the bar says."""

    css: str
    name: str
    count: int


def stacked_bar(parts: Sequence[Part], title: str, alternative: str) -> Markup:
    """Widths in proportion; the count stands in every part wide enough for it."""
    whole = sum(part.count for part in parts)
    body, x = [], 0.0
    for part in parts:
        if not part.count:
            continue
        width = WIDTH * part.count / whole
        body.append(box(x, 0, max(width - 2, 1), 44, f"part {part.css}", radius=2))
        if width > 22:
            body.append(text(x + width / 2 - 1, 28, part.count, f"inside {part.css}", "middle"))
        x += width
    if not whole:
        body.append(box(0, 0, WIDTH, 44, "part empty", radius=2))
    return figure("stack", WIDTH, 44, title, alternative, body)
