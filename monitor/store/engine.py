"""Room store: one synchronous engine for SQLite and PostgreSQL, and transactions that mean it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url


class Store:
    """The database. `reading()` and `writing()` give a connection for one short transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that is committed on leaving; on SQLite it takes the write lock at once."""
        with self.engine.connect() as connection, connection.begin():
            if connection.dialect.name == "sqlite":
                # BEGIN IMMEDIATE: a transaction that reads first could not be upgraded under WAL
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def settle(self) -> None:
        """SQLite: what was overwritten leaves the write-ahead file too; with other readers at work, a little later."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """The engine for `url`. SQLite: WAL, foreign keys on, synchronous FULL (the intent to send must survive a
    power cut), 15 s of patience with other writers, what is deleted is overwritten. Creates the folder of a SQLite file.
    What goes wrong is told without the values: no log quotes anybody's letter."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        # a database made without a locale would give bytes for text, and we could not even say what is wrong with it
        utf8 = {"client_encoding": "utf8"}
        server = parsed.set(drivername="postgresql+psycopg")
        return create_engine(server, pool_pre_ping=True, connect_args=utf8, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"check_same_thread": False, "timeout": 15}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: None)
    return engine


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # the driver must not begin transactions on its own
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000", "secure_delete=ON"):
        raw.execute(f"PRAGMA {pragma}")
