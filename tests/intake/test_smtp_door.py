"""Our own SMTP door, spoken to by the standard library's client and by hand over a socket."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.intake import RawLetter
from monitor.intake.letter import parse_letter
from monitor.intake.smtp_door import DoorServer
from monitor.settings import SmtpDoor

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SETTINGS = SmtpDoor(port=0, hostname="mx.shopper.test", maximum_bytes=50_000)
LETTER = b"From: Maria <maria@shop.test>\r\nTo: x@elsewhere.test\r\nSubject: Hello\r\n\r\nWe have it in stock.\r\n"


class Box:
    """A letterbox in memory that can be told to be full."""

    def __init__(self) -> None:
        self.letters: list[RawLetter] = []
        self.full = False

    def keep(self, letter: RawLetter) -> None:
        if self.full:
            raise OSError("no space left")
        self.letters.append(letter)


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
async def door(box: Box) -> AsyncIterator[DoorServer]:
    server = DoorServer(SETTINGS, "shopper.test", box.keep, lambda: NOW, per_minute=20)
    await server.start()
    yield server
    await server.stop()


async def send(door: DoorServer, talk: Callable[[smtplib.SMTP], object]) -> object:
    def run() -> object:
        with smtplib.SMTP("127.0.0.1", door.port, local_hostname="mail.shop.test", timeout=10) as client:
            return talk(client)

    return await asyncio.to_thread(run)


async def test_a_letter_is_kept_with_our_own_trace_on_top(door: DoorServer, box: Box) -> None:
    await send(door, lambda c: c.sendmail("bounce@shop.test", ["Olga.Petrova74@Shopper.test"], LETTER))
    (letter,) = box.letters
    assert letter.recipients == ("olga.petrova74@shopper.test",)
    assert letter.envelope_from == "bounce@shop.test"
    assert letter.at == NOW
    message = parse_letter(letter.raw, door="door", at=NOW + timedelta(hours=1), trusted_host="mx.shopper.test")
    assert message.recipients == ("olga.petrova74@shopper.test",)
    assert message.at == NOW
    assert message.envelope_from == "bounce@shop.test"
    assert message.own_text == "We have it in stock."


async def test_forged_delivery_lines_are_not_believed(door: DoorServer, box: Box) -> None:
    forged = b"Delivered-To: victim@shopper.test\r\nX-Original-To: victim@shopper.test\r\n" + LETTER
    await send(door, lambda c: c.sendmail("a@b.test", ["real@shopper.test"], forged))
    message = parse_letter(box.letters[0].raw, door="door", at=NOW, trusted_host="mx.shopper.test")
    assert message.recipients == ("real@shopper.test",)
    assert message.headers["x-claimed-delivered-to"] == ("victim@shopper.test",)


async def test_one_letter_with_all_its_recipients(door: DoorServer, box: Box) -> None:
    await send(door, lambda c: c.sendmail("a@b.test", ["one@shopper.test", "two@shopper.test"], LETTER))
    assert [letter.recipients for letter in box.letters] == [("one@shopper.test", "two@shopper.test")]


async def test_other_domains_are_refused(door: DoorServer, box: Box) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        await send(door, lambda c: c.sendmail("a@b.test", ["someone@elsewhere.test"], LETTER))
    assert refused.value.recipients["someone@elsewhere.test"][0] == 550
    assert box.letters == []


async def test_a_bounce_with_empty_sender_comes_in(door: DoorServer, box: Box) -> None:
    await send(door, lambda c: c.sendmail("", ["one@shopper.test"], LETTER))
    assert box.letters[0].envelope_from == ""


async def test_not_kept_means_try_again_and_the_second_delivery_has_the_same_key(door: DoorServer, box: Box) -> None:
    await send(door, lambda c: c.sendmail("a@b.test", ["one@shopper.test"], LETTER))
    box.full = True
    with pytest.raises(smtplib.SMTPDataError) as refused:
        await send(door, lambda c: c.sendmail("a@b.test", ["one@shopper.test"], LETTER))
    assert refused.value.smtp_code == 451
    box.full = False
    await send(door, lambda c: c.sendmail("a@b.test", ["one@shopper.test"], LETTER))
    assert len({letter.key for letter in box.letters}) == 1


async def test_a_letter_we_could_not_keep_counts_from_its_first_try(box: Box) -> None:
    """The wait until the sender tries again is ours, not theirs; meanwhile the door does not hear."""
    times = iter([NOW, NOW, NOW + timedelta(minutes=20), NOW + timedelta(minutes=20)])
    server = DoorServer(SETTINGS, "shopper.test", box.keep, lambda: next(times))
    await server.start()
    box.full = True
    with pytest.raises(smtplib.SMTPDataError):
        await send(server, lambda c: c.sendmail("a@shop.test", ["one@shopper.test"], LETTER))
    assert server.deaf
    box.full = False
    await send(server, lambda c: c.sendmail("a@shop.test", ["one@shopper.test"], LETTER))
    await server.stop()
    assert [letter.at for letter in box.letters] == [NOW]
    assert not server.deaf


async def test_too_large_is_refused_and_the_next_letter_comes_in(door: DoorServer, box: Box) -> None:
    with pytest.raises((smtplib.SMTPSenderRefused, smtplib.SMTPDataError)):
        await send(door, lambda c: c.sendmail("a@b.test", ["one@shopper.test"], LETTER + b"x" * 60_000))
    await send(door, lambda c: c.sendmail("a@b.test", ["one@shopper.test"], LETTER))
    assert len(box.letters) == 1


async def test_a_page_of_html_on_one_line_comes_in(door: DoorServer, box: Box) -> None:
    await send(door, lambda c: c.sendmail("a@b.test", ["one@shopper.test"], LETTER + b"<p>" * 5_000))
    assert len(box.letters) == 1


async def test_a_flood_from_one_peer_is_told_to_come_back(door: DoorServer) -> None:
    def flood(client: smtplib.SMTP) -> list[int]:
        codes = []
        for _ in range(25):
            client.ehlo_or_helo_if_needed()
            codes.append(client.mail("a@b.test")[0])
            client.rset()
        return codes

    assert await send(door, flood) == [250] * 20 + [451] * 5


@pytest.mark.parametrize("ending", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n\x00.\r\n"])
async def test_smuggled_letters_stay_part_of_the_first(door: DoorServer, box: Box, ending: bytes) -> None:
    smuggled = b"MAIL FROM:<ceo@shop.test>\r\nRCPT TO:<one@shopper.test>\r\nDATA\r\nSubject: forged\r\n\r\nx"

    def talk() -> None:
        with socket.create_connection(("127.0.0.1", door.port), timeout=10) as peer:
            lines = peer.makefile("rb")
            lines.readline()
            for command in (b"HELO x", b"MAIL FROM:<a@b.test>", b"RCPT TO:<one@shopper.test>", b"DATA"):
                peer.sendall(command + b"\r\n")
                lines.readline()
            peer.sendall(LETTER + b"end" + ending + smuggled + b"\r\n.\r\n")
            assert lines.readline().startswith(b"250")
            peer.sendall(b"QUIT\r\n")
            assert lines.readline().startswith(b"221")

    await asyncio.to_thread(talk)
    assert len(box.letters) == 1
