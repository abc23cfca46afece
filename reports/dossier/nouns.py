"""Reports, dossier: what the corridor hands over. Texts are redacted before they come here; instants aware UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.programme import Channel, Words
from monitor.domain.response import Label, MatchLevel
from monitor.domain.rubric import Score
from monitor.domain.verdict import InconclusiveReason, Outcome, Step
from monitor.domain.visit import Visit
from reports.records import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture as it was seen: `kind` is the evidence's ("before", "filled", "after", …)."""

    kind: str
    at: datetime
    page: str
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name with its value as text: a field typed into, an observation."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request that carried our enquiry. `status` 0 = no answer; `posted`: the fields as the server got them."""

    method: str
    url: str
    status: int
    sent_at: datetime | None
    answered_at: datetime | None
    posted: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter, call or hand entry matched to the visit. `reviewed`: what a person decided; it outranks `label`."""

    at: datetime
    channel: Channel
    label: Label
    reviewed: Label | None
    confidence: float
    level: MatchLevel | None
    subject: str
    text: str
    reasons: tuple[Fact, ...] = ()
    leak: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdict under one standard with its arithmetic."""

    name_en: str
    name_ru: str
    outcome: Outcome
    reason: InconclusiveReason | None
    deadline: datetime | None
    late_answer_at: datetime | None
    wall: timedelta | None
    working: timedelta | None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An alert and what became of it; `state` is the outbox's word, `sent_at` None = not handed over (yet)."""

    story: str
    recipient: str
    created_at: datetime
    sent_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A piece of evidence on disk: `path` relative to the evidence folder; `size` None = the file is gone."""

    kind: str
    path: str
    sha256: str
    at: datetime
    size: int | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything about one visit. `label` names the touchpoint; `zone` is the site's."""

    visit: Visit
    site: str
    zone: str
    label: Words | None
    address: str
    generated_at: datetime
    software_version: str
    pictures: tuple[Shown, ...] = ()
    typed: tuple[Fact, ...] = ()
    requests: tuple[Request, ...] = ()
    facts: tuple[Fact, ...] = ()
    letters: tuple[Letter, ...] = ()
    verdicts: tuple[Judged, ...] = ()
    score: Score | None = None
    alerts: tuple[Told, ...] = ()
    evidence: tuple[Kept, ...] = ()
