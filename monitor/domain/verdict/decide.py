"""The verdict of one visit against one standard, with every step that led to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from monitor.domain.programme import ClockKind, Event, ServiceStandard
from monitor.domain.verdict.clocks import Running, clock_start
from monitor.domain.verdict.events import Heard, hear
from monitor.domain.verdict.hearing import ears_of, longest_gap, mail_ears, proven
from monitor.domain.verdict.nouns import COUNTED, Case, InconclusiveReason, Outcome, Step, Verdict
from monitor.domain.verdict.pages import page_ruling
from monitor.domain.verdict.rulings import Ruling, inconclusive, never_started, ruling, spoiled
from monitor.domain.worktime import OutsideCalendar

_ON_A_PAGE = frozenset({Event.PAGE_FACT, Event.CONFIRMATION})


def decide(case: Case, standard: ServiceStandard, now: datetime) -> Verdict:
    """The verdict of one visit against one standard at `now` (MEASURING §3). Pure.

    Instants aware (ValueError otherwise). A calendar that does not reach far enough is as good as none.
    """
    if now.utcoffset() is None:
        raise ValueError(f"an instant without time zone: {now}")
    try:
        return _decide(case, standard, now)
    except OutsideCalendar:
        return _decide(replace(case, calendar=None), standard, now)


def escalation(case: Case, standard: ServiceStandard, now: datetime) -> Fraction | None:
    """The highest share of the threshold (`warn_at`, `escalate_at`) that has passed and may be told.

    None when nothing has, or the visit is not pending. From the whole threshold on our ears must be
    proven since that share passed: nobody is woken because we were deaf.
    """
    verdict = decide(case, standard, now)
    start = clock_start(case.visit)
    if verdict.outcome is not Outcome.PENDING or verdict.deadline is None or start is None:
        return None
    running = Running(standard=standard, start=start, calendar=case.calendar)
    heard = hear(case.visit, case.responses, running, now)
    passed = [
        share
        for share, at in running.alarms()
        if at <= now and (share < 1 or (verdict.breached and proven(case, heard, at, now)))
    ]
    return max(passed, default=None)


def _decide(case: Case, standard: ServiceStandard, now: datetime) -> Verdict:
    start = clock_start(case.visit)
    short = _without_clocks(case, standard, start)
    if short is not None or start is None:
        found = short or never_started(case.visit)
        return _verdict(case, standard, now, found, steps=(*_visit_steps(case), _last_step(found)))
    running = Running(standard=standard, start=start, calendar=case.calendar)
    heard = hear(case.visit, case.responses, running, now)
    found = ruling(case, running, heard, now)
    steps = (*_visit_steps(case), *_clock_steps(case, running, heard, now), _last_step(found))
    return _with_clocks(_verdict(case, standard, now, found, steps), running, heard)


def _without_clocks(case: Case, standard: ServiceStandard, start: datetime | None) -> Ruling | None:
    """Rulings that need no clock."""
    found = spoiled(case.visit)
    if found is None and standard.event in _ON_A_PAGE:
        found = page_ruling(case.visit, standard)
    elif found is None and start is not None and standard.clock is ClockKind.WORKING and case.calendar is None:
        found = inconclusive(InconclusiveReason.CALENDAR_MISSING, "a working clock without opening hours")
    return found


def _verdict(case: Case, standard: ServiceStandard, now: datetime, found: Ruling, steps: tuple[Step, ...]) -> Verdict:
    return Verdict(
        visit_id=case.visit.id,
        standard=standard.key,
        outcome=found.outcome,
        as_of=now,
        reason=found.reason,
        breached=found.breached,
        final=found.final,
        look_again_at=found.look_again_at,
        calendar_version="" if case.calendar is None else case.calendar.version,
        steps=steps,
    )


def _with_clocks(verdict: Verdict, running: Running, heard: Heard) -> Verdict:
    """The verdict with its instants and durations; the event is named only where it decided."""
    verdict = replace(verdict, deadline=running.deadline)
    if verdict.outcome in (Outcome.MET, Outcome.LATE) and heard.event_at is not None:
        at = heard.event_at
        return replace(verdict, event_at=at, wall=at - running.start, working=running.working(at))
    if verdict.outcome in COUNTED:
        return replace(verdict, late_answer_at=heard.after_window)
    return verdict


def _visit_steps(case: Case) -> Iterator[Step]:
    visit = case.visit
    facts = (
        f"sending {visit.sending or 'none'}, acceptance {visit.acceptance or 'none'}, reason {visit.reason or 'none'}"
    )
    yield Step(rule="visit", looked_at=facts, result=f"clock starts {_when(clock_start(visit))}")


def _clock_steps(case: Case, running: Running, heard: Heard, now: datetime) -> Iterator[Step]:
    standard = running.standard
    promise = f"{standard.event} within {standard.threshold} on the {standard.clock} clock"
    limits = f"in time until {_when(running.deadline)}, window closes {_when(running.closes)}"
    yield Step(rule="standard", looked_at=promise, result=limits)
    for response in sorted(case.responses, key=lambda r: (r.at, r.sha256)):
        what = f"{response.label} by {response.channel}, answers: {response.answers}"
        yield Step(rule="message", looked_at=what, result=_when(response.at) if response.at <= now else "not yet")
    yield Step(rule="event", looked_at=str(standard.event), result=_when(heard.event_at))
    until = heard.event_at or min(now, running.closes)
    yield from running.arithmetic(
        until, "the event" if heard.event_at else "now" if until == now else "the window's end"
    )
    limit = running.deadline if now < running.closes else running.closes
    for ears in mail_ears(case):
        gap = longest_gap(ears, running.start, max(running.start, min(limit, now)))
        listened = f"{len(ears.spans)} stretches, limit {ears.gap_limit}"
        yield Step(rule="listening", looked_at=listened, result=f"longest gap {gap}")
    proof = proven(case, heard, limit, now)
    proofs = sum(len(ear.proofs) for ear in ears_of(case))
    yield Step(rule="canary", looked_at=f"{proofs} sent, since {_when(limit)}", result=_when(proof))


def _last_step(found: Ruling) -> Step:
    result = found.outcome if found.reason is None else f"{found.outcome}({found.reason})"
    return Step(rule="verdict", looked_at=found.why, result=result)


def _when(at: datetime | None) -> str:
    return "never" if at is None else at.isoformat(" ")
