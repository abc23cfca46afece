"""Room intake: tables of outcomes others measured, and of figures others published (docs/reference/import-columns.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from monitor.domain.errors import Fault, UserFault
from monitor.domain.hours_text import HoursFault, parse_hours
from monitor.domain.programme import Channel
from monitor.domain.reported import Obstacle, ReportedEnquiry, ReportedFigure
from monitor.domain.response import Label
from monitor.intake.rows import Reader, Record, check_columns, read_rows

MILESTONE = "did:"
ENQUIRY = (
    "company", "segment", "touchpoint", "channel", "own", "submitted_at", "receipt_at", "responded_at", "kind",
    "answered", "next_step", "called_back", "until_at", "window", "obstacle", "excluded", "zone", "hours", "country",
    "note",
)  # fmt: skip
FIGURE = ("source", "year", "what", "what_ru", "k", "n", "percent", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file holds: one of the two is empty. The number beside each is its line (or item)."""

    enquiries: tuple[tuple[int, ReportedEnquiry], ...] = ()
    figures: tuple[tuple[int, ReportedFigure], ...] = ()


def read_outcomes(path: Path, now: datetime, zone: str = "UTC") -> Table:
    """A CSV or JSON file of enquiries, or of published figures when it has the column `source`.

    `zone` is for times without an offset in rows without a zone of their own. `UserFault` lists every fault.
    """
    records = read_rows(path)
    if not records:
        raise UserFault((Fault(place=path.name, found="no rows", remedy="Put one row per enquiry under the header"),))
    if any("source" in record.cells for record in records):
        return Table(figures=_figures(records))
    return Table(enquiries=_enquiries(records, now, zone))


def _enquiries(records: Sequence[Record], now: datetime, zone: str) -> tuple[tuple[int, ReportedEnquiry], ...]:
    faults = check_columns(records, ENQUIRY, ("company", "submitted_at"), MILESTONE)
    zones, seen = available_timezones(), dict[tuple[Any, ...], str]()
    found = []
    for record in [] if faults else records:
        row = Reader(record)
        enquiry = _enquiry(row, now, zone, zones)
        if enquiry is not None:
            key = (enquiry.company, enquiry.touchpoint, enquiry.submitted_at)
            if key in seen:
                row.wrong("", f"the same enquiry as {seen[key]}", "Keep one of them")
            seen.setdefault(key, record.place)
            found.append((record.number, enquiry))
        faults += row.faults
    if faults:
        raise UserFault(tuple(faults))
    return tuple(found)


def _enquiry(row: Reader, now: datetime, zone: str, zones: set[str]) -> ReportedEnquiry | None:
    zone = row.text("zone") or zone
    if zone not in zones:
        row.wrong("zone", f'"{zone}" is no time zone', 'Write an IANA name such as "Europe/Moscow"')
        zone = "UTC"
    company, submitted = row.text("company", required=True), row.instant("submitted_at", zone, required=True)
    times = {name: row.instant(name, zone) for name in ("receipt_at", "responded_at", "until_at")}
    yes = {name: row.yes(name) for name in ("answered", "next_step", "called_back")}
    _check_hours(row)
    _check_order(row, submitted, times, now)
    values: dict[str, Any] = {
        "segment": row.text("segment"),
        "touchpoint": row.text("touchpoint") or "feedback_form",
        "channel": row.choice("channel", Channel, Channel.EMAIL),
        "own": row.yes("own") or False,
        "label": row.choice("kind", Label, Label.HUMAN),
        "milestones": _milestones(row),
        "window": row.length("window"),
        "obstacle": row.choice("obstacle", Obstacle, Obstacle.NONE),
        "excluded": row.text("excluded"),
        "country": row.text("country").upper(),
        "hours": row.text("hours"),
        "note": row.text("note"),
    }
    if submitted is None:
        return None
    values |= {"company": company, "submitted_at": submitted, "zone": zone, **times, **yes}
    return ReportedEnquiry(**values)


def _milestones(row: Reader) -> dict[str, bool]:
    told = {name: row.yes(name) for name in row.record.cells if name.startswith(MILESTONE)}
    return {name.removeprefix(MILESTONE).strip(): done for name, done in told.items() if done is not None}


def _check_hours(row: Reader) -> None:
    hours = row.text("hours")
    if not hours:
        return
    try:
        if not any(parse_hours(hours)):
            row.wrong("hours", f'"{hours}" never opens', "Leave the cell empty when the hours are not known")
    except HoursFault as fault:
        row.wrong("hours", fault.found, fault.remedy)


def _check_order(row: Reader, submitted: datetime | None, times: dict[str, datetime | None], now: datetime) -> None:
    for name, at in {"submitted_at": submitted, **times}.items():
        if at is not None and at > now:
            row.wrong(name, f"{at:%Y-%m-%d %H:%M} UTC is in the future", "Check the date and its zone")
        if at is not None and submitted is not None and at < submitted:
            row.wrong(name, f"{at:%Y-%m-%d %H:%M} UTC is before submitted_at", "Check both times and the zone")


def _figures(records: Sequence[Record]) -> tuple[tuple[int, ReportedFigure], ...]:
    faults, found = check_columns(records, FIGURE, ("source", "what", "n")), []
    for record in [] if faults else records:
        row = Reader(record)
        found.append((record.number, _figure(row)))
        faults += row.faults
    if faults:
        raise UserFault(tuple(faults))
    return tuple(found)


def _figure(row: Reader) -> ReportedFigure:
    k, n, (percent, places) = row.whole("k"), row.whole("n"), _percent(row)
    if not n:
        told = f"{k} of how many?" if k is not None else "a share without its n"
        row.wrong("n", told, "Give the number of all that were tried; without it a share says nothing")
    if k is None and percent is None:
        row.wrong("k", "neither k nor percent", "Give one of them, or both")
    if k is not None and n and k > n:
        row.wrong("k", f"{k} of {n} is no share", "k counts those of n that did it")
    what = row.text("what", required=True)
    return ReportedFigure(
        source=row.text("source", required=True),
        year=row.whole("year") or 0,
        what_en=what,
        what_ru=row.text("what_ru") or what,
        k=k,
        n=n,
        percent=percent,
        places=places,
        whole=row.text("whole"),
    )


def _percent(row: Reader) -> tuple[Fraction | None, int]:
    """The printed percentage and its decimals: "36.5 %" → (36.5, 1)."""
    text = row.text("percent").replace("%", "").replace(",", ".").strip()
    if not text:
        return None, 0
    try:
        percent = Fraction(text)
    except ValueError:
        row.wrong("percent", f'"{text}" is no percentage', 'Write it as printed: "36.5"')
        return None, 0
    if not 0 <= percent <= 100:
        row.wrong("percent", f"{text} % is no share", "Between 0 and 100")
    return percent, len(text.partition(".")[2])
