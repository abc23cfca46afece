"""Reports, charts: every answer as a dot on a logarithmic time axis; the unanswered stand at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from reports.charts.svg import TICKS, WIDTH, figure, line, log_place, number, text
from reports.plural import spell

_LEFT, _RIGHT = 14, 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One visit: `wait` None = nobody answered. `kind` is an outcome (colour and shape)."""

    kind: str
    wait: timedelta | None


def dot_strip(drops: Sequence[Drop], never: str, title: str, alternative: str, language: str) -> Markup:
    """Dots that would overlap are piled up. `never` names the column of the unanswered."""
    last = next((t for t in TICKS[4:] if all((d.wait or t) <= t for d in drops)), TICKS[-1])
    piles: dict[int, int] = {}
    placed: list[tuple[Drop, float, int]] = []
    for drop in sorted(drops, key=lambda d: (d.wait is None, d.wait or timedelta(0), d.kind)):
        x = _x(drop.wait, last)
        column = round(x / 11)
        placed.append((drop, column * 11, piles.get(column, 0)))
        piles[column] = piles.get(column, 0) + 1
    floor = 22 + 11 * max(piles.values(), default=1)
    body = [
        line(_LEFT, floor + 4, WIDTH - _RIGHT, floor + 4, "axis"),
        text(WIDTH - 2, floor + 24, never, "tick", "end"),
    ]
    for tick in (tick for tick in TICKS if tick <= last):
        body += [line(_x(tick, last), floor + 4, _x(tick, last), floor + 9, "axis")]
        body += [text(_x(tick, last), floor + 24, spell(tick, language), "tick", "middle")]
    body += [_dot(drop.kind, x, floor - 5 - 11 * level) for drop, x, level in placed]
    return figure("strip", WIDTH, floor + 32, title, alternative, body)


def _x(wait: timedelta | None, last: timedelta) -> float:
    if wait is None:
        return WIDTH - 36
    return _LEFT + 10 + log_place(wait, TICKS[0], last) * (WIDTH - _LEFT - _RIGHT - 20)


def _dot(kind: str, x: float, y: float) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="4.6" class="drop {}"/>').format(number(x), number(y), kind)
