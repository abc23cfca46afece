"""Ground floor: which visit a call (or SMS) belongs to (notes/phones_hours §5.2).

A number of ours is given to one company, so the called number names the company; the caller and the instant say
whether it is an answer, one that came after the window, or a stranger.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.response.nouns import OpenVisit

LATE = timedelta(days=14)
"""so long after the answer window a company's call still belongs to its last visit"""
PROBABLY = 0.8
"""confidence in a call from a number the company does not show: people ring from their mobiles"""


SOONER = 4
"""of two enquiries of one company a call answers the newer when that one has waited so many times less"""


class Ring(StrEnum):
    """`answer`: inside the window · `late`: after it, from a number of theirs · `unclear`: more than one visit waits
    on this number · `stranger`: nobody we asked."""

    ANSWER = "answer"
    LATE = "late"
    UNCLEAR = "unclear"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Whose call it was and how sure we are."""

    ring: Ring
    visit: OpenVisit | None = None
    candidates: tuple[OpenVisit, ...] = ()
    confidence: float = 1.0
    why: str = ""


def match_call(
    at: datetime, caller: str, visits: Sequence[OpenVisit], phones: Callable[[str], Collection[str]]
) -> Rung:
    """`visits` that gave the called number away, `phones(site)` the company's own numbers (E.164); `at` when it rang.

    Pure; the order of `visits` plays no part.
    """
    asked = [visit for visit in visits if visit.submitted_at is not None and visit.submitted_at <= at]
    inside = [visit for visit in asked if visit.closes_at is None or at <= visit.closes_at]
    theirs = [visit for visit in inside if caller and caller in phones(visit.site)]
    if theirs:
        return _answer(at, theirs, 1.0, "called from a number of theirs")
    late = [visit for visit in asked if visit not in inside and caller and caller in phones(visit.site)]
    recent = [visit for visit in late if visit.closes_at is not None and at <= visit.closes_at + LATE]
    if recent:
        last = max(recent, key=lambda visit: (visit.submitted_at or at, visit.id))
        return Rung(ring=Ring.LATE, visit=last, why="called from a number of theirs, after the window")
    if inside:
        who = "an unknown number" if caller else "a hidden number"
        return _answer(at, inside, PROBABLY, f"called from {who} inside the window")
    return Rung(ring=Ring.STRANGER, why="nobody who was asked: no visit waits on this number")


def _answer(at: datetime, found: Sequence[OpenVisit], confidence: float, why: str) -> Rung:
    if len(found) == 1:
        return Rung(ring=Ring.ANSWER, visit=found[0], confidence=confidence, why=why)
    if newest := _much_newer(at, found):
        why = f"{why}, soon after this enquiry and long after the others"
        return Rung(ring=Ring.ANSWER, visit=newest, confidence=min(confidence, PROBABLY), why=why)
    candidates = tuple(sorted(found, key=lambda visit: visit.id))
    return Rung(ring=Ring.UNCLEAR, candidates=candidates, why=f"{why}; more than one visit waits on it")


def _much_newer(at: datetime, found: Sequence[OpenVisit]) -> OpenVisit | None:
    """The one enquiry of one company that a call can hardly be late for; None when the instants do not tell."""
    if len({visit.site for visit in found}) > 1:
        return None
    newest, before, *_ = sorted(found, key=lambda visit: (visit.submitted_at or at, visit.id), reverse=True)
    waited, longer = at - (newest.submitted_at or at), at - (before.submitted_at or at)
    return newest if waited * SOONER <= longer else None
