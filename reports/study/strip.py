"""Reports, study: our leading figure beside the published ones, on one axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from monitor.domain.statistics import percent, wilson
from reports.charts import Bar, share_strip
from reports.figures import footnote
from reports.labels import labels
from reports.narrative import Claim
from reports.plural import NBSP
from reports.study.counting import leading
from reports.study.published import Published, Standing, examine
from reports.study.votes import StudyData


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One benchmark under the strip: source with year, definition, what is wrong with it ("" = nothing)."""

    source: str
    definition: str
    flag: str


def benchmark_strip(data: StudyData, language: str) -> tuple[Markup, tuple[Note, ...]]:
    """Our leading claim above the published ones; refused figures get a note and no place on the axis."""
    t, lead = labels(language), leading(data)
    if lead is None or not data.benchmarks:
        return Markup(), ()
    made = lead[1]
    low, high = wilson(made.k, made.n or 1)
    title = data.title_en if language == "en" else data.title_ru
    ours = f"{title}: {t['k_of_n'].format(k=made.k, n=made.n)}"
    bars = [Bar(name=ours, share=made.k / (made.n or 1), printed=_percent(made), low=low, high=high, own=True)]
    bars += [_bar(b, t) for b in data.benchmarks if examine(b) is not Standing.REFUSED]
    said = "; ".join(f"{bar.name} {bar.printed}" for bar in bars)
    return share_strip(bars, t["section.benchmarks"], said), tuple(_note(b, t, language) for b in data.benchmarks)


def footnotes(data: StudyData, language: str) -> tuple[str, ...]:
    """What must be said under published parts of one whole that do not add up to 100."""
    wholes: dict[str, list[Fraction]] = {}
    for figure in data.benchmarks:
        if figure.whole and figure.share is not None:
            printed = figure.share if figure.printed is None else figure.printed / 100
            wholes.setdefault(figure.whole, []).append(printed)
    said = ((name, footnote(parts, language)) for name, parts in wholes.items())
    return tuple(f"{name}: {line}" for name, line in said if line)


def _percent(made: Claim) -> str:
    """A percentage of fewer than twenty is not printed, not even here (MEASURING §5)."""
    return (
        f"{percent(share)}{NBSP}%"
        if (made.n or 0) >= 20 and (share := _share(made)) is not None
        else f"{made.k}/{made.n}"
    )


def _share(made: Claim) -> Fraction | None:
    return Fraction(made.k, made.n) if made.n else None


def _bar(figure: Published, t: Mapping[str, str]) -> Bar:
    share = figure.share or Fraction(0)
    low, high = wilson(figure.k, figure.n) if figure.k is not None and figure.n else (None, None)
    count = t["k_of_n"].format(k=figure.k, n=figure.n) if figure.k is not None else f"n = {figure.n}"
    name = f"{figure.source} {figure.year}: {count}"
    return Bar(name=name, share=float(share), printed=f"{percent(share, figure.places)}{NBSP}%", low=low, high=high)


def _note(figure: Published, t: Mapping[str, str], language: str) -> Note:
    return Note(
        source=f"{figure.source} {figure.year}",
        definition=figure.definition_en if language == "en" else figure.definition_ru,
        flag={Standing.SOUND: "", Standing.FLAGGED: t["benchmark.flagged"], Standing.REFUSED: t["benchmark.refused"]}[
            examine(figure)
        ],
    )
