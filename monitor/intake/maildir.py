"""Room: a Maildir that somebody else's server delivers into. Read only; nothing is moved or marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.domain.errors import HouseFault
from monitor.intake import Keep, Now, RawLetter
from monitor.settings import MaildirDoor


class MaildirMailbox:
    """`new` and `cur` of one Maildir. Read letters are remembered by their unique name until the process ends;
    after a restart those younger than `backlog` are kept once more, which is harmless."""

    def __init__(self, settings: MaildirDoor, keep: Keep, now: Now, *, backlog: timedelta = timedelta(days=14)) -> None:
        self._settings, self._keep, self._now, self._backlog = settings, keep, now, backlog
        self._read: set[str] = set()

    def sweep(self) -> int:
        """Keep what is new; returns how many letters. `HouseFault` when the folder cannot be read."""
        kept = 0
        for name, path, at in sorted(self._fresh(), key=lambda found: found[2]):
            try:
                raw = path.read_bytes()
            except FileNotFoundError:
                continue  # a mail client moved it from new to cur: met again in the next sweep
            self._keep(RawLetter(door=self._settings.name, raw=raw, at=min(at, self._now()), uid=name))
            self._read.add(name)
            kept += 1
        return kept

    def _fresh(self) -> Iterator[tuple[str, Path, datetime]]:
        """(unique name, path, instant of delivery = the file's time) of letters not read yet."""
        since = self._now() - self._backlog
        for folder in ("new", "cur"):
            try:
                files = list((self._settings.path / folder).iterdir())
            except OSError as fault:
                raise HouseFault(f"mailbox {self._settings.name}: {fault}") from fault
            for path in files:
                name = path.name.partition(":")[0]
                if name in self._read or name.startswith("."):
                    continue
                try:
                    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                except FileNotFoundError:
                    continue
                if at >= since:
                    yield name, path, at
