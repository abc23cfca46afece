"""Room: letters and calls in. Doors only put raw bytes into the letterbox; `parse_letter` reads them.

Doors: our own SMTP server (`smtp_door`), mailboxes elsewhere (`imap`), folders (`maildir`), webhooks
(`calls`). None of them answers, relays, deletes, moves or marks anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLetter:
    """One letter as a door received it: what the letterbox keeps before anything looks inside.

    `raw`: the bytes, our own trace lines on top where the door writes them. `at`: the instant it
    reached our side, aware UTC. `recipients`: addresses a server of ours vouches for (may be empty:
    then only the trace lines in `raw` tell). `uid`: the door's own name for it
    ("INBOX/1700000000/42"). `body_sha256`: hash of the bytes as the sender gave them, without our
    lines: the same letter delivered twice has the same `key`.
    """

    door: str
    raw: bytes
    at: datetime
    envelope_from: str = ""
    recipients: tuple[str, ...] = ()
    uid: str = ""
    body_sha256: str = ""

    @property
    def key(self) -> str:
        """Unique per content and recipients: a second delivery after a crash or a 451 is no second letter."""
        content = self.body_sha256 or hashlib.sha256(self.raw).hexdigest()
        return hashlib.sha256("\n".join((content, *sorted(self.recipients))).encode()).hexdigest()


Keep = Callable[[RawLetter], None]
"""Puts a letter into the letterbox for good, harmless when repeated; raises OSError when it could not."""

Now = Callable[[], datetime]
"""Our clock, aware UTC."""
