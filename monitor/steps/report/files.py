"""Corridor: reports on disk, complete before their names exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.steps import House
from monitor.steps.report.weekly import Scope, gather_weekly
from reports.pages import render_weekly
from reports.period import Period
from reports.weekly import headline, weekly


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report that was written: its file, its language and its first sentence."""

    path: Path
    language: str
    sentence: str


def write_weekly(house: House, period: Period, scope: Scope, languages: Sequence[str]) -> tuple[Written, ...]:
    """The weekly report in each language, with every printed number as CSV beside it."""
    written = []
    for language in languages:
        data = gather_weekly(house, period, scope, language)
        view = weekly(data, language)
        stem = f"weekly-{period.first.isoformat()}-{slug(scope.name)}-{language}"
        path = keep(house.settings.reports / f"{stem}.html", render_weekly(view))
        keep(house.settings.reports / f"{stem}.csv", view.sheet.csv())
        written.append(Written(path=path, language=language, sentence=headline(data, language)))
    return tuple(written)


def keep(path: Path, text: str) -> Path:
    """Write a text file in one stroke."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path


def slug(name: str) -> str:
    """A file name of letters and digits of any script."""
    return "-".join("".join(c if c.isalnum() else " " for c in name).lower().split()) or "all"
