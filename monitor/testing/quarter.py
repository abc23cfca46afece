"""Roof: weeks of mystery shopping on a clock that jumps from one instant to the next at which something is due.

Plan, visit (simulated look), collect, judge, tell and report are the real steps; the companies answer by a script whose
outcome is known beforehand, so that counts can be exact.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

from sqlalchemy import func, select

from monitor.domain.programme import Site
from monitor.domain.verdict import Outcome
from monitor.domain.visit import Visit
from monitor.intake import RawLetter
from monitor.steps import House
from monitor.steps.collect import collect, keep_letter
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_week
from monitor.steps.report import send_reports_due
from monitor.steps.tell import tell_due
from monitor.store import outbox_view, visits
from monitor.store.statements import table
from monitor.store.tables import VisitRow
from monitor.testing.simulation import ACCEPTED, HandClock, hear, look

WEEK = timedelta(weeks=1)
TAIL = timedelta(days=20)
"""After the last week: longer than any answer window with its holidays."""
DELAYS = (timedelta(minutes=4), timedelta(minutes=50), None)
ANSWER = """Hello {first},

thank you for writing to us. The three-month membership is 90 pounds, and you can come on Thursday at six to try it.

Kind regards
Olga Petrova
"""
visit_table = table(VisitRow)


@dataclass(slots=True)
class Quarter:
    """What was done, and what by the script must come out of it."""

    weeks: int
    planned: int = 0
    expected: Counter[Outcome] = field(default_factory=Counter)
    breaches: int = 0
    answers: int = 0
    late: int = 0
    reports: int = 0
    instants: int = 0
    ahead: list[tuple[datetime, int, str, str]] = field(default_factory=list)


async def play_weeks(
    house: House, clock: HandClock, monday: date, weeks: int, reported: Callable[[], None] = lambda: None
) -> Quarter:
    """`weeks` weeks from `monday` on; each week is planned a day before it begins and reported a day after it ended;
    then `reported` is called."""
    played = Quarter(weeks)
    plans = [(_midnight(monday + number * WEEK) - timedelta(days=1), monday + number * WEEK) for number in range(weeks)]
    reports = [_midnight(monday + number * WEEK) + timedelta(days=1) for number in range(1, weeks + 1)]
    end = _midnight(monday + weeks * WEEK) + TAIL
    while (at := _next(house, played, plans, reports)) is not None and at < end:
        clock.at = max(clock.at, at)
        played.instants += 1
        while plans and plans[0][0] <= clock.at:
            played.planned += plan_week(house, plans.pop(0)[1]).new
        _answer(house, played)
        _visit(house, played)
        hear(house, every=timedelta(days=30))
        collect(house)
        judge_due(house)
        await tell_due(house)
        if reports and reports[0] <= clock.at:
            reports.pop(0)
            played.reports += await send_reports_due(house)
            reported()
    return played


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _next(
    house: House, played: Quarter, plans: list[tuple[datetime, date]], reports: list[datetime]
) -> datetime | None:
    """The next instant at which anything is due."""
    with house.store.reading() as connection:
        judge: datetime | None = connection.execute(
            select(func.min(visit_table.c.due_at)).where(visit_table.c.due_at.is_not(None))
        ).scalar()
        slot = visits.next_slot(connection)
        waiting, _, _ = outbox_view.queue(connection)
    tell = house.now() + house.programme.alerts.collect if waiting else None
    planned = [plans[0][0] if plans else None, reports[0] if reports else None]
    known = [*planned, played.ahead[0][0] if played.ahead else None, judge, slot, tell]
    return min((at for at in known if at is not None), default=None)


def _visit(house: House, played: Quarter) -> None:
    while True:
        with house.store.writing() as connection:
            visits.miss(connection, house.now() - house.programme.rhythm.grace)
            claimed = visits.claim_next(connection, house.now(), house.worker, house.paused())
        if claimed is None:
            return
        _script(house, played, look(house, claimed.id, ACCEPTED))


def _script(house: House, played: Quarter, visit: Visit) -> None:
    """What this company does about this enquiry: promptly, late, or nothing; and what must follow."""
    standard = house.programme.standards[0]
    calendar = house.calendars[visit.site]
    sent = house.now()
    assert calendar is not None
    deadline = calendar.next_opening(calendar.add_working(sent, standard.threshold))
    digit = hashlib.sha256(f"{visit.site}{visit.slot_at}".encode()).digest()[0]
    delay = DELAYS[digit % len(DELAYS)]
    if delay is None:
        played.expected[Outcome.NOT_ANSWERED] += 1
        played.breaches += 1
        return
    heapq.heappush(played.ahead, (sent + delay, visit.id, visit.site, visit.shopper.email))
    played.answers += 1
    if sent + delay <= deadline or calendar.working_between(sent, sent + delay) <= standard.threshold:
        played.expected[Outcome.MET] += 1
        return
    played.expected[Outcome.LATE if sent + delay <= max(sent + standard.wait, deadline) else Outcome.NOT_ANSWERED] += 1
    played.breaches += 1
    played.late += 1


def _answer(house: House, played: Quarter) -> None:
    while played.ahead and played.ahead[0][0] <= house.now():
        at, _, key, address = heapq.heappop(played.ahead)
        keep_letter(house.store, _letter(house.programme.site(key), address, at))


def _letter(site: Site, address: str, at: datetime) -> RawLetter:
    message = EmailMessage()
    message["From"] = f"Olga Petrova <olga@{site.key}.example>"
    message["To"] = address
    message["Subject"] = "Re: Price"
    message["Message-ID"] = f"<{address.replace('@', '.')}@{site.key}.example>"
    message.set_content(ANSWER.format(first="Emma"))
    raw = message.as_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    return RawLetter(door="door", at=at, raw=raw, body_sha256=digest, recipients=(address,))
