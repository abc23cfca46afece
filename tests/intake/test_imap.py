"""A mailbox on a real Dovecot that dies and freezes in the middle: nothing lost, nothing twice."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from imapclient import IMAPClient

from monitor.domain.errors import HouseFault, UserFault
from monitor.intake import RawLetter
from monitor.intake.imap import ImapMailbox
from monitor.settings import ImapDoor

pytestmark = pytest.mark.mail

USER = "inbox@shopper.test"


class Letterbox:
    """Keeps by key, as the store does; `kept` counts calls, `fail_after` breaks it in the middle."""

    def __init__(self) -> None:
        self.letters: dict[str, RawLetter] = {}
        self.calls: Counter[str] = Counter()
        self.fail_after: int | None = None

    def keep(self, letter: RawLetter) -> None:
        if self.fail_after is not None and sum(self.calls.values()) >= self.fail_after:
            raise OSError("disk full")
        self.calls[letter.key] += 1
        self.letters.setdefault(letter.key, letter)

    def subjects(self) -> list[int]:
        return sorted(int(letter.raw.split(b"Subject: ")[1].split(b"\r\n")[0]) for letter in self.letters.values())


class MemoryCursors(dict[tuple[str, str], tuple[int, int]]):
    def get(self, door: str, folder: str) -> tuple[int, int] | None:  # type: ignore[override]
        return super().get((door, folder))

    def set(self, door: str, folder: str, uidvalidity: int, uid: int) -> None:
        self[(door, folder)] = (uidvalidity, uid)


@pytest.fixture
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture
def cursors() -> MemoryCursors:
    return MemoryCursors()


@pytest.fixture
def mailbox(dovecot: Any, box: Letterbox, cursors: MemoryCursors, monkeypatch: pytest.MonkeyPatch) -> ImapMailbox:
    monkeypatch.setenv("MAILBOX_PASSWORD", "pass")
    settings = ImapDoor(
        name="hosted", host="127.0.0.1", port=dovecot.imap, user=USER, password_env="MAILBOX_PASSWORD", security="none"
    )
    return ImapMailbox(settings, box.keep, lambda: datetime.now(UTC), cursors, idle=3.0, timeout=2.0, poll=1.0)


def letter(number: int) -> bytes:
    return f"From: a@shop.test\r\nTo: visit@shopper.test\r\nSubject: {number}\r\n\r\nletter {number}\r\n".encode()


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    for _ in range(int(seconds * 20)):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


@contextmanager
def listening(mailbox: ImapMailbox) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=mailbox.listen, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=20)
        assert not thread.is_alive()


def test_sweep_takes_each_letter_once_and_leaves_no_mark(dovecot: Any, mailbox: ImapMailbox, box: Letterbox) -> None:
    for number in range(5):
        dovecot.deliver(USER, letter(number))
    assert mailbox.sweep() == 5
    assert mailbox.sweep() == 0
    dovecot.deliver(USER, letter(5))
    assert mailbox.sweep() == 1
    assert box.subjects() == [0, 1, 2, 3, 4, 5]
    with IMAPClient("127.0.0.1", dovecot.imap, ssl=False) as client:
        client.login(USER, "pass")
        client.select_folder("INBOX", readonly=True)
        assert all(flags in ((), (b"\\Recent",)) for flags in client.get_flags(client.search()).values())


def test_the_spam_folder_is_swept_too(dovecot: Any, mailbox: ImapMailbox, box: Letterbox) -> None:
    with IMAPClient("127.0.0.1", dovecot.imap, ssl=False) as client:
        client.login(USER, "pass")
        client.append("Spam", letter(7))
    mailbox.sweep()
    assert box.subjects() == [7]


def test_internal_date_is_the_instant(dovecot: Any, mailbox: ImapMailbox, box: Letterbox) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    with IMAPClient("127.0.0.1", dovecot.imap, ssl=False) as client:
        client.login(USER, "pass")
        client.append("INBOX", letter(1), msg_time=at)
    mailbox.sweep()
    assert [kept.at for kept in box.letters.values()] == [at]


def test_a_letterbox_that_breaks_in_the_middle_loses_nothing(
    dovecot: Any, mailbox: ImapMailbox, box: Letterbox
) -> None:
    for number in range(6):
        dovecot.deliver(USER, letter(number))
    box.fail_after = 3
    with pytest.raises(HouseFault):
        mailbox.sweep()
    box.fail_after = None
    mailbox.sweep()
    assert box.subjects() == list(range(6))


def test_another_uidvalidity_is_read_again_and_known_letters_stay_single(
    dovecot: Any, mailbox: ImapMailbox, box: Letterbox, cursors: MemoryCursors
) -> None:
    dovecot.deliver(USER, letter(1))
    mailbox.sweep()
    validity, uid = cursors[("hosted", "INBOX")]
    cursors[("hosted", "INBOX")] = (validity - 1, uid + 100)
    dovecot.deliver(USER, letter(2))
    mailbox.sweep()
    assert box.subjects() == [1, 2]
    assert cursors[("hosted", "INBOX")][0] == validity


def test_listening_hears_at_once(dovecot: Any, mailbox: ImapMailbox, box: Letterbox) -> None:
    with listening(mailbox):
        dovecot.deliver(USER, letter(0))
        until(lambda: box.subjects() == [0])
        dovecot.deliver(USER, letter(1))
        until(lambda: box.subjects() == [0, 1])


def test_a_server_killed_while_we_idle(dovecot: Any, mailbox: ImapMailbox, box: Letterbox) -> None:
    with listening(mailbox):
        dovecot.deliver(USER, letter(0))
        until(lambda: box.subjects() == [0])
        dovecot.kill()
        dovecot.start()
        dovecot.deliver(USER, letter(1))
        until(lambda: box.subjects() == [0, 1])
    assert max(box.calls.values()) == 1


def test_a_server_frozen_while_we_idle(dovecot: Any, mailbox: ImapMailbox, box: Letterbox) -> None:
    with listening(mailbox):
        dovecot.deliver(USER, letter(0))
        until(lambda: box.subjects() == [0])
        dovecot.freeze()
        time.sleep(4)
        dovecot.thaw()
        dovecot.deliver(USER, letter(1))
        until(lambda: box.subjects() == [0, 1])
    assert max(box.calls.values()) == 1


def test_a_wrong_password_is_our_own_illness(
    dovecot: Any, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOX_PASSWORD", "wrong")
    with pytest.raises(HouseFault, match="hosted"):
        mailbox.sweep()


def test_no_mailbox_elsewhere_without_tls(box: Letterbox, cursors: MemoryCursors) -> None:
    with pytest.raises(UserFault, match="TLS"):
        ImapMailbox(
            ImapDoor(name="x", host="imap.example.org", user="u", security="none"),
            box.keep,
            lambda: datetime.now(UTC),
            cursors,
        )
