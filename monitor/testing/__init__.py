"""The roof: the practice town, for the demo, for tests, and for people who write probes.

Companies on loopback, each with its own website and its own staff who answer by real mail, all on a
clock that is handed in. Each keeps a ledger of what it really received.
"""

from monitor.testing.clock import Clock
from monitor.testing.companies import COMPANIES
from monitor.testing.company import Company
from monitor.testing.ledger import Ledger, PageView, SentLetter, Submission
from monitor.testing.town import Town, open_town
from monitor.testing.trial import TrialBox, try_probe
from monitor.testing.truth import Count, Fate, Truth

__all__ = [
    "COMPANIES",
    "Clock",
    "Company",
    "Count",
    "Fate",
    "Ledger",
    "PageView",
    "SentLetter",
    "Submission",
    "Town",
    "TrialBox",
    "Truth",
    "open_town",
    "try_probe",
]
