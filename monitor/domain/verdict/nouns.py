"""What the judge is given and what it says: values only, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.response import Response
from monitor.domain.visit import Visit
from monitor.domain.worktime import Calendar


class Outcome(StrEnum):
    MET = "met"
    LATE = "late"
    AUTO_ONLY = "auto_only"
    NOT_ANSWERED = "not_answered"
    UNREACHABLE = "unreachable"
    PENDING = "pending"
    INCONCLUSIVE = "inconclusive"


COUNTED = frozenset({Outcome.MET, Outcome.LATE, Outcome.AUTO_ONLY, Outcome.NOT_ANSWERED, Outcome.UNREACHABLE})


class InconclusiveReason(StrEnum):
    BLOCKED_CAPTCHA = "blocked_captcha"
    BLOCKED_FIREWALL = "blocked_firewall"
    OUR_MAILBOX_DOWN = "our_mailbox_down"
    OUR_PHONE_DOWN = "our_phone_down"
    LISTENING_GAP = "listening_gap"
    AMBIGUOUS_MATCH = "ambiguous_match"
    HUMAN_OR_AUTO_UNCLEAR = "human_or_auto_unclear"
    CALENDAR_MISSING = "calendar_missing"
    VISIT_INTERRUPTED = "visit_interrupted"
    RECOGNISED_AS_TEST = "recognised_as_test"
    SITE_DOWN_FOR_US_ONLY = "site_down_for_us_only"
    NOT_PERMITTED = "not_permitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One canary: sent at, arrived at (None = never came, so far)."""

    sent_at: datetime
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """The record of our own hearing for the door(s) a visit's answers come through.

    `spans`: (from, to) instants during which the door was listening, sorted. `gap_limit`: the longest
    stretch inside the wait that may be uncovered.
    """

    proofs: tuple[Proof, ...] = ()
    spans: tuple[tuple[datetime, datetime], ...] = ()
    gap_limit: timedelta = timedelta(minutes=30)
    canary_grace: timedelta = timedelta(minutes=30)
    """how long after a deadline we wait for a canary before saying our mailbox is down"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that `decide` may look at. `calendar` None = the site has no usable calendar."""

    visit: Visit
    responses: tuple[Response, ...]
    ears: Ears
    calendar: Calendar | None
    mailboxes: tuple[Ears, ...] = ()
    """mailboxes that hear by an address of their own: silence must be proven in each of them too"""
    phone: Ears | None = None
    """the ear for calls, when the enquiry gave a number of ours away: silence must be proven there too"""
    ambiguous: bool = False
    """a letter that may belong to this visit lies in the holding pen"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the explanation: rule, what it looked at, what followed."""

    rule: str
    looked_at: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One visit against one standard as of an instant.

    `deadline`: the instant the threshold passes on the standard's clock (None: no clock started).
    `breached`: the threshold passed with the event not there AND our ears proven since: an alert may
    be sent (also while the outcome is still `pending` because the answer window is open). `final`:
    nothing that may still arrive changes it. `look_again_at`: when to decide next (None when final).
    `event_at`: the instant of the standard's event. `wall`/`working`: durations to it, derived.
    """

    visit_id: int
    standard: str
    outcome: Outcome
    as_of: datetime
    reason: InconclusiveReason | None = None
    breached: bool = False
    final: bool = False
    deadline: datetime | None = None
    look_again_at: datetime | None = None
    event_at: datetime | None = None
    wall: timedelta | None = None
    working: timedelta | None = None
    late_answer_at: datetime | None = None
    """an answer after the window: stays `not_answered`, told in a footnote"""
    calendar_version: str = ""
    steps: tuple[Step, ...] = ()


class Standing(StrEnum):
    PASS = "pass"  # noqa: S105  # a verdict, not a password
    FAIL = "fail"
    NOT_ENOUGH = "not_enough_data"
