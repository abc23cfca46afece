"""Corridor, first step: slots become planned visits. Running it again plans nothing twice: the unique key decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from monitor.domain.pauses import pause_of
from monitor.domain.programme import Persona, Scenario, Site, Touchpoint
from monitor.domain.response.match import folded
from monitor.domain.visit import Question, Shopper
from monitor.intake.addresses import address_for
from monitor.steps import House
from monitor.store import visits
from schedules.cadence import Slot, draw_round, draw_week, plan_hash

TRIES = 50
HORIZON = timedelta(weeks=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What planning did: slots drawn, visits new in the table, the hash of the drawn plan."""

    slots: tuple[Slot, ...]
    new: int
    plan_hash: str


def plan_week(house: House, week_start: date) -> Planned:
    """Draw and keep the visits of the week that begins on `week_start` (a Monday); past slots are left out."""
    now = house.now()
    with house.store.reading() as connection:
        taken = visits.slots_taken(connection, now - HORIZON)
    slots = draw_week(
        house.programme, week_start, house.calendars, [(row.site, row.touchpoint, row.slot_at) for row in taken]
    )
    return _keep(house, [slot for slot in slots if slot.slot_at >= now and not _paused(house, slot)])


def _paused(house: House, slot: Slot) -> bool:
    site = house.programme.site(slot.site)
    return pause_of(house.programme.pauses, site.key, site.group, slot.slot_at) is not None


def plan_round(house: House, spread: timedelta, only: Sequence[str] = ()) -> Planned:
    """One visit to each touchpoint from now on, spread over `spread`: a study. Within an hour a second call adds none."""
    now = house.now()
    with house.store.reading() as connection:
        taken = visits.slots_taken(connection, now - timedelta(hours=1))
    busy = {(row.site, row.touchpoint) for row in taken}

    def wanted(site: Site, touchpoint: Touchpoint) -> bool:
        return (site.key, touchpoint.key) not in busy and (not only or site.key in only)

    return _keep(house, draw_round(house.programme, now, spread, wanted, house.calendars))


def _keep(house: House, slots: Sequence[Slot]) -> Planned:
    digest = plan_hash(slots)
    with house.store.writing() as connection:
        new = sum(_add(connection, house, slot, digest) for slot in slots)
    return Planned(slots=tuple(slots), new=new, plan_hash=digest)


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
        "question": asdict(_question(scenario, site.language)),
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


def _question(scenario: Scenario | None, language: str) -> Question:
    if scenario is None:
        return Question(subject="", text="", language=language)
    return Question(
        subject=scenario.subject,
        text=scenario.question,
        language=scenario.language,
        answer_words=scenario.answer_words,
        next_step_words=scenario.next_step_words,
    )
