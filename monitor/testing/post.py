"""The staff's desk: writes the letters of `templates/letters/` and hands them to a real SMTP server."""

from __future__ import annotations

import asyncio
import contextlib
import html
import random
import smtplib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from monitor.testing.clock import Clock
from monitor.testing.company import Company, Means, Reply, Writer
from monitor.testing.ledger import Ledger, SentLetter, Submission
from monitor.testing.paper import LETTERS

RETRIES = (*[timedelta(minutes=1)] * 10, *[timedelta(minutes=5)] * 10, *[timedelta(minutes=30)] * 96)
"""pauses between tries while the receiving server says "later" or is not there: two days, as mail servers do"""
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A finished letter: envelope sender ("" for the null sender), recipient, id, bytes."""

    sender: str
    to: str
    message_id: str
    data: bytes


def write(company: Company, reply: Reply, enquiry: Submission, at: datetime, dice: random.Random) -> Envelope | None:
    """The letter ready to send; None when the visitor left no address to write to."""
    to = _address_of(enquiry)
    if not to:
        return None
    local = at.astimezone(ZoneInfo(company.zone)) - reply.slow_clock
    headers, text = _fill(company, reply, enquiry, to)
    headers["Date"] = format_datetime(local.replace(microsecond=0))
    headers["Message-ID"] = f"<{dice.getrandbits(64):016x}@{company.domain}>"
    sender = headers["From"].rpartition("<")[2].rstrip(">")
    message = _bounce(headers, text, company, to) if reply.writer is Writer.BOUNCE else _plain(headers, text, reply)
    null = reply.null_sender or reply.writer is Writer.BOUNCE
    data = message.as_bytes(policy=SMTP)
    return Envelope(sender="" if null else sender, to=to, message_id=headers["Message-ID"], data=data)


def _address_of(enquiry: Submission) -> str:
    given = enquiry.meant.get(Means.EMAIL) or enquiry.meant.get(Means.CONTACT, "")
    return given if "@" in given else ""


def _fill(company: Company, reply: Reply, enquiry: Submission, to: str) -> tuple[dict[str, str], str]:
    """Header lines and text of the letter, the visitor's words filled in and quoted below."""
    meant = {means.value: value for means, value in enquiry.meant.items()}
    name = meant.get("name") or " ".join(filter(None, (meant.get("first"), meant.get("last"))))
    asked = enquiry.at.astimezone(ZoneInfo(company.zone))
    facts = {"company": company, "to": to, "name": name, "first": (name.split() or [""])[0], "meant": meant}
    written = LETTERS.get_template(f"letters/{reply.letter}.txt").render(**facts, asked=asked, enquiry=enquiry)
    head, _, text = written.partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    headers["To"] = str(Address(display_name=name, addr_spec=to)) if name else to
    if reply.quotes:
        quoted = "\n".join(f"> {line}" for line in meant.get("message", "").splitlines())
        wrote = (
            f"{asked:%d.%m.%Y %H:%M}, {name} пишет:"
            if company.language == "ru"
            else f"On {asked:%d %b %Y at %H:%M}, {name} wrote:"
        )
        text = f"{text.rstrip()}\n\n{wrote}\n{quoted}\n"
    return headers, text


def _plain(headers: dict[str, str], text: str, reply: Reply) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    for name, value in headers.items():
        message[name] = value
    if reply.html:
        lines = html.escape(text).replace("\n", "<br>\n")
        message.set_content(f"<html><body style='font-family:Calibri'>{lines}</body></html>", subtype="html")
    else:
        message.set_content(text, charset=reply.charset)
    return message


def _bounce(headers: dict[str, str], text: str, company: Company, to: str) -> MIMEMultipart:
    """A delivery-status report (RFC 3464): the letter the site sent in the visitor's name came back."""
    message = MIMEMultipart("report", policy=SMTP)
    message.set_param("report-type", "delivery-status")
    for name, value in headers.items():
        message[name] = value
    message["Auto-Submitted"] = "auto-replied"
    message.attach(MIMEText(text, _charset="utf-8"))
    status = Message()
    status["Content-Type"] = "message/delivery-status"
    status.set_payload(
        [_block(line) for line in (f"Reporting-MTA: dns; mx.{company.domain}", _FAILED.format(company.domain))]
    )
    message.attach(status)
    returned = EmailMessage(policy=SMTP)
    returned["From"], returned["To"], returned["Subject"] = to, f"info@{company.domain}", company.form.heading
    message.attach(MIMEMessage(returned))
    return message


_FAILED = """Final-Recipient: rfc822; info@{}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full"""


def _block(lines: str) -> Message:
    """One group of fields of a delivery-status part."""
    block = Message()
    for line in lines.splitlines():
        name, value = line.split(": ", 1)
        block[name] = value
    return block


@dataclass(slots=True)
class Staff:
    """Everybody who writes letters in one company, each at the hour the table says."""

    company: Company
    ledger: Ledger
    clock: Clock
    host: str
    port: int
    dice: random.Random
    _desks: list[asyncio.Task[None]] = field(default_factory=list)

    def take(self, enquiry: Submission) -> None:
        """Begin to answer: every letter of the table becomes a task of its own."""
        self._desks += [asyncio.create_task(self._answer(reply, enquiry)) for reply in self.company.staff]

    @property
    def busy(self) -> bool:
        """True while somebody still has a letter to write."""
        return any(not desk.done() for desk in self._desks)

    async def go_home(self) -> None:
        """Drop every letter not yet sent. Raises what went wrong at a desk, so that no letter is lost in silence."""
        for desk in self._desks:
            desk.cancel()
        for ended in await asyncio.gather(*self._desks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    async def _answer(self, reply: Reply, enquiry: Submission) -> None:
        await self.clock.sleep(enquiry.at + reply.after - self.clock())
        letter = write(self.company, reply, enquiry, self.clock(), self.dice)
        if letter is None:
            return
        written, answers = self.clock(), list[str]()
        try:
            for pause in RETRIES:
                answers.append(await asyncio.to_thread(_send, self.host, self.port, letter))
                if answers[-1][0] in "25":
                    break
                await self.clock.sleep(pause)
        finally:  # also when the town closes before anybody took the letter
            self._book(reply, letter, written, answers)

    def _book(self, reply: Reply, letter: Envelope, written: datetime, answers: list[str]) -> None:
        taken = bool(answers) and answers[-1].startswith("2")
        self.ledger.letters.append(
            SentLetter(
                at=written,
                to=letter.to,
                letter=reply.letter,
                writer=reply.writer,
                message_id=letter.message_id,
                answers=tuple(answers),
                delivered_at=self.clock() if taken else None,
            )
        )


def _send(host: str, port: int, letter: Envelope) -> str:
    """One try; the server's last word, "421 …" when there is no server to speak to (worth another try)."""
    try:
        with contextlib.closing(smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)) as server:
            server.ehlo("town.example")
            for said in (server.mail(letter.sender), server.rcpt(letter.to), server.data(letter.data)):
                code, words = said
                if code >= 400:
                    return f"{code} {words.decode(errors='replace')}"
            server.docmd("QUIT")
            return f"{code} {words.decode(errors='replace')}"
    except smtplib.SMTPResponseException as refusal:
        return f"{refusal.smtp_code} {refusal.smtp_error!r}"
    except (OSError, smtplib.SMTPServerDisconnected) as trouble:
        return f"421 {trouble}"
