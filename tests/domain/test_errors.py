"""What a person reads of a fault: every one of them, with place and remedy; and whose fault it was."""

from __future__ import annotations

from monitor.domain.errors import Fault, ProbeFault, UserFault
from monitor.domain.verdict import InconclusiveReason


def test_all_faults_are_told_at_once_under_a_title() -> None:
    faults = tuple(Fault(place=f"a.toml:{n}", found="is missing", remedy="Name it") for n in (1, 2))
    lines = ["a.toml:1: is missing. Name it", "a.toml:2: is missing. Name it"]
    assert str(UserFault(faults)).splitlines() == lines
    assert str(UserFault(faults, "2 faults")).splitlines() == ["2 faults", *lines]


def test_what_we_could_not_measure_is_told_with_the_reason_the_visit_ends_with() -> None:
    fault = ProbeFault("visit_interrupted", "the browser died")
    assert str(fault) == "the browser died"
    assert InconclusiveReason(fault.reason) is InconclusiveReason.VISIT_INTERRUPTED
