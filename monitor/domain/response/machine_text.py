"""Ground floor: what a robot's text says: receipts, promises, absences, echoes of a form, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Set

from monitor.domain.response.handling import handling_reasons
from monitor.domain.response.nouns import Label, Reason
from monitor.domain.response.sentences import ECHOED, told_by
from monitor.domain.response.traits import Traits, found, reason
from monitor.domain.response.words import machine

_NUMBERED = re.compile(
    r"\b(?:запрос|заявк|заказ|брон|обращени|письмо|тикет|сообщени)\w{0,3}[^!?\n]{0,30}\s(?:был\w?\s)?(?:успешно\s)?(?:получен|принят|зарегистрир|создан|оформлен|подтвержден)"
    r"|\b(?:ticket|request|case|order|booking|enquiry|inquiry|query|incident)\b[^!?\n]{0,30}\s(?:has been|have been|was|is)\s(?:successfully )?"
    r"(?:received|registered|created|opened?|logged|placed|confirmed|shipped)"
)


_LEGAL = ("intended recipient", "confidential", "конфиденциальн", "not the addressee")
_DISCLAIMER = re.compile(rf"[^.!?]*(?:{'|'.join(_LEGAL)})[^.!?]*[.!?]?")
"""What companies hang under every letter; "do not reply if you are not the intended recipient" is no robot's."""

NOTE = 500
"""Characters of a vacation note; who has more to say says something else as well."""


def text_reasons(letter: Traits) -> tuple[Reason, ...]:
    """Signs of a robot in what is written, by weight."""
    phrases = _phrases(letter)
    handling = handling_reasons(letter)
    return (*phrases, *handling, *_receipt(letter, {each.signal for each in (*phrases, *handling)}))


def _phrases(letter: Traits) -> list[Reason]:
    weighed = []
    text = letter.own if letter.own or letter.is_forward else letter.text
    opening = not (letter.is_reply or letter.is_forward or letter.in_thread or letter.is_list)
    both = f"{text[:1_500]} {letter.tail[-600:]}" if opening or not letter.own else text
    if found(both, _LEGAL, 1):
        both = _DISCLAIMER.sub("", both)
    tables = (
        ("says it is automatic", machine.AUTOMATED, 4.0, 1.0, both),
        ("automatically generated", machine.AUTOMATED_MAYBE, 2.25, 0.25, both),
        ("speaks of automatic answers", machine.AUTOMATED_WORDS, 1.0, 0.5, both),
        ("asks not to reply", machine.NO_REPLY_WORDS, 2.0, 0.5, both),
        ("receipt", machine.RECEIPT, 2.0, 0.75, text[:1_500]),
        ("a spam shield asks back", machine.CHALLENGE, 3.25, 1.0, text[:1_500]),
        ("thanks for writing", machine.THANKS, 1.0, 0.0, text[:600]),
        ("promise of an answer", machine.PROMISE, 0.75, 0.25, text[:1_500]),
    )
    for signal, phrases, first, further, where in tables:
        if words := found(where, phrases, 4):
            weighed.append(reason(signal, Label.AUTO_ACK, first + further * (len(words) - 1), words))
    if numbered := _NUMBERED.search(text[:1_500]):
        weighed.append(reason("something was received", Label.AUTO_ACK, 2.0, numbered[0]))
    return [*weighed, *_absence(letter, text)]


def _absence(letter: Traits, text: str) -> list[Reason]:
    """Vacation notes: the absence comes first, and little else is said."""
    away = found(text[:700], machine.AWAY, 4)
    if not away:
        return []
    weight = 2.0 + 1.5 * (len(away) - 1)
    opens = _opens_with(text, away)
    weighed = [reason("absence", Label.AUTO_ACK, weight if opens else 0.4 * weight, away)]
    if opens and len(text) < NOTE and "?" not in text and min(map(text.index, away)) < NOTE // 3:
        weighed.append(reason("nothing but an absence", Label.AUTO_ACK, 1.0, f"{len(text)} characters"))
    if letter.robot_client:
        weighed.append(reason("a client's vacation rule", Label.AUTO_ACK, 1.0, letter.mailer))
    return weighed


_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good \w+|hallo|guten \w+|sehr geehrte\w*|liebe\w?|bonjour|hola|ciao|здравствуйте|добрый \w+|привет)?[^.,!?]{0,25}[,!.]\s+"
)
_PREFACE = (
    "mail",
    "message",
    "note",
    "thank",
    "reached",
    "auto",
    "nachricht",
    "danke",
    "merci",
    "gracias",
    "письм",
    "сообщ",
    "спасибо",
    "благодар",
)


def _opens_with(text: str, phrases: tuple[str, ...]) -> bool:
    """An absence note begins with the absence; who answers first and then goes on holiday is a person."""
    before = _GREETING.sub("", text[: min(text.index(phrase) for phrase in phrases)], count=1)
    said = [sentence for sentence in re.split(r"(?<!\d)[.!?] ", before)[:-1] if len(sentence) > 8]
    return all(any(word in sentence for word in _PREFACE) for sentence in said)


_POLITE = frozenset({"receipt", "thanks for writing", "promise of an answer"})
"""What people write as well before they come to the point."""


def _receipt(letter: Traits, known: Set[str]) -> list[Reason]:
    """A receipt consists of its sentences; and forms echo what was typed into them."""
    weighed = []
    told = told_by(letter.message.own_text)
    if told.confirms and "receipt" not in known:
        weighed.append(reason("something was received", Label.AUTO_ACK, 1.75, told.confirms))
    if told.promises and "promise of an answer" not in known:
        weighed.append(reason("others will answer", Label.AUTO_ACK, 0.75, told.promises))
    if told.share >= 0.75 and not letter.is_forward:
        whole = told.saying == 0 and (told.confirms or told.promises)
        weighed.append(
            reason("nothing but phrases", Label.AUTO_ACK, 2.5 if whole else 1.75, f"{told.share:.0%} of the sentences")
        )
    if known and known <= _POLITE and told.saying >= 2 and told.share <= 0.34:
        weighed.append(reason("says more than a receipt", Label.HUMAN, -1.0, f"{told.saying} sentences"))
    if len(ECHOED.findall(letter.message.own_text[:4_000])) >= 3:
        filled = ECHOED.match(letter.message.own_text)
        weighed.append(
            reason("echo of a form", Label.AUTO_ACK, 2.75 if filled else 1.5, "name: … e-mail: … message: …")
        )
    return weighed
