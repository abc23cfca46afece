"""Corridor, fourth step: decide the visits whose instant has come, and put what must be told into the outbox.

Verdict, outbox and the row's next instant stand or fall together. Here stands a blind except of the house: around one
visit. One we stumble over is pushed away by an hour, the others are judged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from monitor.alerts.close_out import CLOSE_OUT
from monitor.alerts.stories import LOUD, Story, called, listeners, rung, stories
from monitor.domain.programme import Channel, Programme, ServiceStandard, Site
from monitor.domain.recipients import Recipient
from monitor.domain.verdict import Case, Ears, Verdict, applies, between, concerns, decide, escalation
from monitor.domain.visit import Visit
from monitor.journal import about
from monitor.steps import EAR, House, mail_ears, phone_ear
from monitor.store import ears, letters, outbox, verdicts, visits

CANARY_GRACE = timedelta(minutes=30)
PHONE_GRACE = timedelta(hours=3)
"""Ten times this is the last chance (hearing.PATIENCE): one test call a day is proof enough."""
SITE_WIDE = frozenset({"site_down", "certificate"})
"""reasons that concern every way in of a site: told once while it lasts"""
PUSHED_AWAY = timedelta(hours=1)
BATCH, NEIGHBOURS = 50, timedelta(hours=6)
"""visits a transaction: a commit costs more than a verdict, and nobody may wait long for the lock"""

log = logging.getLogger("shopper.judge")


def judge_due(house: House) -> int:
    """Judge every visit whose `due_at` has come; how many were judged."""
    judged = 0
    while True:
        now = house.now()
        with house.store.reading() as connection:
            batch = visits.due(connection, now, limit=BATCH)
        if not batch:
            return judged
        with house.store.writing() as connection:
            hearing = Hearing(connection, house)
            for visit in batch:
                with about(visit.token):
                    _judge_or_push_away(connection, house, visit, hearing)
        judged += len(batch)


def _judge_or_push_away(connection: Connection, house: House, visit: Visit, hearing: Hearing) -> None:
    try:
        with connection.begin_nested():
            _judge(connection, house, visit, hearing)
    except DBAPIError:
        raise
    except Exception:
        log.exception("visit %s cannot be judged; it is tried again in an hour", visit.token)
        visits.listen_again(connection, visit.id, house.now() + PUSHED_AWAY)


def _judge(connection: Connection, house: House, visit: Visit, hearing: Hearing) -> None:
    now = house.now()
    case = _case(connection, house, visit, hearing)
    saved = []
    for standard in _standards(house, visit):
        verdict = decide(case, standard, now)
        saved.append(verdict)
        verdicts.save(connection, verdict, visit, _channel(case, verdict))
        _tell(connection, house, case, standard, verdict)
    again = min((verdict.look_again_at for verdict in saved if verdict.look_again_at), default=None)
    if visit.due_at is not None:
        # an instant that has passed already would be judged for ever within this round
        again = max(again, now + timedelta(seconds=1)) if again else None
        if visits.rest(connection, visit.id, visit.due_at, again) and again is None and house.programme.close_out:
            _end_enquiry(connection, house, case)


def _end_enquiry(connection: Connection, house: House, case: Case) -> None:
    """Our shopper's last word to the person who answered: one letter a visit, however often it is judged."""
    visit, now = case.visit, house.now()
    if not house.settings.outgoing.host or not letters.from_people(connection, visit.id):
        return
    thread = f"visit/{visit.token}"
    # the visit stands for the person: nobody's address is kept beside the letter itself
    new = outbox.NewAlert(story=CLOSE_OUT, thread=thread, recipient=thread, visit_id=visit.id, site=visit.site)
    made = outbox.add(connection, new, now)
    if made is not None:
        name = sha256(new.identity.encode()).hexdigest()[:24]
        outbox.pack(connection, [made], name, thread, [CLOSE_OUT], max(now, visit.closes_at or now))


def _channel(case: Case, verdict: Verdict) -> Channel | None:
    """What the event came by; one stamped a moment before our record of the submission counts from its start."""
    if verdict.event_at is None:
        return None
    begun = case.visit.submitted_at or case.visit.slot_at
    return next((one.channel for one in case.responses if max(one.at, begun) == verdict.event_at), None)


