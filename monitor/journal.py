"""Our log: every line about a visit carries its token, no line anybody's address; on request each is one JSON object."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_visits: ContextVar[tuple[str, ...]] = ContextVar("visits", default=())
_SIGNED = re.compile(r"(/ack/)[\w.~-]+")
_PERSON = re.compile(r"[^\s<>@\"'`(),;:=/]+@(?=[\w-])")
"""the part of a mail address (or of `user:password@`) that is somebody's"""


@contextmanager
def about(*tokens: str) -> Iterator[None]:
    """All that is logged meanwhile, also by other threads started from here, is about these visits."""
    before = _visits.set(tuple(dict.fromkeys(token for token in tokens if token)))
    try:
        yield
    finally:
        _visits.reset(before)


def discreet(text: str) -> str:
    """The same without what signs links and without whose address it was: logs are kept where nothing is purged."""
    return _PERSON.sub("…@", _SIGNED.sub(r"\1…", text))


class Lines(logging.Formatter):
    """For people: what is said, and which visits it is about when it does not say so itself."""

    def format(self, record: logging.LogRecord) -> str:
        text = discreet(super().format(record))
        unnamed = [token for token in _visits.get() if token not in text]
        return f"{text} (visit {', '.join(unnamed)})" if unnamed else text


class JsonLines(logging.Formatter):
    """One JSON object a line: at (UTC), level, logger, message, visit (its token; visits: several), error (a traceback)."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": discreet(record.getMessage()),
        }
        match _visits.get():
            case (token,):
                line["visit"] = token
            case [_, *_] as tokens:
                line["visits"] = tokens
        if record.exc_info:
            line["error"] = discreet(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
