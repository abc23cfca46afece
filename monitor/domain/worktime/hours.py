"""Opening hours as values: what the user wrote and which days are holidays. No arithmetic here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.domain.errors import ShopperError

MINUTES_PER_DAY = 1440


class NeverOpen(ShopperError):
    """These opening hours never open: working time cannot be counted."""


class OutsideCalendar(ShopperError):
    """The instant lies outside the days this calendar was compiled for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Open from `start` to `end`, minutes since local midnight, half-open; `end` may pass 1440.

    ValueError when empty, backwards, starting on another day or longer than into the next day.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < MINUTES_PER_DAY or not self.start < self.end <= 2 * MINUTES_PER_DAY:
            raise ValueError(f"opening span {self.start}–{self.end} is not within one day and the next (minutes)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSpec:
    """Opening hours as the user wrote them.

    `week`: seven tuples of spans, Monday first. `exceptions`: dated replacement of a whole day (an
    empty tuple = closed), stronger than everything else. `holiday_country`/`holiday_region`: holidays
    close the day ("" = none kept). `working_weekends`: moved working days on which the company would
    be closed are open with `working_weekend_hours` (or, when that is empty, the hours of the first
    open weekday); a day open anyway keeps its hours unless `working_weekend_hours` are given: nobody
    is held to hours we guessed. `short_day_minutes`: closes so much earlier on the day right before
    a public holiday (Russian Labour Code art. 95; moved days off do not count). `valid_from`: first
    local day of these hours; `earlier` are the ones before, and without them the oldest known apply.
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

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"a week has seven days, not {len(self.week)}")

    def in_force(self, day: date) -> CalendarSpec:
        """The version that holds on a local day."""
        spec = self
        while spec.valid_from is not None and day < spec.valid_from and spec.earlier is not None:
            spec = spec.earlier
        return spec


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayDays:
    """Resolved holidays of one country or region: made by `schedules.holidays`, used here as values."""

    closed: Mapping[date, str] = field(default_factory=dict)
    working: frozenset[date] = frozenset()
    final_through: int | None = None
    """last year whose data is final; None = all"""
    moved: frozenset[date] = frozenset()
    """those of `closed` that are ordinary days turned into days off by a transfer"""
