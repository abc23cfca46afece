"""The mail channel against a real SMTP server in all its moods."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from contextlib import nullcontext
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from monitor.alerts import mail
from monitor.settings import Outgoing
from monitor.testing.post_office import PostOffice

pytestmark = pytest.mark.mail


@pytest.fixture
async def post():
    office = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0).open()
    yield office
    await office.close()


def letter(text: str = "Hello") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Ответа нет"
    message.set_content(text)
    return message


async def send(port: int, message: EmailMessage | None = None) -> None:
    way = Outgoing(host="127.0.0.1", port=port, security="none")
    await asyncio.to_thread(mail.send, way, message or letter(), "shopper@town.test", "anna@town.test")


async def test_it_arrives_with_crlf_and_dots_unharmed(post):
    await send(post.port, letter("one\n.\n.two\n"))
    ((to, raw),) = post.kept
    assert to == "anna@town.test"
    assert b"\r\n.\r\n.two\r\n" in raw
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("mood", ["451 4.3.0 later", "421 4.7.0 too many", "hang up"])
async def test_what_may_be_tried_again(post, mood):
    post.moods = [mood]
    with pytest.raises(mail.TryAgain):
        await send(post.port)
    await send(post.port)
    assert len(post.kept) == 1


@pytest.mark.parametrize("mood", ["550 5.1.1 no such user", "554 5.7.1 spam", "552 5.2.2 mailbox full"])
async def test_what_is_refused_for_good(post, mood):
    post.moods = [mood]
    with pytest.raises(mail.Refused, match=mood[:3]):
        await send(post.port)


async def test_a_letter_too_large_is_told_from_a_full_mailbox(post):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(object(), data_size_limit=2000), "127.0.0.1", 0)
    async with server:
        with pytest.raises(mail.TooLarge, match="552"):
            await send(server.sockets[0].getsockname()[1], letter("x" * 5000))
    post.moods = ["552 5.3.4 too big for us", "552 5.2.2 mailbox full"]
    with pytest.raises(mail.TooLarge):
        await send(post.port)
    with pytest.raises(mail.Refused) as full:
        await send(post.port)
    assert not isinstance(full.value, mail.TooLarge)


async def test_a_closed_door_may_open_later():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(mail.TryAgain):
            await send(unused.getsockname()[1])


async def test_a_server_that_says_nothing(monkeypatch):
    monkeypatch.setattr(mail, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(mail.TryAgain):
        await send(silent.getsockname()[1])


async def test_a_connection_that_breaks_in_the_middle():
    async def half(reader, writer):
        writer.write(b"220 here\r\n")
        await reader.readline()
        writer.write(b"250 hello\r\n")
        await reader.readline()
        writer.close()

    server = await asyncio.start_server(half, "127.0.0.1", 0)
    async with server:
        with pytest.raises(mail.TryAgain):
            await send(server.sockets[0].getsockname()[1])


async def test_a_server_that_does_not_like_us_is_tried_again():
    """Its greeting and what it says of our own address are about us, not about the person."""

    async def grumpy(reader, writer):
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            writer.write(b"550 5.7.1 not from you\r\n" if line.lower().startswith(b"mail") else b"250 ok\r\n")
        writer.close()

    async def closed(reader, writer):
        writer.write(b"554 no service\r\n")
        await writer.drain()
        writer.close()

    async def no_relay(reader, writer):
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            writer.write(
                b"554 5.7.1 <anna@town.test>: Relay access denied\r\n"
                if line.lower().startswith(b"rcpt")
                else b"250 ok\r\n"
            )
        writer.close()

    for mood in (grumpy, closed, no_relay):
        server = await asyncio.start_server(mood, "127.0.0.1", 0)
        with pytest.raises(mail.TryAgain, match="55"):
            await send(server.sockets[0].getsockname()[1])
        server.close()


async def test_an_address_that_cannot_be_written_is_refused(post):
    way = Outgoing(host="127.0.0.1", port=post.port, security="none")
    with pytest.raises(mail.Refused, match="cannot write"):
        await asyncio.to_thread(mail.send, way, letter(), "shopper@town.test", "анна@town.test")


async def test_a_bad_farewell_sends_no_second_letter():
    taken = 0

    async def rude(reader, writer):
        nonlocal taken
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            if line.lower().startswith(b"data"):
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                taken += 1
            writer.write(b"421 4.4.2 go away\r\n" if line.lower().startswith(b"quit") else b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(rude, "127.0.0.1", 0)
    await send(server.sockets[0].getsockname()[1])
    server.close()
    assert taken == 1


@pytest.fixture
def certified(tmp_path):
    """A certificate for localhost, as openssl makes it, and a TLS server's context that shows it."""
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    asked = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*asked.split(), "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return chain, context


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("trusted", [True, False])
async def test_letters_travel_encrypted_to_a_server_that_proves_its_name(certified, monkeypatch, security, trusted):
    chain, context = certified
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    kept = []

    class Keeper:
        async def handle_DATA(self, server, session, envelope):
            kept.append((session.ssl is not None or security == "tls", envelope.rcpt_tos))
            return "250 taken"

    loop = asyncio.get_running_loop()
    tls = {"tls_context": context, "require_starttls": True} if security == "starttls" else {}
    outer = context if security == "tls" else None
    server = await loop.create_server(lambda: SMTP(Keeper(), **tls), "127.0.0.1", 0, ssl=outer)
    way = Outgoing(host="localhost", port=server.sockets[0].getsockname()[1], security=security)
    refused = pytest.raises(mail.TryAgain, match="certificate verify failed")
    async with server:
        with nullcontext() if trusted else refused:
            await asyncio.to_thread(mail.send, way, letter(), "shopper@town.test", "anna@town.test")
    assert kept == ([(True, ["anna@town.test"])] if trusted else [])


@pytest.mark.parametrize("password", ["right", "wrong"])
async def test_it_logs_in_and_never_says_the_password(certified, monkeypatch, caplog, password):
    chain, context = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    monkeypatch.setenv("OUR_PASSWORD", password)
    kept = []

    class Keeper:
        async def handle_DATA(self, server, session, envelope):
            kept.append(envelope.rcpt_tos)
            return "250 taken"

    def known(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"right", handled=False)

    loop = asyncio.get_running_loop()
    make = lambda: SMTP(Keeper(), tls_context=context, authenticator=known, auth_required=True)  # noqa: E731
    server = await loop.create_server(make, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    way = Outgoing(host="localhost", port=port, user="shopper", password_env="OUR_PASSWORD")
    refused = pytest.raises(mail.TryAgain, match=r"^(?!.*wrong).*535")
    async with server:
        with nullcontext() if password == "right" else refused:
            await asyncio.to_thread(mail.send, way, letter(), "shopper@town.test", "anna@town.test")
    assert len(kept) == (password == "right")
    assert password not in caplog.text
