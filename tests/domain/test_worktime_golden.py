"""Clocks that others got wrong first (MEASURING §9), on paper and here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.hours_text import parse_hours
from monitor.domain.worktime import Calendar, CalendarSpec, HolidayDays, NeverOpen, OutsideCalendar, Span
from schedules.holidays import holiday_days

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = "Mo-Fr 09:00-17:00"


def year(hours, zone="Europe/Moscow", number=2026, holidays=None, **changes):
    spec = CalendarSpec(zone=zone, week=parse_hours(hours), **changes)
    days = holidays or (holiday_days("RU", "", [number]) if spec.holiday_country else HolidayDays())
    return Calendar.compile(spec, days, date(number, 1, 1), date(number, 12, 31))


def at(text, zone=MOSCOW):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "start", "end", "expected"),
    [
        (OFFICE, "2026-03-04 07:30", "2026-03-04 09:12", 12 * MINUTE),  # before opening
        ("Mo-Fr 09:00-13:00,14:00-18:00", "2026-03-04 13:20", "2026-03-04 14:05", 5 * MINUTE),  # at lunch
        ("Mo-Fr 09:00-13:00,14:00-18:00", "2026-03-04 12:50", "2026-03-04 14:10", 20 * MINUTE),
        (OFFICE, "2026-03-01 12:00", "2026-03-02 09:00", timedelta(0)),  # Sunday, answered before opening
        (OFFICE, "2026-03-04 16:59", "2026-03-05 09:09", 10 * MINUTE),  # a minute before closing
        (OFFICE, "2026-03-04 17:00", "2026-03-05 08:00", timedelta(0)),  # half-open: closing is closed
        (OFFICE, "2026-03-04 12:00", "2026-03-04 23:00", 5 * HOUR),  # an answer at night adds nothing
        ("24/7", "2026-03-04 23:00", "2026-03-06 01:00", 26 * HOUR),
        ("Fr 22:00-06:00", "2026-03-06 23:00", "2026-03-07 05:00", 6 * HOUR),  # a night shift
    ],
)
def test_working_time(hours, start, end, expected):
    assert year(hours).working_between(at(start), at(end)) == expected


def test_friday_half_past_four_plus_an_hour_is_monday():
    assert year(OFFICE).add_working(at("2026-03-13 16:30"), HOUR) == at("2026-03-16 09:30")


def test_nothing_added_stays_and_a_day_used_up_ends_at_closing():
    calendar = year(OFFICE)
    assert calendar.add_working(at("2026-03-15 10:00"), timedelta(0)) == at("2026-03-15 10:00")
    assert calendar.add_working(at("2026-03-13 16:00"), HOUR) == at("2026-03-13 17:00")
    assert calendar.add_working(at("2026-03-15 10:00"), MINUTE) == at("2026-03-16 09:01")


def test_holidays_moved_days_and_working_saturdays_of_russia():
    kept = {"holiday_country": "RU"}
    assert not year(OFFICE, **kept).is_open(at("2026-03-09 12:00"))  # 8 March falls on a Sunday
    assert year(OFFICE).is_open(at("2026-03-09 12:00"))
    calendar = year(OFFICE, number=2024, **kept)
    assert calendar.is_open(at("2024-04-27 12:00"))  # a Saturday that is worked
    assert not calendar.is_open(at("2024-04-29 12:00"))
    assert not year(OFFICE, number=2024, working_weekends=False, **kept).is_open(at("2024-04-27 12:00"))
    own = year(OFFICE, number=2024, working_weekend_hours=(Span(start=600, end=720),), **kept)
    assert own.working_between(at("2024-04-27 00:00"), at("2024-04-28 00:00")) == 2 * HOUR
    shop = year("Mo-Fr 09:00-17:00; Sa 10:00-14:00", number=2024, **kept)
    assert shop.working_between(at("2024-04-27 00:00"), at("2024-04-28 00:00")) == 4 * HOUR


@pytest.mark.parametrize(("number", "expected"), [(2024, 248), (2025, 247), (2026, 247)])
def test_the_official_russian_production_calendar(number, expected):
    calendar = year("Mo-Fr 09:00-10:00", number=number, holiday_country="RU")
    whole = calendar.working_between(at(f"{number}-01-01 00:00"), at(f"{number}-12-31 23:59"))
    assert whole == expected * HOUR


def test_a_short_day_before_a_holiday_but_not_before_a_moved_day_off():
    calendar = year("Mo-Fr 09:00-13:00,16:00-17:00", holiday_country="RU", short_day_minutes=60)
    assert calendar.spans_between(at("2026-06-11 00:00"), at("2026-06-12 00:00")) == (
        (at("2026-06-11 09:00"), at("2026-06-11 13:00")),
    )
    assert calendar.is_open(at("2026-12-30 16:45"))


def test_exceptions_are_stronger_than_everything():
    special = {date(2026, 1, 1): (Span(start=600, end=660),), date(2026, 3, 4): ()}
    calendar = year(OFFICE, holiday_country="RU", exceptions=special)
    assert calendar.is_open(at("2026-01-01 10:30"))
    assert not calendar.is_open(at("2026-03-04 12:00"))


def test_the_nights_the_clocks_change():
    spring = year("Mo-Su 22:00-06:00", "Europe/Berlin")
    assert spring.working_between(at("2026-03-28 22:00", BERLIN), at("2026-03-29 06:00", BERLIN)) == 7 * HOUR
    assert spring.working_between(at("2026-10-24 22:00", BERLIN), at("2026-10-25 06:00", BERLIN)) == 9 * HOUR
    odd = year("Su 02:30-05:00", "Europe/Berlin")  # 02:30 does not exist on 29 March and comes twice on 25 October
    assert odd.next_opening(datetime(2026, 3, 29, 0, 0, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert odd.next_opening(datetime(2026, 10, 24, 23, 0, tzinfo=UTC)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    early = year("Su 01:00-02:30", "Europe/Berlin")
    assert early.next_change(datetime(2026, 3, 29, 0, 30, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert early.next_change(datetime(2026, 10, 25, 0, 0, tzinfo=UTC)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_hours_swallowed_by_a_clock_change_vanish():
    calendar = year("Su 02:10-02:50,10:00-11:00", "Europe/Berlin")
    day = at("2026-03-29 00:00", BERLIN), at("2026-03-30 00:00", BERLIN)
    assert calendar.spans_between(*day) == ((at("2026-03-29 10:00", BERLIN), at("2026-03-29 11:00", BERLIN)),)


def test_versions_hold_from_their_day_on():
    before = CalendarSpec(zone="Europe/Moscow", week=parse_hours(OFFICE), valid_from=date(2026, 1, 1))
    now = CalendarSpec(
        zone="Europe/Moscow", week=parse_hours("Mo-Fr 10:00-19:00"), valid_from=date(2026, 3, 4), earlier=before
    )
    calendar = Calendar.compile(now, HolidayDays(), date(2025, 12, 1), date(2026, 4, 1))
    assert calendar.is_open(at("2026-03-03 09:30"))
    assert not calendar.is_open(at("2026-03-04 09:30"))
    assert calendar.is_open(at("2025-12-03 09:30"))  # the oldest known hours hold before their day too
    assert calendar.version != Calendar.compile(before, HolidayDays(), date(2025, 12, 1), date(2026, 4, 1)).version


def test_the_version_follows_hours_and_kept_holidays_only():
    some, none = holiday_days("RU", "", [2026]), HolidayDays()
    assert year(OFFICE, holidays=some).version == year(OFFICE, holidays=none).version
    kept = {"holiday_country": "RU"}
    assert (
        year(OFFICE, holidays=some, **kept).version
        != year(OFFICE, holidays=HolidayDays(working=frozenset({date(2026, 1, 3)})), **kept).version
    )
    forward = {date(2026, 1, 1): (), date(2026, 1, 2): ()}
    backward = dict(reversed(forward.items()))
    assert year(OFFICE, exceptions=forward).version == year(OFFICE, exceptions=backward).version


def test_changes_and_openings():
    calendar = year(OFFICE)
    assert calendar.next_change(at("2026-03-04 09:00")) == at("2026-03-04 17:00")
    assert calendar.next_change(at("2026-03-04 17:00")) == at("2026-03-05 09:00")
    assert calendar.next_opening(at("2026-03-04 12:00")) == at("2026-03-04 12:00")
    assert calendar.next_opening(at("2026-03-06 17:00")) == at("2026-03-09 09:00")


def test_the_horizon_is_not_a_change():
    with pytest.raises(OutsideCalendar, match="opens or closes"):
        year("24/7").next_change(at("2026-03-04 12:00"))
    with pytest.raises(OutsideCalendar, match="opens or closes"):
        year(OFFICE).next_opening(at("2026-12-31 18:00"))
    with pytest.raises(OutsideCalendar, match="beyond"):
        year(OFFICE).add_working(at("2026-12-31 16:00"), 2 * HOUR)
    with pytest.raises(OutsideCalendar, match="outside the days"):
        year(OFFICE).is_open(at("2027-01-01 00:01"))


def test_what_cannot_be_answered_is_refused():
    with pytest.raises(NeverOpen):
        Calendar.compile(
            CalendarSpec(zone="Europe/Moscow", week=((),) * 7), HolidayDays(), date(2026, 1, 1), date(2026, 2, 1)
        )
    with pytest.raises(ValueError, match="time zone"):
        year(OFFICE).is_open(datetime(2026, 3, 4))
    with pytest.raises(ValueError, match="negative"):
        year(OFFICE).add_working(at("2026-03-04 12:00"), -MINUTE)
    with pytest.raises(ValueError, match="seven days"):
        CalendarSpec(zone="Europe/Moscow", week=())
    for start, end in [(-1, 5), (1440, 1500), (5, 5), (0, 2881)]:
        with pytest.raises(ValueError, match="opening span"):
            Span(start=start, end=end)


def test_a_night_that_began_before_the_horizon_reaches_in():
    spec = CalendarSpec(zone="Europe/Moscow", week=parse_hours("Mo-Su 22:00-06:00"))
    calendar = Calendar.compile(spec, HolidayDays(), date(2026, 3, 4), date(2026, 3, 5))
    assert calendar.is_open(at("2026-03-04 00:00"))
    assert calendar.working_between(at("2026-03-04 00:00"), at("2026-03-06 00:00")) == 16 * HOUR


def test_holidays_of_a_year_without_its_decree_are_said_not_to_be_final():
    decreed = year(OFFICE, holidays=HolidayDays(final_through=2026), holiday_country="RU")
    assert decreed.settled(2026)
    assert not decreed.settled(2027)
    assert year(OFFICE).settled(2027)  # no holidays kept, no decree to wait for
