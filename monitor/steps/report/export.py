"""Corridor: everything figures are made of, and the figures, as files anybody can check."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection

from monitor.steps import House
from monitor.steps.report.counting import WEEKS
from monitor.steps.report.imported import first_of_each, gather_imported, judged
from monitor.steps.report.scope import Scope
from monitor.steps.report.study import gather_study
from monitor.steps.report.weekly import gather_weekly
from monitor.store import export, studies
from reports.period import Period
from reports.sheet import Sheet
from reports.study import study
from reports.weekly import weekly

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = Mapping[str, Any]


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


def write_export(
    house: House, folder: Path, form: Format, period: Period, say: Callable[[str], None]
) -> dict[str, int]:
    """One file per table in `folder`, with how many rows each got; figures are those of the reports of `period`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    with house.store.reading() as connection:
        for name in export.TABLES:
            say(name)
            rows = export.rows(connection, name)
            written[name] = _write(folder / f"{name}.{form}", form, export.columns(name), rows)
        for name, (columns, made) in _made(connection, house, period).items():
            say(name)
            written[name] = _write(folder / f"{name}.{form}", form, columns, made)
    return written


def _made(connection: Connection, house: House, period: Period) -> dict[str, tuple[Sequence[str], Iterator[Row]]]:
    """Tables that are no tables of the store: the programme's promises and hours, verdicts on imports, figures."""
    return {
        "standards": (
            ("key", "event", "when", "threshold_seconds", "clock", "target", "wait_seconds", "minimum_n"),
            _standards(house),
        ),
        "touchpoints": (
            ("site", "name", "group", "touchpoint", "kind", "zone", "segment", "role", "standards"),
            _touchpoints(house),
        ),
        "openings": (("site", "opens_at", "closes_at"), _openings(house, period)),
        "imported_verdicts": (
            ("study", "company", "standard", "outcome", "reason", "event_at", "wall_seconds", "working_seconds"),
            _imported_verdicts(connection, house),
        ),
        "reports": (("report", "first", "last", "zone", "weeks"), _reports(connection, house, period)),
        "figures": (("report", "id", "value", "unit"), _figures(connection, house, period)),
    }


def _standards(house: House) -> Iterator[Row]:
    for one in house.programme.standards:
        yield {
            "key": one.key,
            "event": one.event,
            "when": one.when,
            "threshold_seconds": one.threshold.total_seconds(),
            "clock": one.clock,
            "target": float(one.target),
            "wait_seconds": one.wait.total_seconds(),
            "minimum_n": one.minimum_n,
        }


def _touchpoints(house: House) -> Iterator[Row]:
    for site in house.programme.sites:
        for point in site.touchpoints:
            yield {
                "site": site.key,
                "name": site.name,
                "group": site.group,
                "touchpoint": point.key,
                "kind": point.kind,
                "zone": site.zone,
                "segment": site.segment,
                "role": site.role,
                "standards": " ".join(one.key for one in house.programme.standards_of(point)),
            }


def _openings(house: House, period: Period) -> Iterator[Row]:
    """Opening hours over the weeks the figures look back on and the answer windows that reach beyond."""
    begin = period.trailing(WEEKS).starts_at
    end = max(period.ends_at, house.now()) + timedelta(days=7)
    for key, calendar in house.calendars.items():
        for opens, closes in calendar.spans_between(begin, end) if calendar else ():
            yield {"site": key, "opens_at": opens, "closes_at": closes}


def _imported_verdicts(connection: Connection, house: House) -> Iterator[Row]:
    for name in studies.names(connection):
        found = studies.find(connection, name)
        if found is None:
            continue
        enquiries = first_of_each(one for _, one in studies.enquiries(connection, found.id))
        for told in judged(house.programme, enquiries, found.imported_at):
            for key, verdict in (("", told.answer), *((standard.key, each) for standard, each in told.verdicts)):
                yield {
                    "study": name,
                    "company": told.enquiry.company,
                    "standard": key,
                    "outcome": verdict.outcome,
                    "reason": verdict.reason,
                    "event_at": verdict.event_at,
                    "wall_seconds": _seconds(verdict.wall),
                    "working_seconds": _seconds(verdict.working),
                }


def _reports(connection: Connection, house: House, period: Period) -> Iterator[Row]:
    """What each report of `figures` is about; `weeks`: how far its window looks back."""
    about = {"first": period.first, "last": period.last, "zone": period.zone}
    yield {"report": f"weekly {period.first}", **about, "weeks": WEEKS}
    yield {"report": f"study {period.first}", **about, "weeks": 1}
    for name in studies.names(connection):
        yield {"report": f"imported {name}", "first": "", "last": "", "zone": "", "weeks": ""}


def _figures(connection: Connection, house: House, period: Period) -> Iterator[Row]:
    scope = Scope(name=house.programme.name)
    data = gather_weekly(house, period, scope, ("en",))["en"]
    yield from _sheet(f"weekly {period.first}", weekly(data, "en").sheet)
    ours = gather_study(house, period, scope)
    if ours.votes:
        yield from _sheet(f"study {period.first}", study(ours, "en").sheet)
    for name in studies.names(connection):
        yield from _sheet(f"imported {name}", study(gather_imported(house, name), "en").sheet)


def _sheet(report: str, sheet: Sheet) -> Iterator[Row]:
    for row in sheet.rows.values():
        yield {"report": report, "id": row.id, "value": row.value, "unit": row.unit}


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()


def _write(path: Path, form: Format, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """A file in one stroke; how many rows."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        count = _csv(file, columns, rows) if form is Format.CSV else _json(file, rows)
    part.replace(path)
    return count


def _csv(file: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  counted while it streams
        writer.writerow([_cell(row[name]) for name in columns])
    return count


def _cell(value: Any) -> Any:
    """A value as text: instants ISO 8601 UTC, yes and no as 1 and 0; a spreadsheet finds no formula in it."""
    plain = _plain(value)
    if isinstance(plain, bool):
        return int(plain)
    if isinstance(plain, dict | list):
        plain = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return f"'{plain}" if isinstance(plain, str) and plain.startswith(_FORMULA) else plain


def _json(file: TextIO, rows: Iterable[Row]) -> int:
    count = 0
    file.write("[")
    for count, row in enumerate(rows, start=1):
        plain = {name: _plain(value) for name, value in row.items()}
        file.write(("\n" if count == 1 else ",\n") + json.dumps(plain, ensure_ascii=False))
    file.write("\n]\n")
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
