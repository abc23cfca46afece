"""The two clocks of a visit: when they start, when the threshold passes, when the window closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from monitor.domain.programme import ClockKind, ServiceStandard, When
from monitor.domain.verdict.nouns import Step
from monitor.domain.visit import Sending, Visit
from monitor.domain.worktime import Calendar


def clock_start(visit: Visit) -> datetime | None:
    """When the company got the enquiry: accepted by its server, else our intent when it may have been sent."""
    if visit.submitted_at is not None:
        return visit.submitted_at
    return visit.intent_at if visit.sending in (Sending.SENT, Sending.UNKNOWN) else None


def applies(standard: ServiceStandard, visit: Visit, calendar: Calendar | None) -> bool:
    """Whether the visit is held to the standard: by the hour at which the enquiry was accepted.

    Without a calendar that reaches so far, or without a clock, only standards for any hour apply.
    """
    start = clock_start(visit) or visit.started_at
    if standard.when is When.ANY:
        return True
    if calendar is None or start is None or not calendar.knows(start):
        return False
    return calendar.is_open(start) is (standard.when is When.WORKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The clocks of one visit under one standard. A working clock needs `calendar` (ValueError)."""

    standard: ServiceStandard
    start: datetime
    calendar: Calendar | None

    @property
    def deadline(self) -> datetime:
        """The last instant at which the event would still be in time."""
        return self.passes(Fraction(1))

    def passes(self, share: Fraction) -> datetime:
        """The last instant at which no more than `share` of the threshold is used up.

        On the working clock a share used up exactly at closing lasts until the next opening: an
        answer outside hours adds nothing.
        """
        part = self.standard.threshold * share.numerator / share.denominator
        if self.standard.clock is ClockKind.WALL:
            return self.start + part
        calendar = self._calendar()
        return calendar.next_opening(calendar.add_working(self.start, part))

    def alarms(self) -> Iterator[tuple[Fraction, datetime]]:
        """When the standard wants somebody told: (share of the threshold, instant), ascending."""
        shares = {*self.standard.escalate_at, *([self.standard.warn_at] if self.standard.warn_at else [])}
        return ((share, self.passes(share)) for share in sorted(shares))

    @property
    def closes(self) -> datetime:
        """End of the answer window: `wait` in wall time, but never before the deadline (long holidays)."""
        return max(self.start + self.standard.wait, self.deadline)

    def within(self, at: datetime) -> bool:
        """The event at that instant meets the threshold."""
        if self.standard.clock is ClockKind.WALL:
            return at - self.start <= self.standard.threshold
        return self._calendar().working_between(self.start, at) <= self.standard.threshold

    def working(self, at: datetime) -> timedelta | None:
        return None if self.calendar is None else self.calendar.working_between(self.start, at)

    def arithmetic(self, at: datetime, what: str) -> Iterator[Step]:
        """Both clocks from the start to `at`, line by line, in the site's local time."""
        zone = None if self.calendar is None else ZoneInfo(self.calendar.spec.zone)
        yield Step(rule="wall clock", looked_at=_stretch(self.start, at, zone), result=f"{at - self.start} to {what}")
        if self.calendar is None:
            return
        for begin, end in self.calendar.spans_between(self.start, at):
            yield Step(rule="opening hours", looked_at=_stretch(begin, end, zone), result=f"+ {end - begin}")
        looked_at = f"calendar {self.calendar.version}, {self.calendar.spec.zone}"
        yield Step(rule="working clock", looked_at=looked_at, result=f"{self.working(at)} to {what}")

    def _calendar(self) -> Calendar:
        if self.calendar is None:
            raise ValueError("a working clock needs a calendar")
        return self.calendar


def _stretch(begin: datetime, end: datetime, zone: ZoneInfo | None) -> str:
    return (
        f"{begin.astimezone(zone or begin.tzinfo).isoformat(' ')} → {end.astimezone(zone or end.tzinfo).isoformat(' ')}"
    )
