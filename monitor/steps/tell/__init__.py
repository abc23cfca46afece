"""Corridor, fifth step: pack what lies in the outbox into letters, and send them.

`ourselves.py` news about our own health · `reminding.py` matters nobody reacts to · `packing.py` alerts into letters ·
`truth.py` is it still so · `wording.py` a letter's content · `sending.py` letters leave, what fails is tried again, later and later ·
`close_out.py` our shopper thanks a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.steps import House
from monitor.steps.tell.ourselves import mind_ourselves
from monitor.steps.tell.packing import pack_due
from monitor.steps.tell.reminding import remind
from monitor.steps.tell.sending import send_due

__all__ = ["pack_due", "tell_due"]


async def tell_due(house: House, dead: Sequence[str] = ()) -> int:
    """Tell what is due; how many letters were handed over. `dead`: workers whose half-sent letters are taken up.

    At most one call at a time in one process.
    """
    mind_ourselves(house)
    remind(house)
    pack_due(house)
    return await send_due(house, dead)
