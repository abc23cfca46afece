"""What a faultless measurement of the town must find, derived from the tables themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from monitor.testing.company import Company, Door, Reply, Writer

THRESHOLD = timedelta(minutes=10)
"""a person answers within: the town's standard"""
WINDOW = timedelta(minutes=45)
"""the answer window, town time"""


class Fate(StrEnum):
    """What becomes of one enquiry to a company."""

    ANSWERED = "answered"
    LATE_IN_WINDOW = "late_in_window"
    AFTER_WINDOW = "after_window"
    AUTO_ONLY = "auto_only"
    SILENT = "silent"
    BROKEN = "broken"
    CAPTCHA = "captcha"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    k: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """`fates` and `segments` by company key; `offered`: companies whose person offers a viewing in time.

    A company behind a captcha counts nowhere (MEASURING §3)."""

    fates: Mapping[str, Fate]
    segments: Mapping[str, str]
    offered: frozenset[str]

    def answered(self, segment: str) -> Count:
        """How many of a segment a person answers inside the window."""
        counted = self._counted(segment)
        return Count(k=sum(self.fates[key] in {Fate.ANSWERED, Fate.LATE_IN_WINDOW} for key in counted), n=len(counted))

    def viewings(self, segment: str) -> Count:
        """How many of a segment a person answers inside the window and offers a viewing."""
        counted = self._counted(segment)
        return Count(k=sum(key in self.offered for key in counted), n=len(counted))

    def of(self, fate: Fate) -> frozenset[str]:
        """The companies of that fate."""
        return frozenset(key for key, one in self.fates.items() if one is fate)

    def _counted(self, segment: str) -> list[str]:
        return [key for key, one in self.segments.items() if one == segment and self.fates[key] is not Fate.CAPTCHA]


def fate(company: Company) -> Fate:
    """What becomes of one enquiry to this company. A letter of a person outweighs a robot's."""
    by_door = {Door.BROKEN: Fate.BROKEN, Door.CAPTCHA: Fate.CAPTCHA}
    if company.form.door in by_door:
        return by_door[company.form.door]
    persons = [reply.after for reply in company.staff if reply.writer is Writer.PERSON]
    writers = {reply.writer for reply in company.staff if reply.after <= WINDOW}
    if persons and min(persons) <= WINDOW:
        return Fate.ANSWERED if min(persons) <= THRESHOLD else Fate.LATE_IN_WINDOW
    if Writer.BOUNCE in writers:
        return Fate.BOUNCE
    if Writer.ROBOT in writers:
        return Fate.AUTO_ONLY
    return Fate.AFTER_WINDOW if persons else Fate.SILENT


def truth_of(companies: Sequence[Company]) -> Truth:
    """The truth about these companies."""
    return Truth(
        fates={company.key: fate(company) for company in companies},
        segments={company.key: company.trade.segment for company in companies},
        offered=frozenset(company.key for company in companies if any(map(_offers_in_time, company.staff))),
    )


def _offers_in_time(reply: Reply) -> bool:
    return reply.writer is Writer.PERSON and reply.offers and reply.after <= WINDOW
