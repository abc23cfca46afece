"""Corridor, visit: the box a probe puts its evidence into; also the only door to the intent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.domain.errors import NotPermitted
from monitor.domain.programme import Touchpoint
from monitor.domain.visit import EvidenceItem, Visit
from monitor.steps import House
from monitor.store import evidence, visits
from schedules.courtesy import unwelcome

BUDGET = 12_000_000
"""Bytes of evidence one visit may leave."""


class EvidenceBox(evidence.Box):
    """Evidence of one visit. `intended`: when the intent to send was committed, None before."""

    def __init__(self, house: House, claimed: Visit, touchpoint: Touchpoint, *, allowed: bool) -> None:
        super().__init__(house.settings.evidence, house.now)
        self._house = house
        self._visit = claimed
        self._touchpoint = touchpoint
        self._allowed = allowed
        self._room = BUDGET
        self.intended: datetime | None = None

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        """Keep bytes as they came; beyond the budget only the fact that something was there."""
        if len(data) > self._room:
            data, note = b"", f"{len(data)} bytes left out: over the evidence budget. {note}".strip()
        self._room -= len(data)
        return super().put(kind, data, media_type=media_type, note=note)

    async def intend(self, what: Mapping[str, Any]) -> None:
        """Commit the intent; `NotPermitted` when it was committed before, is not ours, has no consent, or the page is
        one nobody may write to. `what` may name the `page`, the `action` of the form and what the form has `said`."""
        self.put_json("intent", dict(what))
        if not self._allowed:
            raise NotPermitted("this site has given no consent to enquiries")
        addresses = [str(what[name]) for name in ("page", "action") if what.get(name)]
        why = unwelcome(self._house.programme, self._touchpoint, addresses, str(what.get("said", "")))
        if why:
            raise NotPermitted(why)
        now = self._house.now()
        with self._house.store.writing() as connection:
            if not visits.intend(connection, self._visit.id, self._house.worker, now):
                raise NotPermitted
        self.intended = now
