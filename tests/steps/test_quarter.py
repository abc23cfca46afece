"""Some weeks over a year's turn, played in seconds: counts exact, caps kept, nothing lost. `make quarter` plays more."""

from __future__ import annotations

import runpy
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.mail]

QUARTER = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "quarter.py"))


async def test_two_weeks_of_five_sites_are_exact(tmp_path: Path) -> None:
    house, played, _ = await QUARTER["play"](tmp_path, 5, 2)
    with closing(house.store):
        counts = QUARTER["check"](house, played, 5, 2)
    assert counts["visits"] == 20
