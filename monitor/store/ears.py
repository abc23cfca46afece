"""Room store: the record of our own hearing: canaries sent and arrived, stretches of listening."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select, update

from monitor.domain.verdict import A_MOMENT, Ears, Proof
from monitor.domain.visit import VisitState
from monitor.store.statements import literally, table
from monitor.store.tables import CanaryRow, LetterRow, ListeningRow, MessageRow, MessageState, VerdictRow, VisitRow

canary = table(CanaryRow)
listening = table(ListeningRow)
verdict = table(VerdictRow)
visit = table(VisitRow)
letter = table(LetterRow)
message = table(MessageRow)


def sent(connection: Connection, ear: str, token: str, now: datetime, error: str = "") -> None:
    """A canary was sent (or could not be: `error`)."""
    connection.execute(canary.insert().values(ear=ear, token=token, sent_at=now, error=error))


def arrived(connection: Connection, token: str, at: datetime) -> bool:
    """A canary came; False when the token is not one of ours. Only the first arrival counts."""
    known = connection.execute(select(canary.c.id).where(canary.c.token == token)).scalar_one_or_none()
    if known is None:
        return False
    connection.execute(update(canary).where(canary.c.id == known, canary.c.arrived_at.is_(None)).values(arrived_at=at))
    return True


def has_arrived(connection: Connection, token: str) -> bool:
    """Did the canary of that token come in?"""
    found = select(canary.c.id).where(canary.c.token == token, canary.c.arrived_at.is_not(None))
    return connection.execute(found).first() is not None


def last_sent(connection: Connection, ear: str, now: datetime) -> datetime | None:
    """When the last canary was sent by `now`: the clock may have been set back meanwhile."""
    where = (canary.c.ear == ear, canary.c.sent_at <= now)
    found: datetime | None = connection.execute(select(func.max(canary.c.sent_at)).where(*where)).scalar()
    return found


def deaf_since(connection: Connection, ear: str, before: datetime) -> datetime | None:
    """When the first canary was sent that should be back (sent by `before`) and is not, with none after it back
    either; None while we hear."""
    where = (canary.c.ear == ear, canary.c.error == "")
    heard = select(func.max(canary.c.sent_at)).where(*where, canary.c.arrived_at.is_not(None)).scalar_subquery()
    lost = select(func.min(canary.c.sent_at)).where(*where, canary.c.sent_at <= before, canary.c.arrived_at.is_(None))
    since = lost.where(or_(heard.is_(None), canary.c.sent_at > heard))
    found: datetime | None = connection.execute(since).scalar()
    return found


def mute_since(connection: Connection, ear: str, count: int) -> tuple[datetime | None, str]:
    """Since when canaries cannot even be sent, and what was said: the newest `count` of them failed; else (None, "")."""
    newest = select(canary.c.sent_at, canary.c.error).where(canary.c.ear == ear).order_by(canary.c.sent_at.desc())
    rows = connection.execute(newest.limit(count)).all()
    mute = len(rows) == count and all(row.error for row in rows)
    return (rows[-1].sent_at, str(rows[0].error)) if mute else (None, "")


def failed(connection: Connection, token: str, error: str) -> None:
    """A canary could not be sent after all: it proves nothing either way."""
    connection.execute(update(canary).where(canary.c.token == token).values(error=error))


def proof_wanted(connection: Connection, since: datetime, until: datetime) -> bool:
    """True when a deadline or an answer window ended after `since`, or a breach wanted a proof since then (the next
    person may be called): silence must be proven to be theirs."""
    open_verdict = (verdict.c.final.is_(False), verdict.c.deadline > since, verdict.c.deadline <= until)
    rung = (
        verdict.c.final.is_(False),
        verdict.c.deadline <= until,
        verdict.c.breached.is_(True),
        verdict.c.look_again_at <= until + A_MOMENT,
        verdict.c.as_of > since,
    )
    window = (visit.c.state == literally(VisitState.WAITING), visit.c.closes_at > since, visit.c.closes_at <= until)
    return any(
        connection.execute(statement.limit(1)).first()
        for statement in (
            select(verdict.c.id).where(*open_verdict),
            select(verdict.c.id).where(*rung),
            select(visit.c.id).where(*window),
        )
    )


def heard(connection: Connection, ear: str, now: datetime, longest_gap: timedelta) -> None:
    """The ear is open now: extend the current stretch, or begin a new one after a gap longer than `longest_gap`."""
    last = connection.execute(
        select(listening.c.id, listening.c.until_at)
        .where(listening.c.ear == ear)
        .order_by(listening.c.until_at.desc())
        .limit(1)
    ).one_or_none()
    if last is None or now - last.until_at > longest_gap:
        connection.execute(listening.insert().values(ear=ear, since_at=now, until_at=now))
    elif now > last.until_at:
        connection.execute(update(listening).where(listening.c.id == last.id).values(until_at=now))


def last_proofs(connection: Connection) -> dict[str, tuple[datetime | None, datetime | None]]:
    """Door → (last proof that came in by it, listened to until): doors for letters by name, for calls "phone/name"."""
    came = select(letter.c.door, func.max(letter.c.at)).join(message, message.c.letter_id == letter.c.id)
    by_door = came.where(message.c.state == MessageState.CANARY).group_by(letter.c.door)
    by_ear = select(canary.c.ear, func.max(canary.c.arrived_at)).group_by(canary.c.ear)
    open_until = select(listening.c.ear, func.max(listening.c.until_at)).group_by(listening.c.ear)
    heard_at = {str(ear): at for ear, at in connection.execute(open_until)}
    proofs = {str(name): at for chosen in (by_ear, by_door) for name, at in connection.execute(chosen)}
    return {name: (proofs.get(name), heard_at.get(name)) for name in {*proofs, *heard_at}}


def record(
    connection: Connection, ear: str, since: datetime, until: datetime, gap_limit: timedelta, canary_grace: timedelta
) -> Ears:
    """What is known of an ear between `since` and `until`."""
    proofs = connection.execute(
        select(canary.c.sent_at, canary.c.arrived_at)
        .where(canary.c.ear == ear, canary.c.sent_at.between(since, until), canary.c.error == "")
        .order_by(canary.c.sent_at)
    )
    spans = connection.execute(
        select(listening.c.since_at, listening.c.until_at)
        .where(listening.c.ear == ear, listening.c.until_at >= since, listening.c.since_at <= until)
        .order_by(listening.c.since_at)
    )
    return Ears(
        proofs=tuple(Proof(sent_at=sent_at, arrived_at=arrived_at) for sent_at, arrived_at in proofs),
        spans=tuple((begin, end) for begin, end in spans),
        gap_limit=gap_limit,
        canary_grace=canary_grace,
    )
