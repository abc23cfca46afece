"""Corridor: reports on disk, complete before their names exist, with every printed number beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.steps import House
from monitor.steps.report.imported import gather_imported
from monitor.steps.report.mixed import gather_mixed
from monitor.steps.report.scope import Scope
from monitor.steps.report.study import gather_study
from monitor.steps.report.tasks import refresh_tasks
from monitor.steps.report.weekly import gather_weekly
from reports.attachments import render_csv, render_json
from reports.letters import render_text
from reports.pages import render_study, render_weekly
from reports.period import Period
from reports.study import study, study_csv, study_headline, study_json
from reports.study.votes import StudyData
from reports.weekly import headline, weekly

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report that was written: its file, its language and its first sentence."""

    path: Path
    language: str
    sentence: str


def write_weekly(
    house: House,
    period: Period,
    scope: Scope,
    languages: Sequence[str],
    *,
    markdown: bool = False,
    say: Say = lambda what: None,
) -> tuple[Written, ...]:
    """The weekly report in each language as HTML (and Markdown), with CSV and JSON of every number.

    Tasks are brought up to date first. `say` hears what is being done, for people who wait."""
    say("tasks")
    refresh_tasks(house, min(house.now(), period.ends_at))
    told = gather_weekly(house, period, scope, languages, say)
    stem = house.settings.reports / f"weekly-{period.first.isoformat()}-{slug(scope.name)}"
    written: list[Written] = []
    for language, data in told.items():
        say(f"writing {language}")
        view = weekly(data, language)
        if not written:
            keep(_named(stem, "csv"), render_csv(view))
            keep(_named(stem, "json"), render_json(view))
        mine = stem.with_name(f"{stem.name}-{language}")
        if markdown:
            keep(_named(mine, "md"), render_text(view))
        path = keep(_named(mine, "html"), render_weekly(view))
        written.append(Written(path=path, language=language, sentence=headline(data, language)))
    return tuple(written)


def write_study(
    house: House,
    period: Period,
    scope: Scope,
    languages: Sequence[str],
    *,
    names_allowed: bool = False,
    say: Say = lambda what: None,
) -> tuple[Written, ...]:
    """The study in each language as HTML, with CSV and JSON of every number."""
    say("counting companies")
    data = gather_study(house, period, scope, names_allowed=names_allowed)
    return _study(house.settings.reports / f"study-{period.first.isoformat()}-{slug(scope.name)}", data, languages, say)


def write_mixed(
    house: House,
    period: Period,
    scope: Scope,
    name: str,
    languages: Sequence[str],
    *,
    names_allowed: bool = False,
    say: Say = lambda what: None,
) -> tuple[Written, ...]:
    """The study of our own round with the votes of an imported one among them, marked as such."""
    say("counting companies")
    data = gather_mixed(house, period, scope, name, names_allowed=names_allowed)
    stem = f"study-{period.first.isoformat()}-{slug(scope.name)}-with-{slug(name)}"
    return _study(house.settings.reports / stem, data, languages, say)


def write_imported(
    house: House, name: str, languages: Sequence[str], *, names_allowed: bool = False, say: Say = lambda what: None
) -> tuple[Written, ...]:
    """A study that was imported, in the same pages. `UserFault` when there is none of that name."""
    say("judging")
    data = gather_imported(house, name, names_allowed=names_allowed)
    return _study(house.settings.reports / f"imported-{slug(name)}", data, languages, say)


def _study(stem: Path, data: StudyData, languages: Sequence[str], say: Say) -> tuple[Written, ...]:
    keep(_named(stem, "csv"), study_csv(data))
    keep(_named(stem, "json"), study_json(data))
    written = []
    for language in languages:
        say(f"writing {language}")
        path = keep(_named(stem.with_name(f"{stem.name}-{language}"), "html"), render_study(study(data, language)))
        written.append(Written(path=path, language=language, sentence=study_headline(data, language)))
    return tuple(written)


def _named(stem: Path, suffix: str) -> Path:
    return stem.with_name(f"{stem.name}.{suffix}")


def keep(path: Path, text: str) -> Path:
    """Write a text file in one stroke."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path


def slug(name: str) -> str:
    """A file name of letters and digits of any script, short enough for every file system."""
    return "-".join("".join(c if c.isalnum() else " " for c in name).lower().split())[:60] or "all"
