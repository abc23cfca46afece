"""Silence must be proven to be theirs (MEASURING §3): did our own ears work?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter

from monitor.domain.programme import ServiceStandard
from monitor.domain.verdict.clocks import Running, clock_start
from monitor.domain.verdict.events import Heard
from monitor.domain.verdict.nouns import Case, Ears
from monitor.domain.visit import Visit
from monitor.domain.worktime import Calendar, OutsideCalendar

Stretch = tuple[datetime, datetime]
_sent_at = attrgetter("sent_at")

PATIENCE = 10
"""how many times the canary's grace we go on accepting a belated proof before the verdict is final"""

A_LITTLE = timedelta(seconds=30)
"""hardly a letter meets so short a pause"""
RETRY = timedelta(minutes=30)
"""a server that met our door shut tries again within (RFC 5321 §4.5.4.1 advises half an hour; Postfix takes 5 minutes
at first, Exim 15)"""


def ears_of(case: Case) -> tuple[Ears, ...]:
    """All ears an answer may have come by."""
    return (*mail_ears(case), case.phone) if case.phone else mail_ears(case)


def mail_ears(case: Case) -> tuple[Ears, ...]:
    """All ears a letter may have come by."""
    return (case.ears, *case.mailboxes)


def grace(case: Case) -> timedelta:
    """How long after a deadline the slowest ear's proof may take."""
    return max(ears.canary_grace for ears in ears_of(case))


def last_chance(case: Case, closes: datetime) -> datetime:
    """Until when a proof may come that turns "our mailbox was down" into their silence; then it is final."""
    return closes + PATIENCE * grace(case)


def concerns(
    visit: Visit, standards: Iterable[ServiceStandard], calendar: Calendar | None, grace: timedelta
) -> Stretch:
    """From when until when our hearing may matter to a verdict of the visit; `grace`: of its slowest ear."""
    start = clock_start(visit) or visit.slot_at
    ends = [visit.closes_at or start]
    for standard in standards:
        try:
            ends.append(Running(standard=standard, start=start, calendar=calendar).closes)
        except (ValueError, OutsideCalendar):  # no hours, or none so far ahead: no clock will run
            ends.append(start + standard.wait)
    return start, max(ends) + PATIENCE * grace


def between(ears: Ears, stretch: Stretch) -> Ears:
    """The part of a longer record that concerns a stretch of time; `ears` sorted by instant."""
    since, until = stretch
    proofs, spans = ears.proofs, ears.spans
    low, high = bisect_left(proofs, since, key=_sent_at), bisect_right(proofs, until, key=_sent_at)
    first, last = bisect_left(spans, since, key=itemgetter(1)), bisect_right(spans, until, key=itemgetter(0))
    return replace(ears, proofs=proofs[low:high], spans=spans[first:last])


def proven(case: Case, heard: Heard, deadline: datetime, until: datetime) -> datetime | None:
    """When every ear was proven, by `until`, to have heard what came at `deadline` or later; None = not yet."""
    mail = mail_proven(case, heard, deadline, until)
    if case.phone is None or mail is None:
        return mail
    phone = proven_after(case.phone, heard.calls, deadline, until)
    return max(mail, phone) if phone else None


def mail_proven(case: Case, heard: Heard, deadline: datetime, until: datetime) -> datetime | None:
    """The same for letters alone. A letter proves the mail domain, never a mailbox with an address of its own."""
    latest = proven_after(case.ears, heard.arrivals, deadline, until)
    for mailbox in case.mailboxes:
        proof = proven_after(mailbox, (), deadline, until)
        latest = max(latest, proof) if latest and proof else None
    return latest


def proven_after(ears: Ears, arrivals: Iterable[datetime], deadline: datetime, until: datetime) -> datetime | None:
    """When it was first proven, by `until`, that what reached us at `deadline` or later was heard; None = not yet.

    Proof is a canary sent at or after the deadline that came, or any message that came since.
    """
    canaries = (p.arrived_at for p in ears.proofs if p.arrived_at is not None and p.sent_at >= deadline)
    return min((at for at in (*canaries, *arrivals) if deadline <= at <= until), default=None)


def longest_gap(ears: Ears, start: datetime, end: datetime) -> timedelta:
    """The longest stretch of [start, end] in which the door was not listened to."""
    gap, covered = timedelta(0), start
    for begin, until in sorted(ears.spans):
        gap = max(gap, min(begin, end) - covered)
        covered = max(covered, min(until, end))
    return max(gap, end - covered)


def held_up(case: Case, start: datetime, deadline: datetime, at: datetime) -> datetime | None:
    """When our door was shut before the deadline: until when what comes may have been tried in time; None when what
    came `at` was not."""
    opened = (
        until
        for ears in mail_ears(case)
        for since, until in _shut(ears, start)
        if since < deadline and until - since > A_LITTLE
    )
    tried_again = max(opened, default=start - RETRY) + RETRY
    return tried_again if at <= tried_again else None


def _shut(ears: Ears, start: datetime) -> Iterator[Stretch]:
    """The stretches since `start` that ended with the door being open again."""
    covered = start
    for begin, until in sorted(ears.spans):
        if begin > covered:
            yield covered, begin
        covered = max(covered, until)


def deaf(ears: Ears, start: datetime, end: datetime) -> bool:
    """A gap beyond the limit in [start, end], or no listening there at all, however short the wait."""
    gap = longest_gap(ears, start, end)
    return gap > ears.gap_limit or (end > start and gap == end - start)
