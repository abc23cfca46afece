"""Ground floor: the judge. Every rule of MEASURING §3 and §4 is in this folder and nowhere else.

`nouns.py` what goes in and comes out · `events.py` which messages count · `clocks.py` the two clocks,
deadline and window · `hearing.py` whether our own ears worked · `pages.py` facts seen on a page ·
`rulings.py` the rules in their order · `decide.py` the verdict with its explanation ·
`standing.py` a standard over a window of visits.
"""

from monitor.domain.verdict.clocks import Running, applies, clock_start
from monitor.domain.verdict.decide import decide, escalation
from monitor.domain.verdict.hearing import between, concerns
from monitor.domain.verdict.nouns import (
    COUNTED,
    Case,
    Ears,
    InconclusiveReason,
    Outcome,
    Proof,
    Standing,
    Step,
    Verdict,
)
from monitor.domain.verdict.rulings import A_MOMENT, CLOCK_CHANGED, RESTORED, THEIR_FAULT
from monitor.domain.verdict.standing import standing

__all__ = [
    "A_MOMENT",
    "CLOCK_CHANGED",
    "COUNTED",
    "RESTORED",
    "THEIR_FAULT",
    "Case",
    "Ears",
    "InconclusiveReason",
    "Outcome",
    "Proof",
    "Running",
    "Standing",
    "Step",
    "Verdict",
    "applies",
    "between",
    "clock_start",
    "concerns",
    "decide",
    "escalation",
    "standing",
]
