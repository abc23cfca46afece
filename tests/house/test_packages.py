"""Four plain names from one parent, and locks that say all that pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from monitor.doctor import ground
from monitor.doctor.tick import Health

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
RUNTIME = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]
DEVELOPMENT = [line for line in PROJECT["dependency-groups"]["dev"] if isinstance(line, str)]
LOCKS = {"requirements.lock": RUNTIME, "requirements-dev.lock": RUNTIME + DEVELOPMENT}


def locked(name: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^([a-zA-Z0-9].*?)(?: \\)?$", (ROOT / name).read_text(encoding="utf8"), re.MULTILINE):
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def test_the_four_names_have_one_parent():
    tick = ground.packages()
    assert tick.health is Health.well
    assert str(ROOT) in tick.found


@pytest.mark.parametrize("lock", LOCKS)
def test_what_the_project_asks_for_is_locked(lock):
    there = locked(lock)
    for wanted in map(Requirement, LOCKS[lock]):
        pins = there.get(canonicalize_name(wanted.name), [])
        versions = [next(iter(pin.specifier)).version for pin in pins]
        assert versions and all(wanted.specifier.contains(each) for each in versions), f"{wanted}: run `make lock`"


def test_both_locks_agree():
    development = locked("requirements-dev.lock")
    for name, pins in locked("requirements.lock").items():
        assert {str(pin.specifier) for pin in pins} <= {str(pin.specifier) for pin in development[name]}, name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_names_no_index(lock):
    text = (ROOT / lock).read_text(encoding="utf8")
    assert "://" not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert [pin for pin in pins if not re.match(r"\S+==.+ \\\n    --hash=sha256:[0-9a-f]{64}", pin)] == []
