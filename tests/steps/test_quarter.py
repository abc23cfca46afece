"""Some weeks over a year's turn, played in seconds: counts exact, caps kept, nothing lost. `make quarter` plays more."""

from __future__ import annotations

import runpy
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.mail]

QUARTER = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "quarter.py"))


@pytest.mark.parametrize(("course", "sites", "weeks", "visits"), [("year", 5, 2, 20), ("clocks", 4, 2, 16)])
async def test_two_weeks_are_exact(tmp_path: Path, course: str, sites: int, weeks: int, visits: int) -> None:
    house, played, _ = await QUARTER["play"](tmp_path, sites, weeks, course)
    with closing(house.store):
        counts = QUARTER["check"](house, played, course)
    assert counts["visits"] == visits
