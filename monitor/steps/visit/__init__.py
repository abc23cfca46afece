"""Corridor, second step: carry out the visits that are due. The intent is committed before the click, for ever.

`look.py` one visit · `box.py` its evidence and its intent · `network.py` is it the site that is down, or are we?
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from sqlalchemy import Connection

import probes
from monitor.domain.visit import Visit
from monitor.journal import about
from monitor.steps import House, ailing
from monitor.steps.visit.look import carry_out
from monitor.store import visits, workers
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
    now = house.now()
    visits.miss(connection, now - house.programme.rhythm.grace)
    but = {*house.paused(), *_neighbours(house, visits.busy_sites(connection))}
    return visits.claim_next(connection, now, house.worker, tuple(but), _held_kinds(connection, house))


def _held_kinds(connection: Connection, house: House) -> tuple[str, ...]:
    """Kinds that must wait just now: all that reach a person, while we could not hear the answer."""
    ill = next(ailing(connection, house), None)
    if ill is None:
        return ()
    if workers.once(connection, f"held/{ill.part}/{ill.since.isoformat()}", house.worker, house.now(), ill.error):
        log.error("enquiries are held until we are well: %s since %s UTC", ill.part, f"{ill.since:%Y-%m-%d %H:%M}")
    return tuple(kind for kind in probes.kinds() if probes.load(kind).sends)


def _neighbours(house: House, busy: set[str]) -> set[str]:
    """Sites on a host that is being visited already: one visit to a host at a time."""
    hosts = {site.key: urlsplit(site.url).netloc.lower() for site in house.programme.sites}
    taken = {hosts[key] for key in busy if key in hosts}
    return {key for key, host in hosts.items() if host in taken}
