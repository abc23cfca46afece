"""Browser: which ones are worth trying, and how they are started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One browser worth trying. `path` "" = Playwright's own, of `channel` ("" = its headless shell)."""

    name: str
    path: str = ""
    channel: str = ""
    light: bool = False

    def launch_options(self) -> dict[str, Any]:
        chosen = {"executable_path": self.path} if self.path else {}
        if self.channel:
            chosen["channel"] = self.channel
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        args = [*FLAGS, *(["--no-sandbox"] if root else [])]
        # Ctrl-C is for us: the visit under way may finish, then we end the browser
        signals = dict.fromkeys(("handle_sigint", "handle_sigterm", "handle_sighup"), False)
        return {**chosen, **signals, "headless": True, "args": args}


def candidates() -> Iterator[Candidate]:
    """Browsers in order of preference. Whether one exists is found out by starting it: Playwright's
    `executable_path` names another binary than `launch` takes. Snaps come last (they cannot see /tmp)."""
    yield Candidate(name="Playwright's headless shell", light=True)
    yield from _on_path("chromium-headless-shell", "chrome-headless-shell", light=True)
    yield Candidate(name="Playwright's Chromium", channel="chromium")
    yield from _on_path("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
    yield Candidate(name="Google Chrome", channel="chrome")
    yield Candidate(name="Microsoft Edge", channel="msedge")
    snap = Path("/snap/bin/chromium")
    if snap.exists():
        yield Candidate(name=str(snap), path=str(snap))


def _on_path(*names: str, light: bool = False) -> Iterator[Candidate]:
    for name in names:
        found = shutil.which(name)
        if found and not found.startswith("/snap/"):
            yield Candidate(name=name, path=found, light=light)
