"""The programme file's room: one hash for one meaning, however the file is laid out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from monitor.domain.programme import Programme


def fingerprint(programme: Programme) -> str:
    """SHA-256 (hex) of everything in the programme but `hash`.

    Order of tables and settings, blanks, comments and ways of writing a value ("60 min", "1 h") do not
    matter; a default written out equals a default left out.
    """
    content = {name: value for name, value in canonical(programme).items() if name != "hash"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> Any:
    """Domain values as JSON: durations in seconds, shares as fractions, keyed entries sorted by key."""
    if is_dataclass(value):
        return {each.name: canonical(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        keyed = all(hasattr(item, "key") for item in value)
        return [canonical(item) for item in (sorted(value, key=lambda item: item.key) if keyed else value)]
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value
