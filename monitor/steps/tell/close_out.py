"""Corridor, tell: the close-out letter of a visit that is judged: to the person who answered it last, by our shopper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row

from monitor.alerts import mail
from monitor.alerts.close_out import CloseOut, close_out_letter, objection
from monitor.domain.response import IncomingMessage
from monitor.intake.letter import parse_letter
from monitor.steps import House
from monitor.store import letters, visits
from schedules.courtesy import barred


def hand_over(house: House, bundle: str, visit_id: int, taken: Callable[[], None]) -> None:
    """Hand the letter to the outgoing server (blocking). `TryAgain`: not now; `Refused`: never, and why; `taken` is
    called the moment the server has taken it."""
    with house.store.reading() as connection:
        visit = visits.one(connection, visit_id)
        answers = letters.from_people(connection, visit_id)
    _permitted(house, visit.site, visit.touchpoint)
    if visit.closes_at and house.now() < visit.closes_at:
        raise mail.TryAgain("the answer window is still open: whoever has more to say shall say it")
    host = house.programme.mail_host
    answered = _chosen([_read(house, row) for row in answers], host)
    letter = CloseOut(visit=visit, answered=answered, message_id=f"<{bundle}@{host}>", at=house.now())
    message = close_out_letter(letter)
    recipient = str(message["To"].addresses[0].addr_spec)
    mail.send(house.settings.outgoing, message, visit.shopper.email, recipient, taken)


def _permitted(house: House, site: str, touchpoint: str) -> None:
    programme = house.programme
    try:
        refused = barred(programme, programme.site(site), programme.touchpoint(site, touchpoint))
    except KeyError:
        raise mail.Refused("no longer in the programme") from None
    if refused or not programme.close_out:
        raise mail.Refused(refused[0].why if refused else "close_out is switched off")
    if site in house.paused():
        raise mail.TryAgain("the site is left alone just now")


def _chosen(answers: list[IncomingMessage], home: str) -> IncomingMessage:
    """The newest that may be answered."""
    objections = [objection(letter, home) for letter in answers]
    for letter, why in zip(answers, objections, strict=True):
        if not why:
            return letter
    raise mail.Refused(f"nobody to thank: {objections[0] if objections else 'the answer is no longer there'}")


def _read(house: House, row: Row[Any]) -> IncomingMessage:
    return parse_letter(
        bytes(row.raw),
        door=row.door,
        at=row.at,
        mail_domain=house.programme.mail_host,
        envelope_from=row.envelope_from,
    )
