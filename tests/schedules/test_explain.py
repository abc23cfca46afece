"""Why each slot stands where it does, and the same plan as a calendar file."""

from __future__ import annotations

import runpy
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.domain.pauses import Pause
from schedules.courtesy import PASSIVE_KINDS, Booking
from schedules.explain import Made, explain_absence, explain_slots
from schedules.ics import calendar_file

HERE = runpy.run_path(str(Path(__file__).with_name("test_cadence.py")))
programme, site, week, calendars, FORM, PHONE = (
    HERE[name] for name in ("programme", "site", "week", "calendars", "FORM", "PHONE")
)
MONDAY, MOSCOW = date(2026, 3, 2), ZoneInfo("Europe/Moscow")


def booked(slots):
    return [
        Booking(site=slot.site, touchpoint=slot.touchpoint, at=slot.slot_at)
        for slot in slots
        if slot.kind not in PASSIVE_KINDS
    ]


def test_every_slot_says_why_it_stands_there():
    plan = programme(site(touchpoints=(FORM,)))
    first, second = explain_slots(
        plan, calendars(plan), [Made(slot=s, state="planned") for s in week(plan)], booked(week(plan))
    )
    assert first.reasons[0] == "one of 2 enquiries wanted this week, working"
    assert "open that day 09:00–18:00" in first.reasons
    assert not [one for one in first.reasons if "after the one before" in one]
    gap = (second.slot.slot_at - first.slot.slot_at) // timedelta(hours=1)
    told = f"{gap} h" if gap < 72 else f"{gap // 24} d {gap % 24} h"
    assert f"{told} after the one before (48 h needed)" in second.reasons
    assert {"1 of 1 that day, 2 of 3 that week", "10 of 60 staff minutes of a that week", "olga asks prices"} <= {
        *second.reasons
    }


def test_fewer_than_wanted_is_explained_by_the_rules_that_forbid_more():
    plan = programme(site(touchpoints=(FORM,)))
    plan = replace(
        plan, rhythm=replace(plan.rhythm, visits_per_week=3, staff_minutes_per_week=10), opt_out=("b.example",)
    )
    plan = replace(plan, sites=(*plan.sites, site("b", touchpoints=(FORM,))))
    slots = week(plan)
    few, never = explain_absence(plan, MONDAY, calendars(plan), slots, booked(slots))
    assert few.startswith("a/form: 2 of 3 enquiries: of their opening hours: staff minutes 100 %")
    assert never == "b/form: never visited: b.example has asked never to be visited"


def test_what_will_not_be_made_although_it_is_planned_says_why():
    plan = programme(site(touchpoints=(FORM,)))
    slots = week(plan)
    later = replace(plan, opt_out=("a.example",), pauses=(Pause(note="the provider's maintenance"),))
    planned, missed, ill = explain_slots(
        later,
        calendars(later),
        [
            Made(slot=slots[0], state="planned"),
            Made(slot=slots[1], state="missed"),
            Made(slot=slots[1], state="missed", note="we were ill: ears"),
        ],
        booked(slots),
    )
    assert planned.reasons[-1] == (
        "it will not be made: a.example has asked never to be visited; a pause holds: the provider's maintenance"
    )
    assert missed.reasons[-1] == "missed: not begun within 1 h of its time"
    assert ill.reasons[-1] == "missed: we were ill: ears"


def test_nights_left_out_are_told():
    pause = Pause(days=(2,), hours=(time(2), time(6)), zone="Europe/Moscow", note="backup")
    plan = programme(site(touchpoints=(PHONE,)), pauses=(pause,))
    (told,) = explain_absence(plan, MONDAY, calendars(plan), week(plan), ())
    assert told == "a/phone: 1 of 7 looks by night left out: a pause holds: backup"


def test_nobody_is_asked_in_a_pause_and_another_hour_is_drawn():
    pause = Pause(sites=("a",), days=(0, 1, 2), hours=(time(0), time(23, 59, 59)), zone="Europe/Moscow")
    plan = programme(site(touchpoints=(FORM,)), pauses=(pause,))
    for seed in range(10):
        slots = week(replace(plan, seed=seed))
        assert {slot.slot_at.astimezone(MOSCOW).weekday() for slot in slots} <= {3, 4}
        assert slots


def test_the_calendar_file_is_one_that_calendars_read():
    plan = programme(site(name="Аврора, фитнес; клуб", touchpoints=(FORM,)))
    made = explain_slots(plan, calendars(plan), [Made(slot=s, state="missed") for s in week(plan)], booked(week(plan)))
    text = calendar_file(plan, made, datetime(2026, 3, 1, tzinfo=UTC))
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Аврора\\, фитнес\\; клуб: form\r\n" in unfolded
    assert unfolded.count("STATUS:CANCELLED") == 2
    start = made[0].slot.slot_at
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDTEND:{start + timedelta(minutes=5):%Y%m%dT%H%M%SZ}" in unfolded
