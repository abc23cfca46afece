"""Reports, charts: the few strokes all charts share. Texts are escaped here and nowhere else; numbers and our own class
names need no escaping, and a report has tens of thousands of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from math import log10

from markupsafe import Markup, escape

WIDTH = 560


def figure(
    kind: str, width: float, height: float, title: str, alternative: str, body: Iterable[Markup], columns: int = 0
) -> Markup:
    """An `<svg>` that a screen reader announces by title and alternative; ids derive from the content.

    `columns`: for pictures of equal cells, so that the page can give each cell the same size.
    """
    strokes = Markup("").join(body)
    key = sha256(f"{kind}{title}{alternative}{strokes}".encode(errors="surrogatepass")).hexdigest()[:8]
    style = Markup(' style="--columns:{}"').format(columns) if columns else Markup()
    return Markup(
        '<svg class="chart {kind}"{style} viewBox="0 0 {w} {h}" role="img" aria-labelledby="t{key} d{key}">'
        '<title id="t{key}">{title}</title><desc id="d{key}">{alt}</desc>{strokes}</svg>'
    ).format(
        style=style,
        kind=kind,
        w=number(width),
        h=number(height),
        key=key,
        title=title,
        alt=alternative,
        strokes=strokes,
    )


def number(value: float) -> str:
    """At most one decimal, so that the same figure is the same bytes everywhere."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: object, css: str = "", anchor: str = "start") -> Markup:
    said = escape(words)
    return _own(f'<text x="{number(x)}" y="{number(y)}" class="{css}" text-anchor="{anchor}">{said}</text>')


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    a, b, c, d = map(number, (x1, y1, x2, y2))
    return _own(f'<line x1="{a}" y1="{b}" x2="{c}" y2="{d}" class="{css}"/>')


def dot(x: float, y: float, radius: float, css: str) -> Markup:
    return _own(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" class="{css}"/>')


def box(x: float, y: float, width: float, height: float, css: str, *, radius: float = 0) -> Markup:
    a, b, c, d, r = map(number, (x, y, width, height, radius))
    return _own(f'<rect x="{a}" y="{b}" width="{c}" height="{d}" rx="{r}" class="{css}"/>')


def path(points: Iterable[tuple[float, float]], css: str) -> Markup:
    corners = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return _own(f'<path d="M{corners}" class="{css}"/>')


def _own(stroke: str) -> Markup:
    """A stroke made of numbers and names of ours."""
    return Markup(stroke)  # noqa: S704


def log_place(at: timedelta, first: timedelta, last: timedelta) -> float:
    """Where an instant stands on a logarithmic axis, 0 … 1, clamped."""
    low, high = log10(first.total_seconds()), log10(last.total_seconds())
    seconds = max(at.total_seconds(), first.total_seconds())
    return min(1.0, (log10(seconds) - low) / (high - low))


TICKS = tuple(
    timedelta(seconds=seconds) for seconds in (10, 60, 600, 3_600, 4 * 3_600, 86_400, 3 * 86_400, 14 * 86_400)
)
