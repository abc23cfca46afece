"""Ground floor: calendars and working time (MEASURING §2, §9; notes/phones_hours §3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Open from `start` to `end`, minutes since local midnight, half-open; `end` may pass 1440."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """Opening hours as the user wrote them.

    `week`: seven tuples of spans, Monday first. `exceptions`: dated replacement of a whole day (an
    empty tuple = closed). `holiday_country`/`holiday_region`: holidays close the day ("" = none kept).
    `working_weekends`: moved working days open with `working_weekend_hours` (or, when that is empty,
    the hours of the first open weekday). `short_day_minutes`: closes so much earlier on the working
    day before a holiday.
    """

    zone: str
    week: tuple[tuple[Span, ...], ...]
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    holiday_country: str = ""
    holiday_region: str = ""
    working_weekends: bool = True
    working_weekend_hours: tuple[Span, ...] = ()
    short_day_minutes: int = 0
    valid_from: date | None = None
    earlier: CalendarSpec | None = None
    """the version in force before `valid_from`"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayDays:
    """Resolved holidays of one country or region: made by `schedules.holidays`, used here as values."""

    closed: Mapping[date, str] = field(default_factory=dict)
    working: frozenset[date] = frozenset()
    final_through: int | None = None
    """last year whose data is final; None = all"""


class Calendar:
    """Compiled opening hours: sorted UTC spans with running sums. Immutable.

    Public face (implemented here): `Calendar.compile(spec, holidays, first: date, last: date)`,
    `.version` (short hash of spec + holidays), `.is_open(t)`, `.working_between(a, b) -> timedelta`,
    `.add_working(a, work: timedelta) -> datetime`, `.next_change(t) -> datetime`,
    `.next_opening(t) -> datetime` (t itself when open), `.spans_between(a, b)`, `.spec`.
    All instants aware UTC; naive ones raise ValueError; instants outside the horizon raise
    `OutsideCalendar`; a calendar that never opens raises `NeverOpen` on compile.
    """
