"""Room alerts: signed links in letters. Whoever holds the letter may react to its matter, nobody may forge one.

A token is the wish and its HMAC-SHA256 under `SHOPPER_SECRET`, both in URL-safe Base64. It is no secret of ours, but
it is not logged: it lets its holder act.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from monitor.settings import signing_secret

VALID = timedelta(days=30)


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
    body = json.dumps(asdict(signed), ensure_ascii=False, separators=(",", ":")).encode()
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
    told = json.loads(raw)
    signed = Signed(wish=Wish(told["wish"]), thread=told["thread"], by=told["by"], expires=told["expires"])
    return signed if now < datetime.fromtimestamp(signed.expires, UTC) else None


def _seal(body: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), body, hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
