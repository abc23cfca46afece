"""What a probe is and what it is given (DESIGN §2, §4).

`look` is I/O and yields nothing but evidence; `read` is pure and may be repeated on old evidence by a
newer version. `look` raises `ProbeFault` when *we could not measure*; whatever is wrong with the
*site* is evidence and becomes an observation. Deadlines, durations and logs are the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from playwright.async_api import BrowserContext
from pydantic import BaseModel, ConfigDict

from monitor.domain.visit import EvidenceItem, Question, Reading, Shopper


class ProbeOptions(BaseModel):
    """Base of every probe's `Options`: validated, unknown keys refused, help text on each field."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one look is about. `country` ISO alpha-2, `language` ru/en; `shopper`/`question` are None
    for probes that send nothing. `now` is our clock (aware UTC): the only one a probe may read."""

    url: str
    language: str
    country: str
    now: Callable[[], datetime]
    options: Any
    shopper: Shopper | None = None
    question: Question | None = None
    phones: tuple[str, ...] = ()
    expected: Mapping[str, Any] = field(default_factory=dict)


class Box(Protocol):
    """Where evidence goes: kept first, hashed, inside the visit's size budget."""

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        """Keep bytes as they came; returns the item (also readable later by `read`)."""
        ...

    def put_json(self, kind: str, value: Any, *, note: str = "") -> EvidenceItem: ...

    async def intend(self, what: Mapping[str, Any]) -> None:
        """Commit the intent to send, before the click. Raises `NotPermitted` when it must not be
        sent (already intended, claimed by somebody else, no consent). After it returns the click
        may happen exactly once."""
        ...


class Kept(Protocol):
    """Evidence as `read` sees it."""

    @property
    def items(self) -> Sequence[EvidenceItem]: ...

    def data(self, kind: str) -> bytes | None:
        """Bytes of the last item of that kind, None when there is none."""
        ...

    def json(self, kind: str) -> Any:
        """The last JSON item of that kind, None when there is none."""
        ...


class NewContext(Protocol):
    """Opens one fresh browser context (own cookies, storage, cache) for profile "desktop" or "phone";
    the caller closes it."""

    async def __call__(self, profile: str = "desktop", **options: Any) -> BrowserContext: ...


class Probe(Protocol):
    """One kind of touchpoint. `sends` True = it may deliver something to the company."""

    kind: str
    version: int
    sends: bool
    options: type[ProbeOptions]

    async def look(self, brief: Brief, open_context: NewContext, box: Box) -> None: ...

    def read(self, kept: Kept) -> Reading: ...
