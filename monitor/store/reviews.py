"""Room store: letters that wait for a person, what a person decided, and answers entered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from monitor.domain.response import Label, MatchLevel
from monitor.domain.verdict import InconclusiveReason
from monitor.store.statements import table
from monitor.store.tables import MessageRow, MessageState, VerdictRow, VisitRow

message = table(MessageRow)
verdict = table(VerdictRow)
visit = table(VisitRow)


def to_review(connection: Connection) -> list[Row[Any]]:
    """Messages only a person can judge, oldest first, with `token` and `company` of their visit.

    Nobody can say who wrote it · in the holding pen · a person's, but whether it answers the question is open and a
    verdict waits for that.
    """
    waits = select(verdict.c.id).where(
        verdict.c.visit_id == message.c.visit_id, verdict.c.reason == InconclusiveReason.HUMAN_OR_AUTO_UNCLEAR
    )
    undecided = and_(message.c.label == Label.HUMAN, message.c.answers.is_(None), waits.exists())
    unclear = or_(message.c.label == Label.UNSURE, message.c.state == MessageState.HOLDING, undecided)
    columns = (message, visit.c.token, visit.c.site_name.label("company"), visit.c.question)
    statement = select(*columns).outerjoin(visit, visit.c.id == message.c.visit_id)
    return list(
        connection.execute(statement.where(unclear, message.c.reviewed.is_(None)).order_by(message.c.at, message.c.id))
    )


def one(connection: Connection, message_id: int) -> Row[Any]:
    """The message of that number; KeyError when there is none."""
    row = connection.execute(select(message).where(message.c.id == message_id)).one_or_none()
    if row is None:
        raise KeyError(message_id)
    return row


def decide(connection: Connection, message_id: int, values: Mapping[str, Any]) -> None:
    """Keep what a person decided: reviewed, and where they said so visit_id, state, level, site, answers, details."""
    connection.execute(update(message).where(message.c.id == message_id).values(**values))


def tokens(connection: Connection, ids: tuple[int, ...]) -> dict[int, str]:
    """Visit number → token, for the candidates of a letter in the pen."""
    rows = connection.execute(select(visit.c.id, visit.c.token).where(visit.c.id.in_(ids)))
    return {row.id: row.token for row in rows}


def enter(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Put down an answer somebody saw: visit_id, channel, at, label, answers, next_step, excerpt, site, details.

    False when the same answer (visit, channel, instant, label) was put down before.
    """
    same = [message.c[name] == values[name] for name in ("visit_id", "channel", "at", "label")]
    known = select(message.c.id).where(*same, message.c.level == MatchLevel.HAND, message.c.letter_id.is_(None))
    if connection.execute(known).first():
        return False
    connection.execute(message.insert().values(**values, level=MatchLevel.HAND, state=MessageState.MATCHED))
    return True
