"""Ground floor: is it a mail server telling that a letter was not delivered?

RFC 3462/3464 reports are certain. The rest (qmail, old exim, Exchange, gateways) is weighed: sender,
subject, the sentences of mail servers. A person who quotes or forwards a bounce begins otherwise.
"""

from __future__ import annotations

import re

from monitor.domain.response.nouns import Label, Reason
from monitor.domain.response.traits import Traits, found, normal, reason
from monitor.domain.response.words import bounce, machine, person

ENOUGH = 5.0
CERTAIN = 10.0
START = 450
FIRST_WORDS = 160

_STATUS = re.compile(
    r"(?:^|[\s(#:;])[45]\.\d{1,3}\.\d{1,3}(?=[\s),.;:>-]|$)|(?:^|[\s:(\"'<])5[0-7]\d[ -](?:#?5\.\d\.\d )?[A-Za-z<]",
    re.MULTILINE,
)


def bounce_reasons(letter: Traits) -> tuple[Reason, ...]:
    """What speaks for (weight > 0) and against a bounce; `ENOUGH` in sum makes one."""
    report = _report(letter)
    if report:
        return report
    sender, subject = _sender(letter), _subject(letter)
    if not sender and not subject and not found(letter.text[:START], bounce.STRONG):
        return ()
    return (*sender, *subject, *_text(letter), *_against(letter, bool(sender)))


def _report(letter: Traits) -> tuple[Reason, ...]:
    parts = letter.message.parts
    delivery = next((part for part in parts if "report-type=delivery-status" in part), "")
    if delivery:
        return (reason("delivery report", Label.BOUNCE, CERTAIN, delivery),)
    if "x-failed-recipients" in letter.message.headers:
        return (reason("failed recipients", Label.BOUNCE, CERTAIN, "X-Failed-Recipients"),)
    if any(part.startswith("message/delivery-status") for part in parts) and not letter.typed:
        return (reason("delivery status part", Label.BOUNCE, CERTAIN, "message/delivery-status"),)
    return ()


def _sender(letter: Traits) -> list[Reason]:
    weighed = []
    if daemon := found(letter.local, bounce.CERTAIN_DAEMONS, 1):
        weighed.append(reason("mail server's address", Label.BOUNCE, 5.0, daemon))
    elif daemon := found(letter.local, bounce.DAEMONS, 1):
        weighed.append(reason("mail server's address", Label.BOUNCE, 3.0, daemon))
    elif name := found(normal(letter.message.sender_name), bounce.DAEMON_NAMES, 1):
        weighed.append(reason("mail server's name", Label.BOUNCE, 2.5, name))
    if letter.null_sender:
        weighed.append(reason("empty envelope sender", Label.BOUNCE, 1.5, "Return-Path: <>"))
    if not letter.message.sender_address:
        weighed.append(
            reason("no sender", Label.BOUNCE, 0.5 if letter.message.sender_name else 2.0, letter.message.sender_name)
        )
    if letter.header("auto-submitted").startswith(("auto-replied", "auto-generated", "auto-notified")):
        weighed.append(reason("automatic", Label.BOUNCE, 0.5, letter.header("auto-submitted")))
    return weighed


def _subject(letter: Traits) -> list[Reason]:
    words = found(normal(letter.message.subject), bounce.SUBJECTS, 3)
    return [reason("subject of a bounce", Label.BOUNCE, 2.5, words)] if words else []


def _text(letter: Traits) -> list[Reason]:
    """Server sentences, worth most at the beginning: who quotes a bounce says something first."""
    weighed = []
    start, rest = letter.text[:START], letter.text[START:]
    if strong := found(start, bounce.STRONG, 4):
        weighed.append(reason("server's sentences", Label.BOUNCE, min(4.0, 1.5 + len(strong)), strong))
    if found(letter.text[:FIRST_WORDS], bounce.STRONG, 1):
        weighed.append(reason("begins with a server's sentence", Label.BOUNCE, 1.0, letter.text[:60]))
    if later := found(rest, bounce.STRONG, 4):
        weighed.append(reason("server's sentences below", Label.BOUNCE, min(2.0, 0.75 * len(later)), later))
    if weak := found(letter.text, bounce.WEAK, 4):
        weighed.append(reason("causes of failure", Label.BOUNCE, min(1.5, 0.5 * len(weak)), weak))
    if status := _STATUS.search(letter.message.text[:4_000]):
        weighed.append(reason("status code", Label.BOUNCE, 1.0, status[0].strip()))
    if any(part.startswith(("message/rfc822", "text/rfc822-headers")) for part in letter.message.parts[1:]):
        weighed.append(reason("our letter attached", Label.BOUNCE, 1.0, "message/rfc822"))
    return weighed


def _against(letter: Traits, from_server: bool) -> list[Reason]:
    weighed = []
    if not from_server and not found(f"{letter.local}@", machine.NO_REPLY_SENDERS, 1):
        talks = found(f" {letter.own[:600]} ", person.FIRST_PERSON, 1) or letter.person_name or letter.in_thread
        weighed.append(
            reason("an ordinary sender", Label.HUMAN, -1.5 if talks else -0.5, letter.message.sender_address)
        )
        if letter.is_list and "x-list-administrivia" not in letter.message.headers:
            weighed.append(reason("a post to a list", Label.HUMAN, -2.0, letter.header("list-id")))
    if letter.is_reply or letter.is_forward:
        # some servers answer under the sender's own subject
        as_clients_do = letter.in_thread or letter.is_forward
        against = -1.0 if from_server or not as_clients_do else -3.0
        weighed.append(reason("reply or forward", Label.HUMAN, against, letter.message.subject))
    if letter.text and not found(letter.text[:1_500], bounce.MAIL_WORDS, 1):
        weighed.append(reason("speaks of no mail", Label.HUMAN, -0.5 if from_server else -2.0))
    if letter.typed:
        weighed.append(reason("typed in a mail client", Label.HUMAN, -3.0, letter.mailer))
    if letter.person_name and not found(letter.local, bounce.CERTAIN_DAEMONS + bounce.DAEMONS, 1):
        weighed.append(reason("a person's name", Label.HUMAN, -1.0, letter.person_name))
    if away := found(letter.text[:600], machine.AWAY, 2):
        weighed.append(reason("absence note", Label.AUTO_ACK, -1.5 * len(away), away))
    return weighed
