"""The tables of MEASURING §8, file by file through import, judge and report; and files that are wrong."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from monitor.store.statements import table
from monitor.store.tables import VisitRow

DAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
Rows = list[dict[str, str]]


def at(minutes: float) -> str:
    return (DAY + timedelta(minutes=minutes)).isoformat()


def companies(n: int, within: dict[float, int], **more: str) -> Rows:
    """n companies asked at `DAY`; `within`: minutes → how many were answered after so long."""
    waits = [minutes for minutes, count in within.items() for _ in range(count)]
    rows = [{"company": f"Company {number}", "submitted_at": at(0), **more} for number in range(n)]
    for row, minutes in zip(rows, waits, strict=False):
        row["responded_at"] = at(minutes)
    return rows


def write(path: Path, rows: Rows) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def told(desk: Any, name: str) -> tuple[str, str, dict[str, float]]:
    """English and Russian page as text, and the figures beside them."""
    result = desk.run("report", "--imported", name, "--json")
    assert result.exit_code == 0, result.exception or result.output
    paths = [Path(one["report"]) for one in json.loads(result.stdout)]
    figures = json.loads(paths[0].with_name(paths[0].name.replace("-en.html", ".json")).read_text())["figures"]
    pages = [path.read_text(encoding="utf8").replace("\u00a0", " ") for path in paths]
    return pages[0], pages[1], {id: one["value"] for id, one in figures.items()}


def brought(desk: Any, path: Path, *more: str) -> Any:
    result = desk.run("import", str(path), *more)
    assert result.exit_code == 0, result.exception or result.output
    return result


def test_eysenbach_and_diepgen(desk: Any, tmp_path: Path) -> None:
    rows = companies(58, {60: 29}, segment="physicians", touchpoint="mail")
    for number, row in enumerate(rows[:29]):
        for name, count in (("refused to advise", 9), ("advised a physician", 27), ("right diagnosis", 17)):
            row[f"did:{name}"] = "yes" if number < count else "no"
    brought(desk, write(tmp_path / "jama.csv", rows))
    english, russian, figures = told(desk, "jama")
    printed = [
        (29, 58, "50", 37.5, 62.5),
        (9, 29, "31", 17.3, 49.2),
        (27, 29, "93", 78.0, 98.1),
        (17, 29, "59", 40.7, 74.5),
    ]
    for index, (k, n, percent, low, high) in enumerate(printed):
        assert (figures[f"shares/{index}/k"], figures[f"shares/{index}/n"]) == (k, n)
        assert f'data-f="shares/{index}/share">{percent} %</data>' in english
        assert 100 * figures[f"shares/{index}/low"] == pytest.approx(low, abs=0.05)
        assert 100 * figures[f"shares/{index}/high"] == pytest.approx(high, abs=0.05)
    assert "29 of the 58 companies (physicians)" in english
    assert "29 из 58 компаний (physicians)" in russian
    assert "Of those answered: right diagnosis" in english


def test_whole_number_audits_beside_their_published_figures(desk: Any, tmp_path: Path) -> None:
    dreamforce = companies(3446, {4: 38}) + [
        {"company": f"Left out {number}", "submitted_at": at(0), "excluded": "no web form"} for number in range(1811)
    ]
    studies = {
        "revenuehero": (companies(1000, {120: 365}), 365, 1000, "36.5", 2024),
        "chatpath": (companies(323, {4: 22, 600: 106}), 128, 323, "39.63", 2017),
        "dreamforce": (dreamforce, 38, 3446, "1.1", 2012),
    }
    for name, (rows, k, n, percent, year) in studies.items():
        figure = {"source": name, "year": str(year), "what": "answered", "k": str(k), "n": str(n), "percent": percent}
        brought(desk, write(tmp_path / f"{name}.csv", rows))
        brought(desk, write(tmp_path / f"{name}-printed.csv", [figure]), "--study", name)
        english, _, figures = told(desk, name)
        assert (figures["shares/0/k"], figures["shares/0/n"]) == (k, n)
        assert f"{name} {year}: {k} of {n}" in english
        assert f"{percent} %" in english
        assert "fits no whole number" not in english
    assert "Left out by agreement: 1811 (no web form)." in english


def test_bewick(desk: Any, tmp_path: Path) -> None:
    """Kaplan–Meier with its censored waits: median 5, and S as printed from the exported waits."""
    waits = [(1, True), (1, True), (4, True), (5, True), (6, False), (9, True), (9, False), (22, True)]
    rows = [
        {"company": f"C{number}", "submitted_at": at(0), ("responded_at" if event else "until_at"): at(minutes)}
        for number, (minutes, event) in enumerate(waits)
    ]
    brought(desk, write(tmp_path / "bewick.csv", rows))
    english, _, figures = told(desk, "bewick")
    assert "median 5 min" in english
    letters = {id.split("/")[1] for id in figures if id.startswith("votes/")}
    times = sorted((figures[f"votes/{one}/wall"] / 60, bool(figures[f"votes/{one}/person"])) for one in letters)
    assert times == sorted(waits)
    share, printed = 1.0, []
    for minutes in sorted({minutes for minutes, event in times if event}):
        at_risk = sum(time >= minutes for time, _ in times)
        share *= 1 - sum(time == minutes and event for time, event in times) / at_risk
        printed.append(f"{share:.3f}")
    assert printed == ["0.750", "0.625", "0.500", "0.333", "0.000"]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (4, 20, 0.0807, 0.4160),
        (3, 11, 0.0975, 0.5656),
        (0, 4, 0, 0.4899),
        (7, 7, 0.6457, 1),
    ],
)
def test_wilson(desk: Any, tmp_path: Path, k: int, n: int, low: float, high: float) -> None:
    brought(desk, write(tmp_path / "wilson.csv", companies(n, {5: k})))
    _, _, figures = told(desk, "wilson")
    assert figures["shares/0/low"] == pytest.approx(low, abs=5.1e-5)
    assert figures["shares/0/high"] == pytest.approx(high, abs=5.1e-5)


def test_the_three_bad_ones(desk: Any, tmp_path: Path) -> None:
    no_n = [{"source": "amoCRM", "what": "answered within 10 minutes", "k": "4", "n": ""}]
    refused = desk.run("import", str(write(tmp_path / "amocrm.csv", no_n)))
    assert "amocrm.csv:2 n: 4 of how many?" in str(refused.exception)
    impossible = [{"source": "Hornstein", "what": "answered", "n": "38", "percent": "36", "k": ""}]
    flagged = desk.run("import", str(write(tmp_path / "hornstein.csv", impossible)), "--json")
    assert flagged.exit_code == 1
    assert "no whole number of 38 prints 36 %" in json.loads(flagged.stdout)["flaws"][0]
    parts = [
        {"source": "Jupiter", "what": f"bucket {number}", "n": "250", "percent": str(percent), "whole": whole}
        for whole, row in (("first row", (38, 22, 18, 23)), ("second row", (22, 17, 14, 46)))
        for number, percent in enumerate(row)
    ]
    flawed = desk.run("import", str(write(tmp_path / "jupiter.csv", parts)), "--json")
    assert [flaw.split(": ")[1] for flaw in json.loads(flawed.stdout)["flaws"]] == [
        "the parts add up to 101 %; rounding may explain it",
        "the parts add up to 99 %; rounding may explain it",
    ]
    brought(desk, write(tmp_path / "ours.csv", companies(20, {5: 4})), "--study", "jupiter")
    brought(desk, write(tmp_path / "ours2.csv", companies(20, {5: 4})), "--study", "hornstein")
    english, _, _ = told(desk, "jupiter")
    assert "first row: The percentages add up to 101 because of rounding." in english
    assert "second row: The percentages add up to 99 because of rounding." in english
    assert "fits no whole number of that n" in told(desk, "hornstein")[0]


def test_a_human_mystery_shop_with_hours_and_standards(desk: Any, tmp_path: Path) -> None:
    text = (
        "company;segment;submitted_at;responded_at;kind;receipt_at;zone;hours;next_step;answered;obstacle\n"
        "Alpha;fitness;02.02.2026 08:50;02.02.2026 09:05;human;;Europe/Moscow;Mo-Fr 09:00-18:00;да;да;\n"
        "Beta;fitness;02.02.2026 10:00;02.02.2026 11:00;human;02.02.2026 10:01;Europe/Moscow;Mo-Fr 09:00-18:00;нет;да;\n"
        "Gamma;fitness;02.02.2026 10:00;02.02.2026 10:01;auto_ack;;Europe/Moscow;Mo-Fr 09:00-18:00;;;\n"
        "Delta;fitness;02.02.2026 10:00;;;;Europe/Moscow;Mo-Fr 09:00-18:00;;;unreachable\n"
        "Eps;fitness;02.02.2026 10:00;;;;Europe/Moscow;Mo-Fr 09:00-18:00;;;captcha\n"
        "Beta;fitness;09.02.2026 10:00;09.02.2026 10:01;human;;Europe/Moscow;Mo-Fr 09:00-18:00;нет;да;\n"
    )
    path = tmp_path / "прогон.csv"
    path.write_text(text, encoding="cp1251")
    said = brought(desk, path).output
    assert "6 enquiries of 5 companies" in said
    assert "1 further tries" in said
    english, russian, figures = told(desk, "прогон")
    # of four counted companies two reached a person, one of them within ten working minutes
    assert [figures[f"shares/{index}/k"] for index in (0, 1)] == [2, 1]
    assert [figures[f"shares/{index}/n"] for index in (0, 1)] == [4, 4]
    assert "a captcha stood in the way" in english
    assert "капча" in russian


def test_every_fault_at_once_and_nothing_kept(desk: Any, tmp_path: Path) -> None:
    rows = [
        {"company": "A", "submitted_at": "soon", "zone": "Mars/Olympus", "hours": "always", "country": "XX"},
        {"company": "", "submitted_at": at(0), "responded_at": at(-5), "kind": "humen", "answered": "perhaps"},
        {"company": "B", "submitted_at": at(0)},
        {"company": "B", "submitted_at": at(0), "until_at": "2030-01-01"},
    ]
    path = write(tmp_path / "bad.csv", rows)
    said = str(desk.run("import", str(path)).exception)
    for words in (
        'bad.csv:2 submitted_at: "soon"', "bad.csv:2 zone", "bad.csv:2 hours", "bad.csv:3 company: it is empty",
        "bad.csv:3 responded_at", 'did you mean "human"', "bad.csv:3 answered", "bad.csv:5: the same enquiry as bad.csv:4",
        "bad.csv:5 until_at: 2030-01-01 00:00 UTC is in the future",
    ):  # fmt: skip
        assert words in said
    assert "none yet" in str(desk.run("report", "--imported", "bad").exception)
    path.write_text("compny,submitted_at\nA,2026-02-02\n", encoding="utf8")
    said = str(desk.run("import", str(path)).exception)
    assert 'no such column; did you mean "company"?' in said
    assert "the column company is missing" in said
    path.write_text("company,submitted_at,country\nA,2026-02-02,XX\n", encoding="utf8")
    assert 'no holidays are known for "XX"' in str(desk.run("import", str(path)).exception)


PROMISE = """[[standards]]
key = "{event}"
name = {{ en = "Promise of {event}", ru = "Обещание {event}" }}
event = "{event}"
threshold = "4 hours"
clock = "wall"
target = 0.8
kinds = ["feedback_form"]
"""


@pytest.mark.parametrize(
    ("noted", "kept"),
    [({}, set()), ({"answered": "yes"}, {"first_answer"}), ({"receipt_at": at(1)}, {"receipt"})],
)
def test_what_nobody_noted_is_no_failure(desk: Any, tmp_path: Path, noted: dict[str, str], kept: set[str]) -> None:
    """Else those who wrote back would not be counted and the silent ones alone would make 0 %."""
    events = ("first_answer", "receipt", "confirmation")
    promises = "".join(PROMISE.format(event=event) for event in events)
    written = desk.programme.read_text(encoding="utf8")
    desk.programme.write_text(written.replace("[house]", f"{promises}[house]"), encoding="utf8")
    rows = companies(8, {5: 3})
    rows[0] |= noted
    brought(desk, write(tmp_path / "notes.csv", rows))
    english = told(desk, "notes")[0]
    assert "A person answered" in english
    assert {event for event in events if f"Promise of {event}" in english} == kept


def test_studies_stand_apart_and_importing_again_changes_nothing(desk: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "apart.csv", companies(3, {5: 1}))
    brought(desk, path)
    assert "there already" in brought(desk, path).output
    other = write(tmp_path / "other.csv", companies(4, {5: 1}))
    assert "was imported from apart.csv" in str(desk.run("import", str(other), "--study", "apart").exception)
    brought(desk, other, "--study", "apart", "--replace")
    assert told(desk, "apart")[2]["shares/0/n"] == 4
    with desk.open() as house, house.store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(table(VisitRow))).scalar_one() == 0


def test_mixed_only_on_request_and_never_unmarked(desk: Any, tmp_path: Path) -> None:
    north, _ = desk.send()
    at_noon = (desk.hands.at + timedelta(minutes=5)).isoformat()
    desk.later(timedelta(hours=1))
    assert desk.run("answer", north.token, "--at", at_noon).exit_code == 0
    desk.later(timedelta(days=4))
    rows = [
        *companies(3, {3: 2}, segment="fitness", zone="Europe/Moscow"),
        {"company": "North Gym", "submitted_at": at(0)},
    ]
    brought(desk, write(tmp_path / "paper.csv", rows))
    week = ("--study", "--week", "2026-03-03", "--json")

    def page(*words: str) -> tuple[str, dict[str, Any]]:
        result = desk.run("report", *week, *words)
        assert result.exit_code == 0, result.exception or result.output
        path = Path(json.loads(result.stdout)[0]["report"])
        beside = json.loads(path.with_name(path.name.replace("-en.html", ".json")).read_text())
        return path.read_text(encoding="utf8").replace("\u00a0", " "), beside["figures"]

    ours, alone = page()
    both, mixed = page("--with-imported", "paper")
    assert "not measured by us" not in ours
    assert "3 of the 5 companies were not measured by us" in both
    assert "our own visit is the vote" in both
    assert (alone["claims/fitness/0/n"]["value"], mixed["claims/fitness/0/n"]["value"]) == (2, 5)
    assert (alone["claims/fitness/0/k"]["value"], mixed["claims/fitness/0/k"]["value"]) == (1, 3)
    # without opening hours nothing is said about working time
    assert "working minutes" not in both.partition("method")[0]
    refused = desk.run("report", "--with-imported", "paper")
    assert (refused.exit_code, "--study" in refused.output) == (2, True)


def test_a_window_of_half_a_year(desk: Any, tmp_path: Path) -> None:
    row = {"company": "A", "submitted_at": at(0), "hours": "Mo-Fr 09:00-18:00", "zone": "Europe/Moscow"}
    brought(desk, write(tmp_path / "long.csv", [{**row, "window": "180 days", "responded_at": at(60 * 24 * 20)}]))
    english, _, _ = told(desk, "long")
    assert "answered" in english
