"""Our log: every line about a visit carries its token; on request each line is one JSON object."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_visit: ContextVar[str] = ContextVar("visit", default="")
_SIGNED = re.compile(r"(/ack/)[\w.~-]+")


@contextmanager
def about(token: str) -> Iterator[None]:
    """All that is logged meanwhile, also by other threads started from here, is about this visit."""
    before = _visit.set(token)
    try:
        yield
    finally:
        _visit.reset(before)


class JsonLines(logging.Formatter):
    """One JSON object a line: at (UTC), level, logger, message, visit (its token), error (a traceback)."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _SIGNED.sub(r"\1…", record.getMessage()),
        }
        if token := _visit.get():
            line["visit"] = token
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
