"""The tables of MEASURING §8, fed as raw outcomes and compared with what the report prints."""

from __future__ import annotations

import csv
import dataclasses
import io
from datetime import timedelta
from fractions import Fraction

import pytest
import sample

from monitor.domain.programme import Channel, ClockKind
from reports import figures
from reports.attachments import weekly_csv
from reports.narrative import Act, Claim, Deed, Unsayable, sentence
from reports.pages import weekly_page
from reports.records import Counts, WaitTally
from reports.study.published import BENCHMARKS, Published, Standing, examine

EYSENBACH = [
    (29, 58, "50", 37.5, 62.5),
    (9, 29, "31", 17.3, 49.2),
    (27, 29, "93", 78.0, 98.1),
    (17, 29, "59", 40.7, 74.5),
]


@pytest.mark.parametrize(("k", "n", "percent", "low", "high"), EYSENBACH)
def test_eysenbach(k: int, n: int, percent: str, low: float, high: float) -> None:
    counts = Counts(met=k, not_answered=n - k)
    data = dataclasses.replace(sample.empty(), standards=(sample.standard(week=counts, window=counts),))
    rows = {row["id"]: row["value"] for row in csv.DictReader(io.StringIO(weekly_csv(data)))}
    assert f'data-f="standards/0/window/share">{percent}\u00a0%</data>' in weekly_page(data, "en")
    assert 100 * float(rows["standards/0/window/low"]) == pytest.approx(low, abs=0.05)
    assert 100 * float(rows["standards/0/window/high"]) == pytest.approx(high, abs=0.05)


@pytest.mark.parametrize(
    ("k", "n", "places", "printed"),
    [(365, 1000, 1, "36.5"), (22, 323, 1, "6.8"), (128, 323, 2, "39.63"), (38, 5257 - 1811, 1, "1.1")],
)
def test_whole_number_audits(k: int, n: int, places: int, printed: str) -> None:
    assert figures.percent(Fraction(k, n), places) == printed
    audit = Published(
        source="", year=2024, definition_en="", definition_ru="", k=k, n=n, printed=Fraction(printed), places=places
    )
    assert examine(audit) is Standing.SOUND


def test_bewick_through_the_weekly_curve() -> None:
    times = ((1, True), (1, True), (4, True), (5, True), (6, False), (9, True), (9, False), (22, True))
    tallies = [
        WaitTally(channel=Channel.EMAIL, wall=timedelta(minutes=m), working=timedelta(minutes=m), event=e)
        for m, e in times
    ]
    steps = figures.curve(tallies, ClockKind.WALL)
    assert [f"{float(step.waiting):.3f}" for step in steps] == ["0.750", "0.625", "0.500", "0.333", "0.000"]
    assert figures.quantile(steps) == timedelta(minutes=5)


def test_what_must_be_refused_or_flagged() -> None:
    claim = Claim(k=4, n=None, unit=sample.FORM, deeds=(Deed(act=Act.ANSWERED),), threshold=timedelta(minutes=10))
    for language in ("en", "ru"):
        with pytest.raises(Unsayable):
            sentence(claim, language)
    fields = {"source": "", "year": 2015, "definition_en": "", "definition_ru": ""}
    assert examine(Published(**fields, k=4, n=None)) is Standing.REFUSED  # type: ignore[arg-type]
    assert examine(Published(**fields, n=38, printed=Fraction(36))) is Standing.FLAGGED  # type: ignore[arg-type]
    assert examine(Published(**fields, k=13, n=38, printed=Fraction(34))) is Standing.SOUND  # type: ignore[arg-type]
    assert examine(Published(**fields, k=13, n=38, printed=Fraction(37))) is Standing.FLAGGED  # type: ignore[arg-type]


def test_rows_that_do_not_add_up_get_a_footnote() -> None:
    """Jupiter's two rows, a whole one, and one that rounding does not explain."""
    said = [
        figures.footnote([Fraction(x, 100) for x in row], "en")
        for row in ((38, 22, 18, 23), (22, 17, 14, 46), (50, 50), (50, 40))
    ]
    assert said == [
        "The percentages add up to 101 because of rounding.",
        "The percentages add up to 99 because of rounding.",
        "",
        "The percentages add up to 90; rounding alone does not explain it.",
    ]
    assert figures.footnote([Fraction(1, 3)] * 3, "ru") == "Проценты в сумме дают 99: так вышло из-за округления."


def test_the_benchmarks_we_print_are_sound() -> None:
    assert {examine(figure) for figure in BENCHMARKS} == {Standing.SOUND}
