"""`python -m monitor.testing`: open the town and leave it open, to walk through its sites by hand.

Prints every company's address, then each enquiry and each letter as they happen, until interrupted.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.testing.town import LOOPBACK, Town, open_town
from monitor.wiring import Clock

OPENS = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday on which every company is open."""


class Printer:
    """A mail server that prints who writes to whom."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(envelope.original_content or b"", policy=default)
        print(f"letter   {letter['From']} → {', '.join(envelope.rcpt_tos)}: {letter['Subject']}", flush=True)
        return "250 kept nowhere"


async def walk(speed: float) -> None:
    """The town, open until the task is cancelled."""
    clock = Clock.town(OPENS, speed)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Printer()), LOOPBACK, 0)
    async with server, open_town(clock, LOOPBACK, server.sockets[0].getsockname()[1]) as town:
        for company in town.companies:
            print(f"{town.entry_url(company.key):32} {company.name} — {town.truth.fates[company.key]}", flush=True)
        await _tell(town)


async def _tell(town: Town) -> None:
    told: dict[str, int] = dict.fromkeys(town.ledger, 0)
    while True:
        for key, ledger in town.ledger.items():
            for one in ledger.submissions[told[key] :]:
                print(f"enquiry  {key}: {one.why or 'taken'} {dict(one.fields)}", flush=True)
            told[key] = ledger.posts
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m monitor.testing", description=__doc__)
    arguments.add_argument("--speed", type=float, default=60.0, help="town seconds per second (default: 60)")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(walk(arguments.parse_args().speed))
