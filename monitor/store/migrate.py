"""Room store: brings a database to the newest shape when it is opened, with a backup beside an older one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from monitor.domain.errors import HouseFault
from monitor.store.engine import Store, make_engine

LOCK = 7_316_942  # any number, the same for all of us: PostgreSQL's advisory lock during an upgrade


def open_store(url: str) -> Store:
    """The store at `url`, upgraded. Raises `HouseFault` when it cannot be opened or comes from a newer version."""
    try:
        store = Store(make_engine(url))
        _check_encoding(store)
        upgrade(store)
    except DatabaseError as fault:
        raise HouseFault(
            f"the database cannot be opened: {fault.orig}. Check [house] database and its rights"
        ) from fault
    except OSError as fault:
        raise HouseFault(f"there is no room for the database: {fault}. Check [house] var and database") from fault
    return store


def _check_encoding(store: Store) -> None:
    """PostgreSQL takes the encoding of its cluster, which is SQL_ASCII where the system had no locale."""
    if store.engine.dialect.name != "postgresql":
        return
    with store.reading() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        remedy = "make it anew: createdb --encoding=UTF8 --template=template0 NAME"
        raise HouseFault(f"the database keeps its text as {encoding}, which cannot hold every letter; {remedy}")


def upgrade(store: Store) -> None:
    """Upgrade in one transaction under a lock, so that two processes starting together do it once."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    head = ScriptDirectory.from_config(config).get_current_head()
    with store.reading() as connection:
        if _revision(connection) == head:
            return
    _back_up(store)
    with store.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        current = _revision(connection)
        if current == head:
            return
        if current is not None and current not in _known(config):
            raise HouseFault(f"the database was made by a newer version (revision {current}); install that version")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _known(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _back_up(store: Store) -> None:
    """A copy of an older SQLite database beside it, named after its revision."""
    path = store.engine.url.database
    if store.engine.dialect.name != "sqlite" or not path or not Path(path).exists():
        return
    with store.reading() as connection:
        current = _revision(connection)
    if current is None:
        return
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(f"{path}.before-{current}")) as target:
        source.backup(target)
