"""Corridor, first step: slots become planned visits. Running it again plans nothing twice: the unique key decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from monitor.domain.programme import Persona, Scenario, Site, Touchpoint
from monitor.domain.response.match import folded
from monitor.domain.visit import Question, Shopper, VisitState
from monitor.intake.addresses import address_for
from monitor.steps import House
from monitor.store import slots, visits
from schedules.cadence import Slot, Taken, draw_again, draw_round, draw_week, plan_hash
from schedules.courtesy import PASSIVE_KINDS, Booking, Refusal, Rule, barred, left_alone, refusals
from schedules.explain import Explained, Made, explain_absence, explain_slots

DISCLOSED = {
    "en": "(This is a test enquiry, agreed with your management.)",
    "ru": "(Это проверочное обращение, согласованное с вашим руководством.)",
}
TRIES = 50
AT_ONCE = 200
"""Visits added in one transaction."""
HORIZON = timedelta(weeks=2)
"""Visits so long ago still count for the caps of a week; the minimum gap comes on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What planning did: slots drawn, visits new in the table, the hash of the drawn plan, and what courtesy refused."""

    slots: tuple[Slot, ...]
    new: int
    plan_hash: str
    refused: tuple[str, ...] = ()


def plan_week(house: House, week_start: date) -> Planned:
    """Draw and keep the visits of the week that begins on `week_start` (a Monday); past slots are left out, those
    missed because we were ill are drawn anew."""
    now = house.now()
    rows = _taken(house, now)
    taken = [(row.site, row.touchpoint, row.slot_at) for row in rows]
    drawn = draw_week(house.programme, week_start, house.calendars, taken)
    known = {*taken, *((slot.site, slot.touchpoint, slot.slot_at) for slot in drawn)}
    lost = {(row.site, row.touchpoint, row.slot_at) for row in rows if row.state == VisitState.MISSED and row.reason}
    drawn += draw_again(house.programme, week_start, house.calendars, known, lost, now)
    return _keep(house, [slot for slot in drawn if slot.slot_at >= now], set(taken))


def _taken(house: House, now: datetime) -> Sequence[Row[Any]]:
    with house.store.reading() as connection:
        return slots.taken(connection, now - HORIZON - house.programme.rhythm.minimum_gap)


def plan_round(house: House, spread: timedelta, only: Sequence[str] = (), kinds: Collection[str] = ()) -> Planned:
    """One visit to each touchpoint (of these sites and kinds; none named: all) from now on, spread over `spread`: a
    study. Within an hour a second call adds none.

    Courtesy holds as in every week: who was asked too lately is left out and named.
    """
    now = house.now()
    taken = _taken(house, now)
    busy = {(row.site, row.touchpoint) for row in taken if row.slot_at >= now - timedelta(hours=1)}

    def named(site: Site, touchpoint: Touchpoint) -> bool:
        return (not only or site.key in only) and (not kinds or touchpoint.kind in kinds)

    def wanted(site: Site, touchpoint: Touchpoint) -> bool:
        return named(site, touchpoint) and (site.key, touchpoint.key) not in busy

    drawn = draw_round(house.programme, now, spread, wanted, house.calendars)
    refused = {slot: found for slot in drawn if (found := _too_much(house, slot, _active(house, taken)))}
    kept = _keep(house, [slot for slot in drawn if slot not in refused], set())
    said = [f"{slot.site}/{slot.touchpoint}: {_whys(why)}" for slot, why in refused.items()]
    for site in house.programme.sites:
        for point in filter(partial(named, site), site.touchpoints):
            if never := barred(house.programme, site, point):
                said.append(f"{site.key}/{point.key}: {_whys(never)}")
            elif (site.key, point.key) in busy:
                said.append(f"{site.key}/{point.key}: has a visit of the last hour, or one still to come")
    return Planned(slots=kept.slots, new=kept.new, plan_hash=kept.plan_hash, refused=tuple(said))


def _whys(refused: Iterable[Refusal]) -> str:
    return "; ".join(one.why for one in refused)


def _too_much(house: House, slot: Slot, booked: Sequence[Booking]) -> list[Refusal]:
    """Why this visit of a round is one too many; the claim sees to it that a company has one at a time."""
    site = house.programme.site(slot.site)
    if slot.kind in PASSIVE_KINDS:
        return list(left_alone(house.programme, site, slot.slot_at))
    wanted = Booking(site=slot.site, touchpoint=slot.touchpoint, at=slot.slot_at)
    found = refusals(house.programme, site, wanted, booked)
    return [one for one in found if one.rule is not Rule.COMPANY_BUSY]


def _active(house: House, rows: Sequence[Row[Any]]) -> list[Booking]:
    """The visits among the rows that may reach a person; what left the programme included."""
    kinds = {(site.key, point.key): point.kind for site in house.programme.sites for point in site.touchpoints}
    return [
        Booking(site=row.site, touchpoint=row.touchpoint, at=row.slot_at)
        for row in rows
        if kinds.get((row.site, row.touchpoint)) not in PASSIVE_KINDS
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What stands in the table for a week: the visits, a sentence for each touchpoint with fewer than wanted, and the
    hashes of the plans they came from with the number of visits of each."""

    monday: date
    slots: tuple[Explained, ...]
    fewer: tuple[str, ...]
    plans: Mapping[str, int]


