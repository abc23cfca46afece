"""Room intake: tables people made elsewhere (CSV, JSON), cell by cell, all faults at once with line and column."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from monitor.domain.errors import Fault, UserFault

_YES = frozenset({"yes", "y", "true", "1", "да", "д", "+", "x"})
_NO = frozenset({"no", "n", "false", "0", "нет", "н", "-"})
_RUSSIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T]+(\d{1,2}:\d\d(?::\d\d)?))?")
Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row as text. `place` is what a person looks for: "outcomes.csv:7", "outcomes.json item 3"."""

    place: str
    number: int
    cells: Mapping[str, str]


def read_rows(path: Path) -> tuple[Record, ...]:
    """The rows of a CSV file (comma, semicolon or tab; UTF-8, else Windows-1251) or of a JSON list of objects.

    `UserFault` when the file is none of these.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise _broken(path, fault.strerror or "it cannot be read", "Give the path of a CSV or JSON file") from fault
    text = _decoded(data)
    return tuple(_of_json(path, text) if path.suffix.lower() == ".json" else _of_csv(path, text))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")  # what Excel writes in Russia


def _of_csv(path: Path, text: str) -> Iterable[Record]:
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    names = [name.strip() for name in next(lines, [])]
    if not any(names) or len(set(names)) < len(names):
        found = "there is no header line" if not any(names) else "two columns have the same name"
        raise _broken(path, found, "Begin with one line of column names, each once")
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        place = f"{path.name}:{lines.line_num}"
        if len(cells) > len(names):
            raise _broken(place, f"{len(cells)} cells under {len(names)} columns", "Quote cells that hold a separator")
        filled = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        yield Record(place=place, number=lines.line_num, cells={name: filled[name] for name in filled if name})


def _of_json(path: Path, text: str) -> Iterable[Record]:
    remedy = 'Write a list of objects: [{"company": "…", "submitted_at": "…"}]'
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as fault:
        raise _broken(f"{path.name}:{fault.lineno}", f"no JSON ({fault.msg})", remedy) from fault
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _broken(path, "not a list of objects", remedy)
    for number, row in enumerate(rows, start=1):
        cells = {str(name): _as_text(value) for name, value in row.items() if not isinstance(value, dict)}
        nested = {
            str(inner): _as_text(value)
            for each in row.values()
            if isinstance(each, dict)
            for inner, value in each.items()
        }
        yield Record(place=f"{path.name} item {number}", number=number, cells=cells | nested)


def _as_text(value: Any) -> str:
    return "" if value is None else "yes" if value is True else "no" if value is False else str(value).strip()


def _broken(place: Path | str, found: str, remedy: str) -> UserFault:
    return UserFault((Fault(place=str(place), found=found, remedy=remedy),))


@dataclass(slots=True)
class Reader:
    """Reads the cells of one record; what is wrong is put on the list, and reading goes on."""

    record: Record
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.record.cells.get(name, "")
        if required and not value:
            self.wrong(name, "it is empty", "Every row needs it")
        return value

    def instant(self, name: str, zone: str, *, required: bool = False) -> datetime | None:
        """ISO 8601 or dd.mm.yyyy hh:mm; without an offset the clock of `zone`. Aware UTC, None when empty."""
        text = self.text(name, required=required)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(_iso(text))
        except ValueError:
            self.wrong(name, f'"{text}" is no date and time', "Write 2026-11-21 14:05 or 2026-11-21T14:05+03:00")
            return None
        if found.tzinfo is None:
            found = found.replace(tzinfo=ZoneInfo(zone))
            if found.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != found.replace(tzinfo=None):
                self.wrong(
                    name, f"{text} does not exist in {zone}: the clocks were put forward", "Add the offset: +03:00"
                )
        return found.astimezone(UTC)

    def choice(self, name: str, allowed: type[Kind], default: Kind, *, without: Sequence[Kind] = ()) -> Kind:
        text = self.text(name).lower().replace(" ", "_").replace("-", "_")
        words = {one.value: one for one in allowed if one not in without}
        if text and text not in words:
            self.wrong(name, f'"{text}" is not known here{near_miss(text, words)}', f"Allowed: {', '.join(words)}")
        return words.get(text, default)

    def yes(self, name: str) -> bool | None:
        """yes/no, да/нет, true/false, 1/0; None when empty."""
        text = self.text(name).lower()
        if text and text not in _YES | _NO:
            self.wrong(name, f'"{text}" is neither yes nor no', "Write yes or no, or leave the cell empty")
        return None if not text else text in _YES

    def length(self, name: str) -> timedelta | None:
        """ "45 min", "3 days", "8 h"; None when empty."""
        text = self.text(name)
        match = re.fullmatch(r"(\d+(?:\.\d+)?) *(min|h|d|days?|hours?|minutes?)", text)
        if text and not match:
            self.wrong(name, f'"{text}" is no length of time', 'Write a number and a unit: "45 min", "8 h", "3 days"')
        if not match:
            return None
        return (
            float(match[1]) * {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}[match[2][0]]
        )

    def whole(self, name: str) -> int | None:
        text = self.text(name).replace(" ", "").replace("\u00a0", "")
        if text and not text.isdigit():
            self.wrong(name, f'"{text}" is no whole number', "Write digits")
            return None
        return int(text) if text else None

    def wrong(self, name: str, found: str, remedy: str) -> None:
        self.faults.append(Fault(place=f"{self.record.place} {name}".strip(), found=found, remedy=remedy))


def _iso(text: str) -> str:
    russian = _RUSSIAN_DAY.fullmatch(text)
    if not russian:
        return text
    day, month, year, time = russian.groups()
    hour = (time or "00:00").zfill(5)
    return f"{year}-{int(month):02}-{int(day):02} {hour}"


def near_miss(word: str, allowed: Iterable[str]) -> str:
    """`; did you mean "…"?` when one of the allowed words looks like this one, else nothing."""
    close = get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def check_columns(
    records: Sequence[Record], allowed: Iterable[str], required: Iterable[str], prefix: str = ""
) -> list[Fault]:
    """Columns nobody knows, and those that are missing; one that begins with `prefix` is free."""
    known, met = list(allowed), {name for record in records for name in record.cells}
    place = records[0].place.partition(":")[0].partition(" item")[0] if records else ""
    strange = sorted(name for name in met if name not in known and not (prefix and name.startswith(prefix)))
    faults = [
        Fault(
            place=f"{place} {name}",
            found=f"no such column{near_miss(name, known)}",
            remedy=f"Columns: {', '.join(known)}",
        )
        for name in strange
    ]
    missing = [name for name in required if name not in met]
    return faults + [
        Fault(place=place, found=f"the column {name} is missing", remedy=f"Needed: {', '.join(required)}")
        for name in missing
    ]
