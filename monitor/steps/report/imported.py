"""Corridor: a study that was imported, judged by the rules of our own visits and told by the same pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from monitor.domain.errors import Fault, UserFault
from monitor.domain.hours_text import parse_hours
from monitor.domain.programme import ClockKind, Event, Programme, ServiceStandard
from monitor.domain.reported import ReportedEnquiry, ReportedFigure, judge_reported
from monitor.domain.response import Label
from monitor.domain.verdict import COUNTED, Outcome, Verdict
from monitor.domain.worktime import Calendar, CalendarSpec, NeverOpen
from monitor.steps import House
from monitor.steps.report.scope import Scope, origin
from monitor.steps.report.study import companies
from monitor.store import studies
from reports.narrative import Act
from reports.period import Period
from reports.records import Exclusion, InconclusiveCount
from reports.study.published import BENCHMARKS, Published
from reports.study.votes import Ask, Ballot, Sector, ShareLine, StudyData, Vote
from schedules.holidays import holiday_days

WAIT = timedelta(days=3)
"""The answer window when neither the row nor the programme names one."""
AROUND = timedelta(days=3)


_BALLOTS = {Outcome.PENDING: Ballot.PENDING, Outcome.INCONCLUSIVE: Ballot.INCONCLUSIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One enquiry of the study with its calendar and verdicts. `answer` is about a person at all, whenever."""

    enquiry: ReportedEnquiry
    calendar: Calendar | None
    answer: Verdict
    closes_at: datetime
    verdicts: tuple[tuple[ServiceStandard, Verdict], ...]

    @property
    def heard(self) -> bool:
        return self.answer.outcome is Outcome.MET


def gather_imported(
    house: House, name: str, *, names_allowed: bool = False, but: Container[str] = frozenset()
) -> StudyData:
    """Every company's first enquiry of a study, as one vote each, `but` some. `UserFault` when there is no such study."""
    with house.store.reading() as connection:
        found = studies.find(connection, name)
        if found is None:
            known = ", ".join(studies.names(connection)) or "none yet; shopper import brings them in"
            raise UserFault((Fault(place="--imported", found=f'no study "{name}"', remedy=f"Known: {known}"),))
        enquiries = [one for _, one in studies.enquiries(connection, found.id) if one.company not in but]
        figures = studies.figures(connection, found.id)
    told = judged(house.programme, first_of_each(enquiries), found.imported_at)
    excluded = Counter(enquiry.excluded for enquiry in enquiries if enquiry.excluded)
    reasons = Counter(one.answer.reason for one in told if one.answer.reason)
    return StudyData(
        title_en=name,
        title_ru=name,
        period=_period(enquiries, found.imported_at),
        origin=origin(house, (), [*enquiries, *figures], Scope(name=name, sites=("",)), found.imported_at),
        sectors=tuple(_sectors(house.programme, told)),
        votes=tuple(_vote(one) for one in told),
        asks=tuple(_asks(told)),
        names_allowed=names_allowed,
        benchmarks=tuple(_published(figure) for figure in figures) or BENCHMARKS,
        inconclusive=tuple(InconclusiveCount(reason=reason, count=count) for reason, count in sorted(reasons.items())),
        exclusions=tuple(Exclusion(what=str(count), why=why, count=count) for why, count in sorted(excluded.items())),
        shares=tuple(_shares(told)),
        imported=True,
    )


def first_of_each(enquiries: Iterable[ReportedEnquiry]) -> list[ReportedEnquiry]:
    """One company, one vote: its first enquiry that its authors did not leave out."""
    first: dict[str, ReportedEnquiry] = {}
    for enquiry in sorted(enquiries, key=lambda one: one.submitted_at):
        if not enquiry.excluded:
            first.setdefault(enquiry.company, enquiry)
    return list(first.values())


def judged(programme: Programme, enquiries: Sequence[ReportedEnquiry], handed_in: datetime) -> list[Told]:
    """Verdicts under every standard of the programme whose event they noted, as of the instant the study was handed
    in."""
    calendars, noted = _calendars(enquiries, handed_in), _noted(enquiries)
    standards = [one for one in programme.standards if one.event in noted]
    wait = max((one.wait for one in programme.standards if one.event is Event.FIRST_HUMAN), default=WAIT)
    return [_told(standards, one, calendars(one), one.closes_at(wait), handed_in) for one in enquiries]


def _told(
    standards: Sequence[ServiceStandard],
    enquiry: ReportedEnquiry,
    calendar: Calendar | None,
    closes: datetime,
    now: datetime,
) -> Told:
    window = closes - enquiry.submitted_at
    whenever = ServiceStandard(
        key="",
        name_en="",
        name_ru="",
        event=Event.FIRST_HUMAN,
        threshold=window,
        clock=ClockKind.WALL,
        wait=window,
        kinds=(),
    )
    answer = judge_reported(enquiry, whenever, calendar, now)
    assert answer is not None  # a standard for every kind and hour
    pairs = ((standard, judge_reported(enquiry, standard, calendar, now)) for standard in standards)
    verdicts = tuple((standard, verdict) for standard, verdict in pairs if verdict is not None)
    return Told(enquiry=enquiry, calendar=calendar, answer=answer, closes_at=min(closes, now), verdicts=verdicts)


