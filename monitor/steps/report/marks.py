"""Corridor: what the rubric may know of one enquiry (MEASURING §3; weights in monitor.domain.rubric)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from monitor.domain.response import Label
from monitor.domain.rubric import Marks
from monitor.domain.verdict import COUNTED, Outcome
from monitor.domain.visit import Acceptance, Visit
from monitor.domain.worktime import Calendar, OutsideCalendar

_ACCEPTED = (Acceptance.ACCEPTED, Acceptance.PROBABLY)
_SILENT = (Outcome.NOT_ANSWERED, Outcome.AUTO_ONLY)


def marks_of(visit: Visit, came: Sequence[Row[Any]], judged: Sequence[Row[Any]], calendar: Calendar | None) -> Marks:
    """Observed facts of a visit with its messages and verdicts; what nobody saw stays None."""
    closes = visit.closes_at
    inside = [row for row in came if closes is None or row.at <= closes]
    people = [row for row in inside if _label(row) is Label.HUMAN]
    outcomes = {Outcome(row.outcome) for row in judged}
    # while a window is open a receipt or a person may still come
    over = bool(outcomes & COUNTED) and all(row.final for row in judged)
    start, first = visit.submitted_at, people[0].at if people else None
    receipt = any(_label(row) is Label.AUTO_ACK for row in inside)
    return Marks(
        reached=False if Outcome.UNREACHABLE in outcomes else True if inside or visit.acceptance in _ACCEPTED else None,
        confirmed=True if visit.acceptance in _ACCEPTED else None,
        receipt=True if receipt else False if over else None,
        wall=max(first, start) - start if first and start else None,
        working=_working(calendar, visit, max(first, start)) if first and start else None,
        silent=not people and over and bool(outcomes & set(_SILENT)),
        answered=_any(row.answers for row in people),
        next_step=_any(row.next_step for row in people),
        by_name=_any(row.details.get("by_name") for row in people),
        signed=_any(row.details.get("signed") for row in people),
        own_words=_own_words(people),
    )


def _label(row: Row[Any]) -> Label:
    return Label(row.reviewed or row.label)


def _any(values: Any) -> bool | None:
    """True when one says so, False when all that say anything say no."""
    known = [value for value in values if value is not None]
    return any(known) if known else None


def _own_words(people: Sequence[Row[Any]]) -> bool | None:
    templated = _any(row.details.get("templated") for row in people)
    return None if templated is None else not templated


def _working(calendar: Calendar | None, visit: Visit, until: Any) -> Any:
    if calendar is None or visit.submitted_at is None:
        return None
    try:
        return calendar.working_between(visit.submitted_at, until)
    except OutsideCalendar:
        return None
