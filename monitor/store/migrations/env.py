"""Room store: Alembic's entry; always given an open connection by `monitor.store.migrate`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString

from monitor.store import call_tables, report_tables, study_tables
from monitor.store.outbox_tables import metadata
from monitor.store.types import Json, UtcDateTime


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types by their names, so that a migration reads like the tables."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return "sa.String()"
    if isinstance(item, UtcDateTime) or item is Json:
        autogen.imports.add("from monitor.store import types")
        return "types.Json" if item is Json else "types.UtcDateTime()"
    return False


TABLES = (call_tables, report_tables, study_tables)  # beside those of `tables`, in the same metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
