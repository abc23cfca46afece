"""Ground floor: who wrote a letter (notes/mail §2). A decision list, each step with its reasons.

bounce → read receipts, calendars, complaints (other) → hard marks of a robot → what is soft: robot,
mailing and person weighed against each other. `unsure` is for the narrow band in which a receipt's
phrases stand in what may be a person's letter.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.domain.response import bounces, machines, mailings
from monitor.domain.response.context import LATE, context_reasons, late_reasons
from monitor.domain.response.handling import HANDLING
from monitor.domain.response.nouns import Classification, IncomingMessage, Label, OpenVisit, Reason
from monitor.domain.response.people import PERSONAL, person_reasons
from monitor.domain.response.quality import with_quality
from monitor.domain.response.traits import Traits, found, reason, traits

ROBOT = 2.0
"""A robot's signs must outweigh a person's by so much."""

DOUBT = 1.25
"""From here up to `ROBOT` a letter with a receipt's phrases goes to a person for review."""

_DOUBTFUL = frozenset(
    {"receipt", "something was received", "says it is automatic", "asks not to reply", "nothing but phrases", HANDLING}
)
"""Signs of a robot that a person's letter may carry as well: near the line a person should look."""

_WORDING = _DOUBTFUL - {"says it is automatic"} | {
    "promise of an answer", "others will answer", "thanks for writing", "subject of a receipt"
}  # fmt: skip
"""How a receipt is worded, and a busy secretary too ("the engineer calls you today"): hours later it convicts nobody."""

_OTHER_PARTS = (
    "report-type=disposition-notification",
    "report-type=feedback-report",
    "message/feedback-report",
    "message/disposition-notification",
)
_OTHER_SUBJECTS = (
    "read: ",
    "read receipt",
    "return receipt (displayed",
    "not read: ",
    "прочитано: ",
    "прочтено: ",
    "не прочитано: ",
    "gelesen: ",
    "уведомление о прочтении",
    "lu : ",
    "leído: ",
)

_WAS_READ = ("read", "displayed", "deleted", "прочита", "прочт", "gelesen", "leíd", "lu ")


def classify(message: IncomingMessage, visit: OpenVisit | None = None) -> Classification:
    """Who wrote it, how sure, and why; for people also what the letter is worth. Pure.

    `visit` adds delay, echo of our own words and sameness with earlier letters of the site.
    """
    letter = traits(message)
    label, reasons, margin = _decided(letter, visit)
    verdict = Classification(label=label, confidence=_confidence(margin), reasons=_by_weight(reasons))
    return with_quality(verdict, letter, visit) if label in (Label.HUMAN, Label.UNSURE, Label.AUTO_ACK) else verdict


def _decided(letter: Traits, visit: OpenVisit | None) -> tuple[Label, tuple[Reason, ...], float]:
    """Label, its reasons, and by how much it won."""
    bounce = bounces.bounce_reasons(letter)
    if (weight := _sum(bounce)) >= bounces.ENOUGH:
        return Label.BOUNCE, bounce, weight - bounces.ENOUGH + 1.0
    if other := _other(letter) or machines.job_marks(letter):
        return Label.OTHER, other, machines.HARD
    if hard := machines.hard_marks(letter):
        return Label.AUTO_ACK, hard, machines.HARD
    desk = machines.desk_marks(letter)
    robot = (*machines.machine_reasons(letter, bool(desk)), *context_reasons(letter, visit))
    absent = any(each.signal == "nothing but an absence" for each in robot)
    person = (*person_reasons(letter, absent), *(() if absent else late_reasons(letter, visit)))
    mailing = mailings.mailing_reasons(letter, bool(desk))
    behind = (reason("behind a helpdesk", Label.HUMAN, 0.0, desk),) if desk else ()
    if bulk := _to_many(mailing, _sum(robot), person, letter):
        return bulk
    return _weighed(robot, mailing, (*person, *behind))


def _to_many(
    mailing: tuple[Reason, ...], machine: float, person: tuple[Reason, ...], letter: Traits
) -> tuple[Label, tuple[Reason, ...], float] | None:
    """Advertising imitates persons: a name, "I" and a signature say little where it is advertising beyond doubt."""
    cold = any(each.signal == mailings.ADVERT for each in mailing)
    against = _sum(each for each in person if not (cold and each.signal in PERSONAL))
    needed = 3.0 if letter.is_list else 1.0 if cold else 2.0
    many = _sum(mailing)
    if many >= mailings.ENOUGH and (many >= machine or cold) and many - against >= needed:
        return Label.BULK, (*mailing, *person), many - against - needed + 0.5
    return None


def _weighed(
    robot: tuple[Reason, ...], mailing: tuple[Reason, ...], person: tuple[Reason, ...]
) -> tuple[Label, tuple[Reason, ...], float]:
    machine, human = _sum(robot), _sum(person)
    lead = machine - human
    late = any(each.signal == LATE for each in person) and {each.signal for each in robot} <= _WORDING
    if lead >= ROBOT and not late:
        return Label.AUTO_ACK, (*robot, *person), lead - ROBOT + 0.5
    if lead >= DOUBT and any(each.signal in _DOUBTFUL for each in robot):
        return Label.UNSURE, (*robot, *person), 0.0
    return Label.HUMAN, (*person, *robot, *mailing), min(ROBOT - lead, 4.0)


def _other(letter: Traits) -> tuple[Reason, ...]:
    """Read receipts (RFC 8098), complaints (RFC 5965), calendars (RFC 6047)."""
    for part in letter.message.parts:
        if any(mark in part for mark in _OTHER_PARTS) or (part.startswith("text/calendar") and "method=" in part):
            return (reason("not a letter", Label.OTHER, machines.HARD, part),)
    subject = letter.message.subject.lower()
    if subject.startswith(_OTHER_SUBJECTS) and len(letter.message.own_text) < 600 and found(letter.text, _WAS_READ, 1):
        return (reason("read receipt", Label.OTHER, machines.HARD, letter.message.subject),)
    if letter.message.parts[:1] == ("text/calendar",):
        return (reason("calendar", Label.OTHER, machines.HARD, "text/calendar"),)
    return ()


def _sum(reasons: Iterable[Reason]) -> float:
    return sum(each.weight for each in reasons)


def _by_weight(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda each: -abs(each.weight)))


def _confidence(margin: float) -> float:
    """0.5 at a draw, 0.99 for certain marks."""
    return round(min(0.99, 0.5 + 0.5 * margin / (margin + 1.5)), 2) if margin > 0 else 0.5
