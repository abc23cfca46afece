"""Ground floor: outcomes measured by others (a person's mystery shop, a published audit), judged by the same rules.

Whoever hands in such a table vouches for their own hearing: silence inside the window is taken as the company's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from monitor.domain.programme import Channel, ServiceStandard
from monitor.domain.response import Label, MatchLevel, Response
from monitor.domain.statistics import possible_counts
from monitor.domain.verdict import Case, Ears, Proof, Running, Verdict, applies, decide
from monitor.domain.visit import Acceptance, Question, Sending, Shopper, Visit, VisitState
from monitor.domain.worktime import Calendar, OutsideCalendar

_NOBODY = Shopper(first="", last="", middle="", email="", phone="")
_NOTHING = Question(subject="", text="", language="en")


class Obstacle(StrEnum):
    """What kept the enquiry from arriving. `unreachable` any customer would meet; the others prove nothing."""

    NONE = ""
    UNREACHABLE = "unreachable"
    CAPTCHA = "captcha"
    FIREWALL = "firewall"
    INTERRUPTED = "visit_interrupted"
    RECOGNISED = "recognised_as_test"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedEnquiry:
    """One enquiry as somebody else recorded it. Instants aware UTC.

    `responded_at`/`label`: the first message that is not a mere receipt, and who wrote it. `until_at`: how long
    they listened (None: to the end of the window). `window`: after it an answer no longer counts (None: the
    standards' own). `milestones`: what else they noted, by their words. `excluded`: why their own rules leave it
    out. `zone`, `hours` (as written) and `country` (holidays) make the working clock; without hours there is none.
    """

    company: str
    submitted_at: datetime
    segment: str = ""
    touchpoint: str = "feedback_form"
    channel: Channel = Channel.EMAIL
    own: bool = False
    receipt_at: datetime | None = None
    responded_at: datetime | None = None
    label: Label = Label.HUMAN
    answered: bool | None = None
    next_step: bool | None = None
    called_back: bool | None = None
    milestones: Mapping[str, bool] = field(default_factory=dict)
    until_at: datetime | None = None
    window: timedelta | None = None
    obstacle: Obstacle = Obstacle.NONE
    excluded: str = ""
    zone: str = "UTC"
    hours: str = ""
    country: str = ""
    note: str = ""

    def closes_at(self, wait: timedelta) -> datetime:
        """End of the answer window: its own, else `wait` after the submission."""
        return self.submitted_at + (self.window or wait)


def judge_reported(
    enquiry: ReportedEnquiry, standard: ServiceStandard, calendar: Calendar | None, now: datetime
) -> Verdict | None:
    """The verdict by the rules of our own visits; None when the standard does not apply. `now`: when it was handed in."""
    visit = _visit(enquiry)
    if (standard.kinds and enquiry.touchpoint not in standard.kinds) or not applies(standard, visit, calendar):
        return None
    as_of = min(now, enquiry.until_at) if enquiry.until_at else now
    case = Case(
        visit=visit,
        responses=tuple(_responses(enquiry)),
        ears=_ears(enquiry, standard, calendar, as_of),
        calendar=calendar,
    )
    return decide(case, standard, as_of)


def _visit(enquiry: ReportedEnquiry) -> Visit:
    acceptance, reason = {
        Obstacle.NONE: (Acceptance.ACCEPTED, ""),
        Obstacle.UNREACHABLE: (Acceptance.REJECTED, "form_broken"),
        Obstacle.CAPTCHA: (Acceptance.BLOCKED, "captcha"),
        Obstacle.FIREWALL: (Acceptance.BLOCKED, "firewall"),
    }.get(enquiry.obstacle, (Acceptance.UNKNOWN, str(enquiry.obstacle)))
    return Visit(
        id=0,
        token="",
        site=enquiry.company,
        touchpoint=enquiry.touchpoint,
        kind=enquiry.touchpoint,
        slot_at=enquiry.submitted_at,
        state=VisitState.CLOSED,
        shopper=_NOBODY,
        question=_NOTHING,
        submitted_at=enquiry.submitted_at,
        intent_at=enquiry.submitted_at,
        sending=Sending.SENT,
        acceptance=acceptance,
        reason=reason,
    )


def _responses(enquiry: ReportedEnquiry) -> list[Response]:
    known = {"visit_id": 0, "channel": enquiry.channel, "level": MatchLevel.HAND}
    found = []
    if enquiry.receipt_at is not None:
        found.append(Response(at=enquiry.receipt_at, label=Label.AUTO_ACK, **known))  # type: ignore[arg-type]
    if enquiry.responded_at is not None:
        said = {"answers": enquiry.answered, "next_step": enquiry.next_step}
        found.append(Response(at=enquiry.responded_at, label=enquiry.label, **said, **known))  # type: ignore[arg-type]
    return found


def _ears(enquiry: ReportedEnquiry, standard: ServiceStandard, calendar: Calendar | None, until: datetime) -> Ears:
    """Open from the submission on, with a proof at every instant the judge asks about."""
    try:
        running = Running(standard=standard, start=enquiry.submitted_at, calendar=calendar)
        asked = {running.deadline, running.closes}
    except (ValueError, OutsideCalendar):  # no hours, or none so far ahead: the judge says so himself
        asked = set()
    return Ears(
        proofs=tuple(Proof(sent_at=at, arrived_at=at) for at in sorted(asked)),
        spans=((enquiry.submitted_at, max(until, enquiry.submitted_at)),),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFigure:
    """A share as a source printed it: k of n, its percentage with `places` decimals, what it counted (both languages).

    `whole`: figures of one name are parts of one whole and should add up to 100.
    """

    source: str
    year: int
    what_en: str
    what_ru: str
    n: int | None
    k: int | None = None
    percent: Fraction | None = None
    places: int = 0
    whole: str = ""

    @property
    def flaw(self) -> str:
        """Why it cannot be right, "" when it can: no whole number of n prints that percentage (the GRIM check)."""
        if self.n is None or self.percent is None:
            return ""
        possible = possible_counts(self.percent, self.n, self.places)
        if self.k is not None:
            return "" if self.k in possible else f"{self.k} of {self.n} does not print {_told(self.percent)} %"
        return "" if possible else f"no whole number of {self.n} prints {_told(self.percent)} %"


def _told(percent: Fraction) -> str:
    return f"{float(percent):g}"
