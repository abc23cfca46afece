"""A town that is open, a mailbox that is real, a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.testing import Town, open_town
from monitor.wiring import Clock
from probes._browser import BrowserHouse, open_browser

TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)


@dataclass  # no slots: aiosmtpd asks for all members, which a slotted dataclass cannot answer before Python 3.11.4
class Mailbox:
    """A real SMTP server that keeps what it is given. `busy`: so many tries are refused for now (451)."""

    port: int = 0
    busy: int = 0
    kept: list[Envelope] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.busy:
            self.busy -= 1
            return "451 4.3.2 come back later"
        self.kept.append(envelope)
        self.arrived.set()
        return "250 2.0.0 kept"

    async def wait_for(self, count: int) -> None:
        """Until so many letters are here."""
        while len(self.kept) < count:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), 20)

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content, policy=default) for envelope in self.kept]  # type: ignore[misc,arg-type]


@asynccontextmanager
async def open_mailbox() -> AsyncIterator[Mailbox]:
    mailbox = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(mailbox), "127.0.0.1", 0)
    mailbox.port = server.sockets[0].getsockname()[1]
    async with server:
        yield mailbox


@pytest_asyncio.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with open_mailbox() as opened:
        yield opened


@pytest_asyncio.fixture
async def town(mailbox: Mailbox) -> AsyncIterator[Town]:
    """The whole town, an hour in a second."""
    async with open_town(Clock.town(TUESDAY, 3600), "127.0.0.1", mailbox.port) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def slow_town() -> AsyncIterator[Town]:
    """The town for a whole module of browser tests; nobody fetches its mail."""
    async with open_mailbox() as box, open_town(Clock.town(TUESDAY, 60), "127.0.0.1", box.port) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[BrowserHouse]:
    async with open_browser() as opened:
        yield opened
