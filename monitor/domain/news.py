"""Ground floor: what is new, known or mended since the last look; only news is shouted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Told = Mapping[str, Any]
"""A finding as plain JSON: rule, gravity, en, ru, page, profile, selector, shown, target, crop, facts."""

SHOUTED = frozenset({"critical", "major"})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """`first`: there was no earlier look, so everything is `known` from now on and nothing is news."""

    new: tuple[Told, ...] = ()
    known: tuple[Told, ...] = ()
    mended: tuple[Told, ...] = ()
    changes: tuple[Told, ...] = ()
    """contact set and forms: {"what", "before", "after"} each"""
    first: bool = False
    unconfirmed: tuple[Told, ...] = field(default=())
    """seen once, gone when looked at again: not shouted"""

    @property
    def loud(self) -> bool:
        """Is there anything to wake somebody for?"""
        return bool(self.changes) or any(one["gravity"] in SHOUTED for one in self.new)


def identity(finding: Told) -> tuple[str, ...]:
    """What makes two nights' findings the same one. The crop and the wording may differ."""
    return tuple(str(finding.get(key, "")) for key in ("rule", "page", "profile", "shown", "target"))


def compare(before: Sequence[Told] | None, now: Sequence[Told], again: Sequence[Told] | None = None) -> News:
    """Findings of the last look, of this one, and (if it was looked at twice) of the second look.

    A finding is new when it was not there before and is there in both looks of this night.
    """
    if before is None:
        return News(known=tuple(now), first=True)
    earlier = {identity(one) for one in before}
    here = {identity(one) for one in now}
    second = here if again is None else {identity(one) for one in again}
    fresh = [one for one in now if identity(one) not in earlier]
    return News(
        new=tuple(one for one in fresh if identity(one) in second),
        unconfirmed=tuple(one for one in fresh if identity(one) not in second),
        known=tuple(one for one in now if identity(one) in earlier),
        mended=tuple(one for one in before if identity(one) not in here),
    )


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Told, ...]:
    """What differs between two sets of facts (numbers, forms, messengers), one entry per name."""
    names = [name for name in after if name in before and before[name] != after[name]]
    return tuple({"what": name, "before": before[name], "after": after[name]} for name in names)
