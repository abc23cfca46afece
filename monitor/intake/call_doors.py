"""Room: one call door: what its provider sends is proven, then read, and answered as that provider expects."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.errors import ShopperError
from monitor.domain.response import CallEvent
from monitor.intake import calls
from monitor.intake.calls import Refused
from monitor.settings import CallDoor, Settings, secret

RINGS = 10.0
"""Seconds we let Twilio wait for our answer to a call: so long the caller hears it ring. It gives up after 15."""
NOTHING = "nobody's secret"
"""Checked against for an endpoint that does not exist, so that it takes as long as one that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the provider expects to hear, `after` so many seconds."""

    text: str
    media_type: str = "text/plain"
    after: float = 0.0


class NotACall(ShopperError):
    """The provider says something that is no call and no SMS to us."""


def admit(
    settings: Settings, endpoint: str, headers: Mapping[str, str], body: bytes, query: str, now: datetime
) -> tuple[CallDoor, CallEvent]:
    """The door of that endpoint and the event it was told. `headers` by lower-case name; `query` after the "?".

    `Refused`: no such door or not its provider; `NotACall`: the provider, but nothing for us; `UserFault`: the
    secret is not in the environment.
    """
    door = next(
        (one for one in settings.call_doors if hmac.compare_digest(one.endpoint.encode(), endpoint.encode())), None
    )
    if door is None:
        calls.verify_generic(body, headers.get("x-signature", ""), (NOTHING,), now)
        raise Refused
    secrets = [secret(name).get_secret_value() for name in (door.secret_env, door.old_secret_env) if name]
    _prove(settings, door, headers, body, query, secrets, now)
    return door, read(door.provider, door.endpoint, body, now)


def caller_hash(door: CallDoor, number: str) -> str:
    """A keyed hash of a caller's number: numbers are few, a bare hash would be undone in a minute. "" when hidden."""
    key = secret(door.secret_env).get_secret_value().encode()
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()[:32] if number else ""


def read(provider: str, endpoint: str, body: bytes, at: datetime) -> CallEvent:
    """The event a proven body tells, which came at `at`. `NotACall` when it is none."""
    parse = {"twilio": calls.parse_twilio, "zadarma": calls.parse_zadarma}.get(provider, calls.parse_generic)
    try:
        return parse(body, endpoint, at)
    except Refused as fault:
        raise NotACall(str(fault)) from fault


def reply(provider: str, kind: str) -> Reply:
    """What the provider expects. Calls are never picked up: Twilio's caller hears it ring, then "busy"."""
    if provider != "twilio":
        return Reply(text="ok\n")
    rings = kind == "ringing"  # any verb but Reject, a pause too, would make Twilio pick up
    verbs = '<Reject reason="busy"/>' if rings else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>\n'
    return Reply(text=text, media_type="application/xml", after=RINGS if rings else 0.0)


def _prove(
    settings: Settings,
    door: CallDoor,
    headers: Mapping[str, str],
    body: bytes,
    query: str,
    secrets: Sequence[str],
    now: datetime,
) -> None:
    """`Refused` unless one of the secrets made the signature."""
    if door.provider == "twilio":
        ours = settings.web.public_url.rstrip("/") if settings.web else ""
        address = (door.public_url or f"{ours}/in/{door.endpoint}") + (f"?{query}" if query else "")
        calls.verify_twilio(address, body, headers.get("x-twilio-signature", ""), secrets)
    elif door.provider == "zadarma":
        calls.verify_zadarma(body, headers.get("signature", ""), secrets)
    else:
        calls.verify_generic(body, headers.get("x-signature", ""), secrets, now)
