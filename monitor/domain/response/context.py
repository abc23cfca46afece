"""Ground floor: what a visit adds to judging a letter: delay, our own words coming back, sameness."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from monitor.domain.response.nouns import Label, OpenVisit, Reason
from monitor.domain.response.traits import Traits, normal, reason

AT_ONCE = timedelta(seconds=20)
"""Nobody reads an enquiry and types an answer so fast."""
QUICK = timedelta(seconds=60)
LATER = timedelta(minutes=30)
"""No receipt takes so long: what reads like one then may well be a person's."""
LATE = "came later"
SAME = 0.9
"""Share of three-word runs in common, names and numbers masked, from which two letters are one text."""

_MASKED = re.compile(r"\d+|\b[A-ZА-ЯЁ][\w-]*")
_WORDS = re.compile(r"\w+|#")


def context_reasons(letter: Traits, visit: OpenVisit | None) -> tuple[Reason, ...]:
    """Signs of a robot that only the visit shows."""
    if visit is None:
        return ()
    return (*_delay(letter, visit), *_echo(letter, visit), *_sameness(letter, visit))


def late_reasons(letter: Traits, visit: OpenVisit | None) -> tuple[Reason, ...]:
    """What speaks for a person because a receipt would have come at once."""
    if visit is None or visit.submitted_at is None:
        return ()
    delay = letter.message.at - visit.submitted_at
    return (reason(LATE, Label.HUMAN, 1.0, str(delay).partition(".")[0]),) if delay >= LATER else ()


def _delay(letter: Traits, visit: OpenVisit) -> list[Reason]:
    if visit.submitted_at is None:
        return []
    delay = max(letter.message.at - visit.submitted_at, timedelta(0))
    if delay > QUICK:
        return []
    return [reason("came at once", Label.AUTO_ACK, 8.0 if delay <= AT_ONCE else 2.5, f"{delay.total_seconds():.0f} s")]


def _echo(letter: Traits, visit: OpenVisit) -> list[Reason]:
    values = [normal(value).strip() for value in visit.field_values]
    echoed = [value for value in values if len(value) > 4 and value in letter.own]
    return [reason("our own words come back", Label.AUTO_ACK, 1.5, echoed)] if len(echoed) >= 2 else []


def _sameness(letter: Traits, visit: OpenVisit) -> list[Reason]:
    likeness = max((similarity(letter.message.own_text, earlier) for earlier in visit.earlier_texts), default=0.0)
    return [reason("same text as before", Label.AUTO_ACK, 1.0, f"{likeness:.0%}")] if likeness >= SAME else []


def similarity(one: str, other: str) -> float:
    """Jaccard share of three-word runs, 0–1, with numbers and capitalised words (names) masked."""
    first, second = _runs(one), _runs(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORDS.findall(_MASKED.sub("#", text[:3_000]).lower())
    return frozenset(_triples(words)) or frozenset({tuple(words)} if words else ())


def _triples(words: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)
