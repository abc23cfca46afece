"""Which hours one local day has, and the instants at which they begin and end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.worktime.hours import CalendarSpec, HolidayDays, Span

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def hours_of(day: date, spec: CalendarSpec, holidays: HolidayDays) -> tuple[Span, ...]:
    """Opening spans that begin on a local day: exceptions, then holidays and moved days, then the week."""
    if day in spec.exceptions:
        return spec.exceptions[day]
    if not spec.holiday_country:
        return spec.week[day.weekday()]
    if spec.working_weekends and day in holidays.working:
        hours = _moved_day(spec, day)
    elif day in holidays.closed:
        return ()
    else:
        hours = spec.week[day.weekday()]
    tomorrow = day + _DAY
    if spec.short_day_minutes and tomorrow in holidays.closed and tomorrow not in holidays.moved:
        hours = _shortened(hours, spec.short_day_minutes)
    return hours


def _moved_day(spec: CalendarSpec, day: date) -> tuple[Span, ...]:
    first_open = next((spans for spans in spec.week if spans), ())
    return spec.working_weekend_hours or spec.week[day.weekday()] or first_open


def _shortened(hours: tuple[Span, ...], minutes: int) -> tuple[Span, ...]:
    """The same day with its last `minutes` before the last closing cut away."""
    closing = max((span.end for span in hours), default=0) - minutes
    return tuple(Span(start=s.start, end=min(s.end, closing)) for s in hours if s.start < closing)


def opening(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock on the wall shows that minute or a later one (UTC)."""
    first, second = _readings(day, minute, zone)
    return first if first <= second else _jump(second, first, zone)


def closing(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant after which the clock on the wall never again shows an earlier minute (UTC)."""
    first, second = _readings(day, minute, zone)
    return second if first <= second else _jump(second, first, zone)


def _readings(day: date, minute: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A local minute read with the offset before (fold 0) and after (fold 1) a clock change.

    Equal on ordinary days, ascending when the minute happens twice, descending when it never does.
    """
    local = datetime.combine(day, time(), tzinfo=zone) + timedelta(minutes=minute)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def _jump(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The instant in (low, high] at which the clocks are put forward."""
    before = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // (2 * _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
