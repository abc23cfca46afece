"""Room alerts: which letters a server has taken, noted on the disk until our database knows.

Between a server's "250" and our commit a letter may only seem unsent: the process dies, the database is locked or gone.
A small file needs neither lock nor commit, so that instant shrinks from a transaction to one system call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

log = logging.getLogger("shopper.tell")


class Handed:
    """A folder with a file for each letter that was taken and is not yet marked as sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def noting(self, mark: str, now: Callable[[], datetime]) -> Callable[[], None]:
        """What to call the moment a letter is taken. What cannot be noted is said: the letter is taken all the same."""

        def taken() -> None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                (self._folder / mark).write_text(now().isoformat())
            except OSError as fault:
                log.warning("%s was handed over, which cannot be noted: %s", mark, fault)

        return taken

    def noted(self) -> Mapping[str, datetime | None]:
        """When each of them was taken; None where the process died while it wrote that down."""
        if not self._folder.is_dir():
            return {}
        return {file.name: _instant(file) for file in self._folder.iterdir()}

    def forget(self, *marks: str) -> None:
        """The database knows."""
        for mark in marks:
            (self._folder / mark).unlink(missing_ok=True)


def _instant(file: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(file.read_text())
    except (OSError, ValueError):  # forgotten meanwhile by another process of ours, or never finished
        return None
