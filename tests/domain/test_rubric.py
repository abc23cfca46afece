"""Marks out of a hundred."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.rubric import EXPERIENCE, Grade, Marks, Part, Rubric, score

HOUR = timedelta(hours=1)
PERFECT = {
    "reached": True,
    "confirmed": True,
    "receipt": True,
    "wall": HOUR / 6,
    "working": HOUR / 6,
    "answered": True,
    "next_step": True,
    "by_name": True,
    "signed": True,
    "own_words": True,
}


def test_everything_right_is_a_hundred():
    sheet = score(Marks(**PERFECT))
    assert (sheet.points, sheet.grade, sheet.observed) == (100, Grade.WOW, 100)
    assert [sheet.of(part) for part in Part] == [1, 1, 1, 1]


def test_nobody_who_answers_is_negative_and_their_manners_are_unknown():
    sheet = score(Marks(reached=True, confirmed=True, receipt=False, silent=True))
    assert sheet.observed == 85
    assert sheet.points == Fraction(1500, 85)
    assert sheet.grade is Grade.NEGATIVE
    assert sheet.of(Part.PERSON) is None


@pytest.mark.parametrize(
    ("working", "got"),
    [
        (HOUR / 6, 35),
        (HOUR / 5, 28),
        (HOUR, 28),
        (4 * HOUR, Fraction(35, 2)),
        (9 * HOUR, Fraction(35, 4)),
        (25 * HOUR, 0),
    ],
)
def test_speed_is_graded_in_working_time(working, got):
    sheet = score(Marks(**PERFECT | {"working": working}))
    assert next(item.got for item in sheet.items if item.part is Part.SPEED) == got


def test_an_answer_after_the_window_is_worth_no_more_than_silence():
    late = score(Marks(**PERFECT | {"wall": 25 * HOUR}), EXPERIENCE)
    silent = score(Marks(reached=True, confirmed=True, receipt=True, silent=True), EXPERIENCE)
    assert late == silent
    assert score(Marks(**PERFECT | {"wall": 25 * HOUR})).grade is Grade.WOW


def test_what_was_not_observed_leaves_the_denominator():
    sheet = score(Marks(reached=True, wall=HOUR, working=HOUR, answered=True))
    assert sheet.observed == 10 + 35 + 20
    assert sheet.points == Fraction(10 + 28 + 20, 65) * 100
    little = score(Marks(reached=True, answered=True))
    assert (little.points, little.grade, little.observed) == (None, None, 30)
    assert score(Marks(), Rubric(least_observed=Fraction(0))).points is None


def test_bands_are_open_at_their_bounds():
    exactly = Marks(reached=True, confirmed=True, receipt=True, wall=HOUR, working=HOUR, answered=True, next_step=False)
    rubric = Rubric(weights={Part.SPEED: Fraction(100)})
    assert score(exactly, Rubric(weights=rubric.weights, wow_above=Fraction(80))).grade is Grade.NEUTRAL
    assert score(exactly, Rubric(weights=rubric.weights, wow_above=Fraction(79))).grade is Grade.WOW
    assert score(exactly, Rubric(weights=rubric.weights, negative_below=Fraction(80))).grade is Grade.NEUTRAL
    assert score(exactly, Rubric(weights=rubric.weights, negative_below=Fraction(81))).grade is Grade.NEGATIVE


maybe = st.none() | st.booleans()
times = st.none() | st.timedeltas(timedelta(0), 100 * HOUR)


@given(st.builds(Marks, reached=maybe, confirmed=maybe, receipt=maybe, wall=times, working=times, silent=st.booleans(),
                 answered=maybe, next_step=maybe, by_name=maybe, signed=maybe, own_words=maybe))  # fmt: skip
def test_marks_stay_within_bounds_and_better_is_never_worse(marks):
    sheet = score(marks)
    assert sheet.points is None or 0 <= sheet.points <= 100
    assert 0 <= sheet.observed <= 100
    assert (sheet.points is None) == (sheet.grade is None)
