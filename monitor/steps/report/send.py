"""Corridor: the weekly report leaves by mail, each recipient's rows in their language and zone, once per week.

The row in `report_letter` is planned first, then claimed, then sent: killed at any point, the letter leaves again
under its old Message-ID, and a week that was sent is never sent twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.alerts import mail
from monitor.alerts.handed import Handed
from monitor.domain.recipients import Recipient
from monitor.steps import House
from monitor.steps.report.files import slug
from monitor.steps.report.scope import Scope
from monitor.steps.report.tasks import refresh_tasks
from monitor.steps.report.weekly import gather_weekly
from monitor.store import counts, report_letters
from reports.attachments import render_csv, render_json
from reports.letters import render_text
from reports.pages import render_mail, render_weekly
from reports.period import Period
from reports.records import ReportData
from reports.weekly import headline, weekly

LARGEST_BODY = 100_000
"""Bytes of HTML beyond which mail readers cut a letter off (Gmail: 102 KB)."""
SUBJECTS = {"en": "{name}: the week {week}", "ru": "{name}: неделя {week}"}
NAMES = {"en": "report", "ru": "otchet"}

log = logging.getLogger("shopper.report")


async def send_reports_due(house: House, dead: Sequence[str] = ()) -> int:
    """Send last week's report to everybody whose weekday and hour have come; how many were handed over."""
    await asyncio.to_thread(_plan_due, house)
    return await _send_all(house, dead)


async def send_reports(house: House, week: datetime) -> tuple[int, list[Row[Any]]]:
    """Send the report of the week that holds `week` now, to everybody who has not got it yet: how many were handed
    over, and the letters of that week that did not leave."""
    firsts = set()
    for person in _readers(house):
        period = Period.week_of(week, person.zone)
        firsts.add(period.first)
        await asyncio.to_thread(_plan, house, person, period)
    handed = await _send_all(house, ())
    with house.store.reading() as connection:
        rows = [row for first in sorted(firsts) for row in report_letters.of_week(connection, first)]
    return handed, [row for row in rows if row.sent_at is None]


def due_period(house: House, person: Recipient, now: datetime) -> Period | None:
    """The last whole week of the reader's calendar, once their weekday and hour have come; else None."""
    rhythm = house.programme.rhythm
    this = Period.week_of(now, person.zone)
    day = this.first + timedelta(days=rhythm.report_weekday)
    at = datetime.combine(day, rhythm.report_at, tzinfo=ZoneInfo(person.zone))
    return Period.week_of(now - timedelta(weeks=1), person.zone) if now >= at else None


def _readers(house: House) -> Iterator[Recipient]:
    return (person for person in house.programme.recipients if person.reports)


def _plan_due(house: House) -> None:
    now = house.now()
    for person in _readers(house):
        period = due_period(house, person, now)
        if period is not None:
            _plan(house, person, period)


def _plan(house: House, person: Recipient, period: Period) -> None:
    """Plan the letter unless it was planned before or nothing was tried in that week."""
    scope = Scope.of(house, person)
    with house.store.reading() as connection:
        if person.email in {row.recipient for row in report_letters.of_week(connection, period.first)}:
            return
        if counts.data_at(connection, period.starts_at, period.ends_at, scope.sites) is None:
            return
    digest = sha256(f"{period.first}\n{person.email}\n{house.programme.name}".encode()).hexdigest()[:24]
    identity = f"<weekly.{digest}@{house.programme.mail_host or 'shopper.invalid'}>"
    with house.store.writing() as connection:
        report_letters.plan(connection, period.first, person.email, identity, house.now())


async def _send_all(house: House, dead: Sequence[str]) -> int:
    handed = Handed(house.settings.handed)
    with house.store.writing() as connection:
        known = report_letters.take_back(connection, (*dead, house.worker), handed.noted(), house.now())
    handed.forget(*known)
    count = 0
    while True:
        with house.store.writing() as connection:
            row = report_letters.claim(connection, house.now(), house.worker)
        if row is None:
            return count
        count += await _send(house, row)


async def _send(house: House, row: Row[Any]) -> bool:
    person = next((one for one in _readers(house) if one.email == row.recipient), None)
    if person is None:
        return _failed(house, row, "no longer among the readers of the programme", for_good=True)
    outgoing = house.settings.outgoing
    if not outgoing.host:
        return _failed(house, row, "no outgoing mail server: set [house.outgoing] host", for_good=False)
    message = await asyncio.to_thread(_letter, house, person, row)
    handed, mark = Handed(house.settings.handed), report_letters.mark(row)
    taken = handed.noting(mark, house.now)
    try:
        await asyncio.to_thread(mail.send, outgoing, message, outgoing.sender, person.email, taken)
    except mail.Refused as fault:
        return _failed(house, row, str(fault), for_good=True)
    except mail.TryAgain as fault:
        return _failed(house, row, str(fault), for_good=False)
    with house.store.writing() as connection:
        report_letters.sent(connection, row.id, house.now())
    handed.forget(mark)
    return True


def _failed(house: House, row: Row[Any], error: str, *, for_good: bool) -> bool:
    log.warning("the report %s to %s was not delivered: %s", row.first, row.recipient, error)
    with house.store.writing() as connection:
        report_letters.failed(connection, row.id, error, for_good=for_good)
    return False


def _letter(house: House, person: Recipient, row: Row[Any]) -> EmailMessage:
    """The report of the row's week, made anew from the store: a retry carries the same."""
    period = Period(first=row.first, last=row.first + timedelta(days=6), zone=person.zone)
    refresh_tasks(house, min(house.now(), period.ends_at))
    data = gather_weekly(house, period, Scope.of(house, person), (person.language,))[person.language]
    view = weekly(data, person.language)
    message = _headers(house, person, row, data)
    message.set_content(render_text(view), cte="quoted-printable")
    page = render_mail(view)
    if len(page.encode()) <= LARGEST_BODY:
        message.add_alternative(page, subtype="html", cte="quoted-printable")
    stem = f"{NAMES[person.language]}-{row.first}-{slug(data.population)}"
    whole = render_weekly(view).encode()
    message.add_attachment(whole, maintype="text", subtype="html", filename=f"{stem}.html")
    message.add_attachment(render_csv(view).encode(), maintype="text", subtype="csv", filename=f"{stem}.csv")
    figures = render_json(view).encode()
    message.add_attachment(figures, maintype="application", subtype="json", filename=f"{stem}.json")
    message["Content-Language"] = person.language  # last: each part added takes such headers for itself
    return message


def _headers(house: House, person: Recipient, row: Row[Any], data: ReportData) -> EmailMessage:
    message = EmailMessage()
    message["From"] = formataddr(("Mystery Shopper", house.settings.outgoing.sender))
    message["To"] = formataddr((person.name, person.email))
    week = data.period.say(person.language)
    first = headline(data, person.language).split(". ")[0].rstrip(".")
    subject = SUBJECTS[person.language].format(name=data.population, week=week)
    message["Subject"] = " ".join(f"{subject} — {first}".split())
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = row.message_id
    message["Auto-Submitted"] = "auto-generated"
    return message
