"""What others measured is judged by the rules of our own visits, and blames nobody for what they did not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from monitor.domain.programme import ClockKind, ServiceStandard, When
from monitor.domain.reported import Obstacle, ReportedEnquiry, ReportedFigure, judge_reported
from monitor.domain.response import Label
from monitor.domain.verdict import InconclusiveReason, Outcome
from monitor.domain.worktime import Calendar

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Make = Callable[..., ServiceStandard]


@pytest.mark.parametrize(
    ("noted", "outcome"),
    [
        ({"responded_at": 5 * MINUTE}, Outcome.MET),
        ({"receipt_at": MINUTE, "responded_at": 11 * MINUTE}, Outcome.LATE),
        ({"receipt_at": MINUTE}, Outcome.AUTO_ONLY),
        ({"responded_at": MINUTE, "label": Label.AUTO_ACK}, Outcome.AUTO_ONLY),
        ({}, Outcome.NOT_ANSWERED),
        ({"until_at": DAY}, Outcome.PENDING),  # they went home before the window was over
        ({"obstacle": Obstacle.UNREACHABLE}, Outcome.UNREACHABLE),
        ({"obstacle": Obstacle.CAPTCHA}, Outcome.INCONCLUSIVE),
        ({"obstacle": Obstacle.RECOGNISED}, Outcome.INCONCLUSIVE),
    ],
)
def test_an_outcome_is_judged_like_a_visit(
    noted: dict[str, object], outcome: Outcome, start: datetime, standard: Make, calendar: Callable[..., Calendar]
) -> None:
    told = {name: start + value if isinstance(value, timedelta) else value for name, value in noted.items()}
    enquiry = ReportedEnquiry(company="a", submitted_at=start, **told)  # type: ignore[arg-type]
    verdict = judge_reported(enquiry, standard(), calendar(), start + 30 * DAY)
    assert verdict is not None
    assert verdict.outcome is outcome


def test_a_standard_of_another_way_in_or_another_hour_says_nothing(
    start: datetime, standard: Make, calendar: Callable[..., Calendar]
) -> None:
    enquiry = ReportedEnquiry(company="a", submitted_at=start, touchpoint="phone_number")
    assert judge_reported(enquiry, standard(), calendar(), start + 30 * DAY) is None
    by_night = standard(kinds=(), when=When.OFF_HOURS)
    assert judge_reported(enquiry, by_night, calendar(), start + 30 * DAY) is None


def test_without_opening_hours_only_the_wall_clock_judges(start: datetime, standard: Make) -> None:
    enquiry = ReportedEnquiry(company="a", submitted_at=start)
    working = judge_reported(enquiry, standard(), None, start + 30 * DAY)
    wall = judge_reported(enquiry, standard(clock=ClockKind.WALL), None, start + 30 * DAY)
    assert working is not None
    assert wall is not None
    assert (working.outcome, working.reason) == (Outcome.INCONCLUSIVE, InconclusiveReason.CALENDAR_MISSING)
    assert wall.outcome is Outcome.NOT_ANSWERED


def test_a_study_has_its_own_window(start: datetime) -> None:
    assert ReportedEnquiry(company="a", submitted_at=start).closes_at(3 * DAY) == start + 3 * DAY
    assert ReportedEnquiry(company="a", submitted_at=start, window=DAY).closes_at(3 * DAY) == start + DAY


@pytest.mark.parametrize(
    ("k", "n", "percent", "flaw"),
    [
        (3, 7, "43", ""),
        (None, 7, "43", ""),
        (3, 7, "44", "3 of 7 does not print 44 %"),
        (None, 7, "44", "no whole number of 7 prints 44 %"),
        (None, None, "44", ""),
        (3, 7, None, ""),
    ],
)
def test_a_printed_share_that_no_count_can_print_is_told(
    k: int | None, n: int | None, percent: str | None, flaw: str
) -> None:
    share = Fraction(percent) if percent else None
    figure = ReportedFigure(source="s", year=2020, what_en="", what_ru="", k=k, n=n, percent=share)
    assert figure.flaw == flaw
