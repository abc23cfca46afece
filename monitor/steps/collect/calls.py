"""Corridor, collect: calls and SMS that providers tell us of.

The raw event is kept before anything is decided. All events of one call (ringing, answered, ended) are opened
together and make one message, in one transaction, in whatever order they came.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row

from monitor.domain.errors import UserFault
from monitor.domain.programme import Channel
from monitor.domain.response import (
    CallEvent,
    Classification,
    IncomingMessage,
    Label,
    MatchLevel,
    OpenVisit,
    Ring,
    Rung,
    classify,
    match_call,
)
from monitor.intake import call_doors
from monitor.intake.call_doors import NotACall, Reply
from monitor.intake.calls import Refused, call_key, replay_key
from monitor.settings import CallDoor
from monitor.steps import House, phone_ear
from monitor.store import calls, ears, visits
from monitor.store.call_tables import CallState
from monitor.store.matching import StoredVisits
from monitor.store.tables import MessageState

EXCERPT = 1_000

log = logging.getLogger("shopper.collect")


class Taken(StrEnum):
    """What became of a knock. `kept` new · `repeated` known already · `proof` our own ping · `ignored` the provider,
    but nothing for us · `refused` not the provider, or no such door."""

    KEPT = "kept"
    REPEATED = "repeated"
    PROOF = "proof"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """A request at a call door. `headers` by lower-case name; `query` as it stood after the "?"."""

    endpoint: str
    headers: Mapping[str, str]
    body: bytes
    query: str = ""


def listen_for_calls(house: House) -> None:
    """Our web server is up: every call door is listened to now."""
    doors = house.settings.call_doors if house.settings.web else ()
    if doors:
        with house.store.writing() as connection:
            for door in doors:
                ears.heard(connection, phone_ear(door), house.now(), house.programme.rhythm.listening_gap)


def take_in(house: House, knock: Knock) -> tuple[Taken, Reply]:
    """Prove and keep what a provider tells: what became of it, and what to answer."""
    now = house.now()
    try:
        door, event = call_doors.admit(house.settings, knock.endpoint, knock.headers, knock.body, knock.query, now)
    except Refused:
        return Taken.REFUSED, Reply(text="")
    except UserFault as fault:  # from outside no different from a wrong signature; the log tells
        log.error("a call was refused: %s", fault)
        return Taken.REFUSED, Reply(text="")
    except NotACall as fault:
        log.info("nothing for us: %s", fault)
        return Taken.IGNORED, Reply(text=f"{fault}\n")
    with house.store.writing() as connection:
        taken = _keep(connection, door, event, knock.body)
        if taken is not Taken.REPEATED:
            visits.wake_proven(connection, now)
    return taken, call_doors.reply(door.provider, event.kind)


def _keep(connection: Connection, door: CallDoor, event: CallEvent, raw: bytes) -> Taken:
    """Put an event down; each new one is a proof that we hear what this provider tells."""
    ear, token = phone_ear(door), f"call/{replay_key(event)}"
    if event.kind == "ping":
        if ears.has_arrived(connection, token):
            return Taken.REPEATED
    elif calls.keep(connection, _as_kept(door, event, raw)) is None:
        return Taken.REPEATED
    ears.sent(connection, ear, token, event.at_received)
    ears.arrived(connection, token, event.at_received)
    return Taken.PROOF if event.kind == "ping" else Taken.KEPT


def _as_kept(door: CallDoor, event: CallEvent, raw: bytes) -> dict[str, Any]:
    return {
        "door": door.name,
        "provider": door.provider,
        "endpoint": door.endpoint,
        "at": event.at_received,
        "replay_key": replay_key(event),
        "call_key": call_key(event),
        "kind": event.kind,
        "called": event.called,
        "caller_hash": call_doors.caller_hash(door, event.caller),
        "caller_tail": event.caller[-4:],
        "raw_sha256": event.raw_sha256,
        "raw": raw,
    }


def open_calls(house: House) -> int:
    """Open every call with an unopened event; how many."""
    opened = 0
    while True:
        with house.store.reading() as connection:
            batch = calls.unopened(connection)
        for key in batch:
            with house.store.writing() as connection:
                _open(connection, house, calls.of_call(connection, key))
        opened += len(batch)
        if not batch:
            return opened


def _open(connection: Connection, house: House, rows: Sequence[Row[Any]]) -> None:
    event = _whole_call([_read(row) for row in rows if row.raw])
    door = next((one for one in house.settings.call_doors if one.endpoint == event.account), None)
    known = next((row.message_id for row in rows if row.message_id is not None), None)
    state, values, touched = _decide(connection, house, event, door)
    made, loses = calls.record(connection, known, values and {**values, "details": values["details"] | _who(rows)})
    calls.opened(connection, [row.id for row in rows], house.now(), state, made)
    for visit_id in {*touched, *((loses,) if loses else ())}:
        visits.listen_again(connection, visit_id, house.now())
    log.info("%s by phone: %s", event.kind, state)


def _read(row: Row[Any]) -> CallEvent:
    return call_doors.read(row.provider, row.endpoint, bytes(row.raw), row.at)


def _whole_call(events: Sequence[CallEvent]) -> CallEvent:
    """One event for all of a call: when it first rang, with the numbers that any of them names."""
    first = min(events, key=lambda event: (_rang(event), event.kind))
    named = sorted(events, key=lambda event: (event.kind, event.caller, event.called))
    caller = first.caller or next((event.caller for event in named if event.caller), "")
    called = first.called or next((event.called for event in named if event.called), "")
    return replace(first, caller=caller, called=called, at_received=_rang(first))


def _rang(event: CallEvent) -> datetime:
    """The provider's own time where it is believed (calls.BELIEVED), never later than ours."""
    return min(event.at_provider or event.at_received, event.at_received)


