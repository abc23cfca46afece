"""Holidays as values."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.errors import UserFault
from schedules.holidays import holiday_days


def test_russian_transfers_and_working_saturdays():
    days = holiday_days("RU", "", [2024])
    assert date(2024, 4, 29) in days.closed
    assert date(2024, 4, 29) in days.moved
    assert date(2024, 5, 1) not in days.moved
    assert days.working == {date(2024, 4, 27), date(2024, 11, 2), date(2024, 12, 28)}


def test_a_region_has_its_own():
    assert date(2026, 1, 6) in holiday_days("DE", "BY", [2026]).closed
    assert date(2026, 1, 6) not in holiday_days("DE", "BE", [2026]).closed


def test_years_nobody_has_decreed_yet_are_said():
    assert holiday_days("RU", "", [2026]).final_through in (2026, 2027)
    assert holiday_days("RU", "", [2045]).final_through is None or holiday_days("RU", "", [2045]).final_through < 2045
    assert holiday_days("DE", "", [2045]).final_through is None
    assert holiday_days("MA", "", [2045]).final_through < 2045  # dates by the moon


def test_nowhere_is_refused_with_what_is_known():
    with pytest.raises(UserFault, match="ISO 3166"):
        holiday_days("ZZ", "", [2026])
    with pytest.raises(UserFault, match="BY"):
        holiday_days("DE", "XX", [2026])


def test_nobody_keeps_holidays_without_a_country():
    assert holiday_days("", "", [2026]).closed == {}
