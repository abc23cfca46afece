"""Reports: the weekly report as values ready to print, in the order of MEASURING §6.

Pages, text, mail, CSV and JSON are all made of one `Weekly`, so they can't disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from monitor.domain.programme import Event
from monitor.domain.verdict import Outcome, Standing
from reports import figures, method
from reports.charts import icon_array, mark, week_trend
from reports.evidence import (
    MatrixRow,
    Night,
    Tasks,
    VisitRow,
    cut,
    dead_ways,
    matrix,
    nights,
    phone_sentence,
    task_section,
    visit_rows,
)
from reports.figures import Change
from reports.labels import labels
from reports.ledger import base_counts
from reports.narrative import sentence, speaker
from reports.plural import threshold
from reports.records import Counts, GroupShare, ReportData, StandardLine, Stop, Story
from reports.sheet import Printed, Sheet
from reports.speed import Speed, Who, speed_section, who_section
from reports.stories import told

_ORDER = tuple(Outcome)
DOTS = 60
"""a row shows its week's dots up to so many"""
ICONS = 300
"""more marks than that are no picture any more"""
LONG = 8
"""a scoreboard of more rows is told worst first"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """k of n as a table prints it; the interval stands beside it when n < 100."""

    k: Printed
    n: Printed
    percent: Printed | None
    low: Printed | None = None
    high: Printed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One row of the scoreboard."""

    name: str
    place: str
    promise: str
    week: Share
    window: Share
    aside: str
    dots: tuple[Markup, ...]
    standing: Standing
    trend: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    name: str
    count: Printed
    width: str
    side: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Everything a weekly report prints, in one language."""

    data: ReportData
    language: str
    sheet: Sheet
    t: Mapping[str, str]
    headline: str
    headline_rest: str
    light: str
    change: str
    icons: Markup
    lead_counts: tuple[tuple[str, Printed], ...]
    scores: tuple[Score, ...]
    milestones: tuple[str, ...]
    stations: tuple[Station, ...]
    speed: Speed
    who: Who
    groups: tuple[tuple[GroupShare, Share], ...]
    visits: tuple[VisitRow, ...]
    cut: str
    dead_ways: str
    phone: str
    rules: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    nights: tuple[Night, ...]
    worst: tuple[Story, ...]
    best: Story | None
    tasks: Tasks
    unmeasured: tuple[str, ...]
    method: tuple[str, ...]
    origin: tuple[tuple[str, str], ...]


def weekly(data: ReportData, language: str) -> Weekly:
    """All sections of the weekly report. Pure; same data, same values."""
    sheet, t = Sheet(language), labels(language)
    core, rest = _headline(data, language)
    leading = figures.lead(data.standards)
    rules, rows = matrix(data)
    worst, best = told(data)
    base_counts(sheet, data)
    return Weekly(
        data=data,
        language=language,
        sheet=sheet,
        t=t,
        headline=core,
        headline_rest=rest,
        light=_light(data),
        change=_change(leading, t),
        icons=_icons(leading, t, core),
        lead_counts=_lead_counts(sheet, leading),
        scores=_scores(sheet, data.standards, t, language),
        milestones=milestones(data, language),
        stations=_stations(sheet, data, t, language),
        speed=speed_section(sheet, data, language),
        who=who_section(sheet, data, language),
        groups=tuple((g, share(sheet, f"groups/{i}", g.counts)) for i, g in enumerate(data.groups)),
        visits=visit_rows(sheet, data, language),
        cut=cut(data, language),
        dead_ways=dead_ways(sheet, data, language),
        phone=phone_sentence(sheet, data, language),
        rules=rules,
        matrix=rows,
        nights=nights(data, language),
        worst=worst,
        best=best,
        tasks=task_section(data, language),
        unmeasured=unmeasured(data, language),
        method=method.rules(data.period, data.window_weeks, data.exclusions, language),
        origin=method.origin(data.origin, language),
    )


def headline(data: ReportData, language: str) -> str:
    """The one sentence a report is opened with."""
    return " ".join(part for part in _headline(data, language) if part)


def share(sheet: Sheet, id: str, counts: Counts) -> Share:
    """Counts as k of n with Wilson's interval, all put on the sheet."""
    k, n = counts.met, counts.n
    low = high = None
    if 0 < n < 100:
        bounds = figures.wilson(k, n)
        low, high = sheet.bound(f"{id}/low", bounds[0]), sheet.bound(f"{id}/high", bounds[1])
    return Share(
        k=sheet.count(f"{id}/k", k),
        n=sheet.count(f"{id}/n", n),
        percent=sheet.share(f"{id}/share", k, n),
        low=low,
        high=high,
    )


def k_of_n(share: Share, t: Mapping[str, str]) -> str:
    """ "3 of 11" where a table has no room for more; words where nothing was counted."""
    return t["k_of_n"].format(k=share.k, n=share.n) if share.percent else t["scoreboard.none"]


