"""How fast is working time? 100,000 pairs of instants over five years, beside a floor and two peers.

Run: python benchmarks/worktime.py. Processor time: a busy machine matters less. The floor is numpy's `searchsorted`
on the same spans (no dates made); the peers are measured when installed (`pip install business-duration
businesstimedelta`), on fewer pairs, and scaled. Prints one line per way: microseconds a pair, how often it agrees
with the calendar.
"""

from __future__ import annotations

import importlib
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from types import ModuleType
from zoneinfo import ZoneInfo

from monitor.domain.hours_text import parse_hours
from monitor.domain.worktime import Calendar, CalendarSpec
from schedules.holidays import holiday_days

PAIRS = 100_000
FEW = 300
ZONE = "Europe/Moscow"
FIRST, LAST = date(2022, 1, 1), date(2026, 12, 31)

Pair = tuple[datetime, datetime]


def main() -> None:
    began = time.process_time()
    spec = CalendarSpec(zone=ZONE, week=parse_hours("Mo-Fr 09:00-18:00"), holiday_country="RU")
    holidays = holiday_days("RU", "", range(2021, 2028))
    loaded = time.process_time()
    calendar = Calendar.compile(spec, holidays, FIRST, LAST)
    print(
        f"holidays {1e3 * (loaded - began):.0f} ms, compiled five years in {1e3 * (time.process_time() - loaded):.1f} ms"
    )
    pairs = list(drawn(PAIRS))
    ours = measure("calendar (this project)", calendar.working_between, pairs, None)
    deadline = timedelta(minutes=10)
    measure("calendar, deadline ten minutes on", lambda a, b: calendar.add_working(a, deadline) - a, pairs, None)
    floor(calendar, pairs, ours)
    for peer in (business_duration, businesstimedelta):
        peer(pairs[:FEW], ours)


def drawn(count: int) -> Sequence[Pair]:
    """Pairs up to a week apart, whole minutes."""
    dice = random.Random(2016)
    start = datetime(2022, 1, 12, tzinfo=UTC)
    begins = [start + timedelta(minutes=dice.randrange(4 * 365 * 1440)) for _ in range(count)]
    return [(begin, begin + timedelta(minutes=dice.randrange(7 * 1440))) for begin in begins]


def measure(
    name: str, ask: Callable[[datetime, datetime], timedelta], pairs: Sequence[Pair], truth: Sequence[timedelta] | None
) -> list[timedelta]:
    """Best of three rounds for quick ways, one round for slow ones."""
    best, answers = float("inf"), []
    for _ in range(3 if len(pairs) > FEW else 1):
        began = time.process_time()
        answers = [ask(a, b) for a, b in pairs]
        best = min(best, time.process_time() - began)
    agree = (
        ""
        if truth is None
        else f", agrees in {sum(x == y for x, y in zip(answers, truth, strict=False))} of {len(pairs)}"
    )
    print(f"{name}: {1e6 * best / len(pairs):.2f} µs a pair, {best:.3f} s for {len(pairs)}{agree}")
    return answers


def floor(calendar: Calendar, pairs: Sequence[Pair], truth: Sequence[timedelta]) -> None:
    numpy = installed("numpy")
    if numpy is None:
        return
    spans = calendar.spans_between(datetime(2022, 1, 2, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC))
    opens, closes = (numpy.array([edge.timestamp() for edge in edges]) for edges in zip(*spans, strict=True))
    sums = numpy.concatenate([[0.0], numpy.cumsum(closes - opens)])
    begins, ends = (numpy.array([at.timestamp() for at in instants]) for instants in zip(*pairs, strict=True))

    def worked(at):  # type: ignore[no-untyped-def]
        found = numpy.searchsorted(opens, at, side="right") - 1
        return sums[found] + numpy.minimum(at, closes[found]) - opens[found]

    began = time.process_time()
    answers = worked(ends) - worked(begins)
    took = time.process_time() - began
    agree = int((answers == numpy.array([one.total_seconds() for one in truth])).sum())
    print(
        f"numpy searchsorted (floor): {1e6 * took / len(pairs):.3f} µs a pair, {took:.3f} s, agrees in {agree} of {len(pairs)}"
    )


def business_duration(pairs: Sequence[Pair], truth: Sequence[timedelta]) -> None:
    peer = installed("business_duration")
    if peer is None:
        return
    days = holiday_days("RU", "", range(2021, 2028)).closed
    local = [tuple(at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) for at in pair) for pair in pairs]
    ask = lambda a, b: timedelta(minutes=peer.businessDuration(a, b, clock(9), clock(18), holidaylist=days, unit="min"))  # noqa: E731
    measure("business-duration", ask, local, truth)


def businesstimedelta(pairs: Sequence[Pair], truth: Sequence[timedelta]) -> None:
    peer, pytz = installed("businesstimedelta"), installed("pytz")
    if peer is None or pytz is None:
        return
    zone = pytz.timezone(ZONE)
    days = holiday_days("RU", "", range(2021, 2028)).closed
    workday = peer.WorkDayRule(start_time=clock(9), end_time=clock(18), working_days=[0, 1, 2, 3, 4], tz=zone)
    rules = peer.Rules([workday, peer.HolidayRule(days, tz=zone)])
    measure("businesstimedelta", lambda a, b: rules.difference(a, b).timedelta, pairs, truth)


def installed(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name}: not installed, left out")
        return None


if __name__ == "__main__":
    main()
