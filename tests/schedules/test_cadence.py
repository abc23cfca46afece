"""Plans: repeatable, spread, courteous, and never disturbed by a neighbour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.hours_text import parse_hours
from monitor.domain.programme import (
    Basis,
    Consent,
    Persona,
    Programme,
    Rhythm,
    Role,
    Scenario,
    Site,
    Touchpoint,
)
from monitor.domain.worktime import Calendar, CalendarSpec, HolidayDays
from schedules.cadence import draw_round, draw_week, plan_hash
from schedules.courtesy import Booking, Rule, barred, refusals
from schedules.strata import OFF_HOURS, WEEKEND, WORKING

MONDAY = date(2026, 3, 2)
MOSCOW = ZoneInfo("Europe/Moscow")
HOUR = timedelta(hours=1)
FORM = Touchpoint(key="form", kind="feedback_form", address="/ask")
MAIL = Touchpoint(key="mail", kind="email", address="info@a.example")
PHONE = Touchpoint(key="phone", kind="phone_number", address="/")
CLOSED = Touchpoint(key="closed", kind="off_hours", address="/")


def site(key="a", touchpoints=(FORM, MAIL, PHONE, CLOSED), **changes):
    spec = CalendarSpec(zone="Europe/Moscow", week=parse_hours("Mo-Fr 09:00-18:00"))
    base = Site(
        key=key,
        name=key,
        url=f"https://www.{key}.example/",
        zone="Europe/Moscow",
        country="RU",
        language="ru",
        calendar=spec,
        segment="fitness",
        role=Role.OWN,
        consent=Consent(basis=Basis.OWN_SITE, by="x", on=MONDAY),
        touchpoints=touchpoints,
    )
    return replace(base, **changes)


def programme(*sites, **changes):
    base = Programme(
        name="p",
        seed=7,
        hash="h",
        segments={},
        sites=sites or (site(),),
        personas=(
            Persona(key="olga", language="ru", first="О", last="П"),
            Persona(key="ann", language="en", first="A", last="B"),
        ),
        scenarios=(
            Scenario(key="prices", language="ru", subject="", question="?", segments=("fitness",)),
            Scenario(key="other", language="ru", subject="", question="?", segments=("legal",)),
            Scenario(key="english", language="en", subject="", question="?"),
        ),
        standards=(),
        rhythm=Rhythm(),
        recipients=(),
        mail_domain="x.example",
    )
    return replace(base, **changes)


def calendars(plan):
    year = date(2026, 1, 1), date(2026, 12, 31)
    return {one.key: Calendar.compile(one.calendar, HolidayDays(), *year) for one in plan.sites}


def week(plan, monday=MONDAY, taken=()):
    return draw_week(plan, monday, calendars(plan), taken)


def of(slots, *keys):
    return [slot for slot in slots if slot.touchpoint in keys]


def test_enquiries_fall_on_whole_minutes_of_opening_hours_with_shopper_and_story():
    plan = programme()
    slots = of(week(plan), "form", "mail")
    assert len(slots) == 4
    for slot in slots:
        assert calendars(plan)["a"].is_open(slot.slot_at)
        assert (slot.slot_at.second, slot.slot_at.microsecond, slot.slot_at.tzinfo) == (0, 0, UTC)
        assert (slot.persona, slot.scenario, slot.stratum) == ("olga", "prices", WORKING)


def test_the_same_week_drawn_twice_is_the_same_week():
    plan = programme(site("a"), site("b"))
    first = week(plan)
    again = week(plan, taken=[(slot.site, slot.touchpoint, slot.slot_at) for slot in first])
    assert first == again
    assert plan_hash(first) == plan_hash(reversed(again)) != plan_hash(first[1:])
    assert {slot.slot_at for slot in first} != {slot.slot_at for slot in week(replace(plan, seed=8))}


def test_a_new_site_moves_nobody_elses_slots():
    alone = week(programme(site("b")))
    together = week(programme(site("a"), site("b"), site("c")))
    assert [slot for slot in together if slot.site == "b"] == list(alone)


def test_courtesy_holds_over_many_weeks():
    plan = programme(rhythm=Rhythm(visits_per_week=3))
    taken: list[tuple[str, str, datetime]] = []
    for number in range(26):
        slots = of(week(plan, MONDAY + number * timedelta(weeks=1), taken), "form", "mail")
        assert len(slots) == 6
        taken += [(slot.site, slot.touchpoint, slot.slot_at) for slot in slots]
    for key in ("form", "mail"):
        instants = sorted(at for _, touchpoint, at in taken if touchpoint == key)
        assert min(b - a for a, b in pairwise(instants)) >= timedelta(hours=48)
    everything = sorted(at for _, _, at in taken)
    assert min(b - a for a, b in pairwise(everything)) >= timedelta(minutes=15)


def test_slots_cover_weekdays_and_hours_evenly():
    plan = programme(site("a", touchpoints=(FORM,)), rhythm=Rhythm(visits_per_week=1))
    hours = [0] * 9
    days = [0] * 5
    for seed in range(900):
        (slot,) = week(replace(plan, seed=seed))
        local = slot.slot_at.astimezone(MOSCOW)
        hours[local.hour - 9] += 1
        days[local.weekday()] += 1
    assert all(60 <= count <= 140 for count in hours)
    assert all(130 <= count <= 230 for count in days)


def test_a_share_of_the_enquiries_comes_outside_hours_but_not_at_night():
    plan = programme(rhythm=Rhythm(off_hours_share=Fraction(1)))
    slots = of(week(plan), "form", "mail")
    assert {slot.stratum for slot in slots} == {OFF_HOURS, WEEKEND}
    for slot in slots:
        local = slot.slot_at.astimezone(MOSCOW)
        assert not calendars(plan)["a"].is_open(slot.slot_at)
        assert (slot.stratum == WEEKEND) is (local.weekday() >= 5)
        assert time(8) <= local.time() < time(23)


def test_who_never_closes_is_never_asked_outside_hours():
    always = CalendarSpec(zone="Europe/Moscow", week=parse_hours("24/7"))
    plan = programme(site("a", calendar=always), rhythm=Rhythm(off_hours_share=Fraction(1)))
    assert not of(week(plan), "form", "mail")


def test_passive_looks_need_no_consent_and_come_every_night():
    plan = programme(site("a", consent=None))
    slots = week(plan)
    assert {slot.kind for slot in slots} == {"phone_number", "off_hours"}
    phone = of(slots, "phone")
    assert [slot.slot_at.astimezone(MOSCOW).date() for slot in phone] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert {slot.stratum for slot in of(slots, "closed")} == {"night", WORKING, OFF_HOURS}
    assert all(slot.persona == slot.scenario == "" for slot in slots)


def test_competitors_are_passive_unless_justified():
    consent = Consent(basis=Basis.RESEARCH, by="x", on=MONDAY)
    assert not of(week(programme(site("a", role=Role.COMPETITOR, consent=consent))), "form")
    justified = replace(consent, justification="study of the market")
    assert of(week(programme(site("a", role=Role.COMPETITOR, consent=justified))), "form")


def test_without_hours_story_or_shopper_nobody_is_asked():
    plan = programme()
    assert not of(draw_week(plan, MONDAY, {"a": None}), "form")
    assert of(draw_week(plan, MONDAY, {"a": None}), "phone", "closed")
    assert not of(week(replace(plan, scenarios=())), "form")
    assert not of(week(replace(plan, personas=())), "form")


def test_a_touchpoint_asks_what_it_names():
    named = replace(FORM, scenarios=("english",))
    slots = of(week(programme(site("a", touchpoints=(named,)))), "form")
    assert {(slot.scenario, slot.persona) for slot in slots} == {("english", "ann")}


def test_quiet_days_a_later_start_and_visits_of_another_plan_are_kept_clear_of():
    plan = programme(rhythm=Rhythm(quiet_days=(date(2026, 3, 3), date(2026, 3, 5))))
    days = {slot.slot_at.astimezone(MOSCOW).date() for slot in of(week(plan), "form", "mail")}
    assert days.isdisjoint(plan.rhythm.quiet_days)
    later = replace(plan, starts_at=datetime(2026, 3, 6, tzinfo=UTC))
    assert all(slot.slot_at >= later.starts_at for slot in of(week(later), "form", "mail"))
    study = [("a", "form", datetime(2026, 3, 4, 9, tzinfo=UTC)), ("a", "phone", datetime(2026, 3, 4, 9, tzinfo=UTC))]
    for slot in of(week(programme(), taken=study), "form"):
        assert abs(slot.slot_at - study[0][2]) >= timedelta(hours=48)


def test_a_night_clock_change_moves_the_nightly_look_with_the_wall():
    berlin = site("a", zone="Europe/Berlin", touchpoints=(PHONE,))
    slots = draw_week(programme(berlin), date(2026, 3, 23), {"a": None})
    hours = [slot.slot_at.hour for slot in slots]
    assert {*hours[:6]} <= {2, 3}
    assert hours[6] in {1, 2}


def test_a_round_visits_every_way_in_once_over_the_spread():
    plan = programme(*(site(key) for key in "abcdef"))
    now = datetime(2026, 3, 4, 20, 0, 0, 500, tzinfo=UTC)
    slots = draw_round(plan, now, 6 * HOUR)
    assert sorted((slot.site, slot.touchpoint) for slot in slots) == [
        (s, t) for s in "abcdef" for t in ("closed", "form", "mail", "phone")
    ]
    assert all(now.replace(microsecond=0) <= slot.slot_at < now + 6 * HOUR for slot in slots)
    quarters = [sum((slot.slot_at - now) // (HOUR * 1.5) == quarter for slot in slots) for quarter in range(4)]
    assert quarters == [6, 6, 6, 6]
    only = draw_round(plan, now, HOUR, lambda one, way: one.key == "b" and way.kind == "feedback_form")
    assert [(slot.site, slot.touchpoint) for slot in only] == [("b", "form")]


def test_a_round_over_days_asks_in_opening_hours_where_there_are_any():
    plan = programme(*(site(key) for key in "abcdef"))
    known = calendars(plan)
    now = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
    for slot in of(draw_round(plan, now, timedelta(days=2), calendars=known), "form", "mail"):
        assert known[slot.site].is_open(slot.slot_at)
    assert len(of(draw_round(plan, now, HOUR, calendars=known), "form", "mail")) == 12  # none open: asked all the same
    assert not of(draw_round(replace(plan, personas=()), now, HOUR), "form", "mail")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"opt_out": ("a.example",)}, Rule.OPT_OUT),
        ({"opt_out": ("example",)}, Rule.OPT_OUT),
        ({"opt_out": ("https://www.a.example/x",)}, Rule.OPT_OUT),
        ({"sites": (site(consent=None),)}, Rule.NO_CONSENT),
        ({"sites": (site(touchpoints=(replace(FORM, enabled=False),)),)}, Rule.SWITCHED_OFF),
        ({"sites": (site(touchpoints=(replace(PHONE, emergency=True),)),)}, Rule.EMERGENCY),
        ({"sites": (site(emergency=True),)}, Rule.EMERGENCY),
        ({"sites": (site(url="https://police.gov.uk/"),)}, Rule.EMERGENCY),
    ],
)
def test_who_is_never_visited(change, rule):
    plan = programme(**change)
    here = plan.sites[0]
    assert [refusal.rule for refusal in barred(plan, here, here.touchpoints[0])] == [rule]


def test_other_hosts_stay():
    plan = programme(opt_out=("ther.example", "b.example", "+74951112233"))
    assert barred(plan, plan.sites[0], replace(FORM, address="https://other.example/ask")) == ()
    assert barred(plan, plan.sites[0], replace(PHONE, address="tel:+74951112233")) == ()
    asked = barred(replace(plan, opt_out=("mail.example",)), plan.sites[0], replace(MAIL, address="x@mail.example"))
    assert [refusal.rule for refusal in asked] == [Rule.OPT_OUT]


def test_every_limit_names_itself_with_its_figures():
    plan = programme(rhythm=Rhythm(staff_minutes_per_week=10), starts_at=datetime(2026, 3, 30, tzinfo=UTC))
    noon = datetime(2026, 3, 4, 9, tzinfo=UTC)
    booked = [Booking(site="a", touchpoint="form", at=noon + hours * HOUR) for hours in (0.1, -24, 24)]
    found = refusals(plan, plan.sites[0], Booking(site="a", touchpoint="form", at=noon), booked)
    assert {refusal.rule for refusal in found} == {
        Rule.NOT_STARTED,
        Rule.PER_DAY,
        Rule.PER_WEEK,
        Rule.MINIMUM_GAP,
        Rule.STAFF_MINUTES,
        Rule.COMPANY_BUSY,
    }
    assert "20 staff minutes a week, 10 allowed" in {refusal.why for refusal in found}
    elsewhere = [replace(one, site="b") for one in booked]
    assert refusals(programme(), plan.sites[0], Booking(site="a", touchpoint="form", at=noon), elsewhere) == ()