def explained(house: House, monday: date) -> Week:
    """The visits in the table that belong to a week, each site's by its own calendar, with the reasons why they stand
    where they do."""
    begin = datetime.combine(monday, time(), UTC)
    reach = house.programme.rhythm.minimum_gap + timedelta(days=8)
    with house.store.reading() as connection:
        rows = slots.between(connection, begin - reach, begin + timedelta(days=7) + reach)
    here = list(_of_week(house, rows, monday))
    around = _active(house, rows)
    made = [Made(slot=_slot_of(row), state=str(row.state), note=row.reason) for row in here]
    standing = [one.slot for one in made]
    return Week(
        monday=monday,
        slots=explain_slots(house.programme, house.calendars, made, around),
        fewer=tuple(explain_absence(house.programme, monday, house.calendars, standing, around)),
        plans=Counter(row.plan_hash for row in here),
    )


def _of_week(house: House, rows: Sequence[Row[Any]], monday: date) -> Iterator[Row[Any]]:
    zones = {site.key: ZoneInfo(site.zone) for site in house.programme.sites}
    for row in rows:
        zone = zones.get(row.site)
        if zone and monday <= row.slot_at.astimezone(zone).date() < monday + timedelta(days=7):
            yield row


def _slot_of(row: Row[Any]) -> Slot:
    names = ("site", "touchpoint", "kind", "slot_at", "persona", "scenario", "stratum", "why")
    return Slot(**{name: getattr(row, name) for name in names})


def _keep(house: House, drawn: Sequence[Slot], known: Collection[Taken]) -> Planned:
    """Add what is not `known` to be there, some at a time: others write as well."""
    digest, new = plan_hash(drawn), 0
    missing = [slot for slot in drawn if (slot.site, slot.touchpoint, slot.slot_at) not in known]
    for first in range(0, len(missing), AT_ONCE):
        with house.store.writing() as connection:
            new += sum(_add(connection, house, slot, digest) for slot in missing[first : first + AT_ONCE])
    return Planned(slots=tuple(drawn), new=new, plan_hash=digest)


def _add(connection: Connection, house: House, slot: Slot, digest: str) -> bool:
    programme = house.programme
    site = programme.site(slot.site)
    persona = next((person for person in programme.personas if person.key == slot.persona), None)
    scenario = next((story for story in programme.scenarios if story.key == slot.scenario), None)
    values = {
        **_site_as_planned(site),
        "touchpoint": slot.touchpoint,
        "kind": slot.kind,
        "slot_at": slot.slot_at,
        "stratum": slot.stratum,
        "why": slot.why,
        "plan_hash": digest,
        "programme_hash": programme.hash,
        "scenario": slot.scenario,
        "persona": slot.persona,
        "question": asdict(_question(scenario, site)),
    }
    for _ in range(TRIES):
        address = address_for(persona.first, persona.last, programme.mail_domain, house.dice) if persona else None
        token = f"{house.dice.getrandbits(64):016x}"
        shopper = _shopper(persona, address, site.shopper_phone)
        drawn = {
            "token": token,
            "address": address,
            "address_folded": folded(address) if address else "",
            "shopper": asdict(shopper),
            "phone": shopper.phone,
        }
        try:
            with connection.begin_nested():
                return visits.add(connection, {**values, **drawn}) is not None
        except IntegrityError:  # the address was given out before: an address never returns, draw another
            continue
    raise RuntimeError("no free address found; give the programme more personas")


def _site_as_planned(site: Site) -> dict[str, str]:
    return {
        "site": site.key,
        "site_name": site.name,
        "site_group": site.group,
        "segment": site.segment,
        "role": site.role.value,
    }


def _shopper(persona: Persona | None, address: str | None, own_phone: str) -> Shopper:
    """The persona with this visit's address, and the number kept for this company when there is one."""
    if persona is None:
        return Shopper(first="", last="", middle="", email="", phone="")
    return Shopper(
        first=persona.first,
        last=persona.last,
        middle=persona.middle,
        email=address or "",
        phone=own_phone or persona.phone,
        company=persona.company,
        city=persona.city,
    )


def _question(scenario: Scenario | None, site: Site) -> Question:
    if scenario is None:
        return Question(subject="", text="", language=site.language)
    told = f"\n\n{DISCLOSED[scenario.language]}" if site.consent and site.consent.disclosed else ""
    return Question(
        subject=scenario.subject,
        text=f"{scenario.question}{told}",
        language=scenario.language,
        answer_words=scenario.answer_words,
        next_step_words=scenario.next_step_words,
    )
