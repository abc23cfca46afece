"""Reports: the weekly report as plain text (Markdown) for letters, terminals and wikis.

Outside text is put on one line and Markdown's own marks are escaped, so a quoted letter can't become
a heading, a link or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reports.records import ReportData
from reports.weekly import Score, Weekly, weekly

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_SPACES = re.compile(r"\s+")
# what no page needs and what turns text around, cuts it or breaks its encoding: controls but tab and line
# feed, marks of writing direction, halves of surrogate pairs
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SIGNS = {"pass": "●", "fail": "■", "not_enough_data": "▲", "none": "○"}


def clean(text: str) -> str:
    """The text without characters that are not to be seen."""
    return _UNPRINTABLE.sub("", text)


def plain(text: str) -> str:
    """One line of text without control characters, Markdown's marks escaped."""
    return _MARKS.sub(r"\\\1", _SPACES.sub(" ", clean(text)).strip())


def weekly_text(data: ReportData, language: str) -> str:
    """The weekly report as Markdown that also reads well unrendered."""
    return render_text(weekly(data, language))


def render_text(view: Weekly) -> str:
    t, data = view.t, view.data
    head = (
        f"# {plain(f'{view.headline} {view.headline_rest}')}",
        plain(f"{data.population} · {data.period.say(view.language)}"),
        plain(f"{_SIGNS[view.light]} {t[f'light.{view.light}']}. {view.change}"),
    )
    return "\n\n".join([*head, *(_section(t[f"section.{name}"], lines) for name, lines in _told(view) if lines)]) + "\n"


def _told(view: Weekly) -> tuple[tuple[str, list[str]], ...]:
    """Sections in order with their lines, not yet escaped."""
    groups = [f"{group.name}: {view.t['k_of_n'].format(k=s.k, n=s.n)}" for group, s in view.groups]
    ways = [view.dead_ways, view.phone, *(night.sentence for night in view.nights)]
    return (
        ("scoreboard", [_score(view, score) for score in view.scores]),
        ("groups", groups),
        ("funnel", [*view.milestones, *(f"{station.name}: {station.count}" for station in view.stations)]),
        ("speed", [*view.speed.sentences, *(f"{item.name}: {item.count}" for item in view.speed.legend)]),
        ("who", [*(f"{item.name}: {item.count}" for item in view.who.legend), *filter(None, [view.who.promises])]),
        ("pages", list(filter(None, ways))),
        ("stories", _stories(view)),
        ("tasks", _tasks(view)),
        ("unmeasured", list(view.unmeasured)),
        ("method", [*view.method, *(f"{name}: {value}" for name, value in view.origin)]),
    )


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"## {title}", "", *(f"- {plain(line)}" for line in lines)])


def _score(view: Weekly, score: Score) -> str:
    t = view.t
    window = t["k_of_n"].format(k=score.window.k, n=score.window.n)
    if score.window.low is not None:
        window += f" ({t['scoreboard.interval'].format(low=score.window.low, high=score.window.high)})"
    week = t["k_of_n"].format(k=score.week.k, n=score.week.n)
    weeks = t["scoreboard.window"].format(weeks=view.data.window_weeks)
    aside = f"; {score.aside}" if score.aside else ""
    place = f" ({score.place})" if score.place else ""
    verdict = f"{_SIGNS[score.standing]} {t[f'standing.{score.standing}']}"
    return f"{score.name}{place}: {verdict}. {t['scoreboard.week']}: {week}. {weeks}: {window}{aside}."


def _stories(view: Weekly) -> list[str]:
    en = view.language == "en"
    told = [("worst", story) for story in view.worst] + ([("best", view.best)] if view.best else [])
    return [f"{view.t[f'story.{kind}']}: {'; '.join(m.en if en else m.ru for m in s.moments)}" for kind, s in told]


def _tasks(view: Weekly) -> list[str]:
    t, en = view.t, view.language == "en"
    return [
        f"{k.line.problem_en if en else k.line.problem_ru} → {k.line.fix_en if en else k.line.fix_ru} "
        f"({k.line.owner or t['tasks.nobody']}, {t['task.overdue'] if k.overdue else t[f'task.{k.line.state}']})"
        for k in view.tasks
    ]
