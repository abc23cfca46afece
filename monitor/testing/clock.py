"""The clock the town lives by: given from outside, never read from the machine."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Town time. Calling it gives the instant (aware UTC); `sleep` waits that much *town* time."""

    def __call__(self) -> datetime: ...

    async def sleep(self, span: timedelta) -> None: ...
