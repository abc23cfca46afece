"""Documents tell the truth about names, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = [path for room in ("monitor", "probes", "schedules", "reports") for path in (ROOT / room).rglob("*.py")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf8"))
    dead = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert dead == []


def test_every_variable_is_in_the_reference():
    reference = (ROOT / "docs" / "reference" / "environment.md").read_text(encoding="utf8")
    # an example of a name that the user chooses is no variable of ours
    lines = [
        line for path in SOURCES for line in path.read_text(encoding="utf8").splitlines() if "examples=" not in line
    ]
    read = {name for line in lines for name in re.findall(r"\"(SHOPPER_[A-Z_]+)\"", line)}
    assert {name for name in read if f"`{name}`" not in reference} == set()


def test_every_page_is_reached_from_the_map():
    reached, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf8")):
            found = (page.parent / target).resolve()
            pages = sorted(found.glob("*.md")) if found.is_dir() else [found] if found.suffix == ".md" else []
            waiting += [each for each in pages if each.exists() and each not in reached]
    assert [page for page in PAGES if page.is_relative_to(ROOT / "docs") and page not in reached] == []
