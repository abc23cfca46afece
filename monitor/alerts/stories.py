"""Room alerts: which stories a verdict tells (pure). An alert never comes from an inconclusive visit."""

from __future__ import annotations

from enum import StrEnum

from monitor.domain.programme import Programme, Site
from monitor.domain.recipients import Recipient
from monitor.domain.verdict import Outcome, Verdict


class Story(StrEnum):
    """`breach`: the deadline passed without a person · `unreachable`: the way in does not work ·
    `answered`: the answer came after all."""

    BREACH = "breach"
    UNREACHABLE = "unreachable"
    ANSWERED = "answered"


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


def listeners(programme: Programme, site: Site) -> tuple[Recipient, ...]:
    """The people who are told about a site's alerts."""
    return tuple(person for person in programme.recipients if person.alerts and _concerns(person, site))


def _concerns(person: Recipient, site: Site) -> bool:
    everything = not person.sites and not person.groups
    return everything or site.key in person.sites or (site.group != "" and site.group in person.groups)
