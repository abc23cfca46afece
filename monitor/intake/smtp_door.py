"""Room: our own SMTP door. Any local part at the mail domain comes in, nothing goes out.

A letter is kept before "250" is said: if we die in between, the sender delivers it again and the key
of `RawLetter` makes that harmless. Lines ended by a bare LF never end a letter (SMTP smuggling).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import ssl
from collections import deque
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.domain.errors import HouseFault
from monitor.intake import Keep, Now, RawLetter
from monitor.settings import SmtpDoor

_log = logging.getLogger(__name__)

MAXIMUM_RECIPIENTS = 50
MAXIMUM_CONNECTIONS = 200
PER_MINUTE = 1_200
"""Letters a minute from one peer. High on purpose: "451" to a helpdesk's burst would look like a slow answer."""
REMEMBERED = 1_000
"""Letters we could not keep whose first try is remembered until they come again."""

_CLAIMED = re.compile(
    rb"^(delivered-to|x-original-to|x-delivered-to|envelope-to|x-envelope-to):", re.IGNORECASE | re.MULTILINE
)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")


class DoorTaken(HouseFault):
    """The door's address is taken or forbidden; another process of ours may hold it."""


class _PatientSMTP(SMTP):
    """Form mailers put whole pages of HTML on one line; refusing them at 1,000 bytes would lose answers."""

    line_length_limit = 2_000_000


class _PatientLMTP(LMTP):
    """The same behind a mail server of one's own (RFC 2033)."""

    line_length_limit = _PatientSMTP.line_length_limit


