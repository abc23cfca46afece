"""Ground floor: a finding, i.e. something a person should know, with gravity and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Gravity(StrEnum):
    """notes/phones_hours §1.6: C customers cannot reach them; M part of them cannot; m nuisance; i for the record."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`rule` is a stable id ("P3", "configuration"); `en`/`ru` one sentence each that says what is
    wrong and how to mend it; `page` an address, `profile` desktop/phone, `crop` an evidence sha256."""

    rule: str
    gravity: Gravity
    en: str
    ru: str
    page: str = ""
    profile: str = ""
    selector: str = ""
    shown: str = ""
    target: str = ""
    crop: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
