"""Corridor, third step: ask our ears for proof, fetch letters, open letters and calls.

Doors only put raw bytes down; only this step opens them. `letters.py` the letterbox · `calls.py` calls and SMS by
webhook · `canaries.py` letters to ourselves.
"""

from __future__ import annotations

from monitor.steps import House
from monitor.steps.collect.calls import Knock, Taken, listen_for_calls, open_calls, take_in
from monitor.steps.collect.canaries import route_home, send_canaries, send_canary
from monitor.steps.collect.letters import keep_letter, letterbox, mailboxes, open_letters, sweep, sweep_folders
from monitor.store import calls, letters

__all__ = [
    "Knock",
    "Taken",
    "collect",
    "keep_letter",
    "letterbox",
    "listen_for_calls",
    "mailboxes",
    "reread",
    "route_home",
    "send_canaries",
    "send_canary",
    "sweep",
    "sweep_folders",
    "take_in",
]


def collect(house: House) -> int:
    """Open every unopened letter and call; how many were opened."""
    return open_letters(house) + open_calls(house)


def reread(house: House) -> int:
    """Open every letter and call again from its raw bytes; how many.

    What people decided stays; doing it twice changes nothing.
    """
    with house.store.writing() as connection:
        letters.reopen_all(connection)
        calls.reopen_all(connection)
    return collect(house)