def _calendars(
    enquiries: Sequence[ReportedEnquiry], handed_in: datetime
) -> Callable[[ReportedEnquiry], Calendar | None]:
    """Opening hours by enquiry; equal ones are compiled once."""
    first = min((one.submitted_at for one in enquiries), default=handed_in) - AROUND
    last = max((one.closes_at(20 * AROUND) for one in enquiries), default=handed_in) + 20 * AROUND
    known: dict[tuple[str, str, str], Calendar | None] = {}

    def calendar(one: ReportedEnquiry) -> Calendar | None:
        key = (one.zone, one.hours, one.country)
        if key not in known:
            known[key] = _compiled(*key, first.date(), last.date()) if one.hours else None
        return known[key]

    return calendar


def _compiled(zone: str, hours: str, country: str, first: date, last: date) -> Calendar | None:
    spec = CalendarSpec(zone=zone, week=parse_hours(hours), holiday_country=country)
    try:
        return Calendar.compile(spec, holiday_days(country, "", range(first.year, last.year + 1)), first, last)
    except NeverOpen:
        return None


def _period(enquiries: Sequence[ReportedEnquiry], handed_in: datetime) -> Period:
    days = [one.submitted_at.date() for one in enquiries] or [handed_in.date()]
    return Period(first=min(days), last=max(days))


def _vote(one: Told) -> Vote:
    enquiry, until = one.enquiry, one.answer.event_at or min(one.closes_at, one.enquiry.until_at or one.closes_at)
    wall = max(until, enquiry.submitted_at) - enquiry.submitted_at
    working = (
        one.calendar.working_between(enquiry.submitted_at, max(until, enquiry.submitted_at)) if one.calendar else wall
    )
    robot = enquiry.label is Label.AUTO_ACK and enquiry.responded_at is not None
    return Vote(
        key=enquiry.company,
        name=enquiry.company,
        sector=enquiry.segment,
        ballot=_BALLOTS.get(one.answer.outcome, Ballot.COUNTED),
        own=enquiry.own,
        receipt=enquiry.receipt_at is not None or robot,
        person=one.heard,
        answered=one.heard and enquiry.answered is True,
        called_back=one.heard and enquiry.called_back is True,
        next_step=one.heard and enquiry.next_step is True,
        unreachable=one.answer.outcome is Outcome.UNREACHABLE,
        wall=wall,
        working=working,
        hours_known=one.calendar is not None,
    )


def _sectors(programme: Programme, told: Sequence[Told]) -> Iterator[Sector]:
    """In order of first appearance; a segment the programme has no words for is "companies (its name)"."""
    steps = {segment: story.next_step for story in programme.scenarios for segment in story.segments if story.next_step}
    for key in dict.fromkeys(one.enquiry.segment for one in told):
        unit = programme.segments.get(key) or companies(key)
        yield Sector(key=key, unit=unit, next_step=steps.get(key))


def _asks(told: Sequence[Told]) -> Iterator[Ask]:
    """Answered at all · what else was noted · within each standard's threshold, on clocks everybody has."""
    yield Ask(acts=(Act.ANSWERED,))
    if any(one.enquiry.called_back is not None for one in told):
        yield Ask(acts=(Act.CALLED_BACK,))
    if any(one.enquiry.next_step is not None for one in told):
        yield Ask(acts=(Act.ANSWERED, Act.OFFERED))
    timed = {standard for one in told for standard, _ in one.verdicts if standard.event is Event.FIRST_HUMAN}
    hours = all(one.calendar for one in told)
    for threshold, clock in sorted({(one.threshold, one.clock) for one in timed}):
        if hours or clock is ClockKind.WALL:
            yield Ask(acts=(Act.ANSWERED,), threshold=threshold, clock=clock)


def _shares(told: Sequence[Told]) -> Iterator[ShareLine]:
    """A person at all; each standard that applies; each milestone among those a person answered."""
    yield _share("A person answered", "Ответил человек", [one.answer for one in told])
    for standard in dict.fromkeys(standard for one in told for standard, _ in one.verdicts):
        yield _share(standard.name_en, standard.name_ru, [v for one in told for s, v in one.verdicts if s is standard])
    for name in dict.fromkeys(name for one in told for name in one.enquiry.milestones):
        noted = [one.enquiry.milestones[name] for one in told if one.heard and name in one.enquiry.milestones]
        en, ru = f"Of those answered: {name}", f"Из ответивших: {name}"
        yield ShareLine(name_en=en, name_ru=ru, k=sum(noted), n=len(noted))


def _noted(enquiries: Sequence[ReportedEnquiry]) -> set[Event]:
    """What the authors of a table looked for. A column they left empty proves no failure: of those who wrote back
    nobody would be counted, and the silent ones alone would make 0 %."""
    noted = {Event.FIRST_ANY, Event.FIRST_HUMAN}
    if any(one.answered is not None for one in enquiries):
        noted.add(Event.FIRST_ANSWER)
    if any(one.receipt_at or one.label is Label.AUTO_ACK for one in enquiries):
        noted.add(Event.RECEIPT)
    return noted


def _share(en: str, ru: str, verdicts: Sequence[Verdict]) -> ShareLine:
    counted = Counter(verdict.outcome for verdict in verdicts)
    n = sum(counted[outcome] for outcome in COUNTED)
    pending, inconclusive = counted[Outcome.PENDING], counted[Outcome.INCONCLUSIVE]
    return ShareLine(name_en=en, name_ru=ru, k=counted[Outcome.MET], n=n, pending=pending, inconclusive=inconclusive)


def _published(figure: ReportedFigure) -> Published:
    return Published(
        source=figure.source,
        year=figure.year,
        definition_en=figure.what_en,
        definition_ru=figure.what_ru,
        n=figure.n,
        k=figure.k,
        printed=Fraction(figure.percent) if figure.percent is not None else None,
        places=figure.places,
        whole=figure.whole,
    )
