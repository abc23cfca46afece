"""Reports: sections 4 and 5 of the weekly report: how fast, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from markupsafe import Markup

from monitor.domain.programme import ClockKind
from reports import figures
from reports.charts import Curve, Drop, Part, dot_strip, hour_grid, per_dot, response_curve, stacked_bar
from reports.figures import ChannelSpeed
from reports.labels import WEEKDAYS, labels
from reports.ledger import base_waits
from reports.narrative import PERCENT_FROM, speaker
from reports.plural import spell, threshold
from reports.records import ReportData
from reports.sheet import Printed, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedRow:
    """One channel: how many, how many answered, the times on both clocks (None = not reached)."""

    name: str
    n: Printed
    events: Printed
    working_median: Printed | None
    wall_median: Printed | None
    wall_p90: Printed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    css: str
    name: str
    count: Printed
    share: Printed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """`sentences` come first, then evidence; the charts are empty when nothing was counted."""

    sentences: tuple[str, ...]
    rows: tuple[SpeedRow, ...]
    curve: Markup
    clock: str
    buckets: Markup
    legend: tuple[Legend, ...]
    footnote: str
    strip: Markup
    per_dot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    bar: Markup
    title: str
    legend: tuple[Legend, ...]
    footnote: str
    promises: str
    robots: str
    hours: Markup


def speed_section(sheet: Sheet, data: ReportData, language: str) -> Speed:
    """Curves on the leading standard's clock, tables on both, buckets on what the customer waited."""
    t = labels(language)
    line = figures.lead(data.standards)
    clock = line.clock if line else ClockKind.WORKING
    base_waits(sheet, data)
    if not data.waits:
        return Speed(
            sentences=(),
            rows=(),
            curve=Markup(),
            clock="",
            buckets=Markup(),
            legend=(),
            footnote="",
            strip=Markup(),
            per_dot=1,
        )
    by_clock = {kind: figures.speeds(data.waits, kind) for kind in ClockKind}
    rows = tuple(
        _row(sheet, work, wall, t)
        for work, wall in zip(by_clock[ClockKind.WORKING], by_clock[ClockKind.WALL], strict=True)
    )
    limit = (line.threshold, threshold(line.threshold, line.clock, language)) if line else (None, "")
    counts = figures.buckets(data.waits, data.robots_only)
    return Speed(
        sentences=_sentences(data, language),
        rows=rows,
        curve=_curves(by_clock[clock], limit, clock, language),
        clock=t[f"clock.{clock}"],
        buckets=_bar(counts, "bucket", t["speed.buckets"], t),
        legend=_legend(sheet, counts, "bucket", "buckets", t),
        footnote=_footnote(counts, language),
        strip=_strip(data, t, language),
        per_dot=per_dot(sum(tally.count for tally in data.waits)),
    )


def _row(sheet: Sheet, work: ChannelSpeed, wall: ChannelSpeed, t: Mapping[str, str]) -> SpeedRow:
    id = f"speed/{work.channel}"

    def time(name: str, value: timedelta | None) -> Printed | None:
        return None if value is None else sheet.duration(f"{id}/{name}", value)

    return SpeedRow(
        name=t[f"channel.{work.channel}"],
        n=sheet.count(f"{id}/n", work.n),
        events=sheet.count(f"{id}/answered", work.events),
        working_median=time("median/working", work.median),
        wall_median=time("median/wall", wall.median),
        wall_p90=time("p90/wall", wall.p90),
    )


def _sentences(data: ReportData, language: str) -> tuple[str, ...]:
    """The typical wait and the silence, over all channels and the whole window."""
    tongue = speaker(language)
    never, n = figures.unanswered(data)
    median = figures.quantile(figures.curve(data.waits, ClockKind.WALL))
    said = []
    if n > 1:  # of a single enquiry nothing is typical
        said += [tongue.no_median(n) if median is None else tongue.median(spell(median, language), n)]
    if never:
        said += [tongue.never(never, n, figures.ENQUIRY, tongue.last_weeks(data.window_weeks))]
    return tuple(said)


def _curves(
    speeds: tuple[ChannelSpeed, ...], limit: tuple[timedelta | None, str], clock: ClockKind, language: str
) -> Markup:
    t = labels(language)
    said = [
        t["speed.curve.alt"].format(
            name=t[f"channel.{s.channel}"],
            n=s.n,
            events=s.events,
            median=spell(s.median, language) if s.median is not None else t["speed.not_reached"],
        )
        for s in speeds
    ]
    curves = [Curve(name=t[f"channel.{s.channel}"], steps=s.steps, censored=s.censored) for s in speeds]
    title = t["speed.curve"].format(clock=t[f"clock.{clock}"])
    return response_curve(curves, *limit, title, " ".join(said), language)


def _bar(counts: Mapping[str, int], kind: str, title: str, t: Mapping[str, str]) -> Markup:
    prefix = "b" if kind == "bucket" else ""
    parts = [Part(css=f"{prefix}{name}", name=t[f"{kind}.{name}"], count=count) for name, count in counts.items()]
    return stacked_bar(parts, title, ", ".join(f"{part.name} {part.count}" for part in parts))


def _legend(sheet: Sheet, counts: Mapping[str, int], kind: str, id: str, t: Mapping[str, str]) -> tuple[Legend, ...]:
    """Counts, and whole percentages from twenty on."""
    n, prefix = sum(counts.values()), "b" if kind == "bucket" else ""
    return tuple(
        Legend(
            css=f"{prefix}{name}",
            name=t[f"{kind}.{name}"],
            count=sheet.count(f"{id}/{name}", count),
            share=sheet.share(f"{id}/{name}/share", count, n) if n >= PERCENT_FROM else None,
        )
        for name, count in counts.items()
    )


def _footnote(counts: Mapping[str, int], language: str) -> str:
    n = sum(counts.values())
    return figures.footnote((Fraction(count, n) for count in counts.values()), language) if n >= PERCENT_FROM else ""


def _strip(data: ReportData, t: Mapping[str, str], language: str) -> Markup:
    drops = [
        Drop(kind="met" if tally.event else "not_answered", wait=tally.wall if tally.event else None, count=tally.count)
        for tally in data.waits
    ]
    never, n = figures.unanswered(data)
    said = t["speed.strip.alt"].format(answered=n - never, never=never)
    return dot_strip(drops, t["bucket.never"], t["speed.strip"], said, language)


def who_section(sheet: Sheet, data: ReportData, language: str) -> Who:
    """Person, robot, nobody; the receipts' promises; the hours in which answers come."""
    t, who = labels(language), data.who
    counts = {name: getattr(who, name) for name in ("person", "robot_only", "nobody")}
    n = sum(counts.values())
    title = t["who.title"].format(n=n)
    promised = who.promises_kept + who.promises_broken + who.promises_open
    promises = t["who.promises"].format(kept=who.promises_kept, broken=who.promises_broken, open=who.promises_open)
    for name in ("kept", "broken", "open"):
        sheet.count(f"promises/{name}", getattr(who, f"promises_{name}"))
    asked = sum(cell.n for cell in data.hours)
    said = t["who.hours.alt"].format(n=asked, k=sum(cell.k for cell in data.hours))
    return Who(
        bar=_bar(counts, "who", title, t) if n else Markup(),
        title=title,
        legend=_legend(sheet, counts, "who", "who", t),
        footnote=_footnote(counts, language),
        promises=promises if promised else "",
        robots=speaker(language).robots(who.robot_only, figures.ENQUIRY) if who.robot_only else "",
        hours=hour_grid(data.hours, WEEKDAYS[language], t["who.hours"], said) if asked else Markup(),
    )
