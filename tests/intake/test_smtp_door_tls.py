"""The door behind TLS and behind a mail server of one's own: real certificates, the standard library's clients."""

from __future__ import annotations

import asyncio
import os
import smtplib
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.domain.errors import HouseFault
from monitor.intake import RawLetter
from monitor.intake.smtp_door import DoorServer
from monitor.settings import SmtpDoor

LETTER = b"From: Maria <maria@shop.test>\r\nSubject: Hello\r\n\r\nWe have it in stock.\r\n"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate and its key, made by openssl."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    request = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -addext subjectAltName=DNS:{name}"
    subprocess.run([*request.split(), "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True)
    return chain, key


@asynccontextmanager
async def opened(settings: SmtpDoor, kept: list[RawLetter]) -> AsyncIterator[DoorServer]:
    door = DoorServer(settings, "shopper.test", kept.append, lambda: datetime.now(UTC))
    await door.start()
    try:
        yield door
    finally:
        await door.stop()


async def sent(door: DoorServer, trusted: Path) -> str:
    """A letter sent over STARTTLS by a client that insists on a valid certificate: the name it saw."""

    def run() -> str:
        context = ssl.create_default_context(cafile=str(trusted))
        with smtplib.SMTP("127.0.0.1", door.port, timeout=10) as client:
            client._host = "mx.shopper.test"  # type: ignore[attr-defined]  # the name that must stand in the certificate
            client.starttls(context=context)
            client.sendmail("maria@shop.test", ["olga@shopper.test"], LETTER)
            return str(client.sock.version())  # type: ignore[union-attr]

    return await asyncio.to_thread(run)


async def test_letters_come_in_over_starttls(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path, "mx.shopper.test")
    kept: list[RawLetter] = []
    settings = SmtpDoor(port=0, hostname="mx.shopper.test", certificate=chain, key=key)
    async with opened(settings, kept) as door:
        assert (await sent(door, chain)).startswith("TLSv1.")
    assert b"with ESMTPS for <olga@shopper.test>" in kept[0].raw


async def test_a_renewed_certificate_is_shown_without_a_restart(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path, "old.shopper.test")
    async with opened(SmtpDoor(port=0, certificate=chain, key=key), []) as door:
        with pytest.raises(ssl.SSLCertVerificationError):
            await sent(door, chain)
        certificate(tmp_path, "mx.shopper.test")
        os.utime(chain, (1, 1))
        await sent(door, chain)


async def test_a_broken_renewal_leaves_the_old_certificate(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path, "mx.shopper.test")
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(chain.read_bytes())
    async with opened(SmtpDoor(port=0, certificate=chain, key=key), []) as door:
        chain.write_text("half a file")
        os.utime(chain, (1, 1))
        await sent(door, trusted)


@pytest.mark.parametrize("broken", ["missing", "empty"])
async def test_a_door_without_a_usable_certificate_does_not_open(tmp_path: Path, broken: str) -> None:
    chain = tmp_path / "chain.pem"
    if broken == "empty":
        chain.touch()
    with pytest.raises(HouseFault, match="certificate"):
        await DoorServer(SmtpDoor(port=0, certificate=chain), "shopper.test", print, lambda: datetime.now(UTC)).start()


async def test_without_a_certificate_no_tls_is_offered() -> None:
    async with opened(SmtpDoor(port=0), []) as door:
        assert not await _asked(door, smtplib.SMTP, lambda client: client.ehlo() and client.has_extn("starttls"))


async def test_lmtp_answers_for_each_recipient() -> None:
    kept: list[RawLetter] = []
    async with opened(SmtpDoor(port=0, protocol="lmtp"), kept) as door:
        both = ["olga@shopper.test", "ivan@shopper.test", "x@elsewhere.test"]

        def talk(client: smtplib.SMTP) -> list[bytes]:
            client.ehlo_or_helo_if_needed()
            client.mail("maria@shop.test")
            codes = [client.rcpt(one)[0] for one in both]
            assert codes == [250, 250, 550]
            client.putcmd("data")
            client.getreply()
            client.send(LETTER + b".\r\n")
            replies = [client.getreply()[1] for _ in range(2)]
            assert client.noop()[0] == 250
            return replies

        replies = await _asked(door, smtplib.LMTP, talk)
    assert isinstance(replies, list)
    assert [reply[:10] for reply in replies] == [b"2.0.0 Kept"] * 2
    assert kept[0].recipients == ("olga@shopper.test", "ivan@shopper.test")
    assert b"with LMTP;" in kept[0].raw


async def _asked(door: DoorServer, kind: type[smtplib.SMTP], talk: Callable[[smtplib.SMTP], object]) -> object:
    def run() -> object:
        with kind("127.0.0.1", door.port) as client:
            return talk(client)

    return await asyncio.to_thread(run)
