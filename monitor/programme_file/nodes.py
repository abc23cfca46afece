"""The programme file's room: a walk over the raw tables that never stumbles over what is missing or of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.programme_file.places import Loc
from monitor.programme_file.wording import Wrong


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the raw file with its path; asking for what is not there gives emptiness."""

    value: Any
    loc: Loc = ()

    def __getitem__(self, name: str) -> Node:
        inner = self.value.get(name) if isinstance(self.value, Mapping) else None
        return Node(inner, (*self.loc, name))

    def __iter__(self) -> Iterator[Node]:
        items = self.value if isinstance(self.value, list) else ()
        return (Node(item, (*self.loc, index)) for index, item in enumerate(items))

    @property
    def names(self) -> frozenset[str]:
        """The keys of a table."""
        return frozenset(self.value) if isinstance(self.value, Mapping) else frozenset()

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""

    @property
    def is_table(self) -> bool:
        return isinstance(self.value, Mapping)

    def wrong(self, found: str, remedy: str, *, warning: bool = False) -> Wrong:
        return Wrong(loc=self.loc, found=found, remedy=remedy, warning=warning)
