"""Room alerts: signed links in letters. Whoever holds the letter may react to its matter, nobody may forge one.

A token is the wish and its seal (HMAC-SHA256 under `SHOPPER_SECRET`, its first 128 bits: RFC 2104 §5), both in URL-safe
Base64. It is no secret of ours, but it is not logged: it lets its holder act. Who has no web door for links gets the
wish "no more" by mail: an address only we can have made.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from monitor.settings import signing_secret

VALID = timedelta(days=30)
_SEAL = 16
_STOP = re.compile(r"\bstop\.([a-z2-7]{26})@")


class Wish(StrEnum):
    """`ack`: I look after it · `snooze`: not now · `stop`: no more letters to me."""

    ACK = "ack"
    SNOOZE = "snooze"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a link asks for: by whom, about what, until when it is good (seconds since 1970)."""

    wish: Wish
    thread: str
    by: str
    expires: int


def link(public_url: str, wish: Wish, thread: str, by: str, now: datetime) -> str:
    """The address of a link; "" when there is no web address or no secret to sign with."""
    secret = signing_secret()
    if not public_url or not secret:
        return ""
    signed = Signed(wish=wish, thread=thread, by=by, expires=int((now + VALID).timestamp()))
    return f"{public_url.rstrip('/')}/ack/{sign(signed, secret)}"


def sign(signed: Signed, secret: str) -> str:
    body = "\n".join((signed.wish, signed.thread, signed.by, str(signed.expires))).encode()
    return f"{_text(body)}.{_text(_seal(body, secret))}"


def verify(token: str, secret: str, now: datetime) -> Signed | None:
    """What the token asks for; None when it is forged, damaged or too old."""
    body, _, seal = token.partition(".")
    try:
        raw = _bytes(body)
        genuine = bool(secret) and hmac.compare_digest(_bytes(seal), _seal(raw, secret))
    except (NotBase64, ValueError):
        return None
    if not genuine:
        return None
    wish, thread, by, expires = raw.decode().split("\n")
    signed = Signed(wish=Wish(wish), thread=thread, by=by, expires=int(expires))
    return signed if now < datetime.fromtimestamp(signed.expires, UTC) else None


def stop_name(person: str) -> str:
    """The name before the @ of the address at which a letter means "no more letters to me"; "" without a secret."""
    secret = signing_secret()
    return f"stop.{b32encode(_seal(f'stop {person}'.encode(), secret)).decode().rstrip('=').lower()}" if secret else ""


def stopped(addresses: Iterable[str], people: Iterable[str]) -> str:
    """Who of these people wants no more letters, judging by the addresses a letter came to; "" when nobody."""
    names = {f"stop.{found[1]}" for address in addresses if (found := _STOP.search(address.lower()))}
    if not names:
        return ""
    return next((one for one in people if (name := stop_name(one)) and name in names), "")


def _seal(body: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), body, hashlib.sha256).digest()[:_SEAL]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
