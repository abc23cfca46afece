"""Corridor, beside the visits: look at a site by night, sending nothing; say what is new, known or mended.

A finding that appears is looked at once more before anybody is told. What was seen is kept per site as
one JSON file, so that the next night has something to compare with.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from monitor.domain.news import News, changes, compare
from monitor.domain.programme import Site
from monitor.domain.visit import EvidenceItem
from monitor.steps import House
from monitor.store import evidence
from probes._base import Brief, NewContext
from probes._nightly import Night, night


class NightBox:
    """Evidence of one night, kept in the house's evidence folder."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.items: list[EvidenceItem] = []

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        item = evidence.write(self._house.settings.evidence, kind, data, media_type, self._house.now(), note)
        self.items.append(item)
        return item

    def put_json(self, kind: str, value: Any, *, note: str = "") -> EvidenceItem:
        data = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()
        return self.put(kind, data, media_type="application/json", note=note)

    async def intend(self, what: Mapping[str, Any]) -> None:
        """Nothing is sent by night."""

    def kept(self) -> evidence.KeptEvidence:
        return evidence.KeptEvidence(self._house.settings.evidence, self.items)


class Shelf:
    """What the last night saw, one file per site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self, site: str) -> dict[str, Any] | None:
        """The report kept last; None when there is none."""
        try:
            found: dict[str, Any] = json.loads((self._folder / f"{site}.json").read_text(encoding="utf8"))
        except FileNotFoundError:
            return None
        return found

    def keep(self, site: str, report: Mapping[str, Any]) -> None:
        """Replace it; a crash leaves the old one whole."""
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"{site}.json.new"
        draft.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=str), encoding="utf8")
        os.replace(draft, self._folder / f"{site}.json")


async def nightly(house: House, site: Site, open_context: NewContext, shelf: Shelf) -> tuple[dict[str, Any], News]:
    """Look at a site, compare with the last night, keep what was seen. The report is plain JSON."""
    before = shelf.last(site.key)
    seen = await _look(house, site, open_context)
    earlier = before["findings"] if before else None
    news = compare(earlier, seen.findings)
    differs = changes(before["facts"], seen.facts) if before else ()
    if news.new or differs:
        second = await _look(house, site, open_context)
        news = compare(earlier, seen.findings, second.findings)
        lasting = {change["what"] for change in changes(before["facts"], second.facts)} if before else set()
        differs = tuple(change for change in differs if change["what"] in lasting)
    pictures = {"before": before["pictures"], "after": dict(seen.pictures)} if before and differs else {}
    news = replace(news, changes=tuple({**change, "pictures": pictures} for change in differs))
    unconfirmed = {id(one) for one in news.unconfirmed}
    report = {
        "site": site.key,
        "at": house.now().isoformat(),
        "findings": [one for one in seen.findings if id(one) not in unconfirmed],
        "facts": {**(before["facts"] if before else {}), **seen.facts},
        "pictures": dict(seen.pictures),
        "unmeasured": list(seen.unmeasured),
        "news": {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(news).items()},
    }
    shelf.keep(site.key, report)
    return report, news


async def _look(house: House, site: Site, open_context: NewContext) -> Night:
    forms = [touchpoint.address for touchpoint in site.touchpoints if touchpoint.kind == "feedback_form"]
    brief = Brief(
        url=site.url,
        language=site.language,
        country=site.country,
        now=house.now,
        options=None,
        phones=site.phones,
        expected={"calendar": house.calendars.get(site.key)},
    )
    return await night(brief, open_context, NightBox(house), forms, pages=forms)
