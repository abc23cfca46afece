"""Room store: the two statements whose spelling differs between SQLite and PostgreSQL, and table access."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Executable, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import SQLModel

from monitor.store.types import UtcDateTime


class to_hour(FunctionElement[datetime]):
    """An instant cut to the full hour, UTC."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(to_hour, "sqlite")
def _by_letters(element: to_hour, compiler: SQLCompiler, **rest: Any) -> str:
    return f"substr({compiler.process(element.clauses, **rest)}, 1, 13) || ':00:00.000000'"


@compiles(to_hour)
def _by_clock(element: to_hour, compiler: SQLCompiler, **rest: Any) -> str:
    return f"date_trunc('hour', {compiler.process(element.clauses, **rest)}, 'UTC')"


class minutes_later(FunctionElement[datetime]):
    """(instant, whole minutes) → the instant so many minutes later; exact to the millisecond on SQLite."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(minutes_later, "sqlite")
def _as_text(element: minutes_later, compiler: SQLCompiler, **rest: Any) -> str:
    at, minutes = (compiler.process(part, **rest) for part in element.clauses)
    return f"strftime('%Y-%m-%d %H:%M:%f', {at}, '+' || {minutes} || ' minutes') || '000'"


@compiles(minutes_later)
def _as_interval(element: minutes_later, compiler: SQLCompiler, **rest: Any) -> str:
    at, minutes = (compiler.process(part, **rest) for part in element.clauses)
    return f"({at} + {minutes} * interval '1 minute')"


def table(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a model."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def literally(value: StrEnum) -> ColumnElement[str]:
    """One of our own words written into the statement itself: a planner cannot match a partial index to a parameter."""
    return literal_column(f"'{value.value}'")


def literally_in(column: ColumnElement[Any], values: Sequence[StrEnum]) -> ColumnElement[bool]:
    """The column is one of our own words, likewise."""
    return column.in_([literally(value) for value in values])


def insert_new(
    connection: Connection, model: type[SQLModel], values: Mapping[str, Any], unique: Sequence[str]
) -> int | None:
    """Insert unless a row with the same `unique` columns is there; the new id, or None when it was."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    target = table(model)
    statement = dialect.insert(target).values(**values).on_conflict_do_nothing(index_elements=list(unique))
    key = next(iter(target.primary_key.columns))
    return connection.execute(statement.returning(key)).scalar_one_or_none()


def upsert(connection: Connection, model: type[SQLModel], values: Mapping[str, Any], unique: Sequence[str]) -> None:
    """Insert, or replace all other columns of the row with the same `unique` columns. Plain values only."""
    statement = _upserting(connection.dialect.name, model, tuple(values), tuple(unique))
    connection.execute(statement, dict(values))


@cache
def _upserting(name: str, model: type[SQLModel], columns: tuple[str, ...], unique: tuple[str, ...]) -> Executable:
    """Built once for the same columns: building costs more than running."""
    dialect = postgresql if name == "postgresql" else sqlite
    statement = dialect.insert(table(model))
    rest = {column: statement.excluded[column] for column in columns if column not in unique}
    return cast(Executable, statement.on_conflict_do_update(index_elements=list(unique), set_=rest))
