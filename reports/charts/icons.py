"""Reports, charts: one mark per outcome, told apart by shape; and the icon array (k of n, one mark each)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isqrt

from markupsafe import Markup

from reports.charts.svg import figure, number

# each mark lives in a 16 × 16 cell; currentColor is set by the class
_SHAPES = {
    "met": '<circle cx="8" cy="8" r="6.2"/>',
    "late": '<path d="M8 1.8A6.2 6.2 0 0 1 8 14.2Z"/><circle cx="8" cy="8" r="5.5" class="hollow"/>',
    "auto_only": '<rect x="2.6" y="2.6" width="10.8" height="10.8" class="hollow"/><path d="M5.5 6.5h5M5.5 9.5h5" class="hollow"/>',
    "not_answered": '<path d="M3 3l10 10M13 3L3 13" class="stroke"/>',
    "unreachable": '<path d="M8 1.6L14.6 14H1.4Z"/>',
    "pending": '<circle cx="8" cy="8" r="5.6" class="dashed"/>',
    "inconclusive": '<path d="M5.4 5.6a2.6 2.6 0 1 1 3.6 2.6c-.8.4-1 .9-1 1.8M8 12.4v.9" class="hollow"/>',
}


@cache
def mark(kind: str, title: str = "") -> Markup:
    """One outcome as a small inline picture; an empty `title` hides it from screen readers."""
    voice = Markup('role="img" aria-label="{}"').format(title) if title else Markup('aria-hidden="true"')
    shape = Markup(_SHAPES[kind])  # noqa: S704  our own constant
    return Markup('<svg class="mark {}" viewBox="0 0 16 16" {}>{}</svg>').format(kind, voice, shape)


def icon_array(counts: Sequence[tuple[str, int]], title: str, alternative: str, columns: int = 10) -> Markup:
    """One mark per visit, grouped by kind in the order given; `columns` per row."""
    marks = [kind for kind, count in counts for _ in range(count)]
    if len(marks) > 12 * columns:  # a square rather than an endless column
        columns = isqrt(len(marks)) + 1
    columns = min(columns, max(1, len(marks)))
    cell = 22
    rows = -(-len(marks) // columns) if marks else 0
    body = [_cell(kind, (i % columns) * cell, (i // columns) * cell) for i, kind in enumerate(marks)]
    return figure("icons", max(columns * cell, 1), max(rows * cell, 1), title, alternative, body, columns)


def _cell(kind: str, x: float, y: float) -> Markup:
    place = f"translate({number(x + 3)} {number(y + 3)})"
    return Markup(f'<g class="{kind}" transform="{place}">{_SHAPES[kind]}</g>')  # noqa: S704  all our own
