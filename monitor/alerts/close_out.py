"""Room alerts: the close-out letter: our shopper thanks whoever answered, and nobody need write again (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from monitor.alerts.headers import blank
from monitor.alerts.letter import SUBJECT_LENGTH, one_line
from monitor.domain.response import IncomingMessage
from monitor.domain.visit import Visit

CLOSE_OUT = "close_out"
"""Story and channel of its row in the outbox: no alert, and what it meets says nothing about our ways to people."""

BODY = {
    "en": "Hello,\n\nThank you for your answer. My question is settled, so there is no need to write or call again."
    "\n\nBest regards,\n{name}\n",
    "ru": "Здравствуйте!\n\nСпасибо за ответ. Мой вопрос решён, больше писать и звонить не нужно."
    "\n\nС уважением,\n{name}\n",
}
_LONGEST_THREAD = 20
_LIST_LINES = ("list-id", "list-unsubscribe", "list-post", "list-help", "feedback-id")
_BULK = frozenset({"bulk", "list", "junk"})
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}", re.ASCII)
_NOBODY = re.compile(
    r"\b(?:no|not|do[._-]?not|dont)[._-]?reply|auto[._-]?(?:reply|response)|mailer-?daemon|postmaster|bounces?\b|^nobody@"
)
_RE = re.compile(r"^(?:\s*(?:re|aw|fwd?|ответ|отв)(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOut:
    """The letter `answered` by our shopper, under an identity that stays the same at every try. `at`: aware UTC."""

    visit: Visit
    answered: IncomingMessage
    message_id: str
    at: datetime


def objection(letter: IncomingMessage, home: str) -> str:
    """Why no letter may follow this one, whoever wrote it; "" when one may. `home`: our mail host.

    Only who can be told apart from every machine is written to: lists, robots, bounces and ourselves never (RFC 3834 §2).
    """
    to = _addressee(letter)
    if any(letter.headers.get(name) for name in _LIST_LINES) or _BULK & set(_words(letter, "precedence")):
        return "a mailing list"
    if set(_words(letter, "auto-submitted")) - {"no"} or letter.headers.get("x-autoreply"):
        return "an automatic letter"
    if not letter.envelope_from:
        return "no envelope sender, as bounces have none"
    if not _ADDRESS.fullmatch(to) or _NOBODY.search(to) or _NOBODY.search(letter.sender_address.lower()):
        return f"{to or 'nobody'} takes no answers"
    host = to.rpartition("@")[2]
    return "our own domain" if home and (host == home or host.endswith(f".{home}")) else ""


def close_out_letter(one: CloseOut) -> EmailMessage:
    """From the visit's own address, into the thread of the answer.

    `Auto-Submitted` says what it is, though a helpdesk may set it aside for that: no vacation note and no receipt then
    comes back (RFC 3834 §5), and a thank-you lost costs less than one that opens a ticket anew.
    """
    shopper, letter = one.visit.shopper, one.answered
    message = blank()
    message["From"] = formataddr((one_line(shopper.full), shopper.email))
    message["To"] = formataddr((one_line(letter.sender_name), _addressee(letter)))
    message["Subject"] = f"Re: {_RE.sub('', one_line(letter.subject))}"[:SUBJECT_LENGTH]
    message["Date"] = format_datetime(one.at)
    message["Message-ID"] = one.message_id
    if letter.message_id:
        message["In-Reply-To"] = f"<{letter.message_id}>"
        thread = (*letter.thread[-_LONGEST_THREAD:], letter.message_id)
        message["References"] = " ".join(f"<{each}>" for each in dict.fromkeys(thread))
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    language = one.visit.question.language
    message.set_content(BODY.get(language, BODY["en"]).format(name=shopper.full), cte="quoted-printable")
    return message


def _addressee(letter: IncomingMessage) -> str:
    return (letter.reply_to or letter.sender_address).lower()


def _words(letter: IncomingMessage, header: str) -> list[str]:
    return [value.partition(";")[0].strip().lower() for value in letter.headers.get(header, ())]
