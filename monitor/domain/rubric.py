"""Ground floor: marks out of a hundred for one enquiry.

Four parts: reach (could a customer get through), speed, substance (was the question answered, was a
next step offered), person (by name, signed, in own words). What was not observed leaves the
denominator; with too little observed there is no mark at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction


class Part(StrEnum):
    REACH = "reach"
    SPEED = "speed"
    SUBSTANCE = "substance"
    PERSON = "person"


class Grade(StrEnum):
    WOW = "wow"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


_HOUR = timedelta(hours=1)
_WEIGHTS: Mapping[Part, Fraction] = {
    Part.REACH: Fraction(20),
    Part.SPEED: Fraction(35),
    Part.SUBSTANCE: Fraction(30),
    Part.PERSON: Fraction(15),
}
_SPEEDS = (
    (_HOUR / 6, Fraction(1)),
    (_HOUR, Fraction(4, 5)),
    (4 * _HOUR, Fraction(1, 2)),
    (24 * _HOUR, Fraction(1, 4)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """How marks are given. `weights` are points per part; `speeds`: (working time, share of the points),
    ascending; later is worth nothing, and so is an answer after `window` (wall time). A mark above
    `wow_above` is WOW, below `negative_below` negative; fewer than `least_observed` observable points
    give no mark."""

    weights: Mapping[Part, Fraction] = field(default_factory=lambda: _WEIGHTS)
    speeds: tuple[tuple[timedelta, Fraction], ...] = _SPEEDS
    window: timedelta = timedelta(days=3)
    wow_above: Fraction = Fraction(85)
    negative_below: Fraction = Fraction(50)
    least_observed: Fraction = Fraction(60)


EXPERIENCE = Rubric(window=24 * _HOUR, wow_above=Fraction(80), negative_below=Fraction(40))
"""the bands of customer-experience league tables: one day's window, above 80, below 40"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What was observed of one enquiry; None = not observed (yet).

    `wall`/`working`: waiting time for the first person; `silent`: the window is over and no person came.
    """

    reached: bool | None = None
    confirmed: bool | None = None
    receipt: bool | None = None
    wall: timedelta | None = None
    working: timedelta | None = None
    silent: bool = False
    answered: bool | None = None
    next_step: bool | None = None
    by_name: bool | None = None
    signed: bool | None = None
    own_words: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the sheet: `worth` points at most, `got` of them; None = not observed."""

    name: str
    part: Part
    worth: Fraction
    got: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`points` out of 100 of what could be observed, None when `observed` points are too few."""

    points: Fraction | None
    grade: Grade | None
    observed: Fraction
    items: tuple[Item, ...]

    def of(self, part: Part) -> Fraction | None:
        """Share of the observed points of one part; None when nothing of it was observed."""
        seen = [item for item in self.items if item.part is part and item.got is not None]
        worth = sum((item.worth for item in seen), start=Fraction(0))
        return _sum(item.got for item in seen) / worth if worth else None


def score(marks: Marks, rubric: Rubric | None = None) -> Score:
    """The sheet of one enquiry, by default with the standard weights."""
    rubric = rubric or Rubric()
    items = tuple(_items(marks, rubric))
    observed = sum((item.worth for item in items if item.got is not None), start=Fraction(0))
    if not observed or observed < rubric.least_observed:
        return Score(points=None, grade=None, observed=observed, items=items)
    points = _sum(item.got for item in items) / observed * 100
    return Score(points=points, grade=_grade(points, rubric), observed=observed, items=items)


def _grade(points: Fraction, rubric: Rubric) -> Grade:
    if points > rubric.wow_above:
        return Grade.WOW
    return Grade.NEGATIVE if points < rubric.negative_below else Grade.NEUTRAL


def _items(marks: Marks, rubric: Rubric) -> Iterable[Item]:
    late = marks.wall is not None and marks.wall > rubric.window
    nobody = marks.silent or late
    # nobody wrote: the question was not answered; how a letter would have been written nobody knows
    substance = (False, False) if nobody else (marks.answered, marks.next_step)
    person = (None, None, None) if nobody else (marks.by_name, marks.signed, marks.own_words)
    sheet: tuple[tuple[str, Part, Fraction, Fraction | None], ...] = (
        ("reached", Part.REACH, Fraction(1, 2), _share(marks.reached)),
        ("confirmed", Part.REACH, Fraction(1, 4), _share(marks.confirmed)),
        ("receipt", Part.REACH, Fraction(1, 4), _share(marks.receipt)),
        ("speed", Part.SPEED, Fraction(1), Fraction(0) if nobody else _speed(marks.working, rubric)),
        ("answered", Part.SUBSTANCE, Fraction(2, 3), _share(substance[0])),
        ("next_step", Part.SUBSTANCE, Fraction(1, 3), _share(substance[1])),
        ("by_name", Part.PERSON, Fraction(1, 3), _share(person[0])),
        ("signed", Part.PERSON, Fraction(1, 3), _share(person[1])),
        ("own_words", Part.PERSON, Fraction(1, 3), _share(person[2])),
    )
    for name, part, portion, got in sheet:
        worth = rubric.weights.get(part, Fraction(0)) * portion
        yield Item(name=name, part=part, worth=worth, got=None if got is None else got * worth)


def _speed(working: timedelta | None, rubric: Rubric) -> Fraction | None:
    if working is None:
        return None
    return next((share for limit, share in rubric.speeds if working <= limit), Fraction(0))


def _share(observed: bool | None) -> Fraction | None:
    return None if observed is None else Fraction(observed)


def _sum(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), start=Fraction(0))
