"""Corridor, tell: letters leave, several at a time but in order for each person; what fails is tried again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row

from monitor.alerts import channels, mail
from monitor.alerts.close_out import CLOSE_OUT
from monitor.alerts.handed import Handed
from monitor.alerts.letter import compose, short
from monitor.alerts.packing import awake_at
from monitor.alerts.stories import Story, overtaken
from monitor.domain.errors import ShopperError
from monitor.domain.recipients import Recipient
from monitor.journal import about
from monitor.steps import House
from monitor.steps.tell import close_out
from monitor.steps.tell.ourselves import tell_refusal
from monitor.steps.tell.truth import known
from monitor.steps.tell.wording import envelope, notes, pictures
from monitor.store import outbox

GONE = "no longer among the recipients of the programme"
AT_ONCE = 4
"""Letters on the wire at the same time: enough to keep a slow server from delaying the others."""

log = logging.getLogger("shopper.tell")


async def send_due(house: House, dead: Sequence[str] = ()) -> int:
    """Send the letters that are due; how many were handed over."""
    handed = Handed(house.settings.handed)
    with house.store.writing() as connection:
        known = outbox.take_back(connection, (*dead, house.worker), handed.noted(), house.now())
        lanes = min(AT_ONCE, outbox.count_due(connection, house.now()))
    handed.forget(*known)
    return sum(await asyncio.gather(*(_one_after_the_other(house) for _ in range(lanes))))


async def _one_after_the_other(house: House) -> int:
    sent = 0
    while True:
        with house.store.writing() as connection:
            parcel = outbox.claim(connection, house.now(), house.worker)
            alerts = outbox.contents(connection, parcel.bundle) if parcel else []
        if parcel is None:
            return sent
        with about(*_tokens(alerts)):
            sent += await _send(house, parcel, alerts)


def _tokens(alerts: Sequence[Row[Any]]) -> list[str]:
    """Of the visits a letter is about."""
    return [alert.thread.removeprefix("visit/") for alert in alerts if alert.thread.startswith("visit/")]


async def _send(house: House, parcel: Row[Any], alerts: Sequence[Row[Any]]) -> bool:
    person = next((one for one in house.programme.recipients if one.email == parcel.recipient), None)
    if person is None and parcel.channel != CLOSE_OUT:
        return _failed(house, parcel, GONE, for_good=True)
    if person is not None:
        alerts = _still(house, parcel, alerts, person)
        if not alerts:
            return False
    handed, mark = Handed(house.settings.handed), outbox.mark(parcel)
    taken = handed.noting(mark, house.now)
    try:
        if person is not None:
            await asyncio.to_thread(_hand_over, house, parcel, alerts, person, taken)
        else:
            await asyncio.to_thread(close_out.hand_over, house, parcel.bundle, alerts[0].visit_id, taken)
    except mail.TryAgain as fault:
        late = house.now() - parcel.created_at >= outbox.GIVEN_UP
        return _failed(house, parcel, str(fault), for_good=late)
    except ShopperError as fault:  # refused for good, or a secret is missing
        return _failed(house, parcel, str(fault), for_good=isinstance(fault, mail.Refused))
    with house.store.writing() as connection:
        outbox.sent(connection, parcel.id, house.now())
    handed.forget(mark)
    log.info("letter %s handed over to %s by %s", parcel.bundle, parcel.recipient, parcel.channel)
    return True


def _still(house: House, parcel: Row[Any], alerts: Sequence[Row[Any]], person: Recipient) -> Sequence[Row[Any]]:
    """What of a letter may leave now: one that waited for its server wakes nobody, and tells nothing that is over."""
    now = house.now()
    awake = awake_at(person, now)
    with house.store.reading() as connection:
        promises = [known(connection, alert) for alert in alerts]
    over = [
        overtaken(Story(alert.story), promise, now) if promise else ""
        for alert, promise in zip(alerts, promises, strict=True)
    ]
    if awake > now or all(over):
        with house.store.writing() as connection:
            if all(over):
                outbox.drop(connection, parcel.id, over[0])
            else:
                outbox.postpone(connection, parcel.id, awake)
        return ()
    return [alert for alert, why in zip(alerts, over, strict=True) if not why]


def _hand_over(
    house: House, parcel: Row[Any], alerts: Sequence[Row[Any]], person: Recipient, taken: Callable[[], None]
) -> None:
    told = notes(house, alerts, person)
    if parcel.channel == "mail":
        outgoing, head = house.settings.outgoing, envelope(house, parcel.bundle, alerts, person)
        try:
            letter = compose(told, head, pictures(house, alerts))
            mail.send(outgoing, letter, outgoing.sender, parcel.recipient, taken)
        except mail.TooLarge:  # better without pictures than never
            mail.send(outgoing, compose(told, head), outgoing.sender, parcel.recipient, taken)
        return
    address = next((one for one in house.settings.channels if one.name == parcel.channel), None)
    if address is None:
        raise mail.Refused(f"there is no channel {parcel.channel} in [[house.channels]] any more")
    channels.push(address, *short(told, person.language))
    taken()


def _failed(house: House, parcel: Row[Any], error: str, *, for_good: bool) -> bool:
    log.warning("letter %s to %s by %s not delivered: %s", parcel.bundle, parcel.recipient, parcel.channel, error)
    with house.store.writing() as connection:
        outbox.failed(connection, parcel.id, error, for_good=for_good)
        if for_good and not error.startswith(GONE) and parcel.channel != CLOSE_OUT:
            tell_refusal(connection, house, parcel.channel, parcel.recipient, error)
    return False
