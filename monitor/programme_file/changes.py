"""The programme file's room: what changed between two readings of it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import time, timedelta
from fractions import Fraction
from typing import Any

from monitor.domain.programme import Programme
from monitor.programme_file.quantities import duration_told
from monitor.settings import Settings

_LISTS = {
    "sites": "site",
    "touchpoints": "touchpoint",
    "personas": "persona",
    "scenarios": "scenario",
    "standards": "standard",
    "recipients": "recipient",
}
_LONGEST = 40
"""characters of a value that is still shown"""


def told_changes(before: Programme, after: Programme) -> tuple[str, ...]:
    """One sentence per difference; nothing when both mean the same."""
    return tuple(_changes(before, after, without=("hash",)))


def needs_restart(before: Settings, after: Settings, programme: Programme, reloaded: Programme) -> tuple[str, ...]:
    """Settings that changed but are used only when `shopper run` starts."""
    changed = [name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)]
    domain = ["mail_domain"] if programme.mail_domain != reloaded.mail_domain else []
    return (*(f"[house] {name}" for name in changed), *domain)


def _changes(before: Any, after: Any, without: tuple[str, ...] = ()) -> Iterator[str]:
    """What differs between two values of one class, its parts told by their own names."""
    for name in (field.name for field in fields(before) if field.name not in without):
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if name in _LISTS:
            yield from _of_list(_LISTS[name], old, new)
        elif is_dataclass(old) and type(old) is type(new) and name != "calendar":
            yield from (f"{name}: {change}" for change in _changes(old, new))
        else:
            yield f"{name} {_shown(old)} → {_shown(new)}" if _short(old) and _short(new) else f"{name} changed"


def _of_list(noun: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[str]:
    old, new = ({_name(item): item for item in items} for items in (before, after))
    yield from (f"{noun} {name} added" for name in new if name not in old)
    stays = " (its history stays)" if noun in ("site", "touchpoint") else ""
    yield from (f"{noun} {name} removed{stays}" for name in old if name not in new)
    for name in (name for name in new if name in old and new[name] != old[name]):
        yield f"{noun} {name}: {', '.join(_changes(old[name], new[name]))}"


def _name(item: Any) -> str:
    """What people call it: its key, a recipient's address."""
    return str(getattr(item, "key", "") or item.email)


def _short(value: Any) -> bool:
    return not isinstance(value, Mapping) and not is_dataclass(value) and len(_shown(value)) <= _LONGEST


def _shown(value: Any) -> str:
    if isinstance(value, timedelta):
        return duration_told(value)
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "none"
    if value is None or value == "":
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
