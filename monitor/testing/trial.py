"""For people who write probes: try one on one company of the town, without store, plan or service.

box = TrialBox(folder=tmp_path, now=town.clock)
reading = await try_probe(PROBE, town, "atletika", browser.new_context, box)
town.ledger["atletika"].enquiries          # what really arrived
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.domain.errors import NotPermitted
from monitor.domain.visit import EvidenceItem, Question, Reading, Shopper
from monitor.programme_file import parse_programme
from monitor.store import evidence
from monitor.testing.town import Town
from probes._base import Brief, NewContext, Probe

MAIL_DOMAIN = "shopper.example"


@dataclass(slots=True, kw_only=True)
class TrialBox:
    """Keeps evidence in a folder, by hash, and shows it again: `Box` and `Kept` in one. `intents`: what the
    probe said it was about to send; a second intent is refused, as in a real visit."""

    folder: Path
    now: Callable[[], datetime]
    items: list[EvidenceItem] = field(default_factory=list)
    intents: list[Mapping[str, Any]] = field(default_factory=list)

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        """Keep bytes as they came."""
        item = evidence.write(self.folder, kind, data, media_type, self.now(), note)
        self.items.append(item)
        return item

    def put_json(self, kind: str, value: Any, *, note: str = "") -> EvidenceItem:
        """Keep a value as JSON."""
        return self.put(kind, json.dumps(value, ensure_ascii=False).encode(), media_type="application/json", note=note)

    async def intend(self, what: Mapping[str, Any]) -> None:
        """The intent to send: once."""
        if self.intents:
            raise NotPermitted
        self.intents.append(what)

    def data(self, kind: str) -> bytes | None:
        """Bytes of the last item of that kind, None when there is none."""
        return evidence.KeptEvidence(self.folder, self.items).data(kind)

    def json(self, kind: str) -> Any:
        """The last JSON item of that kind, None when there is none."""
        return evidence.KeptEvidence(self.folder, self.items).json(kind)


def brief_for(town: Town, key: str, options: Any) -> Brief:
    """What a visit to that company would be told: its own scenario, a persona of its language, an address of its own."""
    programme = parse_programme(town.programme_toml(MAIL_DOMAIN)).programme
    site = programme.site(key)
    touchpoint = programme.touchpoint(key, "form")
    scenario = next(one for one in programme.scenarios if one.key in touchpoint.scenarios)
    persona = next(one for one in programme.personas if one.language == site.language)
    return Brief(
        url=touchpoint.address,
        language=site.language,
        country=site.country,
        now=town.clock,
        options=options,
        shopper=Shopper(
            first=persona.first,
            last=persona.last,
            middle=persona.middle,
            email=f"{persona.key}.{key}@{MAIL_DOMAIN}",
            phone=persona.phone,
            company=persona.company,
            city=persona.city,
        ),
        question=Question(
            subject=scenario.subject,
            text=scenario.question,
            language=scenario.language,
            answer_words=scenario.answer_words,
            next_step_words=scenario.next_step_words,
        ),
        phones=site.phones,
    )


async def try_probe(
    probe: Probe,
    town: Town,
    key: str,
    open_context: NewContext,
    box: TrialBox,
    options: Mapping[str, Any] | None = None,
) -> Reading:
    """One look at that company and what the probe reads from it; `ProbeFault` when it could not measure."""
    await probe.look(brief_for(town, key, probe.options(**(options or {}))), open_context, box)
    return probe.read(box)
