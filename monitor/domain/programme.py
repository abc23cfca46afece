"""Ground floor: the programme, i.e. what the user wants measured (MEASURING §1).

Frozen values only; `monitor.programme_file` turns the user's TOML into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from monitor.domain.pauses import Pause
from monitor.domain.recipients import AlertRules, Recipient
from monitor.domain.rubric import Rubric
from monitor.domain.worktime import CalendarSpec


class Role(StrEnum):
    OWN = "own"
    CLIENT = "client"
    COMPETITOR = "competitor"


class Basis(StrEnum):
    """Why we may send enquiries to a site (MEASURING §7)."""

    OWN_SITE = "own_site"
    WRITTEN_PERMISSION = "written_permission"
    RESEARCH = "research"


class Stage(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    SERVICE = "service"


class Event(StrEnum):
    """What stops the clock of a standard (MEASURING §2)."""

    FIRST_ANY = "first_any"
    FIRST_HUMAN = "first_human"
    FIRST_ANSWER = "first_answer"
    RECEIPT = "receipt"
    PAGE_FACT = "page_fact"
    CONFIRMATION = "confirmation"


class ClockKind(StrEnum):
    WORKING = "working"
    WALL = "wall"


class When(StrEnum):
    """Which visits a standard applies to, by the instant the enquiry was accepted."""

    WORKING = "working"
    OFF_HOURS = "off_hours"
    ANY = "any"


class Channel(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    SMS = "sms"
    MESSENGER = "messenger"
    CHAT = "chat"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One noun in both report languages, with the forms that agreement needs.

    English: `en_one`, `en_many` ("fitness centre", "fitness centres"). Russian: nominative singular,
    genitive singular (2–4), genitive plural (5+, and after «из»), accusative singular (for "answered
    the …"), gender "m"/"f"/"n".
    """

    en_one: str
    en_many: str
    ru_one: str
    ru_few: str
    ru_many: str
    ru_accusative: str = ""
    ru_gender: str = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    basis: Basis
    by: str
    on: date
    staff_informed: date | None = None
    justification: str = ""
    disclosed: bool = False
    """every enquiry says in its text that it is a test"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """One way in. `key` is unique within its site; `kind` names a probe (a file in `probes/`). Those of one `chain` a
    customer needs one after the other."""

    key: str
    kind: str
    address: str
    scenarios: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    weight: Fraction = Fraction(1)
    owner: str = ""
    stage: Stage = Stage.BEFORE
    label: Words | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool = True
    chain: str = ""
    emergency: bool | None = None
    """people call for help here: never visited; None: nobody said, it does not look like that"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One organisation's web presence. `country` is ISO 3166 alpha-2, `language` ru or en.

    `phones` are theirs; `shopper_phone` is the number of ours given to this company alone (E.164, "": the persona's).
    """

    key: str
    name: str
    url: str
    zone: str
    country: str
    language: str
    calendar: CalendarSpec
    segment: str
    role: Role
    region: str = ""
    group: str = ""
    consent: Consent | None = None
    phones: tuple[str, ...] = ()
    shopper_phone: str = ""
    domains: tuple[str, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    emergency: bool | None = None
    """the whole of it is an emergency service: never visited, nor looked at"""

    @property
    def may_be_asked(self) -> bool:
        """True when active visits are permitted (MEASURING §7)."""
        if self.consent is None:
            return False
        return self.role is not Role.COMPETITOR or bool(self.consent.justification)


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Who the shopper is. The e-mail address is made per visit, never here. `phone` is E.164 or ""."""

    key: str
    language: str
    first: str
    last: str
    middle: str = ""
    phone: str = ""
    company: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What our shopper asks.

    `answer_words`: word stems, any of which in a person's letter means the question was answered.
    `next_step`: words for the milestone ("viewing") with `next_step_words` stems that show it.
    """

    key: str
    language: str
    subject: str
    question: str
    answer_words: tuple[str, ...] = ()
    next_step: Words | None = None
    next_step_words: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStandard:
    """A promise: event, threshold, clock, target share (MEASURING §1, §4).

    `threshold` runs on `clock`; `wait` is the answer window in wall time: after it the visit is
    closed. `trailing` is the period the standard is judged over. `fact` names the observation for
    `PAGE_FACT` standards.
    """

    key: str
    name_en: str
    name_ru: str
    event: Event
    threshold: timedelta
    clock: ClockKind
    target: Fraction = Fraction(4, 5)
    kinds: tuple[str, ...] = ("feedback_form",)
    when: When = When.ANY
    wait: timedelta = timedelta(days=3)
    trailing: timedelta = timedelta(weeks=13)
    minimum_n: int = 5
    maximum_inconclusive: Fraction = Fraction(1, 5)
    warn_at: Fraction | None = None
    escalate_at: tuple[Fraction, ...] = ()
    fact: str = ""
    expected: Fraction | None = None
    """the share its owner believed in before the first measurement"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When things happen; local times are in each site's zone, weekdays 0 = Monday."""

    visits_per_week: int = 2
    nightly_at: time = time(3, 0)
    report_weekday: int = 0
    report_at: time = time(8, 0)
    minimum_gap: timedelta = timedelta(hours=48)
    per_day: int = 1
    per_week: int = 3
    staff_minutes_per_week: int = 60
    staff_minutes_per_visit: int = 5
    quiet_days: tuple[date, ...] = ()
    grace: timedelta = timedelta(hours=1)
    canary_every: timedelta = timedelta(minutes=30)
    listening_gap: timedelta = timedelta(minutes=30)
    site_per_day: int = 3
    off_hours_share: Fraction | None = None
    """of the enquiries; None: as the standards need"""
    forget_at: time = time(4, 30)
    at_once: int = 2
    mend_critical: timedelta = timedelta(days=3)
    mend_major: timedelta = timedelta(days=7)
    mend_minor: timedelta = timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The whole undertaking. `hash` is SHA-256 of the canonical form of everything below."""

    name: str
    seed: int
    hash: str
    segments: Mapping[str, Words]
    sites: tuple[Site, ...]
    personas: tuple[Persona, ...]
    scenarios: tuple[Scenario, ...]
    standards: tuple[ServiceStandard, ...]
    rhythm: Rhythm
    recipients: tuple[Recipient, ...]
    mail_domain: str
    """where answers come: "shopper.example", or "me@hosted.example" for people with one mailbox ("+" addresses)"""
    languages: tuple[str, ...] = ("en",)
    retention_days: int = 60
    opt_out: tuple[str, ...] = ()
    starts_at: datetime | None = None
    alerts: AlertRules = field(default_factory=AlertRules)
    rubric: Rubric = field(default_factory=Rubric)
    pauses: tuple[Pause, ...] = ()
    close_out: bool = False
    """a person who answered is thanked once the visit is judged"""
    phone_watched: bool = False
    """somebody notes by hand the calls to our numbers that no call door hears"""

    @property
    def mail_host(self) -> str:
        """The domain of our own addresses."""
        return self.mail_domain.rpartition("@")[2]

    def site(self, key: str) -> Site:
        """The site of that key; KeyError when there is none."""
        return next((s for s in self.sites if s.key == key), None) or _missing(key)

    def touchpoint(self, site: str, key: str) -> Touchpoint:
        """The touchpoint of that site; KeyError when there is none."""
        found = next((t for t in self.site(site).touchpoints if t.key == key), None)
        return found or _missing(f"{site}/{key}")

    def standards_of(self, touchpoint: Touchpoint) -> tuple[ServiceStandard, ...]:
        """The standards a touchpoint is held to: those it names, else all for its kind."""
        if touchpoint.standards:
            return tuple(s for s in self.standards if s.key in touchpoint.standards)
        return tuple(s for s in self.standards if touchpoint.kind in s.kinds)


def _missing(key: str) -> Any:
    raise KeyError(key)
