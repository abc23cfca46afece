"""Corridor: everything the store and the evidence folder know of one visit, as a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import Row

from monitor import __version__
from monitor.domain.programme import ServiceStandard, Touchpoint
from monitor.domain.rubric import score
from monitor.domain.verdict import Step
from monitor.domain.visit import EvidenceItem, Visit
from monitor.intake.letter import parse_letter
from monitor.steps import House
from monitor.steps.report.files import Written, keep
from monitor.steps.report.marks import marks_of
from monitor.steps.report.redact import redacted, redacted_lines
from monitor.store import evidence, letters, outbox_view, verdicts
from monitor.store.tables import MessageState
from reports.dossier import Dossier, Fact, Judged, Kept, Letter, Request, Shown, Told, dossier
from reports.pages import dossier_page
from reports.records import Picture

PICTURES = ("image/jpeg", "image/png", "image/webp")
LONGEST = 2_000
"""Characters of one posted field or observation that are shown."""


def write_dossier(house: House, data: Dossier, languages: Sequence[str]) -> tuple[Written, ...]:
    """The dossier of a visit in each language, as one HTML file each."""
    stem = f"visit-{data.visit.token}"
    return tuple(
        Written(
            path=keep(house.settings.reports / f"{stem}-{language}.html", dossier_page(data, language)),
            language=language,
            sentence=dossier(data, language).headline,
        )
        for language in languages
    )


def gather_dossier(house: House, visit: Visit) -> Dossier:
    """What the page prints. A site or touchpoint that left the programme is shown by its key."""
    with house.store.reading() as connection:
        items = evidence.of_visit(connection, visit.id)
        came = letters.of_visit(connection, visit.id)
        judged = verdicts.of_visit(connection, visit.id)
        told = outbox_view.alerts(connection, like=visit.token)
        parcels = outbox_view.parcels(connection, [row.bundle for row in told if row.bundle])
    site = next((one for one in house.programme.sites if one.key == visit.site), None)
    point = next((one for one in site.touchpoints if one.key == visit.touchpoint), None) if site else None
    folder, spared = house.settings.evidence, (visit.shopper.full, site.name if site else visit.site)
    return Dossier(
        visit=visit,
        site=site.name if site else visit.site,
        zone=site.zone if site else "UTC",
        label=point.label if point else None,
        address=point.address if point else visit.touchpoint,
        generated_at=house.now(),
        software_version=__version__,
        pictures=tuple(_pictures(folder, items, point)),
        typed=_typed(_json(folder, items, "outcome")),
        requests=tuple(_request(one) for one in _json(folder, items, "wire") or ()),
        facts=tuple(Fact(name=one.name, value=_short(one.value)) for one in visit.observations),
        letters=tuple(_letter(row, spared) for row in came),
        verdicts=tuple(_judged(row, house.programme.standards) for row in judged),
        score=score(marks_of(visit, came, judged, house.calendars.get(visit.site)), house.programme.rubric),
        alerts=tuple(_told(row, parcels) for row in reversed(told)),
        evidence=tuple(_kept(folder, item) for item in items),
    )


def _kept(folder: Path, item: EvidenceItem) -> Kept:
    path = folder / item.path
    size = path.stat().st_size if path.exists() else None
    return Kept(kind=item.kind, path=item.path, sha256=item.sha256, at=item.at, size=size, note=item.note)


def _pictures(folder: Path, items: Sequence[EvidenceItem], point: Touchpoint | None) -> Iterator[Shown]:
    named = point.address if point else ""
    for item in items:
        path = folder / item.path
        if item.media_type in PICTURES and path.exists() and path.stat().st_size:
            page = item.note or named
            alt = {"alt_en": f"{item.kind}: {page}", "alt_ru": f"{item.kind}: {page}"}
            picture = Picture(data=path.read_bytes(), media_type=item.media_type, **alt)
            yield Shown(kind=item.kind, at=item.at, page=page, picture=picture)


def _json(folder: Path, items: Sequence[EvidenceItem], kind: str) -> Any:
    """The last JSON evidence of a kind; None when there is none or its file is gone."""
    paths = [folder / item.path for item in items if item.kind == kind and item.media_type == "application/json"]
    if not paths or not paths[-1].exists():
        return None
    return json.loads(paths[-1].read_bytes() or b"null")


def _typed(outcome: Any) -> tuple[Fact, ...]:
    typed = outcome.get("typed", {}) if isinstance(outcome, dict) else {}
    return tuple(Fact(name=str(name), value=_short(value)) for name, value in sorted(typed.items()))


def _request(exchange: dict[str, Any]) -> Request:
    posted = exchange.get("posted") or ""
    fields = parse_qsl(posted, keep_blank_values=True) if _is_encoded(posted) else []
    return Request(
        method=exchange.get("method", ""),
        url=exchange.get("url", ""),
        status=exchange.get("status") or 0,
        sent_at=_instant(exchange.get("sent_at")),
        answered_at=_instant(exchange.get("answered_at")),
        posted=tuple(Fact(name=name, value=_short(value)) for name, value in fields)
        or ((Fact(name="", value=_short(posted)),) if posted else ()),
    )


def _is_encoded(posted: str) -> bool:
    """A plain form's body: names and values, no braces, lines or blanks."""
    return "=" in posted and not any(mark in posted for mark in "{\r\n <")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _letter(row: Row[Any], spared: Sequence[str]) -> Letter:
    reasons, names = row.details.get("reasons", ()), []
    if row.raw and not _is_company(sender := parse_letter(bytes(row.raw), door="", at=row.at).sender_name, spared):
        names.append(sender)
    names += [why["words"] for why in reasons if why["signal"] == "a person's name"]
    return Letter(
        at=row.at,
        channel=row.channel,
        label=row.label,
        reviewed=row.reviewed,
        confidence=row.confidence,
        level=row.level,
        subject=redacted(row.details.get("subject", ""), hide=names, keep=spared),
        text=redacted_lines(row.excerpt, hide=names, keep=spared),
        reasons=tuple(
            Fact(name=why["signal"], value=redacted(why["words"], hide=names, keep=spared)) for why in reasons
        ),
        leak=row.state == MessageState.LEAK,
        note=redacted(row.details.get("note", ""), hide=names, keep=spared),
    )


def _is_company(sender: str, spared: Sequence[str]) -> bool:
    """A letter sent under the company's own name names nobody."""
    return any(word.casefold() in sender.casefold() for word in spared[-1].split() if len(word) > 2)


def _judged(row: Row[Any], standards: Sequence[ServiceStandard]) -> Judged:
    standard = next((one for one in standards if one.key == row.standard), None)
    return Judged(
        name_en=standard.name_en if standard else row.standard,
        name_ru=standard.name_ru if standard else row.standard,
        outcome=row.outcome,
        reason=row.reason,
        deadline=row.deadline,
        late_answer_at=row.late_answer_at,
        wall=_duration(row.wall_seconds),
        working=_duration(row.working_seconds),
        steps=tuple(Step(**step) for step in row.steps),
    )


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _told(row: Row[Any], parcels: Sequence[Row[Any]]) -> Told:
    sent = [one.sent_at for one in parcels if one.bundle == row.bundle and one.sent_at]
    return Told(
        story=row.story,
        recipient=row.recipient,
        created_at=row.created_at,
        sent_at=min(sent, default=None),
        state=row.state,
    )