class DoorServer:
    """The listening side. `start` and `stop` run in the event loop; `port` is known after `start`."""

    def __init__(
        self,
        settings: SmtpDoor,
        mail_domain: str,
        keep: Keep,
        now: Now,
        *,
        per_minute: int = PER_MINUTE,
    ) -> None:
        self._settings = settings
        self._handler = _Handler(settings, mail_domain.lower(), keep, now, per_minute)
        self._tls = _Certificate(settings)
        self._server: asyncio.Server | None = None

    @property
    def host(self) -> str:
        """The address listened on."""
        return self._settings.host

    @property
    def port(self) -> int:
        """The port listened on (differs from the settings when they say 0); 0 while closed."""
        sockets = self._server.sockets if self._server else ()
        return int(sockets[0].getsockname()[1]) if sockets else 0

    @property
    def deaf(self) -> bool:
        """True while the newest letter could not be kept: the door stands open, but nobody is heard."""
        return self._handler.deaf

    async def start(self) -> None:
        """Open the door. `DoorTaken`, or `HouseFault` when the certificate cannot be used."""
        self._tls.context()
        loop = asyncio.get_running_loop()
        where = self._settings.host, self._settings.port
        try:
            self._server = await loop.create_server(self._session, *where)
        except OSError as fault:
            raise DoorTaken(f"the SMTP door cannot listen on {where[0]}:{where[1]}: {fault.strerror}") from fault

    async def stop(self) -> None:
        """Close the door; letters under way get their answer or are delivered again later."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def _session(self) -> SMTP:
        kind = _PatientLMTP if self._settings.protocol == "lmtp" else _PatientSMTP
        return kind(
            self._handler,
            data_size_limit=self._settings.maximum_bytes,
            enable_SMTPUTF8=True,
            hostname=self._settings.hostname,
            ident="ESMTP",
            tls_context=self._tls.context(),
            loop=asyncio.get_running_loop(),
        )


class _Certificate:
    """What we show in STARTTLS; read again when the file was renewed, so that nobody has to restart us."""

    def __init__(self, settings: SmtpDoor) -> None:
        self._settings = settings
        self._read_at: float | None = None
        self._context: ssl.SSLContext | None = None

    def context(self) -> ssl.SSLContext | None:
        """None without a certificate. `HouseFault` when it cannot be used and none was before."""
        chain = self._settings.certificate
        if chain is None:
            return None
        try:
            changed = chain.stat().st_mtime
            if changed != self._read_at:
                fresh = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                fresh.load_cert_chain(chain, self._settings.key)
                self._context, self._read_at = fresh, changed
        except OSError as fault:  # ssl.SSLError is one
            if self._context is None:
                raise HouseFault(f"the SMTP door's certificate {chain} cannot be used: {fault}") from fault
            _log.error("the renewed certificate %s cannot be used, the old one stays: %s", chain, fault)
        return self._context


class _Handler:
    """What aiosmtpd calls; the names are its own."""

    def __init__(self, settings: SmtpDoor, domain: str, keep: Keep, now: Now, per_minute: int) -> None:
        self._settings, self._domain, self._keep, self._now = settings, domain, keep, now
        self._recent = _Recent(per_minute)
        self._tried: dict[tuple[str, tuple[str, ...]], datetime] = {}
        self.deaf = False

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if not self._recent.admits(_peer(session), self._now()):
            return "451 4.7.1 Too many letters at once, please try again in a minute"
        envelope.mail_from = address or "<>"  # an empty one would count as "no MAIL command yet"
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        local, _, domain = address.rpartition("@")
        if domain.lower() != self._domain or not local:
            return "550 5.7.1 We do not relay"
        if _UNPRINTABLE.search(address):
            return "550 5.1.3 Bad recipient address"
        if len(envelope.rcpt_tos) >= MAXIMUM_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = bytes(envelope.original_content or b"")
        recipients = tuple(dict.fromkeys(address.lower() for address in envelope.rcpt_tos))
        known = hashlib.sha256(content).hexdigest(), recipients
        letter = received(
            content,
            # one we could not keep has reached us when it first came: the wait since then is ours
            at=self._tried.setdefault(known, self._now()),
            door=self._settings.name,
            hostname=self._settings.hostname,
            peer=_peer(session),
            helo=str(session.host_name or ""),
            how=f"{'LMTP' if self._settings.protocol == 'lmtp' else 'ESMTP'}{'S' if session.ssl else ''}",
            envelope_from=str(envelope.mail_from or ""),
            recipients=recipients,
        )
        try:
            await asyncio.to_thread(self._keep, letter)
        except OSError:
            self.deaf = True
            while len(self._tried) > REMEMBERED:
                self._tried.pop(next(iter(self._tried)))
            raise
        self.deaf = False
        self._tried.pop(known, None)
        kept = f"250 2.0.0 Kept as {letter.body_sha256[:12]}"
        # LMTP wants one reply for each recipient (RFC 2033 §4.2)
        return "\r\n".join([kept] * len(envelope.rcpt_tos)) if self._settings.protocol == "lmtp" else kept

    async def handle_exception(self, error: Exception) -> str:
        """Not kept: whatever it was, the sender keeps the letter and tries again."""
        _log.error("letter not kept: %s: %s", type(error).__name__, error)
        return "451 4.3.0 Not kept, please try again"


class _Recent:
    """Letters per peer within the last minute; peers silent for a minute are forgotten."""

    def __init__(self, per_minute: int) -> None:
        self._limit = per_minute
        self._seen: dict[str, deque[datetime]] = {}

    def admits(self, peer: str, now: datetime) -> bool:
        since = now - timedelta(minutes=1)
        if len(self._seen) > 10_000:
            self._seen = {known: times for known, times in self._seen.items() if times[-1] > since}
        times = self._seen.setdefault(peer, deque())
        while times and times[0] <= since:
            times.popleft()
        if len(times) >= self._limit:
            return False
        times.append(now)
        return True


def _peer(session: Session) -> str:
    return str(session.peer[0]) if session.peer else "unknown"


def received(
    content: bytes,
    *,
    at: datetime,
    door: str,
    hostname: str,
    peer: str,
    helo: str,
    envelope_from: str,
    recipients: tuple[str, ...],
    how: str = "ESMTP",
) -> RawLetter:
    """The letter with our trace lines on top (`how`: the RFC 3848 word for the connection); lines that claim to be such below are renamed `X-Claimed-…`."""
    sender = _UNPRINTABLE.sub("", envelope_from).strip("<>")
    lines = [
        f"Return-Path: <{sender}>",
        *(f"X-Original-To: {address}" for address in recipients),
        *(f"Delivered-To: {address}" for address in recipients),
        f"Received: from {_UNPRINTABLE.sub('', helo)[:255] or 'unknown'} ([{peer}])",
        f"\tby {hostname} with {how} for <{recipients[0]}>;"
        if len(recipients) == 1
        else f"\tby {hostname} with {how};",
        f"\t{format_datetime(at)}",
    ]
    end = _HEADER_END.search(content)
    head = content[: end.start()] if end else content
    renamed = _CLAIMED.sub(rb"X-Claimed-\1:", head) + content[len(head) :]
    return RawLetter(
        door=door,
        raw="\r\n".join(lines).encode("ascii", "replace") + b"\r\n" + renamed,
        at=at,
        envelope_from=sender,
        recipients=recipients,
        body_sha256=hashlib.sha256(content).hexdigest(),
    )
