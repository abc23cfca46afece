"""Off-hours contact: when the office is closed, does the page show somebody who can be reached? Sends nothing.

Takes the contact set of a page at our clock's moment (numbers with roles, messengers, forms, chat, mail,
printed hours); the real view is the verdict. Where a calendar is known, the same page under other
browser clocks and zones explains what switches the contact. It never fills in or submits anything,
under any clock. Whether the off-hours phone is answered is a call, which is another probe's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from playwright.async_api import Error
from pydantic import Field

from monitor.domain.errors import ProbeFault
from monitor.domain.hours_text import parse_hours
from monitor.domain.visit import Acceptance, Observation, Reading, Sending
from monitor.domain.worktime import Calendar, CalendarSpec, HolidayDays
from probes._base import Box, Brief, Kept, NewContext, ProbeOptions
from probes.off_hours.clock_views import CONTACTS, fresh_copy, open_tab, simulated
from probes.off_hours.contact_set import contact_set, difference, week_as_json
from probes.off_hours.form_in_reach import form_within_reach
from probes.off_hours.judge import (
    daytime_set,
    findings,
    is_proven,
    off_hours_rows,
    off_hours_ways,
    switch_expected,
    switching,
)
from probes.off_hours.moments import Moment, days_off, last_edge, moments
from probes.off_hours.snippet import propose
from probes.phone_number.frames import Manner
from probes.phone_number.view import prepare, see

VERSION = 3
_FILL_IN = ("NUMBER-ANSWERED-THEN", "NUMBER ANSWERED THEN")


class Options(ProbeOptions):
    """Which numbers are meant for off hours, and how much to look at."""

    phones: tuple[str, ...] = Field(
        (), description="numbers answered outside opening hours, E.164; none: any other number than by day"
    )
    zone: str = Field("", description="time zone of the company; default: the site's")
    hours: str = Field("", description='opening hours ("Mo-Fr 09:00-18:00"); default: the site\'s calendar')
    simulate: bool = Field(
        True, description="also look under other browser clocks, to explain what switches the contact"
    )
    settle: float = Field(1.5, ge=0, le=30, description="seconds given to scripts after loading")


class OffHours:
    """The probe. Evidence: `contacts` (JSON: real and simulated contact sets) and a picture of the screen."""

    kind = "off_hours"
    version = VERSION
    sends = False
    options: type[ProbeOptions] = Options

    async def look(self, brief: Brief, open_context: NewContext, box: Box) -> None:
        """One real view on the phone profile, then views under other clocks. `ProbeFault` when the page never came.

        `brief.expected` may hold `calendar` (the site's compiled Calendar), `daytime` and `closed` (the contact
        sets kept from the last look in and outside opening hours), `form_dead` (the form's own probe found
        that enquiries do not get through).
        """
        manner = Manner(
            country=brief.country,
            settle_ms=int(brief.options.settle * 1000),
            tracker_ms=int(brief.options.settle * 2000),
        )
        calendar = _calendar(brief)
        real = await _real(brief, open_context, box, manner)
        evidence: dict[str, Any] = {
            "version": VERSION, "url": brief.url, "at": brief.now().isoformat(), "real": real,
            "open": calendar.is_open(brief.now()) if calendar else None,
            "zone": calendar.spec.zone if calendar else brief.options.zone,
            "week": week_as_json(calendar.spec.in_force(brief.now().date()).week) if calendar else None,
            "holidays": days_off(calendar, brief.now()) if calendar else [],
            "declared": list(brief.options.phones), "main": list(brief.phones), "daytime": brief.expected.get("daytime"), "closed": brief.expected.get("closed"),
            "form_dead": bool(brief.expected.get("form_dead")),
            "edge": last_edge(calendar, brief.now()) if calendar else None, "simulated": [], "tab": None,
        }  # fmt: skip
        if evidence["open"] is False and not off_hours_ways(evidence):
            evidence["form_at"] = await form_within_reach(open_context, brief.url)
        if calendar and brief.options.simulate and switch_expected(evidence):
            await _explain(brief, open_context, calendar, evidence, manner)
        box.put_json("contacts", evidence)

    def read(self, kept: Kept) -> Reading:
        """Observations: `off_hours.contact_shown`, `off_hours.number_shown` (bool; only of a look outside opening
        hours, and only where it is proven), `off_hours.ways`, `off_hours.switch`, `off_hours.open`, `off_hours.contacts`, `off_hours.changed`,
        `off_hours.findings`, `off_hours.snippet`."""
        evidence = kept.json("contacts")
        sha = next((item.sha256 for item in kept.items if item.kind == "contacts"), "")
        facts = _facts(evidence) if evidence else {}
        return Reading(
            sending=Sending.NOT_SENT,
            acceptance=Acceptance.NOTHING_SENT,
            observations=tuple(
                Observation(name=f"off_hours.{name}", value=value, evidence=sha) for name, value in facts.items()
            ),
        )


def _facts(evidence: Mapping[str, Any]) -> dict[str, Any]:
    real, daytime = evidence["real"], daytime_set(evidence)
    ways = off_hours_ways(evidence)
    found = findings(evidence)
    facts: dict[str, Any] = {
        "open": evidence["open"],
        "switch": switching(evidence),
        "contacts": real,
        "changed": difference(daytime, real) if daytime else {},
        "findings": [{**asdict(one), "gravity": one.gravity.value, "facts": dict(one.facts)} for one in found],
    }
    if evidence["open"] is False:
        facts["ways"] = ways
        if ways or is_proven(evidence):
            facts |= {"contact_shown": bool(ways), "number_shown": "number" in ways or "always" in ways}
        if "number" not in ways and evidence["week"]:
            facts["snippet"] = _snippet(evidence)
    return facts


def _snippet(evidence: Mapping[str, Any]) -> str:
    rows = evidence["real"]["numbers"]
    meant = off_hours_rows(evidence["real"], None, evidence["declared"])
    day = next(((row["e164"], row["shown"]) for row in rows if row not in meant), _FILL_IN)
    night = next(((number, number) for number in evidence["declared"]), _FILL_IN)
    return propose(zone=evidence["zone"], week=evidence["week"], holidays=evidence["holidays"], day=day, night=night)


def _calendar(brief: Brief) -> Calendar | None:
    """The site's compiled calendar, else one of the options' hours."""
    given: Calendar | None = brief.expected.get("calendar")
    if given is not None or not (brief.options.hours and brief.options.zone):
        return given
    today = brief.now().date()
    spec = CalendarSpec(zone=brief.options.zone, week=parse_hours(brief.options.hours))
    return Calendar.compile(spec, HolidayDays(), today - timedelta(days=8), today + timedelta(days=60))


async def _real(brief: Brief, open_context: NewContext, box: Box, manner: Manner) -> dict[str, Any]:
    """The page as it is now, on the phone; taps prove the numbers, the picture is kept before them."""
    context = await open_context("phone")
    more: dict[str, Any] = {}
    try:
        page = await context.new_page()
        await prepare(page)

        async def keep(_: dict[str, Any]) -> None:
            more.update(await page.evaluate(CONTACTS))
            box.put(
                "screen_phone", await page.screenshot(type="jpeg", quality=55), media_type="image/jpeg", note=brief.url
            )

        view = await see(page, brief.url, "phone", manner, before_taps=keep)
    except Error as fault:
        raise ProbeFault("visit_interrupted", f"{brief.url}: {str(fault).splitlines()[0]}") from fault
    finally:
        await context.close()
    if view["error"]:
        raise ProbeFault("site_down_for_us_only", f"{brief.url} did not open: {view['error']}")
    return contact_set(view, more)


async def _explain(
    brief: Brief, open_context: NewContext, calendar: Calendar, evidence: dict[str, Any], manner: Manner
) -> None:
    quick = Manner(
        country=manner.country, settle_ms=min(manner.settle_ms, 800), tracker_ms=manner.tracker_ms, tap=False
    )
    wanted = moments(calendar, brief.now())
    evidence["simulated"] = await simulated(open_context, brief.url, wanted, calendar.spec.zone, quick)
    evidence["busted"] = await fresh_copy(open_context, brief.url, brief.now(), quick)
    named: dict[str, Moment] = {moment.name: moment for moment in wanted}
    if switching(evidence) in {"company_clock", "visitor_clock"} and "after_closing" in named:
        evidence["tab"] = await open_tab(
            open_context, brief.url, named["in_hours"], named["after_closing"], calendar.spec.zone, quick
        )


PROBE = OffHours()
