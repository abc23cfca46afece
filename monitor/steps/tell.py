"""Corridor, fifth step: send what lies in the outbox, each once; what fails is tried again, later and later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Row

from monitor.alerts import mail
from monitor.alerts.letter import Envelope, Facts, compose
from monitor.alerts.stories import Story
from monitor.domain.recipients import Recipient
from monitor.domain.visit import Visit
from monitor.steps import House
from monitor.store import evidence, verdicts, visits

log = logging.getLogger("shopper.tell")


async def tell_due(house: House, dead: Sequence[str] = ()) -> int:
    """Send the alerts that are due; how many were handed over. `dead`: workers whose half-sent alerts are taken up
    (our own too: within one process alerts are sent one after the other)."""
    told = 0
    while True:
        with house.store.writing() as connection:
            alert = verdicts.claim_alert(connection, house.now(), house.worker, (*dead, house.worker))
        if alert is None:
            return told
        told += await _send(house, alert)


async def _send(house: House, alert: Row[Any]) -> bool:
    person = next((one for one in house.programme.recipients if one.email == alert.recipient), None)
    if person is None:
        _failed(house, alert, "no longer among the recipients of the programme", for_good=True)
        return False
    message = _compose(house, alert, person)
    outgoing = house.settings.outgoing
    try:
        await asyncio.to_thread(mail.send, outgoing, message, outgoing.sender, alert.recipient)
    except mail.Refused as fault:
        _failed(house, alert, str(fault), for_good=True)
        return False
    except mail.TryAgain as fault:
        _failed(house, alert, str(fault), for_good=False)
        return False
    with house.store.writing() as connection:
        verdicts.alert_sent(connection, alert.id, house.now())
    return True


def _failed(house: House, alert: Row[Any], error: str, *, for_good: bool) -> None:
    log.warning("alert %s to %s not delivered: %s", alert.message_id, alert.recipient, error)
    with house.store.writing() as connection:
        verdicts.alert_failed(connection, alert.id, error, for_good=for_good)


def _compose(house: House, alert: Row[Any], person: Recipient) -> EmailMessage:
    with house.store.reading() as connection:
        visit = visits.one(connection, alert.visit_id)
        judged = {row.standard: row for row in verdicts.of_visit(connection, alert.visit_id)}
        kept = evidence.of_visit(connection, alert.visit_id)
    facts = _facts(house, alert, person, visit, judged.get(alert.standard))
    envelope = Envelope(
        sender=house.settings.outgoing.sender,
        recipient_name=person.name,
        recipient=person.email,
        message_id=alert.message_id,
        thread=f"<visit.{visit.token}@{house.programme.mail_domain}>",
        at=house.now(),
    )
    folder = house.settings.evidence
    pictures = [(f"{item.kind}.jpg", (folder / item.path).read_bytes()) for item in kept if _is_proof(item.kind, item)]
    return compose(facts, envelope, pictures)


def _is_proof(kind: str, item: Any) -> bool:
    return kind in ("filled", "after") and item.media_type == "image/jpeg"


def _facts(house: House, alert: Row[Any], person: Recipient, visit: Visit, judged: Row[Any] | None) -> Facts:
    site = house.programme.site(visit.site)
    touchpoint = house.programme.touchpoint(visit.site, visit.touchpoint)
    standard = next((one for one in house.programme.standards if one.key == alert.standard), None)
    russian = person.language == "ru"
    label = touchpoint.label
    event = (judged.event_at or judged.late_answer_at) if judged else None
    until = event or house.now()
    calendar = house.calendars.get(visit.site)
    return Facts(
        story=Story(alert.story),
        language=person.language,
        site=site.name,
        zone=site.zone,
        touchpoint=(label.ru_one if russian else label.en_one) if label else touchpoint.key,
        owner=touchpoint.owner,
        standard=(standard.name_ru if russian else standard.name_en) if standard else alert.standard,
        token=visit.token,
        shopper=f"{visit.shopper.full} <{visit.shopper.email}>",
        question=visit.question.text,
        reason=visit.reason,
        submitted_at=visit.submitted_at,
        deadline=judged.deadline if judged else None,
        event_at=event,
        wall=until - visit.submitted_at if visit.submitted_at else None,
        working=calendar.working_between(visit.submitted_at, until) if calendar and visit.submitted_at else None,
    )
