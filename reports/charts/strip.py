"""Reports, charts: every answer as a dot on a logarithmic time axis; the unanswered stand at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from reports.charts.svg import TICKS, WIDTH, dot, figure, line, log_place, text
from reports.plural import spell

_LEFT, _RIGHT, _PITCH = 14, 100, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """`count` visits: `wait` None = nobody answered. `kind` is an outcome (colour and shape)."""

    kind: str
    wait: timedelta | None
    count: int = 1


def dot_strip(drops: Sequence[Drop], never: str, title: str, alternative: str, language: str) -> Markup:
    """Beyond 240 visits a dot stands for several. `never` names the column of the unanswered."""
    last = next((t for t in TICKS[4:] if all((d.wait or t) <= t for d in drops)), TICKS[-1])
    per = per_dot(sum(d.count for d in drops))
    placed = _answered(drops, last, per) + _silent(sum(d.count for d in drops if d.wait is None), per)
    floor = 12 + 11 * max((level + 1 for _, _, level in placed), default=1)
    body = [
        line(_LEFT, floor + 4, WIDTH - _RIGHT, floor + 4, "axis"),
        text(WIDTH - 46, floor + 24, never, "tick", "middle"),
    ]
    for tick in (tick for tick in TICKS if tick <= last):
        body += [line(_x(tick, last), floor + 4, _x(tick, last), floor + 9, "axis")]
        body += [text(_x(tick, last), floor + 24, spell(tick, language), "tick", "middle")]
    body += [dot(x, floor - 5 - 11 * level, 4.6, f"drop {kind}") for kind, x, level in placed]
    return figure("strip", WIDTH, floor + 32, title, alternative, body)


def per_dot(visits: int) -> int:
    """How many visits one dot stands for, so that the strip stays a picture."""
    return -(-visits // 240) or 1


def _answered(drops: Sequence[Drop], last: timedelta, per: int) -> list[tuple[str, float, int]]:
    """(kind, x, level) of every dot; dots of one column are piled up."""
    columns: Counter[tuple[int, str]] = Counter()
    for drop in drops:
        if drop.wait is not None:
            columns[round(_x(drop.wait, last) / _PITCH), drop.kind] += drop.count
    levels: Counter[int] = Counter()
    placed = []
    for (column, kind), count in sorted(columns.items()):
        for _ in range(-(-count // per)):
            placed.append((kind, float(column * _PITCH), levels[column]))
            levels[column] += 1
    return placed


def _silent(count: int, per: int) -> list[tuple[str, float, int]]:
    """The unanswered: a block of dots at the end of the axis, six side by side."""
    shown = -(-count // per)
    return [("not_answered", WIDTH - 74.0 + _PITCH * (i % 6), i // 6) for i in range(shown)]


def _x(wait: timedelta, last: timedelta) -> float:
    return _LEFT + 10 + log_place(wait, TICKS[0], last) * (WIDTH - _LEFT - _RIGHT - 20)
