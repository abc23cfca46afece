"""Corridor: reports on disk, complete before their names exist, with every printed number beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.steps import House
from monitor.steps.report.scope import Scope
from monitor.steps.report.study import gather_study
from monitor.steps.report.weekly import gather_weekly
from reports.attachments import weekly_csv, weekly_json
from reports.pages import render_study, weekly_page
from reports.period import Period
from reports.study import study, study_csv, study_headline, study_json
from reports.weekly import headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report that was written: its file, its language and its first sentence."""

    path: Path
    language: str
    sentence: str


def write_weekly(house: House, period: Period, scope: Scope, languages: Sequence[str]) -> tuple[Written, ...]:
    """The weekly report in each language as HTML, with CSV and JSON of every number."""
    return tuple(_weekly(house, period, scope, language) for language in languages)


def write_study(
    house: House, period: Period, scope: Scope, languages: Sequence[str], *, names_allowed: bool = False
) -> tuple[Written, ...]:
    """The study in each language as HTML, with CSV and JSON of every number."""
    data = gather_study(house, period, scope, names_allowed=names_allowed)
    folder, stem = house.settings.reports, f"study-{period.first.isoformat()}-{slug(scope.name)}"
    keep(folder / f"{stem}.csv", study_csv(data))
    keep(folder / f"{stem}.json", study_json(data))
    return tuple(
        Written(
            path=keep(folder / f"{stem}-{language}.html", render_study(study(data, language))),
            language=language,
            sentence=study_headline(data, language),
        )
        for language in languages
    )


def _weekly(house: House, period: Period, scope: Scope, language: str) -> Written:
    data = gather_weekly(house, period, scope, language)
    folder, stem = house.settings.reports, f"weekly-{period.first.isoformat()}-{slug(scope.name)}-{language}"
    keep(folder / f"{stem}.csv", weekly_csv(data))
    keep(folder / f"{stem}.json", weekly_json(data))
    path = keep(folder / f"{stem}.html", weekly_page(data, language))
    return Written(path=path, language=language, sentence=headline(data, language))


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
