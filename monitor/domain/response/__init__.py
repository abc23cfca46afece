"""Ground floor: incoming messages and calls, who wrote them, which visit they belong to."""

from monitor.domain.response.classify import classify
from monitor.domain.response.match import VisitIndex, VisitTable, match, with_leak
from monitor.domain.response.nouns import (
    CallEvent,
    Classification,
    IncomingMessage,
    Label,
    Match,
    MatchLevel,
    OpenVisit,
    Reason,
    Response,
)
from monitor.domain.response.rung import Ring, Rung, match_call

__all__ = [
    "CallEvent",
    "Classification",
    "IncomingMessage",
    "Label",
    "Match",
    "MatchLevel",
    "OpenVisit",
    "Reason",
    "Response",
    "Ring",
    "Rung",
    "VisitIndex",
    "VisitTable",
    "classify",
    "match",
    "match_call",
    "with_leak",
]
