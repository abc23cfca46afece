"""Room store: tasks, i.e. what is to be mended; one row per touchpoint and rule, for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from monitor.domain.task import CLOSED, Task, TaskState
from monitor.store.report_tables import TaskRow
from monitor.store.statements import insert_new, table

task = table(TaskRow)
KEY = ("site", "touchpoint", "rule")


def all_of(connection: Connection, sites: Sequence[str] = ()) -> list[Task]:
    """Every task, worst first; `sites` empty means all."""
    where = [task.c.site.in_(sites)] if sites else []
    rows = connection.execute(select(task).where(*where).order_by(task.c.rank.desc(), task.c.id))
    return [_read(row) for row in rows]


def of_period(connection: Connection, start: datetime, end: datetime, sites: Sequence[str] = ()) -> list[Task]:
    """Tasks that stood open in the period or were closed in it, worst first."""
    where = [task.c.since < end, or_(task.c.closed_at.is_(None), task.c.closed_at >= start)]
    if sites:
        where.append(task.c.site.in_(sites))
    rows = connection.execute(select(task).where(*where).order_by(task.c.rank.desc(), task.c.id))
    return [_read(row) for row in rows]


def keep(connection: Connection, one: Task) -> None:
    """Insert a new task, or bring a kept one up to date."""
    values = {name: value for name, value in asdict(one).items() if name != "number"}
    if one.number == 0:
        insert_new(connection, TaskRow, values, KEY)
    else:
        connection.execute(update(task).where(task.c.id == one.number).values(**values))


def change(
    connection: Connection,
    number: int,
    now: datetime,
    *,
    owner: str | None = None,
    due: date | None = None,
    state: TaskState | None = None,
) -> Task | None:
    """What a person decides about a task; None when there is no such number."""
    values: dict[str, Any] = {"owner": owner, "due": due, "state": state}
    given = {name: value for name, value in values.items() if value is not None}
    if state is not None:
        given["closed_at"] = now if state in CLOSED else None
    if given:
        connection.execute(update(task).where(task.c.id == number).values(**given))
    row = connection.execute(select(task).where(task.c.id == number)).one_or_none()
    return None if row is None else _read(row)


def _read(row: Row[Any]) -> Task:
    names = [field.name for field in fields(Task) if field.name != "number"]
    return Task(number=row.id, **{name: getattr(row, name) for name in names})
