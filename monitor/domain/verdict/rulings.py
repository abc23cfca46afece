"""The rules of MEASURING §3 for one visit, in the order in which they are applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.verdict.clocks import Running
from monitor.domain.verdict.events import Heard
from monitor.domain.verdict.hearing import deaf, ears_of, grace, held_up, last_chance, longest_gap, mail_proven, proven
from monitor.domain.verdict.nouns import Case, InconclusiveReason, Outcome
from monitor.domain.visit import Acceptance, Sending, Visit, VisitState

THEIR_FAULT = frozenset(
    {
        "server_error",
        "site_down",
        "not_found",
        "form_broken",
        "script_error",
        "redirect_loop",
        "dead_number",
        "certificate",
    }
)
"""reasons of a rejection that any visitor would meet; others (invalid, needs_file, no_form, …) may be ours"""

_BLOCKS = {
    "captcha": InconclusiveReason.BLOCKED_CAPTCHA,
    "firewall": InconclusiveReason.BLOCKED_FIREWALL,
}
AT_THE_DOOR = "our door was shut before it, and an answer may have waited at the sender's"
A_MOMENT = timedelta(minutes=1)
"""so soon a verdict that waits for a proof of our hearing is looked at again"""
CLOCK_CHANGED = "clock_changed"
"""a visit's reason when somebody set our own clock while its answer was awaited"""
RESTORED = "restored"
"""a visit's reason when our records of its wait were lost and an older copy was put back"""
_SPOILED = {
    InconclusiveReason.RECOGNISED_AS_TEST.value: InconclusiveReason.RECOGNISED_AS_TEST,
    CLOCK_CHANGED: InconclusiveReason.VISIT_INTERRUPTED,
    RESTORED: InconclusiveReason.VISIT_INTERRUPTED,
}
_UNFINISHED = frozenset({VisitState.PLANNED, VisitState.CLAIMED, VisitState.SUBMITTING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What one rule decides, and why in one sentence."""

    outcome: Outcome
    why: str
    reason: InconclusiveReason | None = None
    final: bool = False
    breached: bool = False
    look_again_at: datetime | None = None


def inconclusive(reason: InconclusiveReason, why: str) -> Ruling:
    return Ruling(outcome=Outcome.INCONCLUSIVE, reason=reason, why=why, final=True)


def spoiled(visit: Visit) -> Ruling | None:
    """A visit that was noticed as a test, or whose times nobody can trust, measures nothing, answered or not."""
    reason = _SPOILED.get(visit.reason)
    return inconclusive(reason, "the visit was spoiled") if reason else None


def never_started(visit: Visit) -> Ruling:
    """No clock ran: nothing has been sent (yet)."""
    obstacle = _obstacle(visit)
    if obstacle is not None:
        return obstacle
    if visit.state in _UNFINISHED:
        return Ruling(outcome=Outcome.PENDING, why="the visit is not finished", look_again_at=visit.due_at)
    if visit.state is VisitState.WITHDRAWN:
        return inconclusive(InconclusiveReason.NOT_PERMITTED, "the visit was withdrawn")
    return inconclusive(InconclusiveReason.VISIT_INTERRUPTED, "nothing was sent, and not because of the site")


def ruling(case: Case, running: Running, heard: Heard, now: datetime) -> Ruling:
    """What follows for a visit whose clock runs; a pending one is looked at again at every alarm and at the window's end."""
    found = _first_rule(case, running, heard, now)
    if found.outcome is not Outcome.PENDING:
        return found
    looks = [found.look_again_at or running.closes]
    for share, at in running.alarms():
        if at > now:
            looks.append(at)
        elif share >= 1 and proven(case, heard, at, now) is None:
            looks.append(_next_try(case, at, now))
    return replace(found, look_again_at=min(looks))


def _first_rule(case: Case, running: Running, heard: Heard, now: datetime) -> Ruling:
    if heard.event_at is not None and running.within(heard.event_at):
        return Ruling(outcome=Outcome.MET, why="the event came within the threshold", final=True)
    obstacle = None if heard.arrived else _obstacle(case.visit) or _bounce(heard)
    if obstacle is not None:
        return _until(running.closes, obstacle, now)
    if heard.event_at is not None:
        return _late(case, running, heard, now)
    if now < running.deadline:
        return Ruling(outcome=Outcome.PENDING, why="the threshold has not passed", look_again_at=running.deadline)
    waiting = _waiting(case, running, heard, now)
    found = _silent(case, running, heard, now) if now >= running.closes else waiting
    # a breach stays one while the window's own proof is waited for
    return replace(found, breached=waiting.breached) if found.outcome is Outcome.PENDING else found


def _our_reason(visit: Visit) -> InconclusiveReason | None:
    return InconclusiveReason(visit.reason) if visit.reason in set(InconclusiveReason) else None


def _obstacle(visit: Visit) -> Ruling | None:
    """What kept the enquiry from arriving; holds as long as nothing answers it after all."""
    ours = _our_reason(visit)
    if visit.acceptance is Acceptance.BLOCKED and visit.reason in _BLOCKS:
        return inconclusive(_BLOCKS[visit.reason], "only robots meet this block: it proves nothing about people")
    if ours is not None and visit.sending is not Sending.UNKNOWN:
        return inconclusive(ours, "we could not measure")
    if visit.reason in THEIR_FAULT and visit.acceptance is not Acceptance.ACCEPTED:
        return Ruling(outcome=Outcome.UNREACHABLE, why=f"any visitor would meet this: {visit.reason}", final=True)
    if visit.acceptance in (Acceptance.REJECTED, Acceptance.BLOCKED):
        return inconclusive(InconclusiveReason.VISIT_INTERRUPTED, f"stopped ({visit.reason}), perhaps our own fault")
    return None


def _bounce(heard: Heard) -> Ruling | None:
    if heard.bounced is None:
        return None
    return Ruling(outcome=Outcome.UNREACHABLE, why="the enquiry came back undelivered", final=True)


def _until(closes: datetime, found: Ruling, now: datetime) -> Ruling:
    """The same, but open until the window closes: a person may answer after all."""
    if now >= closes:
        return found
    return Ruling(outcome=found.outcome, reason=found.reason, why=found.why, look_again_at=closes)


def _late(case: Case, running: Running, heard: Heard, now: datetime) -> Ruling:
    unclear_in_time = heard.unclear is not None and running.within(heard.unclear)
    doubt = _doubt(case, running, heard, running.deadline, unclear=unclear_in_time)
    if doubt is None and heard.event_at and held_up(case, running.start, running.deadline, heard.event_at):
        doubt = inconclusive(InconclusiveReason.LISTENING_GAP, AT_THE_DOOR)
    if doubt is not None:
        return _settled(case, running, doubt, now)
    if proven(case, heard, running.deadline, min(now, last_chance(case, running.closes))) is None:
        return _unproven(case, heard, running.deadline, running.closes, now)
    return Ruling(outcome=Outcome.LATE, why="the event came after the threshold, inside the window", final=True)


def _waiting(case: Case, running: Running, heard: Heard, now: datetime) -> Ruling:
    """The threshold has passed, the window is open: pending, and breached once our ears are proven."""
    doubt = _doubt(case, running, heard, running.deadline, unclear=heard.unclear is not None)
    if doubt is not None:
        return Ruling(outcome=Outcome.PENDING, why=f"threshold passed, but {doubt.why}")
    if until := held_up(case, running.start, running.deadline, now):
        why = f"threshold passed, but {AT_THE_DOOR}"
        return Ruling(outcome=Outcome.PENDING, why=why, look_again_at=min(running.closes, until + A_MOMENT))
    if proven(case, heard, running.deadline, now) is None:
        soon = min(running.closes, _next_try(case, running.deadline, now))
        return Ruling(outcome=Outcome.PENDING, why="threshold passed, no canary since", look_again_at=soon)
    why = "threshold passed in silence, our ears proven since"
    return Ruling(outcome=Outcome.PENDING, why=why, breached=True)


def _next_try(case: Case, deadline: datetime, now: datetime) -> datetime:
    """When to look for a canary again: every minute while one is due, then as often as they are due."""
    return now + (A_MOMENT if now <= deadline + case.ears.canary_grace else case.ears.canary_grace)


def _silent(case: Case, running: Running, heard: Heard, now: datetime) -> Ruling:
    """The window is over without the event: theirs, if our ears were good."""
    closes = running.closes
    doubt = _doubt(case, running, heard, closes, unclear=heard.unclear is not None)
    if doubt is not None:
        return _settled(case, running, doubt, now)
    if until := held_up(case, running.start, closes, heard.after_window or now):
        if heard.after_window:
            return _settled(case, running, inconclusive(InconclusiveReason.LISTENING_GAP, AT_THE_DOOR), now)
        return Ruling(
            outcome=Outcome.PENDING, why=f"the window is over, but {AT_THE_DOOR}", look_again_at=until + A_MOMENT
        )
    if proven(case, heard, closes, min(now, last_chance(case, closes))) is None:
        return _unproven(case, heard, closes, closes, now)
    if heard.robots and not heard.people:
        return Ruling(outcome=Outcome.AUTO_ONLY, why="robots answered, no person did", final=True, breached=True)
    why = "the window is over without the event, and our ears worked"
    return Ruling(outcome=Outcome.NOT_ANSWERED, why=why, final=True, breached=True)


def _unproven(case: Case, heard: Heard, since: datetime, closes: datetime, now: datetime) -> Ruling:
    """Not every ear is proven since the instant that counts: the end of the window, or the threshold of a late event."""
    if now <= closes + grace(case):
        why = "the window is over, waiting for a canary" if since == closes else "late, but not every ear is proven"
        return Ruling(outcome=Outcome.PENDING, why=why, look_again_at=_next_try(case, since, now))
    final = now > last_chance(case, closes)
    until = min(now, last_chance(case, closes))
    after = "after the window" if since == closes else "after the threshold"
    by_mail = mail_proven(case, heard, since, until) is not None  # then it is the phone that lacks
    return Ruling(
        outcome=Outcome.INCONCLUSIVE,
        reason=InconclusiveReason.OUR_PHONE_DOWN if by_mail else InconclusiveReason.OUR_MAILBOX_DOWN,
        why=f"no call proved our phone {after}" if by_mail else f"no canary sent {after} came back",
        final=final,
        look_again_at=None if final else _next_try(case, closes, now),
    )


def _doubt(case: Case, running: Running, heard: Heard, until: datetime, *, unclear: bool) -> Ruling | None:
    """Why a missing or late event may not be theirs."""
    if case.ambiguous:
        return inconclusive(InconclusiveReason.AMBIGUOUS_MATCH, "a letter that may belong here is not assigned")
    if heard.too_early:
        return inconclusive(
            InconclusiveReason.AMBIGUOUS_MATCH, "an answer is stamped before we wrote: a clock is wrong"
        )
    if unclear:
        return inconclusive(InconclusiveReason.HUMAN_OR_AUTO_UNCLEAR, "a message nobody has judged may be the event")
    visit = case.visit
    if not visit.gave("email", "phone", "email_or_phone"):
        return inconclusive(InconclusiveReason.VISIT_INTERRUPTED, "the form took nothing to answer to")
    if not heard.arrived and (visit.sending is Sending.UNKNOWN or visit.acceptance is Acceptance.UNKNOWN):
        return inconclusive(InconclusiveReason.VISIT_INTERRUPTED, "whether the enquiry arrived is not known")
    for ears in ears_of(case):
        if deaf(ears, running.start, until):
            if ears is case.phone and not ears.spans:
                return inconclusive(InconclusiveReason.OUR_PHONE_DOWN, "nobody listened to the number we gave")
            gap = longest_gap(ears, running.start, until)
            return inconclusive(InconclusiveReason.LISTENING_GAP, f"we did not listen for {gap} of the wait")
    return None


def _settled(case: Case, running: Running, doubt: Ruling, now: datetime) -> Ruling:
    """A doubt counts when the window is over and the record of our listening had time to be written."""
    settled = running.closes + case.ears.canary_grace
    if now > settled:
        return doubt
    return Ruling(
        outcome=Outcome.PENDING, why=f"open, because {doubt.why}", look_again_at=max(running.closes, now + A_MOMENT)
    )
