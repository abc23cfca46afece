"""Both tables of labels: the same keys, the same placeholders, nothing unused."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.domain.verdict import InconclusiveReason, Outcome
from reports.labels import LANGUAGES

ROOM = Path(__file__).parents[2] / "reports"


def test_the_tables_match() -> None:
    english, russian = LANGUAGES["en"], LANGUAGES["ru"]
    assert list(english) == list(russian)
    for key in english:
        assert sorted(re.findall(r"{\w+}", english[key])) == sorted(re.findall(r"{\w+}", russian[key])), key
    assert {f"outcome.{o}" for o in Outcome} | {f"reason.{r}" for r in InconclusiveReason} <= set(english)


def test_every_label_is_used() -> None:
    """By its key, or by a family of keys made from a name ("outcome.…")."""
    files = [p for p in ROOM.rglob("*") if p.suffix in {".py", ".j2"} and p.parent.name != "labels"]
    text = "\n".join(p.read_text("utf-8") for p in files)
    families = set(re.findall(r"[\"']([a-z_.]+\.)[\"'{]", text)) | {
        "reason.",
        "bucket.",
        "who.",
        "method.",
        "footnote.",
    }
    unused = [key for key in LANGUAGES["en"] if key not in text and not any(key.startswith(f) for f in families)]
    assert unused == []
