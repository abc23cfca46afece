"""Corridor, second step: carry out the visits that are due. The intent is committed before the click, for ever.

Here stands one of the two blind excepts of the house: around one visit. It records, and the next visit goes on.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import probes
from monitor.domain.errors import NotPermitted, ProbeFault
from monitor.domain.programme import Site, Touchpoint
from monitor.domain.verdict import InconclusiveReason
from monitor.domain.visit import Acceptance, EvidenceItem, Reading, Sending, Visit
from monitor.journal import about
from monitor.steps import House
from monitor.store import evidence, visits
from probes._base import Brief, NewContext, Probe

PATIENCE = timedelta(minutes=3)
"""Real time one look may take before it is given up as our fault."""
BUDGET = 12_000_000
"""Bytes of evidence one visit may leave."""

log = logging.getLogger("shopper.visit")


async def visit_due(house: House, open_context: NewContext, going: Callable[[], bool] = lambda: True) -> int:
    """Claim and carry out due visits one after the other, while `going`; how many were carried out."""
    done = 0
    while going():
        with house.store.writing() as connection:
            visits.miss(connection, house.now() - house.programme.rhythm.grace)
            claimed = visits.claim_next(connection, house.now(), house.worker, house.paused())
        if claimed is None:
            break
        with about(claimed.token):
            await _one(house, open_context, claimed)
        done += 1
    return done


async def _one(house: House, open_context: NewContext, claimed: Visit) -> None:
    try:
        site = house.programme.site(claimed.site)
        touchpoint = house.programme.touchpoint(claimed.site, claimed.touchpoint)
    except KeyError:
        with house.store.writing() as connection:
            visits.withdraw(connection, claimed.id)
        return
    probe = probes.load(claimed.kind)
    box = EvidenceBox(house, claimed, allowed=site.may_be_asked or not probe.sends)
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await probe.look(_brief(house, claimed, site, touchpoint, probe), open_context, box)
        reading = probe.read(box.kept())
    except ProbeFault as fault:
        log.warning("visit %s: we could not measure: %s (%s)", claimed.token, fault, fault.reason)
        reading = _unmeasured(probe, box, fault.reason)
    except NotPermitted as fault:
        log.warning("visit %s: %s", claimed.token, fault)
        reading = _unmeasured(probe, box, InconclusiveReason.NOT_PERMITTED)
    except Exception:
        log.exception("visit %s: our probe failed", claimed.token)
        reading = _unmeasured(probe, box, InconclusiveReason.VISIT_INTERRUPTED)
    _finish(house, claimed, touchpoint, probe, box, reading)


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
        expected={"calendar": house.calendars.get(site.key)},
    )


def _unmeasured(probe: Probe, box: EvidenceBox, reason: str) -> Reading:
    """After the intent the enquiry may have left: the evidence may still tell, else it is `unknown` for ever."""
    if not box.intended:
        return Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.UNKNOWN, reason=reason)
    told = probe.read(box.kept())
    if told.sending is Sending.NOT_SENT:
        return Reading(sending=Sending.UNKNOWN, acceptance=Acceptance.UNKNOWN, reason=reason)
    return told


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


class EvidenceBox:
    """The box a probe puts its evidence into; also the only door to the intent."""

    def __init__(self, house: House, claimed: Visit, *, allowed: bool) -> None:
        self._house = house
        self._visit = claimed
        self._allowed = allowed
        self._room = BUDGET
        self.items: list[EvidenceItem] = []
        self.intended: datetime | None = None

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        """Keep bytes as they came; beyond the budget only the fact that something was there."""
        if len(data) > self._room:
            data, note = b"", f"{len(data)} bytes left out: over the evidence budget. {note}".strip()
        self._room -= len(data)
        folder = self._house.settings.evidence
        item = evidence.write(folder, kind, data, media_type, self._house.now(), note)
        self.items.append(item)
        return item

    def put_json(self, kind: str, value: Any, *, note: str = "") -> EvidenceItem:
        data = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()
        return self.put(kind, data, media_type="application/json", note=note)

    async def intend(self, what: Mapping[str, Any]) -> None:
        """Commit the intent; `NotPermitted` when it was committed before, is not ours, or has no consent."""
        self.put_json("intent", dict(what))
        if not self._allowed:
            raise NotPermitted("this site has given no consent to enquiries")
        now = self._house.now()
        with self._house.store.writing() as connection:
            if not visits.intend(connection, self._visit.id, self._house.worker, now):
                raise NotPermitted
        self.intended = now

    def kept(self) -> evidence.KeptEvidence:
        return evidence.KeptEvidence(self._house.settings.evidence, self.items)
