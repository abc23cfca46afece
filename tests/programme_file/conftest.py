"""Probes as this room sees them: whether they send, and what options they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from monitor.programme_file import Understood, parse_programme, read_with_warnings


class NoOptions(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FormOptions(NoOptions):
    form: int = Field(1, ge=1, description="which form of the page, from 1")


@dataclass(frozen=True)
class Face:
    sends: bool
    options: type[BaseModel]


PROBES = {
    "feedback_form": Face(sends=True, options=FormOptions),
    "off_hours": Face(sends=False, options=NoOptions),
    "phone_number": Face(sends=False, options=NoOptions),
}
KINDS = tuple(PROBES)

SITE = """[programme]
mail_domain = "shopper.example"

[[sites]]
url = "https://aurora.example"
zone = "Europe/Moscow"
country = "RU"
language = "ru"
hours = "Mo-Fr 09:00-18:00"
"""


@pytest.fixture
def site() -> str:
    """The shortest programme file that may be used; tables can be added below it."""
    return SITE


@pytest.fixture
def parse() -> Callable[[str], Understood]:
    return lambda text: parse_programme(text, kinds=KINDS, probe_of=PROBES.__getitem__)


@pytest.fixture
def read() -> Callable[[Path], Understood]:
    return lambda path: read_with_warnings(path, kinds=KINDS, probe_of=PROBES.__getitem__)
