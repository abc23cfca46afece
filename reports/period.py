"""Reports: the calendar stretch a report tells about, in the reader's zone (whole days, Monday first)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole local days from `first` to `last`, both included, in `zone` (IANA name)."""

    first: date
    last: date
    zone: str = "UTC"

    @classmethod
    def week_of(cls, instant: datetime, zone: str) -> Period:
        """The calendar week (Monday to Sunday) that holds an aware instant, as the reader's clock says."""
        day = instant.astimezone(ZoneInfo(zone)).date()
        monday = day - timedelta(days=day.weekday())
        return cls(first=monday, last=monday + timedelta(days=6), zone=zone)

    @property
    def starts_at(self) -> datetime:
        """Local midnight of the first day, UTC."""
        return self._midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """Local midnight after the last day, UTC (half-open)."""
        return self._midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self, weeks: int) -> Period:
        """The stretch of so many weeks that ends the day before this one begins."""
        return Period(first=self.first - timedelta(weeks=weeks), last=self.first - timedelta(days=1), zone=self.zone)

    def trailing(self, weeks: int) -> Period:
        """The stretch of so many weeks that ends with this one's last day."""
        return Period(first=self.last - timedelta(weeks=weeks) + timedelta(days=1), last=self.last, zone=self.zone)

    def say(self, language: str) -> str:
        """ "16–22 November 2026", «24 августа – 22 ноября 2026»."""
        locale, full = _locale(language), "d MMMM y"
        last = format_date(self.last, full, locale=locale)
        if self.first == self.last:
            return last
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first.day}–{last}"
        short = "d MMMM" if self.first.year == self.last.year else full
        return f"{format_date(self.first, short, locale=locale)} – {last}"

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def say_day(day: date, language: str) -> str:
    """ "16 Nov", «16 нояб.»."""
    return format_date(day, "d MMM", locale=_locale(language))


def say_instant(instant: datetime, zone: str, language: str) -> str:
    """ "Mon 16 Nov, 14:05", «пн 16 нояб., 14:05» on the reader's clock."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date(), 'EEE d MMM', locale=_locale(language))}, {local:%H:%M}"


def say_after(instant: datetime | None, since: datetime | None, zone: str, language: str) -> str:
    """Only the time of day when it is the same local day as `since`; "" for None."""
    if instant is None:
        return ""
    local = instant.astimezone(ZoneInfo(zone))
    same = since is not None and since.astimezone(ZoneInfo(zone)).date() == local.date()
    return f"{local:%H:%M}" if same else say_instant(instant, zone, language)


def _locale(language: str) -> str:
    return "en_GB" if language == "en" else "ru_RU"
