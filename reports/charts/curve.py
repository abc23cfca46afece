"""Reports, charts: the response curve, 1 − Kaplan–Meier, with a tick wherever a wait was cut short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from monitor.domain.statistics import CurveStep
from reports.charts.svg import TICKS, WIDTH, figure, line, log_place, path, text
from reports.plural import spell

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 52, 138, 26, 34, 300
_LABEL = 18
"""least distance between two names beside the lines"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One channel: its name as printed, its steps and the waits that ended without an answer."""

    name: str
    steps: tuple[CurveStep, ...]
    censored: tuple[timedelta, ...] = ()


def response_curve(
    curves: Sequence[Curve],
    threshold: timedelta | None,
    threshold_name: str,
    title: str,
    alternative: str,
    language: str,
) -> Markup:
    """Share answered by a person against time on a logarithmic axis. At most four curves are told apart."""
    last = _last(curves, threshold)
    body = [*_axes(last, language)]
    if threshold is not None:
        x = _x(threshold, last)
        near = x > WIDTH * 0.5
        body += [line(x, _TOP, x, _HEIGHT - _BOTTOM, "threshold")]
        body += [text(x + (-6 if near else 6), _TOP - 8, threshold_name, "note", "end" if near else "start")]
    names = _spread([_y(_reached(curve)) for curve in curves[:4]])
    for index, (curve, y) in enumerate(zip(curves[:4], names, strict=True)):
        body += [*_draw(curve, index, last), text(WIDTH - _RIGHT + 10, y + 4, curve.name, f"name s{index}")]
    return figure("curve", WIDTH, _HEIGHT, title, alternative, body)


def _last(curves: Sequence[Curve], threshold: timedelta | None) -> timedelta:
    """The axis ends at the first round time beyond everything shown."""
    shown = [step.time for curve in curves for step in curve.steps]
    shown += [time for curve in curves for time in curve.censored] + [threshold or TICKS[3]]
    return next((tick for tick in TICKS[3:] if tick >= max(shown)), TICKS[-1])


def _x(time: timedelta, last: timedelta) -> float:
    return _LEFT + log_place(time, TICKS[0], last) * (WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _TOP + (1 - share) * (_HEIGHT - _TOP - _BOTTOM)


def _axes(last: timedelta, language: str) -> list[Markup]:
    body = [line(_LEFT, _y(share / 4), WIDTH - _RIGHT, _y(share / 4), "rule") for share in range(5)]
    body += [
        text(_LEFT - 8, _y(share / 4) + 4, f"{25 * share}{'%' if share == 4 else ''}", "tick", "end")
        for share in range(5)
    ]
    for tick in (tick for tick in TICKS if tick <= last):
        body += [line(_x(tick, last), _y(0), _x(tick, last), _y(0) + 5, "axis")]
        # the last mark is always named, one too near to it never
        if tick == last or _x(last, last) - _x(tick, last) > 62:
            body += [text(_x(tick, last), _HEIGHT - 10, spell(tick, language), "tick", "middle")]
    return [*body, line(_LEFT, _y(0), WIDTH - _RIGHT, _y(0), "axis")]


def _draw(curve: Curve, index: int, last: timedelta) -> list[Markup]:
    points, share = [(float(_LEFT), _y(0))], 0.0
    for step in curve.steps:
        x = _x(step.time, last)
        points += [(x, _y(share))]
        share = 1 - float(step.waiting)
        points += [(x, _y(share))]
    end = max([*curve.censored, *(step.time for step in curve.steps)], default=TICKS[0])
    points += [(_x(end, last), _y(share))]
    ticks = [_tick(curve, time, last) for time in curve.censored]
    return [path(points, f"step s{index}"), *ticks]


def _reached(curve: Curve) -> float:
    """The share answered where the line ends."""
    return 1 - float(curve.steps[-1].waiting) if curve.steps else 0.0


def _spread(places: Sequence[float]) -> list[float]:
    """The same heights in the same order, pushed apart until names don't touch, upwards from the lowest."""
    free, found = float(_HEIGHT - _BOTTOM), [0.0] * len(places)
    for index in sorted(range(len(places)), key=lambda i: -places[i]):
        found[index] = min(places[index], free)
        free = found[index] - _LABEL
    return found


def _tick(curve: Curve, time: timedelta, last: timedelta) -> Markup:
    share = 1 - float(next((s.waiting for s in reversed(curve.steps) if s.time <= time), 1))
    return line(_x(time, last), _y(share) - 5, _x(time, last), _y(share) + 5, "censored")
