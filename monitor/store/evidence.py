"""Room store: evidence on disk, addressed by its hash, with a row for each item."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from monitor.domain.visit import EvidenceItem
from monitor.store.statements import table
from monitor.store.tables import EvidenceRow

evidence = table(EvidenceRow)
SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/html": ".html",
    "application/json": ".json",
    "application/zip": ".zip",
}
SECRET_FILE = 0o600


def write(folder: Path, kind: str, data: bytes, media_type: str, at: datetime, note: str = "") -> EvidenceItem:
    """Keep bytes under their SHA-256; the file is complete before its name exists."""
    digest = sha256(data).hexdigest()
    path = Path(digest[:2]) / f"{digest}{SUFFIXES.get(media_type, '.bin')}"
    target = folder / path
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".part{os.getpid()}")
        part.touch(SECRET_FILE)
        part.write_bytes(data)
        part.replace(target)
    return EvidenceItem(kind=kind, path=str(path), sha256=digest, media_type=media_type, at=at, note=note)


def add(connection: Connection, visit_id: int, items: Sequence[EvidenceItem]) -> None:
    for item in items:
        connection.execute(
            evidence.insert().values(
                visit_id=visit_id,
                kind=item.kind,
                path=item.path,
                sha256=item.sha256,
                media_type=item.media_type,
                at=item.at,
                note=item.note,
            )
        )


def of_visit(connection: Connection, visit_id: int) -> tuple[EvidenceItem, ...]:
    names = ("kind", "path", "sha256", "media_type", "at", "note")
    rows = connection.execute(select(evidence).where(evidence.c.visit_id == visit_id).order_by(evidence.c.id))
    return tuple(EvidenceItem(**{name: getattr(row, name) for name in names}) for row in rows)


class Box:
    """Evidence as it is being put: kept first, under its hash, in `folder`. `now`: our clock."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self.items: list[EvidenceItem] = []

    def put(self, kind: str, data: bytes, *, media_type: str, note: str = "") -> EvidenceItem:
        """Keep bytes as they came."""
        item = write(self._folder, kind, data, media_type, self._now(), note)
        self.items.append(item)
        return item

    def put_json(self, kind: str, value: Any, *, note: str = "") -> EvidenceItem:
        data = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()
        return self.put(kind, data, media_type="application/json", note=note)

    def kept(self) -> KeptEvidence:
        return KeptEvidence(self._folder, self.items)


class KeptEvidence:
    """Evidence of one visit as a probe's `read` sees it."""

    def __init__(self, folder: Path, items: Sequence[EvidenceItem]) -> None:
        self._folder = folder
        self.items: Sequence[EvidenceItem] = tuple(items)

    def data(self, kind: str) -> bytes | None:
        """Bytes of the last item of that kind; None when there is none, or it was deleted after its time."""
        found = [self._folder / item.path for item in self.items if item.kind == kind]
        return found[-1].read_bytes() if found and found[-1].is_file() else None

    def json(self, kind: str) -> Any:
        data = self.data(kind)
        return None if data is None else json.loads(data)
