"""Room: canary letters, our own proof that our ears work (MEASURING §3).

The token is random and only our store knows which tokens are out: a letter that carries an unknown
one proves nothing. So nothing needs signing, and nobody can sing for us.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime

from monitor.intake.addresses import at_home

HEADER = "x-shopper-canary"

_TOKEN = re.compile(r"[0-9a-f]{32}")
_IN_ADDRESS = re.compile(r"\bcanary\.([0-9a-f]{32})@")
_IN_BODY = re.compile(r"^canary ([0-9a-f]{32})$", re.MULTILINE)


def canary_address(token: str, home: str) -> str:
    """The address of one canary at our mail domain (or behind the "+" of one mailbox); `token` is 32 hex digits."""
    return at_home(f"canary.{token}", home)


def canary_letter(token: str, sender: str, recipient: str, now: datetime) -> bytes:
    """A letter from ourselves to ourselves; `now` aware UTC. ValueError for a token that is not 32 hex digits."""
    if not _TOKEN.fullmatch(token):
        raise ValueError("a canary token is 32 lower-case hex digits")
    lines = (
        f"From: <{sender}>",
        f"To: <{recipient}>",
        "Subject: canary",
        f"Date: {format_datetime(now)}",
        f"Message-ID: <canary.{token}@{sender.rpartition('@')[2] or 'localhost'}>",
        f"{HEADER.title()}: {token}",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "This letter proves that our own mailbox works. Nobody needs to answer it.",
        f"canary {token}",
        "",
    )
    return "\r\n".join(lines).encode("ascii")


def canary_token(headers: Mapping[str, tuple[str, ...]], text: str) -> str:
    """The token a letter claims to carry, "" when none. Whoever asks must look it up among the tokens sent."""
    for value in headers.get(HEADER, ()):
        if _TOKEN.fullmatch(value):
            return value
    for name in ("x-original-to", "delivered-to", "to"):
        for value in headers.get(name, ()):
            if found := _IN_ADDRESS.search(value.lower()):
                return found[1]
    found = _IN_BODY.search(text[:2_000])
    return found[1] if found else ""
