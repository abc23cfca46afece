"""Ground floor: what speaks for a person having written it."""

from __future__ import annotations

from monitor.domain.response.nouns import Label, Reason
from monitor.domain.response.sentences import NAMED_DAY, said_by, told_by
from monitor.domain.response.traits import Traits, found, names_a_team, normal, reason
from monitor.domain.response.words import machine, person

SHORT = 1_200
"""Characters up to which a question is one to the reader; advertising asks at length."""


PERSONAL = frozenset({"a person's name", "speaks as I", "asks back", "signed by a person"})
"""What anybody can write who imitates a person."""


def person_reasons(letter: Traits, absent: bool = False) -> tuple[Reason, ...]:
    """Signs of a person, by weight; an answer in a thread, a client, a phone's slogan, a name, "I".

    `absent`: it is a vacation note and nothing else; those carry their owner's name and signature.
    """
    weighed = []
    message = letter.message
    away = found(letter.own[:700], machine.AWAY, 1)  # "I am on holiday" is what vacation notes say
    if letter.typed:
        weighed.append(reason("typed in a mail client", Label.HUMAN, 2.0, letter.mailer))
    if slogan := found(letter.tail, person.SLOGANS, 1):
        weighed.append(reason("a phone's slogan", Label.HUMAN, 2.0, slogan))
    if originator := _rt_originator(letter):
        weighed.append(reason("an agent started it", Label.HUMAN, 8.0, originator))
    if comment := found(letter.text[:600], person.COMMENTS, 1):
        weighed.append(reason("carries somebody's comment", Label.HUMAN, 2.0, comment))
    if letter.person_name and not absent and not found(letter.local, machine.NO_REPLY_SENDERS, 1):
        weighed.append(reason("a person's name", Label.HUMAN, 1.0, letter.person_name))
    if letter.in_thread and not letter.null_sender:
        weighed.append(reason("part of a thread", Label.HUMAN, 0.5, message.thread[0]))
    if letter.is_reply and message.own_text and len(message.own_text) < len(message.text) - 20:
        weighed.append(reason("answers quoted text", Label.HUMAN, 1.0, message.subject))
    if letter.is_list and not away and not letter.bot and (letter.in_thread or letter.person_name):
        weighed.append(
            reason("post to a list", Label.HUMAN, 2.0, letter.header("list-id") or letter.header("x-beenthere"))
        )
    if letter.is_reply and not away and not letter.null_sender and found(letter.subject, machine.AUTO_SUBJECTS, 1):
        weighed.append(reason("answers a robot", Label.HUMAN, 1.5, message.subject))
    return (*weighed, *_written(letter, absent, away))


def _written(letter: Traits, absent: bool, away: tuple[str, ...]) -> list[Reason]:
    """What a person's words give away: "I", a question back, a day in mind, a name below."""
    weighed = []
    own = letter.message.own_text
    if not away and (words := found(f" {letter.own} ", person.FIRST_PERSON, 3)):
        weighed.append(reason("speaks as I", Label.HUMAN, min(1.5, 0.5 * len(words)), words))
    if len(letter.own) < SHORT and (question := told_by(own).asks):
        weighed.append(reason("asks back", Label.HUMAN, 1.0, question))
    if not absent and len(letter.own) < SHORT and (day := NAMED_DAY.search(normal(said_by(own)))):
        weighed.append(reason("names a day", Label.HUMAN, 1.0, day[0]))
    if not absent and (signature := signed_by(letter)):
        weighed.append(reason("signed by a person", Label.HUMAN, 0.75, signature))
    return weighed


def _rt_originator(letter: Traits) -> str:
    """Request Tracker names who started a mail: an address that is not the reader's is an agent's."""
    originator = letter.header("x-rt-originator")
    ours = (*letter.message.recipients, *letter.message.addressed)
    return originator if "@" in originator and not any(address in originator for address in ours) else ""


def signed_by(letter: Traits) -> str:
    """The name under the letter, "" when a department or nobody signed."""
    lines = [line.strip(" \t-*_,") for line in letter.message.own_text[-700:].split("\n") if line.strip(" \t-*_,")]
    first_name = letter.person_name.split(" ")[0] if letter.person_name else ""
    for at, line in enumerate(lines[-7:], start=max(0, len(lines) - 7)):
        lowered = normal(line)
        closing = next((word for word in person.CLOSINGS if lowered.startswith(word)), "")
        if closing and len(line) < 80:
            candidate = line[len(closing) :].strip(" ,!.—–-") or (lines[at + 1] if at + 1 < len(lines) else "")
            if _is_name(candidate):
                return candidate[:60]
        elif first_name and at > 0 and line.startswith(first_name) and len(line) < 50:
            return line[:60]
    return ""


def _is_name(line: str) -> bool:
    words = line.replace(",", " ").split()
    if not 1 <= len(words) <= 6 or not words[0][:1].isupper() or not words[0].strip(".").isalpha():
        return False
    return not names_a_team(line)
