"""The compiled calendar: sorted UTC spans with running sums, asked by binary search.

W(t) = working time from the first span up to t; the working time between two instants is
W(b) - W(a), a deadline the first t with W(t) = W(a) + work. Exact over clock changes because the
spans are UTC instants, not local times.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from monitor.domain.worktime.days import closing, hours_of, opening
from monitor.domain.worktime.hours import CalendarSpec, HolidayDays, NeverOpen, OutsideCalendar

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)

Stretch = tuple[datetime, datetime]


class Calendar:
    """Opening hours of one site over a horizon of days. Immutable; spans are half-open [open, close).

    Instants must be aware (naive ones raise ValueError) and lie within the horizon, both ends
    included (else `OutsideCalendar`). Instants given back are UTC.
    """

    __slots__ = ("_closes", "_first", "_last", "_opens", "_sums", "final_through", "spec", "version")

    def __init__(
        self,
        spec: CalendarSpec,
        version: str,
        horizon: Stretch,
        spans: Iterable[Stretch],
        final_through: int | None = None,
    ) -> None:
        """Of merged, sorted UTC spans inside the horizon; `compile` makes them. `final_through`: the last year whose
        holidays are settled (None = all are)."""
        self.final_through = final_through
        self.spec = spec
        self.version = version
        self._first, self._last = horizon
        pairs = tuple(spans)
        self._opens = [start for start, _ in pairs]
        self._closes = [end for _, end in pairs]
        self._sums = list(accumulate((end - start for start, end in pairs), initial=_NOTHING))

    @classmethod
    def compile(cls, spec: CalendarSpec, holidays: HolidayDays, first: date, last: date) -> Calendar:
        """Calendar for the local days `first` … `last`; `NeverOpen` when no day among them opens."""
        start = opening(first, 0, ZoneInfo(spec.in_force(first).zone))
        end = opening(last + _DAY, 0, ZoneInfo(spec.in_force(last).zone))
        raw = sorted(_spans(spec, holidays, first - _DAY, last))  # the day before: its night may reach in
        spans = tuple(_merged((max(a, start), min(b, end)) for a, b in raw))
        if not spans:
            raise NeverOpen(f"These opening hours do not open once from {first} to {last}.")
        return cls(spec, _version(spec, holidays), (start, end), spans, holidays.final_through)

    def settled(self, year: int) -> bool:
        """The holidays of that year are final; if not, a decree may still move days."""
        return self.final_through is None or year <= self.final_through

    def knows(self, at: datetime) -> bool:
        """`at` lies within the horizon."""
        return self._first <= at <= self._last

    def is_open(self, at: datetime) -> bool:
        return self._inside(self._checked(at)) is not None

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """Opening time in [start, end); negative when `end` comes first."""
        return self._worked(self._checked(end)) - self._worked(self._checked(start))

    def add_working(self, start: datetime, work: timedelta) -> datetime:
        """The first instant, not before `start`, by which `work` (>= 0) of opening time has passed."""
        start = self._checked(start)
        if work < _NOTHING:
            raise ValueError(f"working time to add must not be negative: {work}")
        if not work:
            return start
        target = self._worked(start) + work
        found = bisect_left(self._sums, target) - 1
        if found >= len(self._opens):
            raise OutsideCalendar(f"{work} of opening time after {start} end beyond {self._last}.")
        return self._opens[found] + (target - self._sums[found])

    def next_change(self, at: datetime) -> datetime:
        """The first opening or closing after `at`; `OutsideCalendar` when none lies inside the horizon."""
        at = self._checked(at)
        span = self._inside(at)
        changes = self._opens if span is None else self._closes
        found = bisect_right(changes, at)
        if found == len(changes) or changes[found] == self._last:
            raise OutsideCalendar(f"Nothing opens or closes between {at} and {self._last}.")
        return changes[found]

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when open, else the next opening."""
        at = self._checked(at)
        return at if self._inside(at) is not None else self.next_change(at)

    def spans_between(self, start: datetime, end: datetime) -> tuple[Stretch, ...]:
        """Opening spans cut to [start, end), UTC, in order."""
        start, end = self._checked(start), self._checked(end)
        low, high = bisect_right(self._closes, start), bisect_left(self._opens, end)
        pairs = zip(self._opens[low:high], self._closes[low:high], strict=True)
        return tuple((max(a, start), min(b, end)) for a, b in pairs)

    def _checked(self, at: datetime) -> datetime:
        if at.tzinfo is not UTC:
            if at.utcoffset() is None:
                raise ValueError(f"an instant without time zone: {at}")
            at = at.astimezone(UTC)
        if not self._first <= at <= self._last:
            raise OutsideCalendar(f"{at} is outside the days of this calendar, {self._first} to {self._last}.")
        return at

    def _inside(self, at: datetime) -> int | None:
        """Index of the span that holds `at`."""
        found = bisect_right(self._opens, at) - 1
        return found if found >= 0 and at < self._closes[found] else None

    def _worked(self, at: datetime) -> timedelta:
        found = bisect_right(self._opens, at) - 1
        if found < 0:
            return _NOTHING
        close = self._closes[found]
        return self._sums[found + 1] if at >= close else self._sums[found] + (at - self._opens[found])


def _spans(spec: CalendarSpec, holidays: HolidayDays, first: date, last: date) -> Iterator[Stretch]:
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        version = spec.in_force(day)
        zone = ZoneInfo(version.zone)
        for span in hours_of(day, version, holidays):
            yield opening(day, span.start, zone), closing(day, span.end, zone)


def _merged(spans: Iterable[Stretch]) -> Iterator[Stretch]:
    """Sorted spans with touching and overlapping ones joined, empty ones (eaten by a clock change) dropped."""
    current: Stretch | None = None
    for start, end in spans:
        if end <= start:
            continue
        if current is None:
            current = start, end
        elif start <= current[1]:
            current = current[0], max(current[1], end)
        else:
            yield current
            current = start, end
    if current is not None:
        yield current


def _version(spec: CalendarSpec, holidays: HolidayDays) -> str:
    """Twelve hexadecimal digits that change when the hours or the holidays do."""
    kept = asdict(holidays) if spec.holiday_country else {}
    text = json.dumps(_plain({"spec": asdict(spec), "holidays": kept}), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    """The same value in JSON's types, in an order that does not depend on how it was built."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, date) else value
