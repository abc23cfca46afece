"""Machine senders nobody here wrote: Pigeonhole's vacation and reject, Postfix's bounces, django-helpdesk, answering a letter of ours."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.response import Label, classify
from monitor.intake import RawLetter
from monitor.intake.letter import parse_letter
from monitor.intake.smtp_door import DoorServer
from monitor.settings import SmtpDoor

pytestmark = [pytest.mark.mail, pytest.mark.slow]

ENQUIRY = (
    "From: Olga Petrova <olga.petrova74@shopper.test>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <first@shopper.test>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nСколько стоит доставка?\r\n"
)

SIEVES = {
    "vacation-en": 'require ["vacation"]; vacation "I am away until Monday.";',
    "vacation-ru": 'require ["vacation"]; vacation :subject "В отпуске" "Меня нет до понедельника.";',
    "vacation-subject": 'require ["vacation"]; vacation :subject "Re: your letter" "Thank you for your letter.";',
    "vacation-mime": 'require ["vacation"]; vacation :mime "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Мы получили ваше письмо.</p>";',
    "reject": 'require ["reject"]; reject "We do not accept letters here.";',
}


class Door:
    """Our own door, and what it kept."""

    def __init__(self) -> None:
        self.letters: list[RawLetter] = []
        settings = SmtpDoor(port=0, hostname="mx.shopper.test")
        self.server = DoorServer(settings, "shopper.test", self.letters.append, lambda: datetime.now(UTC))

    async def one(self) -> RawLetter:
        for _ in range(400):
            if self.letters:
                return self.letters[0]
            await asyncio.sleep(0.05)
        raise AssertionError("nothing came")


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    opened = Door()
    await opened.server.start()
    yield opened
    await opened.server.stop()


@pytest.fixture
def answering(door: Door, intake_dovecot: Any) -> Iterator[Any]:
    """A Dovecot that sends its answers to our door."""
    server = intake_dovecot(submission=door.server.port)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.mark.parametrize("kind", SIEVES)
async def test_sieve(kind: str, door: Door, answering: Any) -> None:
    answering.sieve(f"{kind}@shop.test", SIEVES[kind])
    enquiry = ENQUIRY.format(to=f"{kind}@shop.test", subject="delivery question").encode()
    await asyncio.to_thread(answering.deliver, f"{kind}@shop.test", enquiry, "olga.petrova74@shopper.test")
    kept = await door.one()
    message = parse_letter(kept.raw, door="door", at=kept.at, trusted_host="mx.shopper.test")
    told = classify(message)
    assert message.recipients == ("olga.petrova74@shopper.test",)
    # Pigeonhole refuses in the form of a disposition notification; what it says is: not delivered
    assert told.label == (Label.BOUNCE if kind == "reject" else Label.AUTO_ACK), (kept.raw, told.reasons)


async def test_django_helpdesk(door: Door, tmp_path: Path) -> None:
    """A receipt, then an agent who answers and one who closes: the same sender, the same frame, no mark on any."""
    program = Path(__file__).with_name("helpdesk_software.py")
    arguments = str(program), str(tmp_path), str(door.server.port), "olga.petrova74@shopper.test"
    desk = await asyncio.create_subprocess_exec(sys.executable, *arguments)
    assert await desk.wait() == 0
    letters = [parse_letter(kept.raw, door="door", at=kept.at) for kept in door.letters]
    assert [letter.subject for letter in letters] == [
        "[sales-1] Delivery (Opened)",
        "[sales-1] Delivery (Updated)",
        "[sales-1] Delivery (Resolved)",
    ]
    assert [classify(letter).label for letter in letters] == [Label.AUTO_ACK, Label.HUMAN, Label.HUMAN]


class Postfix:
    """A private Postfix that bounces: nobody lives at bounce.test, full.test has no room; DSNs go to our door."""

    def __init__(self, door_port: int) -> None:
        self.root = root = Path(tempfile.mkdtemp(prefix="postfix-"))  # where Postfix's own users may go
        root.chmod(0o755)
        self.config = root / "config"
        for name in ("config", "queue", "data"):
            (root / name).mkdir()
        shutil.copy("/etc/postfix/master.cf", self.config / "master.cf")
        (self.config / "main.cf").write_text(
            f"""
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
myhostname = mail.shop.test
inet_interfaces = 127.0.0.1
mydestination =
mynetworks = 127.0.0.0/8
default_transport = error:5.1.1 no such user here
transport_maps = inline:{{ {{ full.test = error:5.2.2 mailbox is full }}, {{ shopper.test = smtp:[127.0.0.1]:{door_port} }} }}
smtp_tls_security_level = none
smtp_host_lookup = native
disable_dns_lookups = yes
maillog_file = {root}/postfix.log
maillog_file_prefixes = {root}
alias_maps =
local_recipient_maps =
"""
        )
        shutil.chown(root / "data", "postfix")
        self.run("postconf", "-F", "*/*/chroot=n")
        self.run("postconf", "-MX", "smtp/inet")

    def run(self, program: str, *args: str, stdin: bytes = b"") -> None:
        environment = {**os.environ, "MAIL_CONFIG": str(self.config)}
        done = subprocess.run(
            [f"/usr/sbin/{program}", *args], check=False, input=stdin, env=environment, capture_output=True, timeout=60
        )
        assert done.returncode == 0, (done.stdout, done.stderr)


@pytest.fixture
def postfix(door: Door) -> Iterator[Postfix]:
    if os.getuid() != 0:
        pytest.skip("Postfix cannot be started without root: run this test as root or in a container")
    if not shutil.which("postfix", path="/usr/sbin"):
        pytest.skip("Debian's postfix is not installed: its bounces are not tried here")
    server = Postfix(door.server.port)
    try:
        server.run("postfix", "start")
        yield server
        server.run("postfix", "stop")
    finally:
        shutil.rmtree(server.root, ignore_errors=True)


@pytest.mark.parametrize("recipient", ["ghost@bounce.test", "sales@full.test"])
async def test_postfix_bounces(recipient: str, door: Door, postfix: Postfix) -> None:
    enquiry = ENQUIRY.format(to=recipient, subject="delivery question").encode()
    await asyncio.to_thread(postfix.run, "sendmail", "-f", "olga.petrova74@shopper.test", recipient, stdin=enquiry)
    kept = await door.one()
    told = classify(parse_letter(kept.raw, door="door", at=kept.at, trusted_host="mx.shopper.test"))
    assert kept.envelope_from == ""
    assert told.label is Label.BOUNCE
