"""Standards about what a page shows: no waiting, no ears, the observation decides at once.

A promised fact that is not there ends as `not_answered`: the way in may still work, so it is not
`unreachable`, and no person was asked. A confirmation after the threshold is `late`; one that was
waited for and never came (value null) is `not_answered`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from monitor.domain.programme import Event, ServiceStandard
from monitor.domain.verdict.nouns import InconclusiveReason, Outcome
from monitor.domain.verdict.rulings import Ruling, inconclusive, never_started
from monitor.domain.visit import Visit

CONFIRMATION_SECONDS = "form.confirmation_seconds"


def page_ruling(visit: Visit, standard: ServiceStandard) -> Ruling:
    """Met or not by the observation the standard names; inconclusive when it was not observed."""
    name = CONFIRMATION_SECONDS if standard.event is Event.CONFIRMATION else standard.fact
    values = [observation.value for observation in visit.observations if observation.name == name]
    if not values:
        return _unobserved(visit, name)
    if standard.event is Event.CONFIRMATION:
        return _confirmation(values, standard.threshold)
    if all(values):
        return Ruling(outcome=Outcome.MET, why=f"{name}: seen", final=True)
    return Ruling(outcome=Outcome.NOT_ANSWERED, why=f"{name}: not so", final=True)


def _unobserved(visit: Visit, name: str) -> Ruling:
    found = never_started(visit)
    if found.outcome is Outcome.INCONCLUSIVE and found.reason is InconclusiveReason.VISIT_INTERRUPTED:
        return inconclusive(InconclusiveReason.VISIT_INTERRUPTED, f"{name} was not observed")
    return found


def _confirmation(values: list[Any], threshold: timedelta) -> Ruling:
    if any(value is None for value in values):
        return Ruling(outcome=Outcome.NOT_ANSWERED, why="no confirmation was shown", final=True)
    slowest = timedelta(seconds=max(values))
    outcome = Outcome.MET if slowest <= threshold else Outcome.LATE
    return Ruling(outcome=outcome, why=f"confirmed after {slowest}, allowed {threshold}", final=True)
