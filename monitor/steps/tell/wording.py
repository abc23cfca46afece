"""Corridor, tell: what a letter says: the rows of its alerts become notes, with links and evidence pictures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from monitor.alerts.letter import Envelope
from monitor.alerts.links import Wish, link, stop_name
from monitor.alerts.night import night_note, night_pictures
from monitor.alerts.notes import Facts, Note, Trouble, note, trouble_note
from monitor.alerts.stories import OPEN_ENDED, Story, caretakers
from monitor.domain.programme import Event, Site, Touchpoint
from monitor.domain.recipients import Recipient
from monitor.domain.verdict import clock_start
from monitor.domain.visit import Visit
from monitor.intake.addresses import at_home
from monitor.steps import House
from monitor.store import evidence, outbox, verdicts, visits

PICTURES = ("filled", "after")
LINKED = (Story.WARNING, Story.BREACH, Story.ESCALATED, Story.REMINDER, Story.UNREACHABLE)


def notes(house: House, alerts: Sequence[Row[Any]], person: Recipient) -> list[Note]:
    """The letter's matters in words, in the person's language."""
    return [_note(house, alert, person) for alert in alerts]


def envelope(house: House, bundle: str, alerts: Sequence[Row[Any]], person: Recipient) -> Envelope:
    domain = house.programme.mail_host or house.settings.outgoing.sender.rpartition("@")[2] or "localhost"
    threads = {alert.thread for alert in alerts}
    return Envelope(
        sender=house.settings.outgoing.sender,
        recipient_name=person.name,
        recipient=person.email,
        language=person.language,
        message_id=f"<{bundle}@{domain}>",
        at=house.now(),
        thread=f"<{threads.pop().replace('/', '.').replace(' ', '-')}@{domain}>" if len(threads) == 1 else "",
        stop=link(_public_url(house), Wish.STOP, outbox.person_thread(person.email), person.email, house.now()),
        stop_letter=_stop_letter(house, person),
    )


def _stop_letter(house: House, person: Recipient) -> str:
    """Where a letter means "no more alerts to me": an address our own doors understand; where they cannot, a caretaker
    does. Never one that nobody reads."""
    settings, home = house.settings, house.programme.mail_domain
    hears = home and (settings.smtp_doors or settings.imap_doors or settings.maildir_doors)
    name = stop_name(person.email) if hears else ""
    others = (one.email for one in caretakers(house.programme) if one.email != person.email)
    return at_home(name, home) if name else next(others, "")


def pictures(house: House, alerts: Sequence[Row[Any]]) -> list[tuple[str, bytes]]:
    """(file name, JPEG bytes) of the filled form and what came after, where the letter is about one visit; of the
    spots that are new and of both states, where it is about one night."""
    if len(alerts) == 1 and alerts[0].story == Story.NIGHT:
        shas = night_pictures(json.loads(alerts[0].why))
        return [(name, data) for name, sha in shas.items() if (data := _read(house, Path(sha[:2]) / f"{sha}.jpg"))]
    visit_ids = {alert.visit_id for alert in alerts}
    if len(visit_ids) != 1 or None in visit_ids:
        return []
    with house.store.reading() as connection:
        kept = evidence.of_visit(connection, visit_ids.pop())
    proofs = [item for item in kept if item.kind in PICTURES and item.media_type == "image/jpeg"]
    return [(f"{item.kind}.jpg", data) for item in proofs if (data := _read(house, Path(item.path)))]


def _read(house: House, kept: Path) -> bytes:
    path = house.settings.evidence / kept
    return path.read_bytes() if path.is_file() else b""


def _note(house: House, alert: Row[Any], person: Recipient) -> Note:
    if alert.story == Story.NIGHT:
        site = next((one.name for one in house.programme.sites if one.key == alert.site), alert.site)
        return night_note(json.loads(alert.why), site, person.language)
    if alert.visit_id is None:
        return trouble_note(_trouble(alert, person))
    with house.store.reading() as connection:
        visit = visits.one(connection, alert.visit_id)
        judged = {row.standard: row for row in verdicts.of_visit(connection, alert.visit_id)}
        told_before = outbox.told_before(connection, alert, OPEN_ENDED)
    facts = _facts(house, alert, person, visit, judged.get(alert.standard))
    return note(replace(facts, told_before=told_before))


def _trouble(alert: Row[Any], person: Recipient) -> Trouble:
    _, part, name = (*alert.thread.split("/", 2), "")[:3]
    return Trouble(
        story=Story(alert.story),
        language=person.language,
        part=part,
        since=datetime.fromtimestamp(alert.step, UTC),
        zone=person.zone,
        name=name,
        error=alert.why,
    )


def _facts(house: House, alert: Row[Any], person: Recipient, visit: Visit, judged: Row[Any] | None) -> Facts:
    site, touchpoint = _place(house, visit)
    standard = next((one for one in house.programme.standards if one.key == alert.standard), None)
    russian = person.language == "ru"
    label = touchpoint.label if touchpoint else None
    event = (judged.event_at or judged.late_answer_at) if judged else None
    until = event or house.now()
    calendar, begun = house.calendars.get(visit.site), clock_start(visit)
    return Facts(
        story=Story(alert.story),
        language=person.language,
        site=site.name if site else visit.site,
        zone=site.zone if site else person.zone,
        touchpoint=(label.ru_one if russian else label.en_one) if label else visit.touchpoint,
        owner=touchpoint.owner if touchpoint else "",
        standard=(standard.name_ru if russian else standard.name_en) if standard else alert.standard,
        promised=standard.event if standard else Event.FIRST_HUMAN,
        token=visit.token,
        shopper=f"{visit.shopper.full} <{visit.shopper.email}>" if visit.shopper.email else "",
        question=visit.question.text,
        reason=visit.reason,
        submitted_at=begun,
        deadline=judged.deadline if judged else None,
        event_at=event,
        wall=until - begun if begun else None,
        working=calendar.working_between(begun, until) if calendar and begun else None,
        links=_links(house, alert, person),
        whole_site=alert.thread.startswith("site/"),
    )


def _place(house: House, visit: Visit) -> tuple[Site | None, Touchpoint | None]:
    """None for what is no longer in the programme: its alerts are still told."""
    site = next((one for one in house.programme.sites if one.key == visit.site), None)
    points = site.touchpoints if site else ()
    return site, next((one for one in points if one.key == visit.touchpoint), None)


def _links(house: House, alert: Row[Any], person: Recipient) -> tuple[tuple[str, str], ...]:
    if alert.story not in LINKED:
        return ()
    address = _public_url(house)
    wishes = (Wish.ACK, Wish.SNOOZE)
    return tuple((wish.value, link(address, wish, alert.thread, person.email, house.now())) for wish in wishes)


def _public_url(house: House) -> str:
    return house.settings.web.public_url if house.settings.web else ""
