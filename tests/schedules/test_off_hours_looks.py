"""When an off-hours page is looked at: every kind of moment comes, on the right side of the calendar."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.hours_text import parse_hours
from monitor.domain.worktime import Calendar, CalendarSpec, HolidayDays
from schedules.off_hours_looks import moments_of_week

MOSCOW = ZoneInfo("Europe/Moscow")
HOLIDAYS = HolidayDays(
    closed={date(2026, 12, 31): "New Year's Eve"}, working=frozenset({date(2026, 12, 26)}), moved=frozenset()
)


def week(monday, hours="Mo-Fr 09:00-13:00,14:00-18:00", zone="Europe/Moscow", seed=1):
    spec = CalendarSpec(
        zone=zone, week=parse_hours(hours), holiday_country="RU", working_weekends=True, short_day_minutes=60
    )
    calendar = Calendar.compile(spec, HOLIDAYS, monday - timedelta(days=8), monday + timedelta(days=30))
    midnights = [datetime.combine(monday + timedelta(days=n), time(), ZoneInfo(zone)) for n in range(8)]
    found = moments_of_week(calendar, midnights, Random(seed))
    assert all(moment.open is calendar.is_open(moment.at) for moment in found)
    assert [moment.at for moment in found] == sorted(moment.at for moment in found)
    return found


def local(moment):
    return moment.at.astimezone(MOSCOW)


@pytest.mark.parametrize("seed", range(20))
def test_an_ordinary_week_has_every_kind_of_moment(seed):
    found = week(date(2026, 12, 7), seed=seed)
    assert Counter(moment.why for moment in found) == {
        "mid-morning": 3,
        "the last half hour before closing": 2,
        "one to three hours after closing": 5,
        "noon of a day off": 2,
        "ten minutes after closing": 1,
        "ten minutes after opening": 1,
    }
    for moment in found:
        if moment.why == "one to three hours after closing":
            assert time(19) <= local(moment).time() <= time(21)
        if moment.why == "the last half hour before closing":
            assert time(17, 30) <= local(moment).time() < time(18)
        if moment.why.startswith("ten minutes"):
            assert 11 <= local(moment).minute <= 15


def test_holidays_moved_working_days_and_short_days_get_what_applies():
    moved = week(date(2026, 12, 21))
    saturday = [moment.why for moment in moved if local(moment).date() == date(2026, 12, 26)]
    assert {"mid-morning of a moved working day", "one to three hours after closing of a moved working day"} <= set(
        saturday
    )
    last = week(date(2026, 12, 28))
    eve = [local(moment).time() for moment in last if moment.why == "one to three hours after closing of a short day"]
    assert eve
    assert time(18) <= eve[0] <= time(20)
    assert [local(moment).date() for moment in last if moment.why == "noon of a holiday"] == [date(2026, 12, 31)]
    closing = next(moment for moment in last if moment.why == "ten minutes after closing")
    assert local(closing).date() == date(2026, 12, 30)  # an edge is taken where hours are unusual


def test_night_shifts_close_in_the_morning_and_who_never_closes_has_no_edges():
    night = week(date(2026, 12, 7), "Mo-Su 20:00-06:00")
    after = [local(moment).time() for moment in night if moment.why == "one to three hours after closing"]
    assert len(after) >= 6
    assert all(time(7) <= at <= time(9) for at in after)
    assert not [moment for moment in week(date(2026, 12, 7), "24/7") if not moment.open]
