"""Every probe has tests and a page of documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROBES = sorted(path.stem for path in (ROOT / "probes").iterdir() if not path.name.startswith(("_", ".")))


def test_there_are_probes():
    assert "feedback_form" in PROBES


@pytest.mark.parametrize("kind", PROBES)
def test_a_probe_is_tested_and_documented(kind):
    tests = [
        *(ROOT / "tests" / "probes").glob(f"test_{kind}*.py"),
        *(ROOT / "tests" / "probes" / kind).glob("test_*.py"),
    ]
    assert tests
    page = ROOT / "docs" / "probes" / f"{kind}.md"
    assert len(page.read_text(encoding="utf8").split()) > 100
