"""The calendar against a counter that walks minute by minute and looks at the clock on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.worktime import Calendar, CalendarSpec, HolidayDays, OutsideCalendar, Span

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# a first day shortly before each kind of clock change, and a quiet one
WEEKS = [
    ("Europe/Moscow", date(2026, 3, 26)),
    ("Europe/Moscow", date(2014, 10, 23)),
    ("Europe/Berlin", date(2026, 3, 26)),
    ("Europe/Berlin", date(2026, 10, 22)),
    ("America/New_York", date(2026, 3, 5)),
    ("America/New_York", date(2026, 10, 29)),
    ("America/Sao_Paulo", date(2018, 11, 1)),
    ("America/Sao_Paulo", date(2018, 2, 15)),
    ("Asia/Kolkata", date(2026, 3, 26)),
    ("Australia/Lord_Howe", date(2026, 4, 2)),
    ("Australia/Lord_Howe", date(2026, 10, 1)),
    ("Africa/Casablanca", date(2026, 2, 12)),
    ("Africa/Casablanca", date(2026, 3, 19)),
    ("America/Havana", date(2026, 10, 29)),
    ("Pacific/Apia", date(2011, 12, 27)),
]
DAYS = 8


@st.composite
def spans(draw):
    start = draw(st.integers(0, 1439))
    return Span(start=start, end=start + draw(st.integers(1, 1440)))


days = st.lists(spans(), max_size=3).map(tuple)
weeks = st.tuples(*[days] * 7).filter(any)


@lru_cache(maxsize=64)
def walls(zone_name, first):
    """(instant, what the clock on the wall shows) for every minute of the horizon and a day around it."""
    zone = ZoneInfo(zone_name)
    start = datetime.combine(first, time(), tzinfo=UTC) - 2 * DAY
    return [((at := start + n * MINUTE), at.astimezone(zone).replace(tzinfo=None)) for n in range((DAYS + 4) * 1440)]


def open_minutes(spec, zone_name, first):
    """Minutes open, by looking: a span opens the first time the wall shows its start or later and
    closes after the last time the wall shows less than its end."""
    minutes = walls(zone_name, first)
    found = set()
    for number in range(-1, DAYS):
        midnight = datetime.combine(first + number * DAY, time())
        for span in spec.week[midnight.weekday()]:
            begin, end = midnight + span.start * MINUTE, midnight + span.end * MINUTE
            opens = next(at for at, wall in minutes if wall >= begin)
            closes = next(at for at, wall in reversed(minutes) if wall < end) + MINUTE
            found.update(opens + n * MINUTE for n in range((closes - opens) // MINUTE))
    return found


@settings(max_examples=400)
@given(place=st.sampled_from(WEEKS), week=weeks, one=st.integers(0, 1440 * 6), other=st.integers(0, 1440 * 6))
def test_every_answer_equals_the_minute_counter(place, week, one, other):
    zone_name, first = place
    spec = CalendarSpec(zone=zone_name, week=week)
    calendar = Calendar.compile(spec, HolidayDays(), first, first + (DAYS - 1) * DAY)
    minutes = open_minutes(spec, zone_name, first)
    begin = datetime.combine(first, time(), tzinfo=UTC) + DAY
    a, b = sorted((begin + one * MINUTE, begin + other * MINUTE))
    counted = [at for at in sorted(minutes) if a <= at < b]
    assert calendar.working_between(a, b) == len(counted) * MINUTE
    assert calendar.working_between(b, a) == -len(counted) * MINUTE
    assert calendar.is_open(a) == (a in minutes)
    assert sum((end - start for start, end in calendar.spans_between(a, b)), timedelta(0)) == len(counted) * MINUTE
    if counted:
        assert calendar.add_working(a, len(counted) * MINUTE) == counted[-1] + MINUTE
        assert calendar.next_opening(a) == counted[0]


@settings(max_examples=300)
@given(
    place=st.sampled_from(WEEKS),
    week=weeks,
    start=st.timedeltas(timedelta(0), 3 * DAY),
    work=st.timedeltas(timedelta(microseconds=1), DAY),
)
def test_a_deadline_is_the_first_instant_with_that_much_work(place, week, start, work):
    zone_name, first = place
    calendar = Calendar.compile(CalendarSpec(zone=zone_name, week=week), HolidayDays(), first, first + 60 * DAY)
    begin = datetime.combine(first, time(), tzinfo=UTC) + DAY + start
    try:
        due = calendar.add_working(begin, work)
    except OutsideCalendar:
        return
    assert calendar.working_between(begin, due) == work
    assert calendar.working_between(begin, due - timedelta(microseconds=1)) < work
    assert calendar.working_between(begin, calendar.next_opening(due)) == work


@settings(max_examples=100)
@given(place=st.sampled_from(WEEKS), week=weeks)
def test_walking_from_change_to_change_visits_every_span(place, week):
    zone_name, first = place
    calendar = Calendar.compile(CalendarSpec(zone=zone_name, week=week), HolidayDays(), first, first + DAYS * DAY)
    at = begin = datetime.combine(first, time(), tzinfo=UTC) + DAY
    total, was_open = timedelta(0), calendar.is_open(begin)
    while True:
        try:
            after = calendar.next_change(at)
        except OutsideCalendar:
            break
        assert after > at
        assert calendar.is_open(after) is not was_open
        total += (after - at) if was_open else timedelta(0)
        at, was_open = after, not was_open
    assert calendar.working_between(begin, at) == total
