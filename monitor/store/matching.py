"""Room store: open visits as the matcher asks for them, each question by an index."""

from __future__ import annotations

from monitor.domain.visit import VisitState
from monitor.store.statements import table
from monitor.store.tables import MessageRow, VisitRow

visit = table(VisitRow)
message = table(MessageRow)
LISTENING = (VisitState.CLAIMED, VisitState.SUBMITTING, VisitState.WAITING)
