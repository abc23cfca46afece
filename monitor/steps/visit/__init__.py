"""Corridor, second step: carry out the visits that are due. The intent is committed before the click, for ever.

`look.py` one visit · `box.py` its evidence and its intent · `network.py` is it the site that is down, or are we?
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection

import probes
from monitor.domain.visit import Visit
from monitor.journal import about
from monitor.steps import House, ailing
from monitor.steps.visit.look import POSTPONED, carry_out
from monitor.store import slots, visits, workers
from probes._base import NewContext

__all__ = ["visit_due"]

log = logging.getLogger("shopper.visit")


async def visit_due(house: House, open_context: NewContext, going: Callable[[], bool] = lambda: True) -> int:
    """Claim and carry out due visits one after the other, while `going`; how many were carried out.

    While we ourselves are ill enquiries are held: what could not be measured shall not be sent either.
    """
    done = 0
    while going():
        with house.store.writing() as connection:
            claimed = _claim(connection, house)
        if claimed is None:
            break
        with about(claimed.token):
            await carry_out(house, open_context, claimed)
        done += 1
    return done


def _claim(connection: Connection, house: House) -> Visit | None:
    now, grace = house.now(), house.programme.rhythm.grace
    held = _held_kinds(connection, house, now)
    visits.miss(connection, now - grace)
    but = {*house.paused(), *_neighbours(house, visits.busy_sites(connection))}
    return visits.claim_next(connection, now, house.worker, tuple(but), held)


def _held_kinds(connection: Connection, house: House, now: datetime) -> tuple[str, ...]:
    """Kinds that must wait just now: all that reach a person, while we could not hear the answer. A round waits for a
    day; a week's slot is missed after the grace and drawn anew (plan.py)."""
    ill = next(ailing(connection, house), None)
    if ill is None:
        return ()
    if workers.once(connection, f"held/{ill.part}/{ill.since.isoformat()}", house.worker, now, ill.error):
        log.error("enquiries are held until we are well: %s since %s UTC", ill.part, f"{ill.since:%Y-%m-%d %H:%M}")
    held, grace = tuple(kind for kind in probes.kinds() if probes.load(kind).sends), house.programme.rhythm.grace
    slots.postpone(connection, now, now - grace / 2, now - POSTPONED, held)
    slots.miss(connection, now - grace, f"we were ill: {ill.part}", held)
    return held


def _neighbours(house: House, busy: set[str]) -> set[str]:
    """Sites on a host that is being visited already: one visit to a host at a time."""
    hosts = {site.key: urlsplit(site.url).netloc.lower() for site in house.programme.sites}
    taken = {hosts[key] for key in busy if key in hosts}
    return {key for key, host in hosts.items() if host in taken}
