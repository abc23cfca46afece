"""Corridor: whom a report is about, and where its numbers come from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor import __version__
from monitor.domain.programme import Event, Site, When
from monitor.domain.recipients import Recipient
from monitor.domain.worktime import Calendar
from monitor.steps import House
from monitor.store.counts import Place
from reports.records import Origin

FEW_SITES = 12
"""Up to so many sites every touchpoint has its own row; beyond it a row is a sector."""


TOLD_BY = (Event.FIRST_HUMAN, Event.FIRST_ANSWER, Event.FIRST_ANY, Event.RECEIPT, Event.CONFIRMATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom a report is about. `sites` empty = everybody; `name` is printed."""

    name: str
    sites: tuple[str, ...] = ()

    @classmethod
    def of(cls, house: House, person: Recipient) -> Scope:
        """What a recipient may see: everything, or the sites and groups named for them."""
        if not person.sites and not person.groups:
            return cls(name=house.programme.name)
        mine = [site for site in house.programme.sites if site.key in person.sites or site.group in person.groups]
        if len(mine) == 1:
            return cls(name=mine[0].name, sites=(mine[0].key,))
        groups = [*person.groups, *(site.name for site in mine if site.key in person.sites)]
        return cls(name=", ".join(groups), sites=tuple(site.key for site in mine) or ("",))


def sites_of(house: House, scope: Scope) -> tuple[Site, ...]:
    return tuple(site for site in house.programme.sites if not scope.sites or site.key in scope.sites)


def places_of(house: House, scope: Scope) -> tuple[Place, ...]:
    """Every promise the scope's touchpoints are held to."""
    return tuple(
        Place(site.key, point.key, standard.key)
        for site in sites_of(house, scope)
        for point in site.touchpoints
        for standard in house.programme.standards_of(point)
    )


def about_a_person(house: House) -> tuple[str, ...]:
    """The standards by which an enquiry is told: a person came; without such ones the next best event."""
    for event in TOLD_BY:
        asked = tuple(standard.key for standard in house.programme.standards if standard.event is event)
        if asked:
            return asked
    return ()


def asked_places(house: House, scope: Scope) -> Iterator[Place]:
    """Of each touchpoint the promises that time its enquiries, each enquiry once."""
    asked = about_a_person(house)
    for site in sites_of(house, scope):
        for point in site.touchpoints:
            mine = {one.when: one.key for one in reversed(house.programme.standards_of(point)) if one.key in asked}
            chosen = [mine[When.ANY]] if When.ANY in mine else list(mine.values())
            yield from (Place(site.key, point.key, standard) for standard in chosen)


def origin(house: House, plans: Sequence[str], counted: Sequence[object], scope: Scope, data_at: datetime) -> Origin:
    """Hashes and versions for the method box; the data hash covers everything the figures were made of."""
    digest = hashlib.sha256("\n".join(map(repr, counted)).encode()).hexdigest()
    used = [key for key in house.calendars if not scope.sites or key in scope.sites]
    calendars = {key: _calendar(calendar, data_at) for key in used if (calendar := house.calendars[key])}
    return Origin(
        programme=house.programme.name,
        programme_hash=house.programme.hash,
        plan_hash=_plans(plans),
        data_hash=digest,
        software_version=__version__,
        generated_at=data_at,
        calendars=calendars,
    )


def _calendar(calendar: Calendar, data_at: datetime) -> str:
    """Its version; a star when the holidays of that year may still be moved."""
    return calendar.version if calendar.settled(data_at.year) else f"{calendar.version}*"


def _plans(plans: Sequence[str]) -> str:
    """The plans' hashes; of many, one hash of them all."""
    if len(plans) <= FEW_SITES:
        return " ".join(hash_[:16] for hash_ in plans)
    return hashlib.sha256(" ".join(plans).encode()).hexdigest()
