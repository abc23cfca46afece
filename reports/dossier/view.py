"""Reports, dossier: all sections as values ready to print, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from monitor.domain.statistics import percent
from monitor.domain.verdict import Outcome
from monitor.domain.visit import Sending
from reports.dossier.explained import Line, explain
from reports.dossier.nouns import Dossier, Judged, Kept, Letter, Shown, Told
from reports.dossier.words import WORDS
from reports.labels import labels
from reports.period import say_instant
from reports.plural import spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point on the time line."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """One standard: its verdict in words and every step."""

    name: str
    outcome: Outcome
    said: str
    clocks: str
    late_answer: str
    steps: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One letter: who wrote it, how we know, and the words that led there."""

    letter: Letter
    who: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    name: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    data: Dossier
    language: str
    t: Mapping[str, str]
    headline: str
    moments: tuple[Point, ...]
    pictures: tuple[tuple[str, Shown], ...]
    sent: tuple[tuple[str, str], ...]
    came: tuple[Came, ...]
    ruled: tuple[Ruled, ...]
    marks_said: str
    marks: tuple[Mark, ...]
    alerts: tuple[tuple[str, Told, str], ...]
    evidence: tuple[tuple[Kept, str], ...]
    made: str


def dossier(data: Dossier, language: str) -> DossierView:
    """All sections; KeyError for a language nobody wrote."""
    t = {**labels(language), **WORDS[language]}
    ruled = tuple(_ruled(data, one, t, language) for one in data.verdicts)
    return DossierView(
        data=data,
        language=language,
        t=t,
        headline=_headline(ruled, t),
        moments=_moments(data, t, language),
        pictures=tuple((_picture_name(shown.kind, t), shown) for shown in data.pictures),
        sent=tuple(_sent(data, t)),
        came=tuple(_came(letter, t) for letter in data.letters),
        ruled=ruled,
        marks_said=_marks_said(data, t),
        marks=_marks(data, t),
        alerts=tuple((_story(told.story, t), told, _handed_over(told, data.zone, t, language)) for told in data.alerts),
        evidence=tuple((kept, _size(kept, t)) for kept in data.evidence),
        made=t["made"].format(at=say_instant(data.generated_at, data.zone, language), version=data.software_version),
    )


def _headline(ruled: tuple[Ruled, ...], t: Mapping[str, str]) -> str:
    return "; ".join(f"{one.name}: {one.said}" for one in ruled) or t["verdicts.none"]


def _moments(data: Dossier, t: Mapping[str, str], language: str) -> tuple[Point, ...]:
    visit = data.visit
    started = "submitted" if visit.sending is Sending.SENT else "submitted_unknown"
    known: list[tuple[datetime | None, str]] = [
        (visit.slot_at, t["moment.planned"]),
        (visit.started_at, t["moment.started"]),
        (visit.intent_at, t["moment.intent"]),
        (visit.submitted_at, t[f"moment.{started}"]),
        (visit.closes_at if visit.submitted_at else None, t["moment.closes"]),
    ]
    known += [(one.deadline, t["moment.deadline"].format(name=_name(one, language))) for one in data.verdicts]
    for letter in data.letters:
        who = t[f"label.{letter.reviewed or letter.label}"]
        known.append((letter.at, t["moment.letter"].format(label=who, channel=t[f"channel.{letter.channel}"])))
    known += [(told.sent_at, t["moment.alert"].format(story=_story(told.story, t))) for told in data.alerts]
    return tuple(sorted((Point(at=at, text=text) for at, text in known if at), key=lambda moment: moment.at))


def _picture_name(kind: str, t: Mapping[str, str]) -> str:
    return t.get(f"picture.{kind}") or t["picture.other"].format(kind=kind.replace("_", " "))


def _sent(data: Dossier, t: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name and value of what is known of the sending; empty ones are left out."""
    visit = data.visit
    if visit.shopper.email:
        yield t["sent.as"], f"{visit.shopper.full} <{visit.shopper.email}>"
        yield t["sent.question"], visit.question.text
    if visit.sending:
        yield t["sent.sending"], t[f"sending.{visit.sending}"]
    if visit.acceptance:
        yield t["sent.acceptance"], t[f"acceptance.{visit.acceptance}"]
    if visit.reason:
        yield t["sent.reason"], _why(visit.reason, t)
    if visit.ticket:
        yield t["sent.ticket"], visit.ticket


def _why(reason: str, t: Mapping[str, str]) -> str:
    return t.get(f"why.{reason}") or t.get(f"reason.{reason}") or reason.replace("_", " ")


def _came(letter: Letter, t: Mapping[str, str]) -> Came:
    how = [t[f"channel.{letter.channel}"]]
    if letter.level:
        how.append(t[f"level.{letter.level}"])
    if letter.reviewed:
        how.append(t["letter.reviewed"].format(label=t[f"label.{letter.label}"].lower()))
    else:
        how.append(t["letter.sure"].format(percent=round(100 * letter.confidence)))
    if letter.leak:
        how.append(t["letter.leak"])
    return Came(letter=letter, who=t[f"label.{letter.reviewed or letter.label}"], how=" · ".join(how))


def _ruled(data: Dossier, one: Judged, t: Mapping[str, str], language: str) -> Ruled:
    said = t[f"outcome.{one.outcome}"] + (f" ({t[f'reason.{one.reason}']})" if one.reason else "")
    clocks = [
        f"{t[f'clock.{name}']} {spell(length, language)}"
        for name, length in (("working", one.working), ("wall", one.wall))
        if length is not None
    ]
    late = say_instant(one.late_answer_at, data.zone, language) if one.late_answer_at else ""
    return Ruled(
        name=_name(one, language),
        outcome=one.outcome,
        said=said,
        clocks=" · ".join(clocks),
        late_answer=t["verdict.late_answer"].format(at=late) if late else "",
        steps=tuple(explain(s, data.zone, language, lambda key: t.get(f"reason.{key}", key)) for s in one.steps),
    )


def _name(one: Judged, language: str) -> str:
    return one.name_ru if language == "ru" else one.name_en


def _marks_said(data: Dossier, t: Mapping[str, str]) -> str:
    score = data.score
    if score is None or score.points is None or score.grade is None:
        return t["marks.none"].format(observed=round(score.observed) if score else 0)
    return t["marks.points"].format(points=percent(score.points / 100), grade=t[f"grade.{score.grade}"])


def _marks(data: Dossier, t: Mapping[str, str]) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            name=t[f"item.{item.name}"],
            points=t["marks.unseen"]
            if item.got is None
            else t["k_of_n"].format(k=_tenths(item.got), n=_tenths(item.worth)),
        )
        for item in (data.score.items if data.score else ())
    )


def _tenths(points: Fraction) -> str:
    return f"{round(float(points), 1):g}"


def _story(story: str, t: Mapping[str, str]) -> str:
    return t.get(f"told.{story}", story.replace("_", " "))


def _handed_over(told: Told, zone: str, t: Mapping[str, str], language: str) -> str:
    if told.sent_at is None:
        return t["alerts.not_sent"].format(state=told.state)
    return t["alerts.sent"].format(at=say_instant(told.sent_at, zone, language))


def _size(kept: Kept, t: Mapping[str, str]) -> str:
    return t["evidence.gone"] if kept.size is None else t["evidence.bytes"].format(size=kept.size)