class Hearing:
    """What is known of our ears, read once for neighbouring visits of a batch: each gets the part that concerns it."""

    def __init__(self, connection: Connection, house: House) -> None:
        self._connection, self._house = connection, house
        self._known: dict[str, tuple[datetime, datetime, Ears]] = {}

    def of(self, ear: str, grace: timedelta, visit: Visit) -> Ears:
        calendar, gap = self._house.calendars.get(visit.site), self._house.programme.rhythm.listening_gap
        start, until = concerns(visit, _standards(self._house, visit), calendar, grace)
        since = start - gap
        low, high, known = self._known.get(ear, (until, since, Ears()))
        if not low <= since <= until <= high:
            low, high = since, until + NEIGHBOURS
            known = ears.record(self._connection, ear, low, high, gap, grace)
            self._known[ear] = low, high, known
        return between(known, (since, until))


def _case(connection: Connection, house: House, visit: Visit, hearing: Hearing) -> Case:
    return Case(
        visit=visit,
        responses=letters.responses(connection, visit.id),
        ears=hearing.of(EAR, CANARY_GRACE, visit),
        mailboxes=tuple(hearing.of(ear, CANARY_GRACE, visit) for ear in mail_ears(house.settings) if ear != EAR),
        calendar=house.calendars.get(visit.site),
        phone=_phone(house, visit, hearing),
        ambiguous=letters.in_pen_for(connection, visit.id, visit.site),
    )


def _phone(house: House, visit: Visit, hearing: Hearing) -> Ears | None:
    """The ear for calls to the number this visit gave away, a deaf one when nobody listens; None when it gave none."""
    if not visit.shopper.phone or not visit.gave("phone"):
        return None
    door = next((one for one in house.settings.call_doors if visit.shopper.phone in one.numbers), None)
    if door is None:
        return None if house.programme.phone_watched else Ears(canary_grace=CANARY_GRACE)
    return hearing.of(phone_ear(door), PHONE_GRACE, visit)


def _standards(house: House, visit: Visit) -> list[ServiceStandard]:
    """The standards this visit is held to; one removed from the programme meanwhile judges no more."""
    try:
        touchpoint = house.programme.touchpoint(visit.site, visit.touchpoint)
    except KeyError:
        return []
    calendar = house.calendars.get(visit.site)
    return [one for one in house.programme.standards_of(touchpoint) if applies(one, visit, calendar)]


def _tell(connection: Connection, house: House, case: Case, standard: ServiceStandard, verdict: Verdict) -> None:
    visit, now = case.visit, house.now()
    site = house.programme.site(visit.site)
    heard = verdict.event_at or verdict.late_answer_at
    shouted = bool(heard) and outbox.told(connection, visit.id, LOUD, standard.key)
    news: list[tuple[Story, int]] = [(story, 0) for story in stories(verdict, shouted=shouted)]
    ladder = rung(standard, escalation(case, standard, now) if standard.warn_at or standard.escalate_at else None)
    news += [ladder] if ladder else []
    for story, step in news:
        thread = _thread(house.programme, visit, story)
        reaction = outbox.reaction(connection, thread, now)
        if reaction and ladder == (story, step) and reaction.until_at is None:
            continue  # somebody looks after it
        snoozed = reaction.until_at if reaction and story is not Story.ANSWERED else None
        for person in _audience(connection, house.programme, site, visit, story, step):
            new = outbox.NewAlert(
                story=story,
                thread=thread,
                recipient=person.email,
                visit_id=visit.id,
                site=visit.site,
                standard=standard.key,
                step=step,
            )
            outbox.add(connection, new, now, folded=_known(connection, house, new), until=snoozed)


def _audience(
    connection: Connection, programme: Programme, site: Site, visit: Visit, story: Story, step: int
) -> Iterator[Recipient]:
    if story is Story.ESCALATED:
        yield from called(programme, site, step)
    elif story is Story.ANSWERED:
        heard = outbox.people_of(connection, visit.id)
        yield from (person for person in programme.recipients if person.email in heard)
    else:
        yield from listeners(programme, site)


def _thread(programme: Programme, visit: Visit, story: Story) -> str:
    """What the alert is about: the visit, or the site when it does not open; a page elsewhere accuses only itself."""
    site_wide = story is Story.UNREACHABLE and visit.reason in SITE_WIDE and _at_home(programme, visit)
    return f"site/{visit.site}" if site_wide else f"visit/{visit.token}"


def _at_home(programme: Programme, visit: Visit) -> bool:
    home = programme.site(visit.site).url
    page = urljoin(home, programme.touchpoint(visit.site, visit.touchpoint).address)
    return urlsplit(page).hostname == urlsplit(home).hostname


def _known(connection: Connection, house: House, new: outbox.NewAlert) -> bool:
    """True when this person heard lately that the whole site is down."""
    if new.visit_id is None or not new.thread.startswith("site/"):
        return False
    since = house.now() - house.programme.alerts.repeat_after
    return outbox.told_since(connection, new.thread, new.recipient, since, but=new.visit_id)
