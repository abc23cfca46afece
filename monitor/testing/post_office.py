"""Roof: the town's post office: takes our outgoing letters, brings those to our own domain to our door, keeps the rest.

What it keeps is what the recipients of alerts and reports really got.
"""

from __future__ import annotations

import asyncio
import smtplib
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(kw_only=True)
class PostOffice:
    """An SMTP server on loopback. `kept`: (recipient, raw bytes) in order of arrival; `port` is known once open.

    Without slots: aiosmtpd asks for all members, which a slotted dataclass cannot answer before Python 3.11.4.
    """

    mail_domain: str
    door_host: str
    door_port: int
    host: str = "127.0.0.1"
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    closed_to_us: bool = False
    """while True, letters to our own domain are lost: our ears are deaf and do not know it"""
    moods: list[str] = field(default_factory=list)
    """answers to the next letters to people, before it is in a good mood again: "451 later", "550 no", "hang up" """
    _server: asyncio.Server | None = None

    async def open(self) -> PostOffice:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, hostname="post.town.test", loop=loop), self.host, 0)
        return self

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1]) if self._server else 0

    async def close(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = bytes(envelope.original_content or b"")
        ours = [address for address in envelope.rcpt_tos if address.lower().endswith(f"@{self.mail_domain}")]
        if self.moods and len(ours) < len(envelope.rcpt_tos):
            mood = self.moods.pop(0)
            if mood == "hang up" and isinstance(server.transport, asyncio.Transport):
                server.transport.abort()
            return mood
        self.kept += [(address, content) for address in envelope.rcpt_tos if address not in ours]
        if ours and not self.closed_to_us:
            try:
                await asyncio.to_thread(self._bring, envelope.mail_from or "", ours, content)
            except (smtplib.SMTPException, OSError) as fault:
                return f"451 4.4.1 the door does not open: {type(fault).__name__}"
        return "250 2.0.0 taken"

    def _bring(self, sender: str, recipients: list[str], content: bytes) -> None:
        with smtplib.SMTP(self.door_host, self.door_port, timeout=10) as door:
            door.sendmail(sender, recipients, content)

    async def handle_exception(self, error: Exception) -> str:
        return f"451 4.3.0 {type(error).__name__}"
