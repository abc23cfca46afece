"""Room: a mailbox elsewhere, read over IMAP (RFC 9051, IDLE RFC 2177) in a thread of its own.

Folders are opened read-only and letters fetched with BODY.PEEK: nothing is deleted, moved or marked.
UIDs are only a cursor: a letter counts as read once `keep` has returned, so whatever breaks in
between is fetched again, and `RawLetter.key` makes the second copy harmless.
"""

from __future__ import annotations

import logging
import random
import shlex
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from monitor.domain.errors import Fault, HouseFault, UserFault
from monitor.intake import Keep, Now, RawLetter
from monitor.settings import ImapDoor, secret

_log = logging.getLogger(__name__)

BROKEN = (IMAPClientError, OSError, EOFError, ValueError)
"""What imaplib and the socket raise when a server dies, freezes or talks nonsense."""

BATCH_BYTES = 10_000_000
BATCH_LETTERS = 50
IDLE_SLICE = 2.0
"""Seconds between two looks at `stop` while idling."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Cursors(Protocol):
    """Where each folder was read up to; survives restarts."""

    def get(self, door: str, folder: str) -> tuple[int, int] | None:
        """(UIDVALIDITY, last UID kept), None when the folder was never read."""
        ...

    def set(self, door: str, folder: str, uidvalidity: int, uid: int) -> None: ...


class ImapMailbox:
    """One mailbox. `sweep` reads what is new, once; `listen` goes on until told to stop.

    `backlog`: how far back a folder is read when it is met for the first time, or after its
    UIDVALIDITY changed. `alive` is told whenever the server answered, for the record of our own ears.
    """

    def __init__(
        self,
        settings: ImapDoor,
        keep: Keep,
        now: Now,
        seen: Cursors,
        *,
        seed: int = 0,
        idle: float = 290.0,
        poll: float = 60.0,
        timeout: float = 30.0,
        backlog: timedelta = timedelta(days=14),
        alive: Callable[[str, datetime], None] = lambda door, at: None,
    ) -> None:
        if settings.security == "none" and settings.host not in _LOOPBACK:
            where = f"mailbox {settings.name}"
            raise UserFault(
                (
                    Fault(
                        place=where,
                        found="security = none",
                        remedy="Only a mailbox on this machine may go without TLS.",
                    ),
                )
            )
        self._settings, self._keep, self._now, self._seen = settings, keep, now, seen
        self._draw = random.Random(f"{seed}/{settings.name}")  # noqa: S311  # jitter, not a secret
        self._idle, self._poll, self._timeout = idle, poll, timeout
        self._backlog, self._alive = backlog, alive

    def sweep(self) -> int:
        """Keep what is new in all folders; returns how many letters. `HouseFault` when the mailbox is out of reach."""
        try:
            with self._connected() as client:
                return self._swept(client)
        except BROKEN as fault:
            raise HouseFault(f"mailbox {self._settings.name}: {fault}") from fault

    def listen(self, stop: threading.Event) -> None:
        """Sweep, idle, sweep … until `stop` is set. Reconnects by itself, later and later up to a minute."""
        failures = 0
        while not stop.is_set():
            try:
                with self._connected() as client:
                    while not stop.is_set():
                        self._swept(client)
                        failures = 0
                        self._wait(client, stop)
            except BROKEN as fault:
                failures += 1
                pause = min(60.0, 2.0 ** min(failures, 6) / 2) * self._draw.uniform(0.5, 1.0)
                _log.warning("mailbox %s: %s; again in %.0f s", self._settings.name, fault, pause)
                stop.wait(pause)

    def _connected(self) -> IMAPClient:
        settings = self._settings
        context = ssl.create_default_context()
        client = IMAPClient(
            settings.host,
            settings.port,
            ssl=settings.security == "tls",
            ssl_context=context if settings.security == "tls" else None,
            timeout=self._timeout,
        )
        client.normalise_times = False
        try:
            if settings.security == "starttls":
                client.starttls(context)
            if settings.token_command:
                client.oauth2_login(settings.user, _token(settings.token_command))
            else:
                client.login(settings.user, secret(settings.password_env).get_secret_value())
        except BROKEN:
            client.shutdown()
            raise
        return client

    def _folders(self, client: IMAPClient) -> list[str]:
        """The folders asked for, and the spam folder when the server says which one it is."""
        spam = client.find_special_folder(b"\\Junk")
        return list(dict.fromkeys((*self._settings.folders, *([str(spam)] if spam else []))))

    def _swept(self, client: IMAPClient) -> int:
        folders = self._folders(client)
        kept = sum(self._folder(client, folder) for folder in folders[1:])
        kept += self._folder(client, folders[0])  # last, so that it is the one we idle on
        self._alive(self._settings.name, self._now())
        return kept

    def _folder(self, client: IMAPClient, folder: str) -> int:
        validity = int(client.select_folder(folder, readonly=True)[b"UIDVALIDITY"])
        known = self._seen.get(self._settings.name, folder)
        last = known[1] if known and known[0] == validity else 0
        kept = 0
        for batch in self._batches(client, self._new_uids(client, last)):
            answer = client.fetch(batch, [b"BODY.PEEK[]", b"INTERNALDATE"])
            for letter in sorted(self._letters(answer, folder, validity), key=lambda letter: letter.at):
                self._keep(letter)
                kept += 1
            self._seen.set(self._settings.name, folder, validity, max(batch))
        return kept

    def _new_uids(self, client: IMAPClient, last: int) -> list[int]:
        """UIDs above `last`; the server always returns the last letter for an open range (RFC 9051)."""
        asked: list[Any] = ["UID", f"{last + 1}:*"] if last else ["SINCE", (self._now() - self._backlog).date()]
        return sorted(uid for uid in client.search(asked) if uid > last)

    @staticmethod
    def _batches(client: IMAPClient, uids: Sequence[int]) -> Iterator[list[int]]:
        batch: list[int] = []
        size = 0
        for start in range(0, len(uids), 500):
            asked = uids[start : start + 500]
            sizes = client.fetch(asked, [b"RFC822.SIZE"])
            for uid in asked:
                this = int(sizes.get(uid, {}).get(b"RFC822.SIZE", 0))
                if batch and (size + this > BATCH_BYTES or len(batch) >= BATCH_LETTERS):
                    yield batch
                    batch, size = [], 0
                batch.append(uid)
                size += this
        if batch:
            yield batch

    def _letters(self, answer: Mapping[int, Mapping[bytes, Any]], folder: str, validity: int) -> Iterator[RawLetter]:
        for uid, parts in answer.items():
            raw = parts.get(b"BODY[]")
            if raw is None:
                continue  # gone between search and fetch
            at, now = parts.get(b"INTERNALDATE"), self._now()
            yield RawLetter(
                door=self._settings.name,
                raw=bytes(raw),
                # never later than we have it in hand, however fast the server's clock runs
                at=min(at.astimezone(UTC), now) if isinstance(at, datetime) and at.tzinfo else now,
                uid=f"{folder}/{validity}/{uid}",
            )

    def _wait(self, client: IMAPClient, stop: threading.Event) -> None:
        """Until something happens, the cycle ends or `stop`; always DONE, whose answer proves the server lives."""
        if not client.has_capability("IDLE"):
            stop.wait(self._poll)
            client.noop()
            return
        client.idle()
        until = self._now() + timedelta(seconds=self._idle)
        while not stop.is_set() and (asked_at := self._now()) < until:
            told = client.idle_check(min(IDLE_SLICE, (until - asked_at).total_seconds()))
            # a dead peer makes idle_check return nothing at once: DONE below then raises
            dead = not told and self._now() - asked_at < timedelta(seconds=min(IDLE_SLICE, self._idle) / 4)
            if told or dead:
                break
        client.idle_done()


def _token(command: str) -> str:
    """The access token a command of the user's prints. `HouseFault` when it fails."""
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=60, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as fault:
        raise HouseFault(f"the token command failed: {fault}") from fault
    return done.stdout.strip()
