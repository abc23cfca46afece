"""Corridor, visit: one visit, from the claimed row to the kept outcome.

Here stands a blind except of the house: around one visit. It records, and the next visit goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import BrowserContext, Error, Page
from sqlalchemy.exc import DBAPIError

import probes
from monitor.domain.errors import HouseFault, NotPermitted, ProbeFault
from monitor.domain.programme import Site, Touchpoint
from monitor.domain.verdict import InconclusiveReason
from monitor.domain.visit import Acceptance, Reading, Sending, Visit
from monitor.steps import House
from monitor.steps.visit.box import EvidenceBox
from monitor.steps.visit.network import network_works
from monitor.store import counts, evidence, slots, visits
from probes._base import Brief, NewContext, Probe
from schedules.courtesy import PASSIVE_KINDS, barred

PATIENCE = timedelta(minutes=3)
"""Real time one look may take before it is given up as our fault."""
LEAVING = 15.0
"""Real seconds a look that was given up, or a context it left open, may take to end."""
HURRY = 2.0
"""The same when the whole house is being stopped."""
AGAIN = timedelta(minutes=10)
"""Our own fault before anything was sent: tried again so much later, while the slot's grace lasts."""
POSTPONED = timedelta(days=1)
"""How long a round waits for us to get well."""
TWICE = timedelta(minutes=5)
"""A site that does not open is looked at once more so much later before it is called down."""
LONGEST_PAUSE = 60.0
_NOT_OPENED = ("site_down", InconclusiveReason.SITE_DOWN_FOR_US_ONLY)

log = logging.getLogger("shopper.visit")


async def carry_out(house: House, open_context: NewContext, claimed: Visit) -> None:
    """Look, read, keep. What we could not even begin through our own fault is put off, what nobody wants withdrawn."""
    try:
        site = house.programme.site(claimed.site)
        touchpoint = house.programme.touchpoint(claimed.site, claimed.touchpoint)
    except KeyError:
        _withdraw(house, claimed, "no longer in the programme")
        return
    unwanted = _unwanted(house, site, touchpoint)
    if unwanted:
        _withdraw(house, claimed, unwanted)
        return
    probe = probes.load(claimed.kind)
    box = EvidenceBox(house, claimed, touchpoint, allowed=site.may_be_asked or not probe.sends)
    brief = partial(_brief, house, claimed, site, touchpoint, probe)
    try:
        reading = await _read(open_context, probe, brief, box)
    except HouseFault as fault:
        log.warning("visit %s: %s", claimed.token, fault)
        reading = _unmeasured(probe, box, InconclusiveReason.VISIT_INTERRUPTED)
        if box.intended is None:
            _postponed(house, claimed, box, reading.reason)
            return
    if box.intended is None and reading.reason in _NOT_OPENED:
        found = await _doubted(house, claimed, box, reading)
        if found is None:
            return
        reading = found
    await _kept(house, claimed, touchpoint, probe, box, reading)


async def _read(open_context: NewContext, probe: Probe, brief: Callable[[], Brief], box: EvidenceBox) -> Reading:
    """The look and what it says. `HouseFault`: our browser does not start."""
    try:
        await _look(open_context, probe, brief(), box)
        return probe.read(box.kept())
    except HouseFault:
        raise
    except ProbeFault as fault:
        log.warning("we could not measure: %s (%s)", fault, fault.reason)
        return _unmeasured(probe, box, fault.reason)
    except NotPermitted as fault:
        log.warning("%s", fault)
        return _unmeasured(probe, box, InconclusiveReason.NOT_PERMITTED)
    except Exception:
        log.exception("our probe failed")
        return _unmeasured(probe, box, InconclusiveReason.VISIT_INTERRUPTED)


async def _look(open_context: NewContext, probe: Probe, brief: Brief, box: EvidenceBox) -> None:
    """The look, ended after `PATIENCE`: a hung page may also hang whoever tidies up after it."""
    opened: list[BrowserContext] = []
    died: list[Page] = []
    leaving = LEAVING

    async def open_and_remember(profile: str = "desktop", **options: Any) -> BrowserContext:
        opened.append(await open_context(profile, **options))
        opened[-1].on("page", watch)
        return opened[-1]

    def watch(page: Page) -> None:
        page.on("crash", remember_death)  # a bound append would not do: Playwright marks its listeners

    def remember_death(page: Page) -> None:
        died.append(page)

    looking = asyncio.create_task(probe.look(brief, open_and_remember, box))
    try:
        await asyncio.wait({looking}, timeout=PATIENCE.total_seconds())
        if not looking.done():
            raise TimeoutError(f"the look took longer than {PATIENCE}")
        if died:  # of hunger or of a fault of its own: it says nothing about the site
            raise ProbeFault(InconclusiveReason.VISIT_INTERRUPTED, "a page died while it was looked at")
        looking.result()
    except asyncio.CancelledError:
        leaving = HURRY
        raise
    finally:
        await _left([looking, *(asyncio.create_task(_closed(context)) for context in opened)], leaving)


async def _left(tasks: Sequence[asyncio.Task[None]], patience: float) -> None:
    """End a look and close its contexts, within real seconds of `patience`."""
    tasks[0].cancel()
    _, stuck = await asyncio.wait(tasks, timeout=patience)
    if stuck:
        log.warning("something of the look does not end; it is left behind with its browser")


