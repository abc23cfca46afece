"""What is written down as a visit goes: becomes the `outcome` evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Notes:
    """`stopped`: why nothing (more) was sent, "" when the click happened; `status`: HTTP status of the page;
    `facts`: everything else, ready for JSON."""

    stopped: str = ""
    status: int = 0
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    navigation_error: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            **self.facts,
            "stopped": self.stopped,
            "status": self.status,
            "console": self.console[:30],
            "dialogs": self.dialogs,
            "downloads": self.downloads,
            "navigation_error": self.navigation_error,
        }
