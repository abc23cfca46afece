"""Corridor, beside the letters: an answer somebody saw is put down by hand, and its visit is judged again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from monitor.domain.errors import Fault, UserFault
from monitor.domain.response import Label
from monitor.domain.visit import Sending, Visit
from monitor.intake.answers import Author, SeenAnswer
from monitor.steps import House
from monitor.store import reviews, visits

_LABELS = {Author.PERSON: Label.HUMAN, Author.ROBOT: Label.AUTO_ACK}


def put_down(house: House, seen: Sequence[SeenAnswer]) -> int:
    """Keep answers people saw; how many were new. All or none: `UserFault` lists what cannot be true.

    The visits are looked at again by the judge, closed ones too.
    """
    with house.store.reading() as connection:
        found = [_visit(connection, answer) for answer in seen]
    pairs = list(zip(seen, found, strict=True))
    faults = [fault for answer, visit in pairs for fault in _faults(house, answer, visit)]
    if faults:
        raise UserFault(tuple(faults))
    with house.store.writing() as connection:
        return sum(_enter(connection, house, answer, visit) for answer, visit in pairs if visit)


def _visit(connection: Connection, answer: SeenAnswer) -> Visit | None:
    try:
        return visits.find(connection, answer.visit)
    except KeyError:
        return None


def _faults(house: House, answer: SeenAnswer, visit: Visit | None) -> list[Fault]:
    """What cannot be true of this answer."""
    place, at = answer.place or f"visit {answer.visit}", answer.at
    if visit is None:
        return [Fault(place=place, found=f"there is no visit {answer.visit}", remedy="shopper status shows tokens")]
    faults = []
    if visit.sending in (None, Sending.NOT_SENT):
        faults.append(Fault(place=place, found="nothing was sent in this visit", remedy="Check the token"))
    start = visit.intent_at or visit.submitted_at
    if start is not None and at < start:
        remedy = f"It was sent at {start:%Y-%m-%d %H:%M:%S} UTC; check the time and its zone"
        faults.append(
            Fault(place=place, found=f"answered at {at:%Y-%m-%d %H:%M} UTC, before it was sent", remedy=remedy)
        )
    if at > house.now():
        faults.append(Fault(place=place, found=f"{at:%Y-%m-%d %H:%M} UTC is in the future", remedy="Check the time"))
    return faults


def _enter(connection: Connection, house: House, answer: SeenAnswer, visit: Visit) -> bool:
    values = {
        "visit_id": visit.id,
        "site": visit.site,
        "channel": answer.channel,
        "at": answer.at,
        "label": _LABELS[answer.by],
        "answers": answer.answers,
        "next_step": answer.next_step,
        "details": {"why": "entered by hand", "note": answer.note, "entered_at": house.now().isoformat()},
    }
    new = reviews.enter(connection, values)
    if new:
        visits.listen_again(connection, visit.id, house.now())
    return new
