"""Schedules: manners (MEASURING §7). Pure: who may be visited at all, and which slots are too many.

Limits count active visits only: those that may reach a person. Days and weeks are the site's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.domain.emergency import cry_for_help, public_service
from monitor.domain.pauses import pause_of
from monitor.domain.programme import Programme, Rhythm, Site, Touchpoint

PASSIVE_KINDS = frozenset({"phone_number", "off_hours"})
"""kinds that only look at pages: no person is kept busy, no consent is needed"""

AT_ONCE = timedelta(minutes=15)
"""two active visits to one company are at least so far apart: one at a time, whatever a visit takes"""


class Rule(StrEnum):
    SWITCHED_OFF = "switched_off"
    OPT_OUT = "opt_out"
    EMERGENCY = "emergency"
    NO_CONSENT = "no_consent"
    NOT_STARTED = "not_started"
    QUIET_DAY = "quiet_day"
    PAUSE = "pause"
    PER_DAY = "per_day"
    SITE_PER_DAY = "site_per_day"
    PER_WEEK = "per_week"
    MINIMUM_GAP = "minimum_gap"
    STAFF_MINUTES = "staff_minutes"
    COMPANY_BUSY = "company_busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a visit is not made: the rule, and a sentence with its figures."""

    rule: Rule
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """An active visit that was made or is planned; `at` aware UTC."""

    site: str
    touchpoint: str
    at: datetime


def barred(programme: Programme, site: Site, touchpoint: Touchpoint) -> tuple[Refusal, ...]:
    """Why a touchpoint is never visited, whatever the time; empty = it may be."""
    found = []
    if not touchpoint.enabled:
        found.append(Refusal(rule=Rule.SWITCHED_OFF, why=f"{site.key}/{touchpoint.key} is switched off"))
    if touchpoint.emergency or site.emergency:
        found.append(Refusal(rule=Rule.EMERGENCY, why=f"{site.key}/{touchpoint.key} is an emergency line"))
    found += _closed_hosts(programme, site.url, touchpoint.address)
    if touchpoint.kind not in PASSIVE_KINDS and not site.may_be_asked:
        found.append(Refusal(rule=Rule.NO_CONSENT, why=f"{site.key} has given no consent to enquiries"))
    return tuple(found)


def unwelcome(programme: Programme, touchpoint: Touchpoint, addresses: Iterable[str], said: str) -> str:
    """Why nothing may be sent where a visit has ended up (a link may lead anywhere): the `addresses` of the page and
    of what takes the form, and what the form says of itself; "" when it may."""
    closed = next(iter(_closed_hosts(programme, *addresses)), None)
    if closed:
        return closed.why
    found = cry_for_help(said, next(iter(addresses), "")) if touchpoint.emergency is None else ""
    return (
        f'"{found}" sounds like an emergency line; emergency = false when nobody calls for help there' if found else ""
    )


def _closed_hosts(programme: Programme, *addresses: str) -> list[Refusal]:
    found = []
    for host in sorted({_host(address) for address in addresses} - {""}):
        if any(host == out or host.endswith(f".{out}") for out in map(_host, programme.opt_out)):
            found.append(Refusal(rule=Rule.OPT_OUT, why=f"{host} has asked never to be visited"))
        if public_service(host):
            found.append(Refusal(rule=Rule.EMERGENCY, why=f"{host} belongs to the state or an emergency service"))
    return found


def refusals(programme: Programme, site: Site, wanted: Booking, booked: Iterable[Booking]) -> tuple[Refusal, ...]:
    """Why an active visit at that instant is one too many beside those `booked`; empty = it is allowed."""
    rhythm, zone = programme.rhythm, ZoneInfo(site.zone)
    here = [one for one in booked if one.site == site.key]
    found = [*_dates(programme, site, wanted, zone), *_touchpoint_limits(rhythm, wanted, here, zone)]
    day = sum(one.at.astimezone(zone).date() == wanted.at.astimezone(zone).date() for one in here)
    if day >= rhythm.site_per_day:
        why = f"{day} visits to {site.key} that day, {rhythm.site_per_day} allowed"
        found.append(Refusal(rule=Rule.SITE_PER_DAY, why=why))
    week = [one for one in here if _week(one.at, zone) == _week(wanted.at, zone)]
    minutes = (len(week) + 1) * rhythm.staff_minutes_per_visit
    if minutes > rhythm.staff_minutes_per_week:
        why = f"{minutes} staff minutes a week, {rhythm.staff_minutes_per_week} allowed"
        found.append(Refusal(rule=Rule.STAFF_MINUTES, why=why))
    nearest = min((abs(one.at - wanted.at) for one in here), default=AT_ONCE)
    if nearest < AT_ONCE:
        found.append(Refusal(rule=Rule.COMPANY_BUSY, why=f"another visit to {site.key} is only {nearest} away"))
    return tuple(found)


def allowed(programme: Programme, site: Site, wanted: Booking, booked: Iterable[Booking]) -> bool:
    return not refusals(programme, site, wanted, booked)


def left_alone(programme: Programme, site: Site, at: datetime) -> tuple[Refusal, ...]:
    """Why nothing is done at a site at that instant, not even a look; empty = it may be."""
    found = []
    pause = pause_of(programme.pauses, site.key, site.group, at)
    if pause is not None:
        found.append(Refusal(rule=Rule.PAUSE, why=f"a pause holds{f': {pause.note}' if pause.note else ''}"))
    if programme.starts_at is not None and at < programme.starts_at:
        why = f"the programme starts at {programme.starts_at.isoformat()}"
        found.append(Refusal(rule=Rule.NOT_STARTED, why=why))
    return tuple(found)


def _dates(programme: Programme, site: Site, wanted: Booking, zone: ZoneInfo) -> Iterable[Refusal]:
    yield from left_alone(programme, site, wanted.at)
    day = wanted.at.astimezone(zone).date()
    if day in programme.rhythm.quiet_days:
        yield Refusal(rule=Rule.QUIET_DAY, why=f"{day} is a quiet day")


def _touchpoint_limits(rhythm: Rhythm, wanted: Booking, here: list[Booking], zone: ZoneInfo) -> Iterable[Refusal]:
    same = [one.at for one in here if one.touchpoint == wanted.touchpoint]
    day = sum(at.astimezone(zone).date() == wanted.at.astimezone(zone).date() for at in same)
    if day >= rhythm.per_day:
        yield Refusal(rule=Rule.PER_DAY, why=f"{day} visits that day, {rhythm.per_day} allowed")
    week = sum(_week(at, zone) == _week(wanted.at, zone) for at in same)
    if week >= rhythm.per_week:
        yield Refusal(rule=Rule.PER_WEEK, why=f"{week} visits that week, {rhythm.per_week} allowed")
    nearest = min((abs(at - wanted.at) for at in same), default=rhythm.minimum_gap)
    if nearest < rhythm.minimum_gap:
        yield Refusal(rule=Rule.MINIMUM_GAP, why=f"{nearest} from another visit, {rhythm.minimum_gap} needed")


def _week(at: datetime, zone: ZoneInfo) -> tuple[int, int]:
    return at.astimezone(zone).isocalendar()[:2]


def _host(address: str) -> str:
    """The host of a web address, mail address or bare host name; "" for telephone numbers and paths."""
    if "@" in address and "//" not in address:
        return address.rpartition("@")[2].lower()
    bare = "//" not in address and "/" not in address and ":" not in address
    return (urlsplit(f"//{address}" if bare else address).hostname or "").removeprefix("www.").lower()
