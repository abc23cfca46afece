"""The programme file's room: what changed between two readings of it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from monitor.domain.programme import Programme
from monitor.settings import Settings

_LISTS = {"sites": "site", "personas": "persona", "scenarios": "scenario", "standards": "standard"}


def told_changes(before: Programme, after: Programme) -> tuple[str, ...]:
    """One sentence per difference; nothing when both mean the same."""
    return tuple(_changes(before, after))


def needs_restart(before: Settings, after: Settings, programme: Programme, reloaded: Programme) -> tuple[str, ...]:
    """Settings that changed but are used only when `shopper run` starts."""
    changed = [name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)]
    domain = ["mail_domain"] if programme.mail_domain != reloaded.mail_domain else []
    return (*(f"[house] {name}" for name in changed), *domain)


def _changes(before: Programme, after: Programme) -> Iterator[str]:
    for name, noun in _LISTS.items():
        yield from _of_list(noun, getattr(before, name), getattr(after, name))
    for field in fields(Programme):
        if field.name not in (*_LISTS, "hash") and getattr(before, field.name) != getattr(after, field.name):
            yield f"{field.name} changed"


def _of_list(noun: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[str]:
    old, new = ({item.key: item for item in items} for items in (before, after))
    yield from (f"{noun} {key} added" for key in new if key not in old)
    yield from (f"{noun} {key} removed (its history stays)" for key in old if key not in new)
    yield from (f"{noun} {key} changed" for key in new if key in old and new[key] != old[key])
