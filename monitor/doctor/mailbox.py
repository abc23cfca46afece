"""Room doctor: does a letter to ourselves leave and come back (a canary, MEASURING §3)?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from monitor.doctor.tick import Tick, ill, so_so, well
from monitor.domain.errors import ShopperError

PATIENCE = 30
"""looks into the mailbox, a second apart"""


async def mailbox(
    doors: Sequence[str],
    send: Callable[[], Awaitable[str]],
    came: Callable[[str], Awaitable[bool]],
    patience: int = PATIENCE,
) -> Tick:
    """`doors` are the names of the ways in. `send` lets a canary fly and returns its token, "" when it could
    not leave; `came(token)` looks into the mailbox once. Both may raise a `ShopperError`, told as it is."""
    if not doors:
        remedy = "set `mail_domain` and add [[house.smtp_doors]] or [[house.imap_doors]] to the programme file"
        return so_so("mailbox", "there is no way in: answers by e-mail cannot be heard", remedy)
    try:
        token = await send()
        if not token:
            return ill("mailbox", "a letter to ourselves could not leave", "check [house.outgoing] and `mail_domain`")
        for _ in range(patience):
            if await came(token):
                return well("mailbox", f"a letter to ourselves left and came in (doors: {', '.join(doors)})")
            await asyncio.sleep(1)
    except ShopperError as fault:
        return ill("mailbox", str(fault), "check the doors and [house.outgoing] in the programme file")
    remedy = "check where mail for `mail_domain` goes (its MX record), the spam folder, and the doors"
    return ill("mailbox", f"a letter to ourselves left and did not come in within {patience} s", remedy)
