"""A task over every order of looks: from the first failure to the visit that passes, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from monitor.domain.task import Sign, Task, TaskState, advance

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
START = datetime(2026, 3, 2, tzinfo=UTC)


def look(after: timedelta, failing: bool, **more: object) -> Sign:
    return Sign(site="a", touchpoint="f", rule="r", at=START + after, failing=failing, **more)  # type: ignore[arg-type]


def after(*signs: Sign) -> Task:
    task: Task | None = None
    for sign in signs:
        task = advance(task, sign, "Ann", START.date())
    assert task is not None
    return task


@pytest.mark.parametrize("fates", list(product([True, False], repeat=5)))
def test_the_decider_never_skips_a_state(fates: tuple[bool, ...]) -> None:
    """Over every order of passes and failures: a task exists from the first failure on and mirrors the newest look."""
    task: Task | None = None
    for day, failing in enumerate(fates):
        sign = look(day * DAY, failing, rank=1.0 if failing else 0.0)
        before, task = task, advance(task, sign)
        assert (task is None) == (not any(fates[: day + 1]))
        if task is not None:
            assert (task.state is TaskState.DONE) is not failing
            assert (task.closed_at is None) is failing
            assert advance(task, sign) == task
        if before is not None and before.state is TaskState.DONE and failing:
            assert task is not None
            assert task.state is TaskState.REOPENED


def test_a_dropped_task_stays_dropped() -> None:
    dropped = replace(after(look(DAY, True)), state=TaskState.DROPPED)
    assert advance(dropped, look(WEEK, True)) == replace(dropped, seen_at=START + WEEK)
    assert advance(dropped, look(WEEK, False)) == replace(dropped, seen_at=START + WEEK)


def test_what_a_person_closed_is_not_opened_again_by_an_earlier_visit_that_is_counted_late() -> None:
    """A verdict may come days after its visit: the failure it tells of lies before the mending."""
    closed = replace(after(look(DAY, True)), state=TaskState.DONE, closed_at=START + 4 * DAY)
    known = advance(closed, look(3 * DAY, True))
    assert known == replace(closed, seen_at=START + 3 * DAY)
    again = advance(known, look(5 * DAY, True), due=date(2026, 3, 14))
    assert again is not None
    assert (again.state, again.closed_at, again.due) == (TaskState.REOPENED, None, date(2026, 3, 14))


def test_a_new_task_is_an_open_one_after_a_week_and_tells_of_the_newest_failure() -> None:
    assert after(look(DAY, True), look(6 * DAY, True)).state is TaskState.NEW
    task = after(look(DAY, True, problem_en="slow"), look(9 * DAY, True, problem_en="silent", rank=2.0))
    assert (task.state, task.since, task.problem_en, task.rank) == (TaskState.OPEN, START + DAY, "silent", 2.0)


def test_a_task_is_overdue_from_the_day_after_its_own_until_it_is_mended() -> None:
    task = after(look(DAY, True))
    assert not task.overdue(START.date())
    assert task.overdue(START.date() + DAY)
    assert not after(look(DAY, True), look(2 * DAY, False)).overdue(START.date() + DAY)
    assert not replace(task, due=None).overdue(START.date() + WEEK)
