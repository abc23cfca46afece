"""Ground floor: a task, i.e. one thing to mend at one touchpoint, from its first failure to the visit that passes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.finding import Gravity

FRESH = timedelta(weeks=1)
"""After so long a new task is an open one."""


class TaskState(StrEnum):
    """`done`: a later visit passed, or a person said so · `reopened`: it failed again · `dropped`: by a person."""

    NEW = "new"
    OPEN = "open"
    DONE = "done"
    REOPENED = "reopened"
    DROPPED = "dropped"


CLOSED = frozenset({TaskState.DONE, TaskState.DROPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What the newest conclusive look at a touchpoint says of one rule (a standard's key or a finding's rule).

    `at`: when the look was, aware UTC. `rank`: measured failure × weight, 0 when it passes. `gravity`: how soon it is
    to be mended. `source`: the visit's token. Texts say what is wrong and how to mend it; they are empty when it passes.
    """

    site: str
    touchpoint: str
    rule: str
    at: datetime
    failing: bool
    rank: float = 0.0
    gravity: Gravity = Gravity.MAJOR
    source: str = ""
    problem_en: str = ""
    problem_ru: str = ""
    fix_en: str = ""
    fix_ru: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as it stands. `number` 0 = not kept yet; `since`: first failure; `seen_at`: newest look taken into
    account; `closed_at` is set while done or dropped. Instants aware UTC, `due` a local day."""

    number: int = 0
    site: str
    touchpoint: str
    rule: str
    state: TaskState
    since: datetime
    seen_at: datetime
    rank: float = 0.0
    source: str = ""
    problem_en: str = ""
    problem_ru: str = ""
    fix_en: str = ""
    fix_ru: str = ""
    owner: str = ""
    due: date | None = None
    closed_at: datetime | None = None

    def overdue(self, today: date) -> bool:
        """Its day has passed and nobody mended it."""
        return self.due is not None and self.due < today and self.state not in CLOSED


def advance(task: Task | None, sign: Sign, owner: str = "", due: date | None = None) -> Task | None:
    """The task after one more look; None while there is nothing to mend. The same look twice changes nothing.

    A task that is done opens again only by a failure after its closing; a dropped one stays dropped. `owner` is
    the touchpoint's, for a new task; `due` the day for one that opens now, for the first time or again.
    """
    if task is None:
        return _new(sign, owner, due) if sign.failing else None
    if sign.at <= task.seen_at:
        return task
    if not sign.failing:
        closed = task if task.state in CLOSED else replace(task, state=TaskState.DONE, closed_at=sign.at, rank=0.0)
        return replace(closed, seen_at=sign.at)
    if task.state is TaskState.DROPPED or (task.closed_at is not None and sign.at <= task.closed_at):
        return replace(task, seen_at=sign.at)
    told = replace(
        task,
        seen_at=sign.at,
        rank=sign.rank,
        source=sign.source,
        problem_en=sign.problem_en,
        problem_ru=sign.problem_ru,
        fix_en=sign.fix_en,
        fix_ru=sign.fix_ru,
    )
    if task.state is TaskState.DONE:
        return replace(told, state=TaskState.REOPENED, closed_at=None, due=due or task.due)
    if task.state is TaskState.NEW and sign.at - task.since >= FRESH:
        return replace(told, state=TaskState.OPEN)
    return told


def _new(sign: Sign, owner: str, due: date | None) -> Task:
    return Task(
        site=sign.site,
        touchpoint=sign.touchpoint,
        rule=sign.rule,
        state=TaskState.NEW,
        since=sign.at,
        seen_at=sign.at,
        rank=sign.rank,
        source=sign.source,
        problem_en=sign.problem_en,
        problem_ru=sign.problem_ru,
        fix_en=sign.fix_en,
        fix_ru=sign.fix_ru,
        owner=owner,
        due=due,
    )
