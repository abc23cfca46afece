"""Reports, charts: weekday × hour; the darker the cell the larger the share answered in time."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reports.charts.svg import WIDTH, box, figure, text
from reports.records import HourCell

_CELL, _LEFT, _TOP = 21.5, 42, 4


def hour_grid(cells: Sequence[HourCell], weekdays: Sequence[str], title: str, alternative: str) -> Markup:
    """Opening hours are outlined; the number in a cell is how many enquiries were sent then."""
    body = [text(0, _TOP + row * _CELL + 15, name, "tick") for row, name in enumerate(weekdays)]
    body += [box(_x(hour), _y(day), _CELL - 2, _CELL - 2, "cell") for day in range(7) for hour in range(24)]
    for cell in cells:
        if cell.open:
            body.append(box(_x(cell.hour), _y(cell.weekday), _CELL - 2, _CELL - 2, "cell open"))
        if cell.n:
            level = 1 + (cell.k * 3) // cell.n
            body.append(box(_x(cell.hour) + 2, _y(cell.weekday) + 2, _CELL - 6, _CELL - 6, f"heat h{level}"))
            x, y = _x(cell.hour) + _CELL / 2 - 1, _y(cell.weekday) + 14
            body.append(text(x, y, cell.n, f"heat-n h{level}", "middle"))
    foot = _TOP + 7 * _CELL + 14
    body += [text(_x(hour), foot, f"{hour:02d}", "tick") for hour in range(0, 24, 3)]
    return figure("grid", WIDTH, foot + 6, title, alternative, body)


def _x(hour: int) -> float:
    return _LEFT + hour * _CELL


def _y(weekday: int) -> float:
    return _TOP + weekday * _CELL
