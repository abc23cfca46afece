"""The parts of a week: as the standards need them, exactly so many, and nothing more when a week is drawn anew."""

from __future__ import annotations

import runpy
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.hours_text import parse_hours
from monitor.domain.pauses import Pause
from monitor.domain.programme import ClockKind, Event, Rhythm, ServiceStandard, When
from monitor.domain.worktime import CalendarSpec
from schedules.strata import OFF_HOURS, WEEKEND, WORKING, off_hours_share

HERE = runpy.run_path(str(Path(__file__).with_name("test_cadence.py")))
programme, site, week, of, FORM, MAIL, PHONE, CLOSED = (
    HERE[name] for name in ("programme", "site", "week", "of", "FORM", "MAIL", "PHONE", "CLOSED")
)
MONDAY, MOSCOW, WEEK = date(2026, 3, 2), ZoneInfo("Europe/Moscow"), timedelta(weeks=1)


def standard(key, when):
    promise = ServiceStandard(
        key=key, name_en=key, name_ru=key, event=Event.FIRST_HUMAN, threshold=timedelta(minutes=10),
        clock=ClockKind.WORKING, when=when,
    )  # fmt: skip
    return promise


def held_to(*whens, hours="Mo-Fr 09:00-18:00", **changes):
    """A programme whose one form is held to a standard for each of `whens`."""
    spec = CalendarSpec(zone="Europe/Moscow", week=parse_hours(hours))
    one = site("a", touchpoints=(FORM,), calendar=spec)
    return programme(one, standards=tuple(standard(f"s{n}", when) for n, when in enumerate(whens)), **changes)


def quarter(plan):
    taken = []
    for number in range(13):
        taken += week(plan, MONDAY + number * WEEK, [(one.site, one.touchpoint, one.slot_at) for one in taken])
    return taken


@pytest.mark.parametrize(
    ("whens", "told", "share"),
    [
        ((When.ANY,), None, Fraction(0)),
        ((When.ANY, When.OFF_HOURS), None, Fraction(1, 4)),
        ((When.ANY, When.OFF_HOURS), Fraction(1, 10), Fraction(1, 10)),
        ((When.ANY, When.OFF_HOURS), Fraction(0), Fraction(0)),
        ((When.WORKING,), Fraction(1, 2), Fraction(0)),
        ((When.OFF_HOURS,), None, Fraction(1)),
    ],
)
def test_the_share_off_hours_is_what_the_standards_need(whens, told, share):
    plan = held_to(*whens, rhythm=Rhythm(off_hours_share=told))
    assert off_hours_share(plan, FORM) == share


def test_a_quarter_has_every_stratum_in_its_share_for_every_seed():
    for seed in range(8):
        slots = quarter(held_to(When.ANY, When.OFF_HOURS, seed=seed))
        strata = Counter(slot.stratum for slot in slots)
        assert len(slots) == 26
        assert strata[OFF_HOURS] + strata[WEEKEND] in {6, 7}
        assert abs(strata[OFF_HOURS] - strata[WEEKEND]) <= 1
        for slot in slots:
            weekend = slot.slot_at.astimezone(MOSCOW).weekday() >= 5
            assert weekend is (slot.stratum == WEEKEND)
    assert "(25 % are sent off hours)" in slots[0].why


def test_touchpoints_are_not_all_asked_off_hours_in_the_same_week():
    plan = held_to(When.ANY, When.OFF_HOURS)
    many = replace(plan, sites=tuple(replace(plan.sites[0], key=f"s{n}") for n in range(40)))
    strata = Counter(slot.stratum for slot in week(many))
    assert strata[WORKING] in range(52, 69)
    assert strata[OFF_HOURS]
    assert strata[WEEKEND]


def test_who_has_no_day_off_is_asked_in_the_evening_and_who_never_closes_by_day():
    daily = quarter(held_to(When.ANY, When.OFF_HOURS, hours="Mo-Su 09:00-18:00"))
    assert Counter(slot.stratum for slot in daily)[OFF_HOURS] in {6, 7}
    assert {slot.stratum for slot in quarter(held_to(When.ANY, When.OFF_HOURS, hours="24/7"))} == {WORKING}
    assert quarter(held_to(When.OFF_HOURS, hours="24/7")) == []


def test_nightly_looks_are_spread_over_two_hours():
    plan = programme(*(site(f"s{n}", touchpoints=(PHONE,)) for n in range(60)))
    local = [slot.slot_at.astimezone(MOSCOW) for slot in week(plan)]
    assert len(local) == 420
    assert {at.hour for at in local} == {3, 4}
    busiest = Counter((at.date(), at.hour, at.minute) for at in local).most_common(1)[0][1]
    assert busiest <= 5


def test_other_hours_in_midweek_add_no_enquiry_to_those_wanted():
    for seed in range(20):
        plan = held_to(When.ANY, seed=seed, rhythm=Rhythm(minimum_gap=timedelta(hours=1)))
        first = week(plan)
        later = CalendarSpec(zone="Europe/Moscow", week=parse_hours("Mo-Su 12:00-20:00"))
        changed = replace(plan, sites=(replace(plan.sites[0], calendar=later),))
        again = week(changed, taken=[(one.site, one.touchpoint, one.slot_at) for one in first])
        assert len({slot.slot_at for slot in (*first, *again)}) == 2


def test_a_week_drawn_again_beside_the_next_is_the_same_week():
    for seed in range(20):
        plan = programme(seed=seed, rhythm=Rhythm(visits_per_week=3))
        first = week(plan)
        taken = [(one.site, one.touchpoint, one.slot_at) for one in first]
        taken += [(one.site, one.touchpoint, one.slot_at) for one in week(plan, MONDAY + WEEK, taken)]
        assert week(plan, taken=taken) == first


def test_a_site_has_a_cap_a_day_over_all_its_ways_in():
    ways = tuple(replace(FORM, key=f"form{n}") for n in range(6))
    plan = programme(site(touchpoints=ways), rhythm=Rhythm(site_per_day=2, staff_minutes_per_week=500))
    days = Counter(slot.slot_at.astimezone(MOSCOW).date() for slot in week(plan))
    assert max(days.values()) <= 2
    assert sum(days.values()) >= 8


def test_nothing_is_looked_at_before_the_start_or_in_a_pause():
    starts = datetime(2026, 3, 5, tzinfo=UTC)
    pause = Pause(days=(5,), hours=(time(0), time(12)), zone="Europe/Moscow")
    for slot in week(programme(site(touchpoints=(PHONE, CLOSED)), starts_at=starts, pauses=(pause,))):
        assert slot.slot_at >= starts
        assert not pause.holds(slot.slot_at)
