"""Room store: tables, engine, migrations, and one file of named questions per noun."""

from monitor.store.engine import Store
from monitor.store.migrate import open_store

__all__ = ["Store", "open_store"]
