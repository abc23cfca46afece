"""Room alerts: which stories a verdict tells, and to whom (pure). An alert never comes from an inconclusive visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from monitor.domain.programme import Programme, ServiceStandard, Site
from monitor.domain.recipients import Recipient
from monitor.domain.verdict import Outcome, Verdict


class Story(StrEnum):
    """`warning`: the deadline is near · `breach`: it passed without a person · `escalated`: nobody reacts ·
    `reminder`: the same again · `unreachable`: the way in does not work · `answered`: the answer came after all ·
    `ill`, `well`: we ourselves · `night`: a site's pages have changed since last night."""

    WARNING = "warning"
    BREACH = "breach"
    ESCALATED = "escalated"
    REMINDER = "reminder"
    UNREACHABLE = "unreachable"
    ANSWERED = "answered"
    ILL = "ill"
    WELL = "well"
    NIGHT = "night"


LOUD = (Story.BREACH, Story.UNREACHABLE, Story.ESCALATED)
"""after one of these the answer is worth telling"""
OPEN_ENDED = (Story.WARNING, Story.BREACH, Story.ESCALATED, Story.REMINDER)
"""stories an answer makes pointless"""
REPEATED = (Story.BREACH, Story.REMINDER)
"""stories that are followed by a reminder"""


def stories(verdict: Verdict, *, shouted: bool) -> tuple[Story, ...]:
    """What is worth telling about this verdict. `shouted`: something bad about the same promise was told before."""
    if verdict.outcome is Outcome.INCONCLUSIVE:
        return ()
    if verdict.outcome is Outcome.UNREACHABLE:
        return (Story.UNREACHABLE,)
    if shouted and (verdict.event_at or verdict.late_answer_at):
        return (Story.ANSWERED,)
    if verdict.breached and verdict.event_at is None and verdict.late_answer_at is None:
        return (Story.BREACH,)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known by now of the promise an alert is about."""

    outcome: Outcome
    final: bool
    breached: bool
    answered: bool
    deadline: datetime | None


def overtaken(story: Story, known: Known, now: datetime) -> str:
    """Why a story that waited is not true any more; "" while it is (or nobody knows, see `doubtful`)."""
    if known.outcome is Outcome.INCONCLUSIVE:
        return "what it tells of proves nothing after all" if known.final else ""
    if story is Story.UNREACHABLE:
        return "" if known.outcome is Outcome.UNREACHABLE else "the enquiry got through after all"
    if story is Story.ANSWERED:
        return "" if known.answered else "what came was no answer after all"
    if known.answered:
        return "the answer came before this could be told"
    if story is Story.WARNING:
        late = known.outcome is not Outcome.PENDING or (known.deadline is not None and known.deadline <= now)
        return "the deadline passed before the warning could be told" if late else ""
    return "" if known.breached or not known.final else "it was no breach after all"


def doubtful(story: Story, known: Known) -> bool:
    """True while it is not certain (any more): a letter nobody has judged may be the answer."""
    if known.outcome is Outcome.INCONCLUSIVE:
        return not known.final
    return story in OPEN_ENDED and story is not Story.WARNING and not known.breached


def rung(standard: ServiceStandard, share: Fraction | None) -> tuple[Story, int] | None:
    """Which rung of the ladder a passed share of the threshold is: a warning, or the n-th escalation."""
    if share is None:
        return None
    if share < 1:
        return Story.WARNING, 0
    higher = sorted(step for step in standard.escalate_at if step > 1)
    return (Story.ESCALATED, higher.index(share) + 1) if share in higher else None


def listeners(programme: Programme, site: Site, level: int = 0) -> tuple[Recipient, ...]:
    """The people of a level who are told about a site's alerts."""
    return tuple(person for person in _concerned(programme, site) if person.level == level)


def called(programme: Programme, site: Site, step: int) -> tuple[Recipient, ...]:
    """The people the n-th escalation calls: those of level n, else of the highest level there is."""
    people = _concerned(programme, site)
    level = min(step, max((person.level for person in people), default=0))
    return tuple(person for person in people if person.level == level)


def caretakers(programme: Programme) -> tuple[Recipient, ...]:
    """The people who are told when we ourselves are ill; nobody named: those who hear of everything first."""
    named = tuple(person for person in programme.recipients if person.caretaker)
    everything = (one for one in programme.recipients if not one.sites and not one.groups and one.level == 0)
    return named or tuple(person for person in everything if person.alerts)


def _concerned(programme: Programme, site: Site) -> Sequence[Recipient]:
    return [person for person in programme.recipients if person.alerts and _concerns(person, site)]


def _concerns(person: Recipient, site: Site) -> bool:
    everything = not person.sites and not person.groups
    return everything or site.key in person.sites or (site.group != "" and site.group in person.groups)
