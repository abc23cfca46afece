"""Which messages stop which clock (MEASURING §2). The order in which they came to us plays no part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.programme import Channel, Event
from monitor.domain.response import Label, MatchLevel, Response
from monitor.domain.verdict.clocks import Running
from monitor.domain.visit import Visit

CLOCK_SKEW = timedelta(minutes=5)
"""how far a mail server's clock may lag behind ours before a stamp earlier than our intent is no answer"""

_TO_A_VISITOR = frozenset({Label.HUMAN, Label.AUTO_ACK, Label.UNSURE})
_BY_PHONE = frozenset({Channel.PHONE, Channel.SMS})
_PEOPLE_ONLY = frozenset({Event.FIRST_HUMAN, Event.FIRST_ANSWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What has come back for one visit so far, seen through one standard.

    `event_at`: the first event inside the window; `after_window`: the first one after it. `unclear`:
    earliest message inside the window that may be the event (nobody can say). `arrived`: something
    answers the enquiry, so it got through whatever the page said. `bounced`: it came back
    undelivered. `arrivals`: all letters, each a proof of our hearing; `calls`: calls and SMS, likewise; what somebody
    put down by hand proves nothing. `too_early`: a letter to this visit's own address is stamped before our intent
    to send, so a clock is wrong.
    """

    event_at: datetime | None
    after_window: datetime | None
    unclear: datetime | None
    arrived: bool
    bounced: datetime | None
    robots: bool
    people: bool
    arrivals: tuple[datetime, ...]
    calls: tuple[datetime, ...] = ()
    too_early: bool = False


def hear(visit: Visit, responses: Iterable[Response], running: Running, now: datetime) -> Heard:
    """Sort the messages that have come by `now`.

    An answer stamped before our record of the submission was committed counts from the start; one
    that is earlier than our intent to send (less the skew of clocks) is no answer to this enquiry.
    """
    event, closes = running.standard.event, running.closes
    responses = tuple(responses)
    earliest = (visit.intent_at or running.start) - CLOCK_SKEW
    known = [(max(r.at, running.start), r) for r in responses if earliest <= r.at <= now]
    inside = [(at, r) for at, r in known if at <= closes]
    return Heard(
        event_at=_first(at for at, r in inside if _is_event(r, event)),
        after_window=_first(at for at, r in known if at > closes and _is_event(r, event)),
        unclear=_first(at for at, r in inside if _may_be_event(r, event)),
        arrived=any(r.label in _TO_A_VISITOR for _, r in inside),
        bounced=_first(at for at, r in inside if r.label is Label.BOUNCE),
        robots=event in _PEOPLE_ONLY and any(r.label is Label.AUTO_ACK for _, r in inside),
        people=any(r.label is Label.HUMAN for _, r in inside),
        arrivals=tuple(sorted(at for at, r in known if r.channel is Channel.EMAIL and _heard_by_us(r))),
        calls=tuple(sorted(at for at, r in known if r.channel in _BY_PHONE and _heard_by_us(r))),
        too_early=any(r.at < earliest and r.level is MatchLevel.RECIPIENT and _may_stop(r, event) for r in responses),
    )


def _heard_by_us(response: Response) -> bool:
    """It came by a door of ours: a letter somebody assigned did, an answer somebody put down by hand did not."""
    return response.level is not MatchLevel.HAND or bool(response.sha256)


def _may_stop(response: Response, event: Event) -> bool:
    return _is_event(response, event) or _may_be_event(response, event)


def _first(instants: Iterable[datetime]) -> datetime | None:
    return min(instants, default=None)


def _is_event(response: Response, event: Event) -> bool:
    if event is Event.FIRST_HUMAN:
        return response.label is Label.HUMAN
    if event is Event.FIRST_ANSWER:
        return response.label is Label.HUMAN and response.answers is True
    return response.label in _TO_A_VISITOR


def _may_be_event(response: Response, event: Event) -> bool:
    """Unsure who wrote it; or, where the question must be answered, unsure whether a person did."""
    if event not in _PEOPLE_ONLY:
        return False
    undecided = event is Event.FIRST_ANSWER and response.label is Label.HUMAN and response.answers is None
    return response.label is Label.UNSURE or undecided
