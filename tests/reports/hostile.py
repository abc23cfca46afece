"""The same record with something hostile in every text."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(2)>'"&{{7*7}}{% raw %}</style><svg onload=alert(3)>]]>\u202e\u2066\x00\x1b\ud800\r\n# heading"""


def poison(value: Any) -> Any:
    """The same record with every text replaced by something hostile."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(poison(item) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, (date, datetime, Fraction, type)):
        return value
    kept = {"zone", "media_type", "rule", "ru_gender", "token"}
    changes = {f.name: poison(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in kept}
    return dataclasses.replace(value, **changes)
