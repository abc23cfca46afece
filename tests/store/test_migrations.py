"""A database of any age becomes the newest shape; what the tables say and what the database checks agree."""

from __future__ import annotations

import secrets
from enum import StrEnum
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Enum, inspect, text

from monitor.domain.errors import HouseFault
from monitor.store import Store, open_store
from monitor.store.engine import make_engine
from monitor.store.outbox_tables import metadata


def test_migrations_make_what_the_tables_say(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_checks_know_every_word(store: Store) -> None:
    """Autogenerate does not see a new enum value: this does."""
    with store.reading() as connection:
        found = inspect(connection)
        for table in metadata.sorted_tables:
            said = " ".join(check["sqltext"] for check in found.get_check_constraints(table.name))
            for column in table.columns:
                if isinstance(column.type, Enum) and issubclass(column.type.enum_class or StrEnum, StrEnum):
                    missing = [word for word in column.type.enums if f"'{word}'" not in said]
                    assert not missing, f"{table.name}.{column.name} refuses {missing}"


def test_every_word_column_is_checked() -> None:
    words = [column for table in metadata.sorted_tables for column in table.columns if isinstance(column.type, Enum)]
    checked = [c for table in metadata.sorted_tables for c in table.constraints if isinstance(c, CheckConstraint)]
    assert len(words) == len(checked)


def test_opening_twice_changes_nothing(database_url: str) -> None:
    open_store(database_url).close()
    open_store(database_url).close()


def test_a_newer_database_is_refused(store: Store, database_url: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(HouseFault, match="newer version"):
        open_store(database_url)


def test_an_older_database_is_backed_up_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'shopper.db'}"
    open_store(url).close()
    monkeypatch.setattr("alembic.script.ScriptDirectory.get_current_head", lambda self: "newer than ours")
    open_store(url).close()
    assert [path.name for path in tmp_path.glob("*.before-*")] == ["shopper.db.before-0001"]


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "shopper.db").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(HouseFault, match="no room for the database"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'shopper.db'}")
    with pytest.raises(HouseFault, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path / 'shopper.db'}")


def test_a_database_that_cannot_hold_every_letter_is_refused_with_the_remedy(postgres: str) -> None:
    name = f"ascii{secrets.token_hex(6)}"
    admin = make_engine(postgres).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        wanted = "TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
        connection.execute(text(f"CREATE DATABASE {name} {wanted}"))
    base, _, query = postgres.partition("?")
    with pytest.raises(HouseFault, match=r"SQL_ASCII.*createdb --encoding=UTF8"):
        open_store(f"{base.rsplit('/', 1)[0]}/{name}?{query}")
