"""Ground floor: incoming messages and calls, who wrote them, which visit they belong to."""

from monitor.domain.response.classify import classify
from monitor.domain.response.match import VisitIndex, VisitTable, match
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
    "VisitIndex",
    "VisitTable",
    "classify",
    "match",
]
