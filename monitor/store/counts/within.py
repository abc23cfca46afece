"""Room store, counts: conditions that several questions share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_

from monitor.domain.response import Label
from monitor.domain.visit import Sending
from monitor.store.statements import table
from monitor.store.tables import MessageRow, MessageState, VerdictRow, VisitRow

visit = table(VisitRow)
verdict = table(VerdictRow)
message = table(MessageRow)

ENQUIRY = or_(visit.c.address.is_not(None), visit.c.sending == Sending.SENT)
"""Not a look: something was sent, or was to be."""
MATCHED = message.c.state == MessageState.MATCHED


def within(start: datetime, end: datetime, sites: Sequence[str]) -> ColumnElement[bool]:
    """Visits of a period, of these sites."""
    where = and_(visit.c.slot_at >= start, visit.c.slot_at < end)
    return and_(where, visit.c.site.in_(sites)) if sites else where


def by(label: Label) -> ColumnElement[bool]:
    """Messages of that label; a person's review outranks the classifier."""
    return func.coalesce(message.c.reviewed, message.c.label) == label.value
