"""Fixtures of the room: a Dovecot per test module, a letterbox in memory."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


def _beside(name: str) -> ModuleType:
    """A module of this folder (which is no package) under its own name."""
    spec = importlib.util.spec_from_file_location(f"intake_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def intake_dovecot() -> object:
    """The class, for tests that need another arrangement."""
    return _beside("dovecot").Dovecot


@pytest.fixture
def dovecot() -> Iterator[object]:
    """A fresh running Dovecot."""
    server = _beside("dovecot").Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()
