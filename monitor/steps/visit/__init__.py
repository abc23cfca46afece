"""Corridor, second step: carry out the visits that are due. The intent is committed before the click, for ever.

`look.py` one visit · `box.py` its evidence and its intent · `network.py` is it the site that is down, or are we?
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection

import probes
from monitor.domain.visit import Visit
from monitor.journal import about
from monitor.steps import House, ailing
from monitor.steps.visit.look import POSTPONED, carry_out
from monitor.store import slots, visits, workers
from probes._base import NewContext

__all__ = ["ready", "visit_due"]

log = logging.getLogger("shopper.visit")


async def visit_due(
    house: House,
    open_context: NewContext,
    going: Callable[[], bool] = lambda: True,
    elsewhere: Callable[[], Collection[str]] = tuple,
) -> int:
    """Claim and carry out due visits one after the other, while `going`; how many were carried out.

    While we ourselves are ill enquiries are held: what could not be measured shall not be sent either. `elsewhere`:
    sites at which something else of ours is going on.
    """
    done = 0
    while going():
        claimed = claim(house, elsewhere())
        if claimed is None:
            break
        with about(claimed.token):
            await carry_out(house, open_context, claimed)
        done += 1
    return done


def claim(house: House, elsewhere: Collection[str] = ()) -> Visit | None:
    """The next visit that may begin now, ours alone; None when there is none."""
    with house.store.writing() as connection:
        slots.one_claims(connection)
        but, held = _kept_waiting(connection, house, elsewhere)
        return visits.claim_next(connection, house.now(), house.worker, but, held)


def ready(house: House, elsewhere: Callable[[], Collection[str]] = tuple) -> int:
    """How many visits could begin now; those too late are marked missed."""
    with house.store.reading() as connection:
        if not visits.count_due(connection, house.now()):
            return 0
    with house.store.writing() as connection:
        but, held = _kept_waiting(connection, house, elsewhere())
        return visits.count_due(connection, house.now(), but, held)


def _kept_waiting(
    connection: Connection, house: House, elsewhere: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sites and kinds nobody is to claim just now; what waited too long is marked missed."""
    now = house.now()
    held = _held_kinds(connection, house, now)
    visits.miss(connection, now - house.programme.rhythm.grace)
    busy = house.neighbours({*visits.busy_sites(connection), *elsewhere})
    return (*house.paused(), *busy), held


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
