"""Corridor: single enquiries told at length: the worst three and the best one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from monitor.domain.programme import Channel
from monitor.domain.response import Label
from monitor.domain.verdict import Outcome
from monitor.intake.letter import parse_letter
from monitor.steps import House
from monitor.steps.report import moments as said
from monitor.steps.report.redact import redacted
from monitor.steps.report.scope import Scope, about_a_person
from monitor.steps.report.standards import label_of
from monitor.store import counts
from reports.period import Period
from reports.records import Moment, Picture, Story, VisitLine

WORST = 3
CANDIDATES = 60
TOLD = frozenset({Outcome.NOT_ANSWERED, Outcome.UNREACHABLE, Outcome.AUTO_ONLY, Outcome.LATE})
PICTURES = ("after", "filled", "before")
"""which picture tells most, first choice first"""
LARGEST = 600_000
"""Bytes of one picture in a page that people open on phones."""
QUOTE = 600


def visit_lines(house: House, rows: Sequence[Row[Any]]) -> tuple[VisitLine, ...]:
    """One line per visit, oldest first."""
    return tuple(_visit(house, row) for row in {row.id: row for row in reversed(rows)}.values())[::-1]


def worst_stories(connection: Connection, house: House, period: Period, scope: Scope) -> tuple[Story, ...]:
    """Those nobody answered before those answered late; of each fate one before a second of any, from different ways
    in where there are several."""
    asked = about_a_person(house)
    rows = counts.candidates(connection, period.starts_at, period.ends_at, asked, scope.sites, limit=CANDIDATES)
    bad = [row for row in rows if row.outcome in TOLD]
    chosen = [*_differing(bad, "outcome"), *_differing(bad, "site", "touchpoint"), *bad]
    ids = list(dict.fromkeys(row.id for row in chosen))[:WORST]
    return tuple(_story(connection, house, visit_id) for visit_id in ids)


def best_story(connection: Connection, house: House, period: Period, scope: Scope) -> Story | None:
    """The enquiry a person answered soonest, in time."""
    asked = about_a_person(house)
    rows = counts.candidates(connection, period.starts_at, period.ends_at, asked, scope.sites, limit=1, best=True)
    return _story(connection, house, rows[0].id) if rows else None


def _differing(rows: Sequence[Row[Any]], *traits: str) -> Iterator[Row[Any]]:
    """The first row of each kind."""
    seen = set()
    for row in rows:
        kind = tuple(getattr(row, trait) for trait in traits)
        if kind not in seen:
            seen.add(kind)
            yield row


def _story(connection: Connection, house: House, visit_id: int) -> Story:
    row = counts.lines(connection, [visit_id], about_a_person(house))[0]
    letters = counts.messages_of(connection, visit_id)
    kept = {item.kind: item for item in reversed(counts.evidence_of(connection, visit_id, PICTURES))}
    picture = next(filter(None, (_picture(house, kept[kind]) for kind in PICTURES if kind in kept)), None)
    return Story(
        visit=_visit(house, row),
        moments=_moments(house, row, letters),
        question=(row.question or {}).get("text", ""),
        quote=_quote(house, row, letters),
        picture=picture,
    )


def _visit(house: House, row: Row[Any]) -> VisitLine:
    return VisitLine(
        token=row.token,
        place=row.site_name,
        label=label_of(house, f"{row.site}/{row.touchpoint}"),
        sent_at=row.submitted_at,
        outcome=row.outcome,
        scenario=row.scenario,
        reason=row.reason,
        receipt_at=row.receipt_at,
        person_at=row.person_at,
        wall=_duration(row.wall_seconds),
        working=_duration(row.working_seconds),
        late_answer_at=row.late_answer_at,
    )


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))


def _moments(house: House, row: Row[Any], letters: Sequence[Row[Any]]) -> tuple[Moment, ...]:
    standard = next((one for one in house.programme.standards if one.key == row.standard), None)
    found: list[Moment] = []
    dead = row.outcome is Outcome.UNREACHABLE
    if row.submitted_at:
        found.append(_moment(row.submitted_at, said.lost(row.visit_reason) if dead else said.SENT))
    elif row.slot_at:
        found.append(_moment(row.slot_at, said.not_sent(row.visit_reason)))
    found += [_moment(letter.at, _told(row, letter)) for letter in letters]
    late = row.event_at is None or (row.deadline and row.event_at > row.deadline)
    if row.deadline and late and standard is not None and row.submitted_at and not dead:
        found.append(_moment(row.deadline, said.deadline(standard.threshold, standard.clock)))
    if row.outcome in (Outcome.NOT_ANSWERED, Outcome.AUTO_ONLY) and row.closes_at:
        found.append(_moment(row.closes_at, said.CLOSED))
    return tuple(sorted(found, key=lambda moment: moment.at))


def _told(row: Row[Any], letter: Row[Any]) -> said.Words:
    if letter.label is Label.HUMAN and row.closes_at and letter.at > row.closes_at:
        return said.AFTER_ALL
    if letter.label is Label.HUMAN and letter.channel is Channel.PHONE:
        return said.CALLED
    return said.letter(letter.label, letter.promise_minutes)


def _moment(at: datetime, words: tuple[str, str]) -> Moment:
    return Moment(at=at, en=words[0], ru=words[1])


def _quote(house: House, row: Row[Any], letters: Sequence[Row[Any]]) -> str:
    """The first letter of a person, else of a machine, without names, addresses and numbers of people."""
    by_people = [letter for letter in letters if letter.label is Label.HUMAN and letter.excerpt]
    robots = [letter for letter in letters if letter.label is Label.AUTO_ACK and letter.excerpt]
    letter = next(iter(by_people + robots), None)
    if letter is None:
        return ""
    shopper = row.shopper or {}
    known = tuple(shopper.get(part, "") for part in ("first", "last", "middle"))
    quote = redacted(letter.excerpt, hide=_sender(house, letter), keep=(*known, row.site_name))
    return quote if len(quote) <= QUOTE else quote[:QUOTE].rsplit(" ", 1)[0] + " …"


def _sender(house: House, letter: Row[Any]) -> tuple[str, ...]:
    """Names the letter was written under."""
    if not letter.raw:
        return ()
    message = parse_letter(bytes(letter.raw), door="report", at=letter.at, mail_domain=house.programme.mail_host)
    return (message.sender_name, parseaddr(message.sender_address)[1].partition("@")[0])


def _picture(house: House, item: Row[Any]) -> Picture | None:
    """The picture, unless it was deleted after the retention period or is too heavy for a page."""
    path = Path(house.settings.evidence) / item.path
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    if not 0 < len(data) <= LARGEST:
        return None
    en, ru = said.PICTURES[item.kind]
    return Picture(data=data, media_type="image/jpeg", alt_en=en, alt_ru=ru)


def newest_picture(connection: Connection, house: House, visit_id: int, kind: str) -> Picture | None:
    """The newest picture of that kind of a visit."""
    items = counts.evidence_of(connection, visit_id, (kind,))
    return _picture(house, items[0]) if items else None
