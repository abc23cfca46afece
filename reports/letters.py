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
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SIGNS = {"pass": "●", "fail": "■", "not_enough_data": "▲", "none": "○"}


def plain(text: str) -> str:
    """One line of text without control characters, Markdown's marks escaped."""
    return _MARKS.sub(r"\\\1", _SPACES.sub(" ", text).strip())


def weekly_text(data: ReportData, language: str) -> str:
    """The weekly report as Markdown that also reads well unrendered."""
    return render_text(weekly(data, language))


def render_text(view: Weekly) -> str:
    t, data = view.t, view.data
    head = [
        f"# {view.headline} {view.headline_rest}".rstrip(),
        f"{plain(data.population)} · {data.period.say(view.language)}",
        f"{_SIGNS[view.light]} {t[f'light.{view.light}']}. {view.change}",
    ]
    parts = [
        *head,
        *_section(t["section.scoreboard"], (_score(view, score) for score in view.scores)),
        *_section(
            t["section.groups"], (f"{plain(g.name)}: {t['k_of_n'].format(k=s.k, n=s.n)}" for g, s in view.groups)
        ),
        *_section(t["section.funnel"], (*view.milestones, *(f"{s.name}: {s.count}" for s in view.stations))),
        *_section(t["section.speed"], (*view.speed.sentences, *(f"{x.name}: {x.count}" for x in view.speed.legend))),
        *_section(
            t["section.who"], (*(f"{x.name}: {x.count}" for x in view.who.legend), *filter(None, [view.who.promises]))
        ),
        *_section(
            t["section.pages"],
            map(plain, filter(None, [view.dead_ways, view.phone, *(n.sentence for n in view.nights)])),
        ),
        *_section(t["section.stories"], _stories(view)),
        *_section(t["section.tasks"], _tasks(view)),
        *_section(t["section.unmeasured"], map(plain, view.unmeasured)),
        *_section(
            t["section.method"], (*map(plain, view.method), *(f"{name}: {plain(value)}" for name, value in view.origin))
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"- {line}" for line in lines]
    return [f"## {title}", "\n".join(items)] if items else []


def _score(view: Weekly, score: Score) -> str:
    t = view.t
    window = t["k_of_n"].format(k=score.window.k, n=score.window.n)
    if score.window.low is not None:
        window += f" ({t['scoreboard.interval'].format(low=score.window.low, high=score.window.high)})"
    week = t["k_of_n"].format(k=score.week.k, n=score.week.n)
    weeks = t["scoreboard.window"].format(weeks=view.data.window_weeks)
    aside = f"; {score.aside}" if score.aside else ""
    verdict = f"{_SIGNS[score.standing]} {t[f'standing.{score.standing}']}"
    return f"{plain(score.name)}: {verdict}. {t['scoreboard.week']}: {week}. {weeks}: {window}{aside}."


def _stories(view: Weekly) -> list[str]:
    data, en = view.data, view.language == "en"
    told = [("worst", story) for story in data.worst] + ([("best", data.best)] if data.best else [])
    return [
        f"{view.t[f'story.{kind}']}: " + "; ".join(plain(m.en if en else m.ru) for m in story.moments)
        for kind, story in told
    ]


def _tasks(view: Weekly) -> list[str]:
    t, en = view.t, view.language == "en"
    return [
        f"{plain(k.line.problem_en if en else k.line.problem_ru)} → {plain(k.line.fix_en if en else k.line.fix_ru)} "
        f"({plain(k.line.owner) or t['tasks.nobody']}, {t['task.overdue'] if k.overdue else t[f'task.{k.line.state}']})"
        for k in view.tasks
    ]
