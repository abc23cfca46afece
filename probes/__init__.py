"""The probes: one file (or folder) per kind of touchpoint. The folder is the registry, the name is the kind."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from monitor.domain.errors import HouseFault

if TYPE_CHECKING:
    from probes._base import Probe

GROUP = "mystery_shopper.probes"


def kinds() -> tuple[str, ...]:
    """All kinds known, ours and outside ones (entry-point group `mystery_shopper.probes`), sorted."""
    own = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
    outside = [entry.name for entry in entry_points(group=GROUP)]
    clash = sorted({name for name in own + outside if (own + outside).count(name) > 1})
    if clash:
        raise HouseFault(f"two probes claim the same kind: {', '.join(clash)}; uninstall one of them")
    return tuple(sorted(own + outside))


def load(kind: str) -> Probe:
    """The probe of that kind; KeyError when there is none."""
    if kind not in kinds():
        raise KeyError(kind)
    for entry in entry_points(group=GROUP):
        if entry.name == kind:
            return entry.load()  # type: ignore[no-any-return]
    return importlib.import_module(f"probes.{kind}").PROBE  # type: ignore[no-any-return]
