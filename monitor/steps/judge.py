"""Corridor, fourth step: decide the visits whose instant has come, and put what must be told into the outbox.

Verdict, outbox and the row's next instant are one transaction. Here stands a blind except of the house: around one
visit. One we stumble over is pushed away by an hour, the others are judged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from monitor.alerts.stories import LOUD, Story, called, listeners, rung, stories
from monitor.domain.programme import Programme, ServiceStandard, Site
from monitor.domain.recipients import Recipient
from monitor.domain.verdict import Case, Ears, Verdict, applies, decide, escalation
from monitor.domain.visit import Visit
from monitor.journal import about
from monitor.steps import EAR, House, phone_ear
from monitor.store import ears, letters, outbox, verdicts, visits

CANARY_GRACE = timedelta(minutes=30)
PHONE_GRACE = timedelta(hours=3)
"""Ten times this is the last chance (hearing.PATIENCE): one test call a day is proof enough."""
SITE_WIDE = frozenset({"site_down", "certificate"})
"""reasons that concern every way in of a site: told once while it lasts"""
PUSHED_AWAY = timedelta(hours=1)

log = logging.getLogger("shopper.judge")


def judge_due(house: House) -> int:
    """Judge every visit whose `due_at` has come; how many were judged."""
    judged = 0
    while True:
        now = house.now()
        with house.store.reading() as connection:
            batch = visits.due(connection, now, limit=200)
        if not batch:
            return judged
        for visit in batch:
            with about(visit.token):
                _judge_or_push_away(house, visit)
        judged += len(batch)


def _judge_or_push_away(house: House, visit: Visit) -> None:
    try:
        with house.store.writing() as connection:
            _judge(connection, house, visit)
    except DBAPIError:
        raise
    except Exception:
        log.exception("visit %s cannot be judged; it is tried again in an hour", visit.token)
        with house.store.writing() as connection:
            visits.listen_again(connection, visit.id, house.now() + PUSHED_AWAY)


def _judge(connection: Connection, house: House, visit: Visit) -> None:
    now = house.now()
    case = _case(connection, house, visit)
    saved = []
    for standard in _standards(house.programme, visit, case):
        verdict = decide(case, standard, now)
        saved.append(verdict)
        verdicts.save(connection, verdict)
        _tell(connection, house, case, standard, verdict)
    again = min((verdict.look_again_at for verdict in saved if verdict.look_again_at), default=None)
    if visit.due_at is not None:
        # an instant that has passed already would be judged for ever within this round
        visits.rest(connection, visit.id, visit.due_at, max(again, now + timedelta(seconds=1)) if again else None)


def _case(connection: Connection, house: House, visit: Visit) -> Case:
    rhythm = house.programme.rhythm
    since = (visit.submitted_at or visit.slot_at) - rhythm.listening_gap
    return Case(
        visit=visit,
        responses=letters.responses(connection, visit.id),
        ears=ears.record(connection, EAR, since, rhythm.listening_gap, CANARY_GRACE),
        calendar=house.calendars.get(visit.site),
        phone=_phone(connection, house, visit, since),
        ambiguous=letters.in_pen_for(connection, visit.id, visit.site),
    )


def _phone(connection: Connection, house: House, visit: Visit, since: datetime) -> Ears | None:
    """The ear for calls to the number this visit gave away, a deaf one when nobody listens; None when it gave none."""
    if not visit.shopper.phone or not visit.gave("phone"):
        return None
    door = next((one for one in house.settings.call_doors if visit.shopper.phone in one.numbers), None)
    if door is None:
        return None if house.programme.phone_watched else Ears(canary_grace=CANARY_GRACE)
    return ears.record(connection, phone_ear(door), since, house.programme.rhythm.listening_gap, PHONE_GRACE)


def _standards(programme: Programme, visit: Visit, case: Case) -> list[ServiceStandard]:
    """The standards this visit is held to; one removed from the programme meanwhile judges no more."""
    try:
        touchpoint = programme.touchpoint(visit.site, visit.touchpoint)
    except KeyError:
        return []
    return [one for one in programme.standards_of(touchpoint) if applies(one, visit, case.calendar)]


def _tell(connection: Connection, house: House, case: Case, standard: ServiceStandard, verdict: Verdict) -> None:
    visit, now = case.visit, house.now()
    site = house.programme.site(visit.site)
    shouted = outbox.told(connection, visit.id, LOUD, standard.key)
    news: list[tuple[Story, int]] = [(story, 0) for story in stories(verdict, shouted=shouted)]
    ladder = rung(standard, escalation(case, standard, now) if standard.warn_at or standard.escalate_at else None)
    if ladder and not outbox.reaction(connection, _thread(visit, ladder[0]), now):
        news.append(ladder)
    for story, step in news:
        for person in _audience(connection, house.programme, site, visit, story, step):
            new = outbox.NewAlert(
                story=story,
                thread=_thread(visit, story),
                recipient=person.email,
                visit_id=visit.id,
                site=visit.site,
                standard=standard.key,
                step=step,
            )
            outbox.add(connection, new, now, folded=_known(connection, house, new))


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


def _thread(visit: Visit, story: Story) -> str:
    """What the alert is about: the visit, or the whole site when all of it is down."""
    site_wide = story is Story.UNREACHABLE and visit.reason in SITE_WIDE
    return f"site/{visit.site}" if site_wide else f"visit/{visit.token}"


def _known(connection: Connection, house: House, new: outbox.NewAlert) -> bool:
    """True when this person heard lately that the whole site is down."""
    if new.visit_id is None or not new.thread.startswith("site/"):
        return False
    since = house.now() - house.programme.alerts.repeat_after
    return outbox.told_since(connection, new.thread, new.recipient, since, but=new.visit_id)