def _headline(data: ReportData, language: str) -> tuple[str, str]:
    """The sentence, and what is pending or unmeasured, told smaller but in the same breath."""
    line = figures.lead(data.standards)
    if line is None or not (line.week.n or line.week.pending or line.week.inconclusive):
        return labels(language)["quiet"], ""
    core, _, rest = sentence(figures.claim(line, line.week), language).partition("; ")
    return (f"{core}.", rest[:1].upper() + rest[1:]) if rest else (core, "")


def _light(data: ReportData) -> str:
    verdict = figures.light(data.standards)
    return verdict.value if verdict else "none"


def _change(line: StandardLine | None, t: Mapping[str, str]) -> str:
    if line is None or (kind := figures.change(line)) is Change.NONE:
        return t["change.none"]
    after = t["k_of_n"].format(k=line.week.met, n=line.week.n)
    return t[f"change.{kind}"].format(after=after, before=t["k_of_n"].format(k=line.before.met, n=line.before.n))


def _icons(line: StandardLine | None, t: Mapping[str, str], title: str) -> Markup:
    counts = line.week if line else Counts()
    parts = [(outcome.value, getattr(counts, outcome)) for outcome in _ORDER]
    said = ", ".join(f"{t[f'outcome.{kind}']} {count}" for kind, count in parts if count)
    few = sum(count for _, count in parts) <= ICONS
    return icon_array(parts, title, said, columns=5) if said and few else Markup("")


def _lead_counts(sheet: Sheet, line: StandardLine | None) -> tuple[tuple[str, Printed], ...]:
    """The legend of the icon array: this week's outcomes of the leading standard."""
    parts = [(outcome.value, getattr(line.week, outcome)) for outcome in _ORDER] if line else []
    return tuple((kind, sheet.count(f"lead/{kind}", count)) for kind, count in parts if count)


def _scores(sheet: Sheet, lines: Sequence[StandardLine], t: Mapping[str, str], language: str) -> tuple[Score, ...]:
    """A row per standard; a long board begins with what is missed."""
    scores = [_score(sheet, index, line, t, language) for index, line in enumerate(lines)]
    if len(scores) > LONG:
        scores.sort(key=lambda score: figures.VERDICTS.index(score.standing))
    return tuple(scores)


def _score(sheet: Sheet, index: int, line: StandardLine, t: Mapping[str, str], language: str) -> Score:
    id = f"standards/{index}"
    aside = [(o, getattr(line.window, o)) for o in (Outcome.PENDING, Outcome.INCONCLUSIVE)]
    return Score(
        name=line.name_en if language == "en" else line.name_ru,
        place=line.place,
        promise=_promise(line, t, language),
        week=share(sheet, f"{id}/week", line.week),
        window=share(sheet, f"{id}/window", line.window),
        aside=", ".join(f"{t[f'outcome.{o}']} {count}" for o, count in aside if count),
        dots=tuple(mark(o, t[f"outcome.{o}"]) for o in line.week_dots) if len(line.week_dots) <= DOTS else (),
        standing=figures.stands(line),
        trend=week_trend(line.weeks, line.target, t["scoreboard.trend"], _weeks_said(line, t)),
    )


def _weeks_said(line: StandardLine, t: Mapping[str, str]) -> str:
    return ", ".join(t["k_of_n"].format(k=week.k, n=week.n) for week in line.weeks)


def _promise(line: StandardLine, t: Mapping[str, str], language: str) -> str:
    target = f"{figures.percent(line.target)}\u00a0%"
    if line.event is Event.PAGE_FACT:
        return t["scoreboard.target_fact"].format(target=target)
    time = threshold(line.threshold, line.clock, language)
    return t["scoreboard.target"].format(event=t[f"event.{line.event}"], threshold=time, target=target)


def milestones(data: ReportData, language: str) -> tuple[str, ...]:
    """Sentences of the funnel: how many enquiries a person answered and took a step further."""
    counts = {c.stop: c.count for c in data.funnel}
    claims = figures.milestones(counts, data.enquiries, data.next_step)
    return tuple(sentence(claim, language) for claim in claims)


def _stations(sheet: Sheet, data: ReportData, t: Mapping[str, str], language: str) -> tuple[Station, ...]:
    top = max((c.count for c in data.funnel), default=0) or 1
    return tuple(
        Station(
            name=t[f"stop.{c.stop}"],
            count=sheet.count(f"funnel/{c.stop}", c.count),
            width=f"{100 * c.count / top:.1f}",
            side=c.stop is Stop.RECEIPT,
        )
        for c in data.funnel
    )


def unmeasured(data: ReportData, language: str) -> tuple[str, ...]:
    """What proves nothing and why, with our own health."""
    t = labels(language)
    lines = []
    tried = data.visits_total or data.waits or any(line.window.n for line in data.standards)
    if data.inconclusive:
        worst = sorted(data.inconclusive, key=lambda c: (-c.count, c.reason))
        reasons = "; ".join(f"{t[f'reason.{c.reason}']} – {c.count}" for c in worst)
        lines.append(speaker(language).unknown(sum(c.count for c in worst), reasons))
    else:
        lines.append(t["unmeasured.none" if tried else "quiet"])
    if data.enquiries.pending:
        lines.append(t["unmeasured.pending"].format(count=data.enquiries.pending))
    return (*lines, *figures.health(data, language))
