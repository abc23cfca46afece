"""Room: one letter's raw bytes → `IncomingMessage`, by rules that cannot fail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from itertools import islice

from monitor.domain.response import IncomingMessage
from monitor.intake.canary import canary_token
from monitor.intake.letter import headers as read
from monitor.intake.letter.bodies import read_body
from monitor.intake.letter.quotes import own_words
from monitor.intake.letter.trace import read_trace

MAXIMUM_READ = 4_000_000
"""Bytes looked at; the letterbox keeps them all. Text stands before the attachments that make letters large."""

MAXIMUM_BOUNDARIES = 60
"""Beyond this many multiparts the standard parser becomes quadratic and then recursive: not entered."""

_MULTIPART = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_MBOX_FROM = re.compile(rb"\A>?From [^\r\n]*\r?\n")


def parse_letter(
    raw: bytes, *, door: str, at: datetime, trusted_host: str = "", mail_domain: str = "", envelope_from: str = ""
) -> IncomingMessage:
    """One letter as a value; never raises on its content.

    `at` (aware UTC) is when the door got it; a `Received` line by `trusted_host`, our own server,
    outranks it (MEASURING §2). `recipients` are the addresses our own side wrote (see `trace`), those
    at `mail_domain` first. `defects` lists what was cut or broken. `ValueError` for a naive `at`.
    """
    if at.tzinfo is None:
        raise ValueError("at must be an aware instant")
    message, defects = _parsed(raw)
    lines = [(read.name(name), read.decoded(str(value))) for name, value in _first_lines(message)]
    body = read_body(message)
    trace = read_trace(lines, trusted_host, at)
    headers = _table(lines)
    name, address = read.mailbox(read.first(headers, "from"))
    return IncomingMessage(
        sha256=hashlib.sha256(raw).hexdigest(),
        door=door,
        at=trace.at or at,
        message_id=next(iter(read.message_ids(headers.get("message-id", ())[:1])), ""),
        thread=read.message_ids((*headers.get("in-reply-to", ()), *headers.get("references", ()))),
        envelope_from=envelope_from or trace.return_path,
        sender_name=name,
        sender_address=address,
        reply_to=read.mailbox(read.first(headers, "reply-to"))[1],
        recipients=_ours_first(trace.recipients, mail_domain),
        addressed=read.addresses((*headers.get("to", ()), *headers.get("cc", ()))),
        subject=read.first(headers, "subject"),
        text=body.text,
        own_text=own_words(body.text),
        headers=headers,
        parts=body.parts,
        attachments=body.attachments,
        defects=defects + body.defects,
        canary_token=canary_token(headers, body.text),
    )


def _first_lines(message: Message) -> Iterator[tuple[str, str]]:
    return islice(message.raw_items(), read.MAXIMUM_HEADERS)


def _table(lines: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in lines:
        found[name] = (*found.get(name, ()), value)
    return found


def _ours_first(recipients: tuple[str, ...], domain: str) -> tuple[str, ...]:
    ending = f"@{domain.lower()}"
    return tuple(sorted(recipients, key=lambda address: not address.endswith(ending))) if domain else recipients


def _parsed(raw: bytes) -> tuple[Message, tuple[str, ...]]:
    """The standard parser's tree of at most `MAXIMUM_READ` bytes; headers alone when the body is a trap."""
    defects: list[str] = []
    seen = _MBOX_FROM.sub(b"", raw[:MAXIMUM_READ].lstrip(b"\r\n\x00"), count=1)
    if len(raw) > MAXIMUM_READ:
        defects.append("cut")
    parser = BytesParser(policy=compat32)
    if len(_MULTIPART.findall(seen)) > MAXIMUM_BOUNDARIES:
        return parser.parsebytes(_headers_and_text(seen), headersonly=True), (*defects, "nested too deep")
    message = parser.parsebytes(seen)
    return message, tuple(defects) + tuple(type(defect).__name__ for defect in message.defects[:5])


def _headers_and_text(seen: bytes) -> bytes:
    end = _END_OF_HEADERS.search(seen)
    return seen[: end.end() + 20_000] if end else seen[:100_000]
