"""Corridor, fourth step: decide the visits whose instant has come, and put what must be told into the outbox.

Verdict, outbox and the row's next instant are one transaction.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from monitor.alerts.letter import message_id
from monitor.alerts.stories import Story, listeners, stories
from monitor.domain.programme import Programme, ServiceStandard
from monitor.domain.verdict import Case, Verdict, applies, decide
from monitor.domain.visit import Visit
from monitor.steps import EAR, House
from monitor.store import ears, letters, verdicts, visits

CANARY_GRACE = timedelta(minutes=30)


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
            with house.store.writing() as connection:
                _judge(connection, house, visit)
        judged += len(batch)


def _judge(connection: Connection, house: House, visit: Visit) -> None:
    now = house.now()
    case = _case(connection, house, visit)
    saved = [decide(case, standard, now) for standard in _standards(house.programme, visit, case)]
    for verdict in saved:
        verdicts.save(connection, verdict)
        _tell(connection, house, visit, verdict)
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
        ambiguous=letters.in_pen_for(connection, visit.id, visit.site),
    )


def _standards(programme: Programme, visit: Visit, case: Case) -> list[ServiceStandard]:
    """The standards this visit is held to; one removed from the programme meanwhile judges no more."""
    try:
        touchpoint = programme.touchpoint(visit.site, visit.touchpoint)
    except KeyError:
        return []
    return [one for one in programme.standards_of(touchpoint) if applies(one, visit, case.calendar)]


def _tell(connection: Connection, house: House, visit: Visit, verdict: Verdict) -> None:
    loud = (Story.BREACH, Story.UNREACHABLE)
    shouted = any(verdicts.was_told(connection, story, visit.id, verdict.standard) for story in loud)
    for story in stories(verdict, shouted=shouted):
        for person in listeners(house.programme, house.programme.site(visit.site)):
            identity = message_id(story, visit.token, verdict.standard, person.email, house.programme.mail_domain)
            new = verdicts.NewAlert(
                story=story,
                visit_id=visit.id,
                standard=verdict.standard,
                recipient=person.email,
                message_id=identity,
            )
            verdicts.add_alert(connection, new, house.now())
