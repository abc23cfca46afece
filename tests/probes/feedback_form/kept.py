"""A visit's evidence in memory, for tests: a Box to write to and a Kept to read from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from monitor.domain.errors import NotPermitted
from monitor.domain.visit import EvidenceItem, Question, Reading, Shopper
from probes._base import Brief
from probes._browser import BrowserHouse
from probes.feedback_form import PROBE
from probes.feedback_form.options import Options

SHOPPER = Shopper(
    first="Анна",
    last="Петрова",
    middle="Сергеевна",
    email="anna.p7k2@shop.test",
    phone="+79161234567",
    company="Ромашка",
    city="Москва",
)
QUESTION = Question(
    subject="Вопрос о доставке", text="Подскажите, пожалуйста, есть ли доставка в Тверь? Номер 7k2.", language="ru"
)
ENGLISH = Question(
    subject="A question about delivery", text="Could you tell me whether you deliver to Leeds? Ref 7k2.", language="en"
)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class MemoryBox:
    """Box and Kept in one. `refuse` makes `intend` say no."""

    refuse: bool = False
    items: list[EvidenceItem] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    intents: list[Mapping[str, Any]] = field(default_factory=list)

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        item = EvidenceItem(
            kind=kind, path=kind, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, at=now(), note=note
        )
        self.items.append(item)
        self.contents[kind] = data
        return item

    def put_json(self, kind: str, value: Any, *, note: str = "") -> EvidenceItem:
        return self.put(kind, json.dumps(value, ensure_ascii=False).encode(), media_type="application/json", note=note)

    async def intend(self, what: Mapping[str, Any]) -> None:
        if self.refuse or self.intents:
            raise NotPermitted
        self.intents.append(what)

    def data(self, kind: str) -> bytes | None:
        return self.contents.get(kind)

    def json(self, kind: str) -> Any:
        return json.loads(self.contents[kind]) if kind in self.contents else None


def brief(url: str, *, language: str = "en", shopper: Shopper = SHOPPER, **options: Any) -> Brief:
    settled = {"settle_seconds": 1.5, "wait_seconds": 20, **options}
    return Brief(
        url=url,
        language=language,
        country="RU",
        now=now,
        options=Options(**settled),
        shopper=shopper,
        question=QUESTION if language == "ru" else ENGLISH,
    )


async def visit(
    house: BrowserHouse, url: str, box: MemoryBox | None = None, **options: Any
) -> tuple[Reading, MemoryBox]:
    """One whole visit in a real browser: what was read, and the evidence."""
    kept = box or MemoryBox()
    await PROBE.look(brief(url, **options), house.new_context, kept)
    return PROBE.read(kept), kept