def _who(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    """What stays of the caller, and what was told of the call."""
    hidden = {"caller_hash": "", "caller_tail": ""}
    for row in rows:
        if row.caller_hash:
            hidden = {"caller_hash": row.caller_hash, "caller_tail": row.caller_tail}
            break
    return {**hidden, "events": sorted({row.kind for row in rows})}


def _decide(
    connection: Connection, house: House, event: CallEvent, door: CallDoor | None
) -> tuple[CallState, dict[str, Any] | None, tuple[int, ...]]:
    """What a call is, the message it makes, the visits it may concern."""
    if door is not None and event.caller and event.caller in door.test_callers:
        return CallState.PROOF, None, ()
    if door is None or event.called not in door.numbers:
        return CallState.SPAM, None, ()
    index = StoredVisits(connection, house.programme)
    rung = match_call(event.at_received, event.caller, index.by_phone(event.called), _numbers_of(house))
    if rung.ring is Ring.STRANGER:
        return CallState.SPAM, None, ()
    told = _classified(event, index.with_texts(rung.visit) if rung.visit else None)
    if told.label is Label.BULK and rung.confidence < 1.0:  # an advertiser found the number
        return CallState.SPAM, None, ()
    values = _values(house, event, rung, told)
    if rung.visit is None:
        return CallState.HOLDING, values, tuple(visit.id for visit in rung.candidates)
    return CallState.LATE if rung.ring is Ring.LATE else CallState.MATCHED, values, (rung.visit.id,)


def _numbers_of(house: House) -> Callable[[str], Collection[str]]:
    numbers = {site.key: site.phones for site in house.programme.sites}
    return lambda site: numbers.get(site, ())


def _classified(event: CallEvent, visit: OpenVisit | None) -> Classification:
    """Whoever lets a phone ring is a person; the words of an SMS are judged like a letter's."""
    if event.kind != "sms":
        return Classification(label=Label.HUMAN, confidence=1.0)
    message = IncomingMessage(
        sha256=event.raw_sha256,
        door=event.account,
        at=event.at_received,
        channel=Channel.SMS,
        text=event.text,
        own_text=event.text,
    )
    return classify(message, visit)


def _values(house: House, event: CallEvent, rung: Rung, told: Classification) -> dict[str, Any]:
    visit = rung.visit
    sites = {one.site for one in ((visit,) if visit else rung.candidates)}
    return {
        "letter_id": None,
        "visit_id": visit.id if visit else None,
        "site": sites.pop() if len(sites) == 1 else "",
        "state": MessageState.MATCHED if visit else MessageState.HOLDING,
        "channel": Channel.SMS if event.kind == "sms" else Channel.PHONE,
        "at": event.at_received,
        "label": told.label,
        "confidence": min(told.confidence, rung.confidence),
        "level": MatchLevel.RECIPIENT if visit else None,
        "answers": told.answers,
        "next_step": told.next_step,
        "excerpt": event.text[:EXCERPT],
        "promise_minutes": told.promise_minutes,
        "details": {
            "why": rung.why,
            "late": rung.ring is Ring.LATE,
            "candidates": [one.id for one in rung.candidates],
            "reasons": [reason.told() for reason in told.reasons],
            "promise": told.promise,
            "promise_minutes": told.promise_minutes,
        },
    }
