"""Room alerts: one matter in words (pure): facts in, a note out. Letters and messages are made of notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.stories import OPEN_ENDED, Story
from monitor.alerts.words import (
    ARRIVED,
    LABELS,
    LEAD,
    MISSING,
    PARTS,
    REASONS,
    SENSES,
    SUBJECT,
    TALLY,
    duration,
    instant,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an alert about a visit tells. Instants aware UTC, shown in `zone`; names in the recipient's language."""

    story: Story
    language: str
    site: str
    zone: str
    touchpoint: str
    owner: str
    standard: str
    token: str
    shopper: str
    question: str
    promised: str = "first_human"
    """the event the standard promises"""
    reason: str = ""
    submitted_at: datetime | None = None
    deadline: datetime | None = None
    event_at: datetime | None = None
    wall: timedelta | None = None
    working: timedelta | None = None
    links: tuple[tuple[str, str], ...] = ()
    """(key of its label, address)"""
    whole_site: bool = False
    told_before: bool = False
    """this person has a letter of this conversation already"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is (or was) wrong with a part of ourselves. `part`: ears, browser, post; `name`: which channel."""

    story: Story
    language: str
    part: str
    since: datetime
    zone: str
    name: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One matter: subject and lead are sentences, `rows` (label, value), `links` (label, address). `conversation`: the
    subject all letters of one story share, for mail readers that go by it (Gmail, Outlook); "" where `subject` is it."""

    story: Story
    subject: str
    lead: str
    conversation: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    assurance: str = ""
    links: tuple[tuple[str, str], ...] = ()
    token: str = ""
    site: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What stands above a letter: its subject, its title, its first sentence."""

    subject: str
    title: str
    lead: str


def note(facts: Facts) -> Note:
    """An alert about a visit in words."""
    labels = LABELS[facts.language]
    reason = REASONS[facts.language].get(facts.reason, facts.reason)
    words = {
        "site": facts.site,
        "standard": facts.standard,
        "touchpoint": facts.touchpoint,
        "sent": instant(facts.submitted_at, facts.zone, facts.language, named=False),
        "deadline": instant(facts.deadline, facts.zone, facts.language),
        "event": instant(facts.event_at, facts.zone, facts.language),
        "wall": duration(facts.wall, facts.language),
        "working": duration(facts.working, facts.language),
        "reason": reason,
        "missing": MISSING[facts.language].get(facts.promised, ""),
        "arrived": ARRIVED[facts.language].get(facts.promised, ""),
    }
    kind = "site" if facts.whole_site else facts.story.value
    return Note(
        story=facts.story,
        subject=SUBJECT[facts.language][kind].format(**words),
        lead=LEAD[facts.language][kind].format(**words),
        rows=_rows(facts),
        conversation=_conversation(facts, words),
        assurance=labels["ears"] if facts.story in (Story.BREACH, Story.ESCALATED, Story.REMINDER) else "",
        links=tuple((labels[key], address) for key, address in facts.links if address),
        token=facts.token,
        site=facts.site,
        way=facts.touchpoint,
    )


def trouble_note(trouble: Trouble) -> Note:
    """News about ourselves in words."""
    short, sentence = PARTS[trouble.language][trouble.part]
    since = instant(trouble.since, trouble.zone, trouble.language)
    words = {
        "part": f"{short} ({trouble.name})" if trouble.name else short,
        "trouble": sentence.format(name=trouble.name, since=since),
        "since": since,
    }
    leads = LEAD[trouble.language]
    unmeasured = leads["uncounted" if trouble.story is Story.WELL else "unmeasured"] if trouble.part in SENSES else ""
    rows = ((LABELS[trouble.language]["error"], trouble.error),) if trouble.error else ()
    subjects = SUBJECT[trouble.language]
    return Note(
        story=trouble.story,
        subject=subjects[trouble.story].format(**words),
        conversation=f"Re: {subjects[Story.ILL].format(**words)}" if trouble.story is Story.WELL else "",
        lead=f"{leads[trouble.story]} {unmeasured}".format(**words).strip(),
        rows=rows,
    )


def headline(notes: Sequence[Note], language: str) -> Headline:
    """Of a letter: the note's own; several matters are counted, those of one story keep its subject."""
    if len(notes) == 1:
        return Headline(subject=notes[0].conversation or notes[0].subject, title=notes[0].subject, lead=notes[0].lead)
    subjects, leads = SUBJECT[language], LEAD[language]
    if len({(each.site, each.story) for each in notes}) == 1 and notes[0].story is Story.UNREACHABLE:
        ways = ", ".join(dict.fromkeys(each.way for each in notes))
        title, lead = subjects["ways"].format(site=notes[0].site, ways=ways), leads["ways"]
    else:
        counted = Counter(TALLY[language][each.story] for each in notes)
        tally = ", ".join(f"{what}: {number}" for what, number in counted.most_common())
        title, lead = subjects["digest"].format(tally=tally), leads["digest"]
    stories = {each.conversation for each in notes}
    return Headline(subject=(stories.pop() if len(stories) == 1 else "") or title, title=title, lead=lead)


def _conversation(facts: Facts, words: Mapping[str, str]) -> str:
    """From the first warning to the answer letters have one subject: some mail readers go by nothing else."""
    subject = SUBJECT[facts.language]["conversation"].format(**words)
    if facts.story in OPEN_ENDED:
        return subject
    return f"Re: {subject}" if facts.story is Story.ANSWERED and facts.told_before else ""


def _rows(facts: Facts) -> tuple[tuple[str, str], ...]:
    labels = LABELS[facts.language]
    rows = [
        (labels["touchpoint"], facts.touchpoint),
        (labels["sent"], instant(facts.submitted_at, facts.zone, facts.language) if facts.submitted_at else ""),
        (labels["name"], facts.shopper),
        (labels["asked"], facts.question),
        (labels["owner"], facts.owner),
    ]
    if facts.story in (Story.WARNING, Story.BREACH, Story.REMINDER) and facts.wall is not None:
        rows += [(labels["wall"], duration(facts.wall, facts.language))]
        rows += [(labels["working"], duration(facts.working, facts.language))] if facts.working is not None else []
    return tuple((name, value) for name, value in rows if value)
