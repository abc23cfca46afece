"""Roof: `shopper alerts`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Annotated, Any

import typer
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
from monitor.store import outbox, outbox_view, verdicts

ACTIONS = ("list", "why", "ack", "snooze", "resume", "test")
LIMIT = 50
VISITS = 10
"""of a site, told by `why`: the newest"""


def command(
    action: Annotated[str, typer.Argument(help="list, why, ack, snooze, resume or test.")] = "list",
    subject: Annotated[
        str, typer.Argument(help="A visit's token, a site's key or a person's address; for test: a channel's name.")
    ] = "",
    programme: ProgrammeFile = DEFAULT,
    hours: Annotated[float, typer.Option(min=0.1, help="snooze: for so many hours.")] = 24.0,
    by: Annotated[str, typer.Option(help="ack, snooze, resume: who reacts.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """See what was told to whom, say that somebody looks after it, try a channel.

    list: the newest alerts with what became of them. why SUBJECT: the same for one visit, site or person, with every
    try and reaction; for a visit also how it was judged, for a site the same of its newest visits, so that silence is
    explained as well. ack TOKEN: somebody looks after this visit: no escalations, no reminders. snooze TOKEN: nothing
    about it for --hours, then it is told again. resume TOKEN: as if nobody had reacted; resume ADDRESS: somebody who
    wanted no more alerts gets them again. test CHANNEL: a message to every recipient of that channel (mail, or a name
    of [[house.channels]]) now. Exit code 1 when a letter waits or was refused, or a test fails. Times are UTC.
    """
    if action not in ACTIONS:
        raise typer.BadParameter(f'"{action}" is not one of {", ".join(ACTIONS)}', param_hint="ACTION")
    if action != "list" and not subject:
        raise typer.BadParameter("say about what: a visit's token, a site, a person, a channel", param_hint="SUBJECT")
    with entered(programme) as house:
        if action == "test":
            _test(house, subject)
        elif action == "resume":
            _resume(house, subject, by)
        elif action in ("ack", "snooze"):
            _react(house, subject, by, timedelta(hours=hours) if action == "snooze" else None)
        else:
            _list(house, subject, as_json, whole=action == "why")


def _list(house: House, subject: str, as_json: bool, *, whole: bool) -> None:
    with house.store.reading() as connection:
        rows = outbox_view.alerts(connection, LIMIT, subject)
        parcels = outbox_view.parcels(connection, [row.bundle for row in rows if row.bundle])
        threads = dict.fromkeys([outbox.person_thread(subject), *(row.thread for row in rows)]) if whole else ()
        reactions = [one for thread in threads for one in outbox_view.reactions(connection, thread)]
        judged = _judged(connection, subject) if whole else []
    told = [_told(house, row, [one for one in parcels if one.bundle == row.bundle]) for row in rows]
    acks = [dict(one._mapping) for one in reactions]
    if as_json:
        show({"alerts": told, "reactions": acks, "verdicts": judged}, True, "")
    else:
        print("\n".join([*_alert_lines(told), *map(_ack_line, acks), *map(_verdict_line, judged)]))
    if any(one.state in ("due", "refused") for one in parcels):
        raise typer.Exit(1)


def _judged(connection: Connection, subject: str) -> list[dict[str, Any]]:
    """How a visit, or the newest of a site, was judged against each standard: why something was told, or nothing."""
    rows = verdicts.of_token_or_site(connection, subject, VISITS)
    names = ("token", "touchpoint", "slot_at", "standard", "outcome", "breached", "deadline")
    unjudged = {"standard": "no verdict", "breached": False}
    return [
        {**{name: getattr(row, name) for name in names}, "reason": row.verdict_reason, "why": _last_word(row)}
        if row.standard
        else {**{name: getattr(row, name) for name in names}, **unjudged, "outcome": row.state, "why": row.reason}
        for row in rows
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


def _alert_lines(told: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Two lines each: no terminal is wide enough for one."""
    if not told:
        yield "no alerts"
    for one in told:
        about = "  ".join(name for name in (one["site"], one["about"]) if name)
        yield f"{one['at']:%Y-%m-%d %H:%M:%S}  {one['story']}  {about}  → {one['recipient']}"
        state = "" if one["state"] == "packed" else f"{one['state']}: "
        yield f"    {state}{one['why']}"


def _ack_line(ack: dict[str, Any]) -> str:
    until = f" until {ack['until_at']:%Y-%m-%d %H:%M}" if ack["until_at"] else ""
    return f"{ack['at']:%Y-%m-%d %H:%M}  {ack['by']} reacted to {ack['thread']}{until}: {ack['note']}"


def _verdict_line(one: dict[str, Any]) -> str:
    until = f", deadline {one['deadline']:%Y-%m-%d %H:%M}" if one["deadline"] else ""
    where = f"{one['slot_at']:%Y-%m-%d %H:%M}  {one['touchpoint']} {one['token']}"
    return f"{where}  {one['standard']}: {one['outcome']}{until}: {one['why']}"


def _resume(house: House, subject: str, by: str) -> None:
    with house.store.writing() as connection:
        here = {row.thread for row in outbox_view.alerts(connection, LIMIT, subject)} | {outbox.person_thread(subject)}
        threads = sorted(thread for thread in here if outbox.reaction(connection, thread, house.now()))
        for thread in threads:
            outbox.resume(connection, thread, by, house.now(), "taken back by command")
    if not threads:
        remedy = "`shopper alerts why …` shows who has reacted to what"
        raise UserFault((Fault(place="shopper alerts", found=f'nobody has reacted to "{subject}"', remedy=remedy),))
    talk.print(f"{', '.join(threads)}: as if nobody had reacted")


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