async def _closed(context: BrowserContext) -> None:
    with contextlib.suppress(Error):  # its browser may be gone
        await context.close()


def _put_off(house: House, claimed: Visit, box: EvidenceBox, wait: timedelta, reason: str) -> bool:
    """Give the visit back until later, with what was seen; False when its slot's grace does not reach so far."""
    until = house.now() + wait
    if box.intended or until > claimed.slot_at + house.programme.rhythm.grace:
        return False
    with house.store.writing() as connection:
        evidence.add(connection, claimed.id, box.items)
        visits.release(connection, claimed.id, until, reason)
    log.info("visit %s is put off until %s UTC: %s", claimed.token, f"{until:%H:%M}", reason)
    return True


def _postponed(house: House, claimed: Visit, box: EvidenceBox, reason: str) -> None:
    """Our browser does not start: the visit is tried again, a round's for a day; one of a week is missed after its
    slot's grace and drawn anew (plan.py)."""
    if _put_off(house, claimed, box, AGAIN, reason):
        return
    now = house.now()
    with house.store.writing() as connection:
        visits.release(connection, claimed.id, now, reason)
        slots.postpone(connection, now + AGAIN, now + AGAIN, now - POSTPONED, (claimed.kind,))
        slots.give_up(connection, claimed.id, now)


async def _doubted(house: House, claimed: Visit, box: EvidenceBox, reading: Reading) -> Reading | None:
    """The site did not open: is it their fault? None when the visit was put off to see."""
    if not await network_works(house, claimed.site):
        log.warning("visit %s: nobody else answers either: it is our own network", claimed.token)
        if _put_off(house, claimed, box, AGAIN, InconclusiveReason.VISIT_INTERRUPTED):
            return None
        return replace(reading, acceptance=Acceptance.UNKNOWN, reason=InconclusiveReason.SITE_DOWN_FOR_US_ONLY)
    seen_before = claimed.reason in _NOT_OPENED
    return reading if seen_before or not _put_off(house, claimed, box, TWICE, reading.reason) else None


def _withdraw(house: House, claimed: Visit, why: str) -> None:
    with house.store.writing() as connection:
        visits.withdraw(connection, claimed.id, why)
    log.warning("visit %s to %s is not made: %s", claimed.token, claimed.site, why)


def _unwanted(house: House, site: Site, touchpoint: Touchpoint) -> str:
    """Why a visit that was planned is not made after all: the programme changed meanwhile; "" when it is."""
    refused = next(iter(barred(house.programme, site, touchpoint)), None)
    if refused:
        return refused.why
    day = house.now().astimezone(ZoneInfo(site.zone)).date()
    quiet = touchpoint.kind not in PASSIVE_KINDS and day in house.programme.rhythm.quiet_days
    return f"{day} is a quiet day" if quiet else ""


def _brief(house: House, claimed: Visit, site: Site, touchpoint: Touchpoint, probe: Probe) -> Brief:
    return Brief(
        url=touchpoint.address,
        language=site.language,
        country=site.country,
        now=house.now,
        options=probe.options(**touchpoint.options),
        shopper=claimed.shopper if probe.sends else None,
        question=claimed.question if probe.sends else None,
        phones=site.phones,
        expected={"calendar": house.calendars.get(site.key), **_seen_before(house, site, touchpoint)},
    )


def _seen_before(house: House, site: Site, touchpoint: Touchpoint) -> dict[str, Any]:
    """What an off-hours page is compared with: its contact sets of the last looks by day and when closed."""
    if touchpoint.kind != "off_hours":
        return {}
    with house.store.reading() as connection:
        return counts.contacts_seen(connection, site.key, touchpoint.key)


def _unmeasured(probe: Probe, box: EvidenceBox, reason: str) -> Reading:
    """After the intent the enquiry may have left: the evidence may still tell, else it is `unknown` for ever."""
    if not box.intended:
        return Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.UNKNOWN, reason=reason)
    told = probe.read(box.kept())
    if told.sending is Sending.NOT_SENT:
        return Reading(sending=Sending.UNKNOWN, acceptance=Acceptance.UNKNOWN, reason=reason)
    return told


async def _kept(
    house: House, claimed: Visit, touchpoint: Touchpoint, probe: Probe, box: EvidenceBox, reading: Reading
) -> None:
    """Keep the outcome, however long the database is locked, full or gone: it cannot be measured again."""
    pause = 1.0
    while True:
        try:
            return _finish(house, claimed, touchpoint, probe, box, reading)
        except DBAPIError as fault:
            log.error("the outcome cannot be kept yet: %s; tried again in %.0f s", fault.orig, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _finish(
    house: House, claimed: Visit, touchpoint: Touchpoint, probe: Probe, box: EvidenceBox, reading: Reading
) -> None:
    now = house.now()
    started = reading.accepted_at or (box.intended if reading.sending is not Sending.NOT_SENT else None)
    wait = max((standard.wait for standard in house.programme.standards_of(touchpoint)), default=timedelta(0))
    with house.store.writing() as connection:
        evidence.add(connection, claimed.id, box.items)
        visits.finish(
            connection,
            claimed.id,
            reading,
            submitted_at=started,
            due_at=now,
            closes_at=(started or now) + wait,
            probe_version=probe.version,
            own_load=os.getloadavg()[0],
        )
    log.info(
        "visit %s to %s: %s, %s %s", claimed.token, claimed.site, reading.sending, reading.acceptance, reading.reason
    )
