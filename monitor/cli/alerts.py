"""Roof: `shopper alerts`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Row

from monitor.alerts import channels, mail
from monitor.alerts.letter import Envelope, compose, short
from monitor.alerts.notes import Note
from monitor.alerts.packing import awake_at
from monitor.alerts.stories import Story
from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show, talk
from monitor.domain.errors import Fault, ShopperError, UserFault
from monitor.domain.recipients import Recipient
from monitor.domain.verdict import Outcome
from monitor.steps import House
from monitor.store import outbox, outbox_view, verdicts, visits

ACTIONS = ("list", "why", "ack", "snooze", "test")
LIMIT = 50


def command(
    action: Annotated[str, typer.Argument(help="list, why, ack, snooze or test.")] = "list",
    subject: Annotated[
        str, typer.Argument(help="A visit's token, a site's key or a person's address; for test: a channel's name.")
    ] = "",
    programme: ProgrammeFile = DEFAULT,
    hours: Annotated[float, typer.Option(min=0.1, help="snooze: for so many hours.")] = 24.0,
    by: Annotated[str, typer.Option(help="ack, snooze: who reacts.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """See what was told to whom, say that somebody looks after it, try a channel.

    list: the newest alerts with what became of them. why SUBJECT: the same for one visit, site or person, with every
    try and reaction; for a visit also how it was judged, so that silence is explained as well. ack TOKEN: somebody looks after this visit: no escalations, no reminders. snooze TOKEN: nothing
    about it for --hours. test CHANNEL: a message to every recipient of that channel (mail, or a name of
    [[house.channels]]) now. Exit code 1 when a letter waits or was refused, or a test fails. Times are UTC.
    """
    if action not in ACTIONS:
        raise typer.BadParameter(f'"{action}" is not one of {", ".join(ACTIONS)}', param_hint="ACTION")
    if action != "list" and not subject:
        raise typer.BadParameter("say about what: a visit's token, a site, a person, a channel", param_hint="SUBJECT")
    with entered(programme) as house:
        if action == "test":
            _test(house, subject)
        elif action in ("ack", "snooze"):
            _react(house, subject, by, timedelta(hours=hours) if action == "snooze" else None)
        else:
            _list(house, subject, as_json, whole=action == "why")


def _list(house: House, subject: str, as_json: bool, *, whole: bool) -> None:
    with house.store.reading() as connection:
        rows = outbox_view.alerts(connection, LIMIT, subject)
        parcels = outbox_view.parcels(connection, [row.bundle for row in rows if row.bundle])
        reactions = {row.thread: outbox_view.reactions(connection, row.thread) for row in rows} if whole else {}
        judged = _judged(connection, subject) if whole else []
    told = [_told(house, row, [one for one in parcels if one.bundle == row.bundle]) for row in rows]
    acks = [dict(one._mapping) for found in reactions.values() for one in found]
    if as_json:
        show({"alerts": told, "reactions": acks, "verdicts": judged}, True, "")
    else:
        _draw(told, acks)
        for one in judged:
            until = f", deadline {one['deadline']:%Y-%m-%d %H:%M}" if one["deadline"] else ""
            print(f"{one['standard']}: {one['outcome']}{until}: {one['why']}")
    if any(one.state in ("due", "refused") for one in parcels):
        raise typer.Exit(1)


def _judged(connection: Connection, token: str) -> list[dict[str, Any]]:
    """How a visit was judged against each standard: why something was told, or nothing."""
    try:
        visit = visits.find(connection, token)
    except KeyError:
        return []
    names = ("standard", "outcome", "reason", "breached", "deadline")
    rows = verdicts.of_visit(connection, visit.id)
    judged = [{**{name: getattr(row, name) for name in names}, "why": _last_word(row)} for row in rows]
    return judged or [
        {**dict.fromkeys(names), "standard": "no verdict yet", "outcome": visit.state, "why": visit.reason}
    ]


def _last_word(row: Row[Any]) -> str:
    said = str(row.steps[-1]["looked_at"]) if row.steps else ""
    return f"{said}; nobody is alerted by what proves nothing" if row.outcome == Outcome.INCONCLUSIVE else said


def _told(house: House, row: Row[Any], parcels: Sequence[Row[Any]]) -> dict[str, Any]:
    return {
        "at": row.created_at,
        "story": row.story,
        "about": row.token or row.thread,
        "site": row.site,
        "standard": row.standard,
        "recipient": row.recipient,
        "state": row.state,
        "why": _said(row) or _waiting(house, row) or "; ".join(_way(parcel) for parcel in parcels),
    }


def _said(row: Row[Any]) -> str:
    """Why it was not sent, or what was wrong; the news of a night is for the letter."""
    return "" if row.why.startswith("{") else str(row.why)


def _waiting(house: House, row: Row[Any]) -> str:
    """Why an alert is in no letter yet."""
    if row.state != "pending":
        return ""
    now = house.now()
    if row.held_until and row.held_until > now:
        return f"snoozed until {row.held_until:%Y-%m-%d %H:%M}"
    person = next((one for one in house.programme.recipients if one.email == row.recipient), None)
    awake = awake_at(person, now) if person else now
    return f"quiet hours until {awake:%Y-%m-%d %H:%M}" if awake > now else "waits for others, to leave together"


def _way(parcel: Row[Any]) -> str:
    if parcel.state == "sent":
        return f"{parcel.channel}: handed over {parcel.sent_at:%Y-%m-%d %H:%M:%S}, try {parcel.attempts}"
    again = f", again at {parcel.next_try_at:%H:%M}" if parcel.state == "due" and parcel.attempts else ""
    return f"{parcel.channel}: {parcel.state}, tried {parcel.attempts} times{again} {parcel.last_error}".strip()


def _draw(told: Sequence[dict[str, Any]], acks: Sequence[dict[str, Any]]) -> None:
    if not told:
        print("no alerts")
        return
    table = Table("when", "story", "site", "about", "to", "state", "what became of it", box=None)
    for one in told:
        when = f"{one['at']:%Y-%m-%d %H:%M:%S}"
        table.add_row(when, one["story"], one["site"], one["about"], one["recipient"], one["state"], one["why"])
    console = Console(file=sys.stdout)
    console.print(table)
    for ack in acks:
        until = f" until {ack['until_at']:%Y-%m-%d %H:%M}" if ack["until_at"] else ""
        console.print(f"{ack['at']:%Y-%m-%d %H:%M} {ack['by']} looks after {ack['thread']}{until} {ack['note']}")


def _react(house: House, token: str, by: str, length: timedelta | None) -> None:
    with house.store.writing() as connection:
        threads = {row.thread for row in outbox_view.alerts(connection, LIMIT, token)}
        if not threads:
            remedy = "`shopper alerts list` shows what there is"
            raise UserFault((Fault(place="shopper alerts", found=f'no alert is about "{token}"', remedy=remedy),))
        until = house.now() + length if length else None
        for thread in threads:
            outbox.acknowledge(connection, thread, by, house.now(), until, "by command")
    talk.print(f"{', '.join(sorted(threads))}: {'snoozed' if length else 'looked after'}")


def _test(house: House, channel: str) -> None:
    """A message to everybody who is reached by the channel."""
    people = [person for person in house.programme.recipients if channel in person.channels]
    if not people:
        known = ", ".join(sorted({name for person in house.programme.recipients for name in person.channels}))
        fault = Fault(place="shopper alerts test", found=f'nobody is reached by "{channel}"', remedy=f"Known: {known}")
        raise UserFault((fault,))
    failed = 0
    for person in people:
        try:
            asyncio.run(asyncio.to_thread(_send_test, house, channel, person))
        except ShopperError as fault:
            failed += 1
            print(f"{person.email} by {channel}: {fault}")
        else:
            print(f"{person.email} by {channel}: handed over")
    if failed:
        raise typer.Exit(1)


def _send_test(house: House, channel: str, person: Recipient) -> None:
    russian = person.language == "ru"
    subject = "Проверка оповещений Mystery Shopper" if russian else "Mystery Shopper: a test of this channel"
    lead = "Это проверка: оповещения придут сюда." if russian else "This is a test: alerts will arrive here."
    note = Note(story=Story.WELL, subject=subject, lead=lead)
    if channel != "mail":
        address = next(one for one in house.settings.channels if one.name == channel)
        channels.push(address, *short([note], person.language))
        return
    outgoing = house.settings.outgoing
    envelope = Envelope(
        sender=outgoing.sender,
        recipient_name=person.name,
        recipient=person.email,
        language=person.language,
        message_id=f"<test.{house.dice.getrandbits(96):024x}@{house.programme.mail_host or 'localhost'}>",
        at=house.now(),
    )
    mail.send(outgoing, compose([note], envelope), outgoing.sender, person.email)
