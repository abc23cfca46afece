"""Ground floor: what is new, known or mended since the last look; only news is shouted, and what comes and goes is damped.

Each finding keeps its history as one letter a night, "1" seen and "0" not, so every rule here is read off a string.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Told = Mapping[str, Any]
"""A finding as plain JSON: rule, gravity, en, ru, page, profile, selector, shown, target, crop, facts."""

SHOUTED = frozenset({"critical", "major"})
MEMORY = 14
"""nights a finding that went is remembered"""
COMINGS = 2
"""a finding that appears for the third time within the memory comes and goes: it is no news any more"""
STAYS = 3
"""unless it then stays for so many nights"""


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
    unsteady: tuple[Told, ...] = ()
    """comes and goes: on record, not shouted"""

    @property
    def loud(self) -> bool:
        """Is there anything to wake somebody for?"""
        return bool(self.changes) or any(one["gravity"] in SHOUTED for one in self.new)


def identity(finding: Told) -> str:
    """What makes two nights' findings the same one. The crop and the wording may differ."""
    return "\t".join(str(finding.get(key, "")) for key in ("rule", "page", "profile", "shown", "target"))


def compare(
    before: Mapping[str, Any] | None, looks: Sequence[Sequence[Told]], unseen: tuple[str, ...] = ()
) -> tuple[News, dict[str, str], list[Told]]:
    """News, histories, and the findings that hold after this night.

    `before`: {"findings", "histories"} of the last night, None when there was none; `looks`: the findings of
    each look of this night: what is not in all of them is unconfirmed; `unseen`: how the rules begin
    that could not be looked at: their findings are neither there nor mended, they stay as they were.
    """
    seen = {identity(one): one for one in looks[0]}
    lasting = set.intersection(*({identity(one) for one in look} for look in looks))
    held = [one for key, one in seen.items() if key in lasting]
    if before is None:
        return News(known=tuple(held), first=True), dict.fromkeys(lasting, "1"), held
    earlier = {identity(one): one for one in before["findings"]}
    kept = [one for key, one in earlier.items() if key.startswith(unseen) and key not in lasting]
    histories = _histories(before.get("histories") or dict.fromkeys(earlier, "1"), lasting, unseen)
    news = News(
        new=tuple(one for one in held if _is_new(histories[identity(one)])),
        known=(*(one for one in held if _is_known(histories[identity(one)])), *kept),
        mended=tuple(
            one for key, one in earlier.items() if not key.startswith(unseen) and _is_mended(histories.get(key, "0"))
        ),
        unconfirmed=tuple(one for key, one in seen.items() if key not in lasting and key not in earlier),
        unsteady=tuple(one for one in held if _is_unsteady(histories[identity(one)])),
    )
    return news, histories, [*held, *kept]


def _histories(before: Mapping[str, str], lasting: set[str], unseen: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for key in {**before, **dict.fromkeys(lasting)}:
        if key.startswith(unseen) and key not in lasting:
            found[key] = before[key]
        else:
            found[key] = (before.get(key, "") + ("1" if key in lasting else "0"))[-MEMORY:]
    return {key: history for key, history in found.items() if "1" in history}


def _comings(history: str) -> int:
    return ("0" + history).count("01")


def _run(history: str) -> int:
    return len(history) - len(history.rstrip("1"))


def _is_new(history: str) -> bool:
    return _run(history) == (1 if _comings(history) <= COMINGS else STAYS)


def _is_unsteady(history: str) -> bool:
    return _comings(history) > COMINGS and _run(history) < STAYS


def _is_known(history: str) -> bool:
    return not _is_new(history) and not _is_unsteady(history)


def _is_mended(history: str) -> bool:
    return history.endswith("10") and _comings(history) <= COMINGS


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Told, ...]:
    """What differs between two sets of facts (numbers, forms, messengers), one entry per name."""
    names = [name for name in after if name in before and before[name] != after[name]]
    return tuple({"what": name, "before": before[name], "after": after[name]} for name in names)


def remember(states: Mapping[str, Sequence[str]], facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """The states of each fact over the nights, as JSON texts, with tonight's at the end."""
    tonight = {name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in facts.items()}
    return {
        name: [*states.get(name, ()), *([tonight[name]] if name in tonight else [])][-MEMORY:]
        for name in {**states, **tonight}
    }


def unsteady(states: Sequence[str]) -> bool:
    """Has this fact changed so often that tonight's state, seen before, is no news? (call trackers rotate numbers)"""
    turns = sum(one != other for one, other in pairwise(states))
    return turns > COMINGS and states[-1] in states[:-1]
