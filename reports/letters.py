"""Reports: the weekly report as plain text (Markdown) for letters, terminals and wikis.

Outside text is put on one line and Markdown's own marks are escaped, so a quoted letter can't become
a heading, a link or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reports.evidence import TaskRow
from reports.period import say_day, say_instant
from reports.records import ReportData, Story
from reports.weekly import Score, Weekly, k_of_n, weekly

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
        *(
            [plain(f"{t['tasks.first']} {view.tasks.first.problem} {view.tasks.first.fix} ({view.tasks.first.where})")]
            if view.tasks.first
            else []
        ),
    )
    return "\n\n".join([*head, *(_section(t[f"section.{name}"], lines) for name, lines in _told(view) if lines)]) + "\n"


def _told(view: Weekly) -> tuple[tuple[str, list[str]], ...]:
    """Sections in order with their lines, not yet escaped."""
    groups = [f"{group.name}: {k_of_n(s, view.t)}" for group, s in view.groups]
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
    window = k_of_n(score.window, t)
    if score.window.low is not None:
        window += f" ({t['scoreboard.interval'].format(low=score.window.low, high=score.window.high)})"
    week = k_of_n(score.week, t)
    weeks = t["scoreboard.window"].format(weeks=view.data.window_weeks)
    aside = f"; {score.aside}" if score.aside else ""
    place = f" ({score.place})" if score.place else ""
    verdict = f"{_SIGNS[score.standing]} {t[f'standing.{score.standing}']}"
    return f"{score.name}{place}: {verdict}. {t['scoreboard.week']}: {week}. {weeks}: {window}{aside}."


def _stories(view: Weekly) -> list[str]:
    told = [("worst", story) for story in view.worst] + ([("best", view.best)] if view.best else [])
    return [f"{view.t[f'story.{kind}']}: {_story(view, story)}" for kind, story in told]


def _story(view: Weekly, story: Story) -> str:
    en, zone = view.language == "en", view.data.period.zone
    moments = (f"{say_instant(m.at, zone, view.language)} {m.en if en else m.ru}" for m in story.moments)
    return f"{story.visit.place} ({story.visit.token}). {' '.join(moments)}"


def _tasks(view: Weekly) -> list[str]:
    return [f"{k.problem} {k.measure} → {k.fix} ({', '.join(_whose(view, k))})" for k in view.tasks.rows]


def _whose(view: Weekly, row: TaskRow) -> Iterator[str]:
    yield row.where
    yield row.line.owner or view.t["tasks.nobody"]
    if row.line.due:
        yield say_day(row.line.due, view.language)
    yield row.state
