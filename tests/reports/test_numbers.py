"""Every printed number, recomputed from the attached CSV by other code than ours."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
import sample
from justhtml import JustHTML
from scipy.stats import CensoredData, binomtest, ecdf

from reports.attachments import weekly_csv, weekly_json
from reports.letters import weekly_text
from reports.pages import weekly_page


def table() -> dict[str, float]:
    rows = list(csv.DictReader(io.StringIO(weekly_csv(sample.full()))))
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: float(row["value"]) for row in rows}


def printed(language: str) -> dict[str, tuple[str, str]]:
    """id → (value, text) of every `<data>` on the page."""
    page = JustHTML(weekly_page(sample.full(), language), sanitize=False)
    return {n.attrs["data-f"]: (n.attrs["value"], n.to_text()) for n in page.query("data")}  # type: ignore[misc]


def whole(share: float) -> int:
    return int((Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page_and_table_agree(language: str) -> None:
    numbers, page = table(), printed(language)
    assert len(page) > 60
    for id, (value, text) in page.items():
        assert numbers[id] == float(value), id
        if id.rsplit("/", 1)[-1] in {"share", "low", "high"}:
            assert int(re.sub(r"\D", "", text)) == whole(numbers[id]), id
        elif not re.search(r"/(wall|working)$", id):
            assert int(text) == numbers[id], id


def test_shares_and_intervals_follow_from_the_outcomes() -> None:
    numbers = table()
    counted = ("met", "late", "auto_only", "not_answered", "unreachable")
    for id in [id for id in numbers if re.fullmatch(r"standards/\d+/(week|window)/share", id)]:
        base = id.removesuffix("/share")
        n, k = sum(numbers[f"{base}/{o}"] for o in counted), numbers[f"{base}/met"]
        assert (numbers[f"{base}/n"], numbers[f"{base}/k"]) == (n, k)
        assert numbers[id] == pytest.approx(k / n, abs=1e-6)
        if n < 100:
            interval = binomtest(int(k), int(n)).proportion_ci(method="wilson")
            assert numbers[f"{base}/low"] == pytest.approx(interval.low, abs=1e-6)
            assert numbers[f"{base}/high"] == pytest.approx(interval.high, abs=1e-6)


def _waits(numbers: dict[str, float]) -> dict[str, list[tuple[float, float, bool]]]:
    """channel → (wall, working, answered) of every counted enquiry."""
    found = defaultdict(list)
    for id in [id for id in numbers if id.startswith("waits/") and id.endswith("/count")]:
        base, channel, event = id.removesuffix("/count"), id.split("/")[1], "/answered/" in id
        found[channel] += [(numbers[f"{base}/wall"], numbers[f"{base}/working"], event)] * int(numbers[id])
    return found


@pytest.mark.parametrize(("column", "clock"), [(0, "wall"), (1, "working")])
def test_medians_follow_from_the_waits(column: int, clock: str) -> None:
    numbers = table()
    for channel, rows in _waits(numbers).items():
        answered = np.array([row[column] for row in rows if row[2]])
        silent = np.array([row[column] for row in rows if not row[2]])
        curve = ecdf(CensoredData(answered, right=silent)).sf
        reached = curve.quantiles[curve.probabilities <= 0.5 + 1e-12]
        id = f"speed/{channel}/median/{clock}"
        assert (id in numbers) == bool(reached.size)
        if reached.size:
            assert numbers[id] == reached[0]
        assert numbers[f"speed/{channel}/n"] == len(rows)
        assert numbers[f"speed/{channel}/answered"] == answered.size


def test_buckets_follow_from_the_waits() -> None:
    numbers = table()
    rows = [row for rows in _waits(numbers).values() for row in rows]
    edges = {
        "5": (-1, 300),
        "10": (300, 600),
        "60": (600, 3600),
        "240": (3600, 14400),
        "1440": (14400, 86400),
        "more": (86400, 1e12),
    }
    for name, (low, high) in edges.items():
        assert numbers[f"buckets/{name}"] == sum(low < wall <= high for wall, _, answered in rows if answered), name
    silent = sum(not answered for _, _, answered in rows)
    assert numbers["buckets/robot"] + numbers["buckets/never"] == silent
    assert sum(numbers[f"buckets/{name}"] for name in (*edges, "robot", "never")) == len(rows)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_sentences_use_the_same_counts(language: str) -> None:
    numbers, text = table(), weekly_text(sample.full(), language)
    lead = [int(found) for found in re.findall(r"\d+", text.splitlines()[0])]
    expected = [numbers[f"standards/0/week/{name}"] for name in ("k", "n", "pending", "inconclusive")]
    assert lead == [expected[0], expected[1], 10, expected[2], expected[3]]
    silent = numbers["buckets/robot"] + numbers["buckets/never"]
    never = re.search(r"(\d+) (?:of|из) (\d+) .*13", text)
    assert never
    assert [int(x) for x in never.groups()] == [silent, sum(numbers[f"speed/{c}/n"] for c in ("email", "phone"))]


def test_both_languages_carry_identical_numbers() -> None:
    english, russian = printed("en"), printed("ru")
    assert {id: value for id, (value, _) in english.items()} == {id: value for id, (value, _) in russian.items()}


def test_numbers_drawn_in_charts_stand_in_the_table() -> None:
    values = set(table().values())
    page = JustHTML(weekly_page(sample.full(), "en"), sanitize=False)
    drawn = [int(node.to_text()) for css in (".inside", ".heat-n") for node in page.query(css)]
    assert len(drawn) > 20
    assert set(map(float, drawn)) <= values
    health = table()
    assert (health["health/canaries/arrived"], health["health/canaries/sent"]) == (335, 336)


def test_json_says_the_same_and_where_it_comes_from() -> None:
    read = json.loads(weekly_json(sample.full()))
    assert {id: row["value"] for id, row in read["figures"].items()} == table()
    assert read["origin"]["plan_hash"] == sample.ORIGIN.plan_hash
    assert read["from"] == "2026-11-16"
