"""Room store: the outbox. Alerts are written with the verdict; packing puts them into parcels; parcels are sent.

Each move is a conditional update inside one short transaction: killed at any point, nothing is lost, and a parcel
taken up again leaves under its old Message-ID.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from monitor.store import posting
from monitor.store.outbox_tables import AckRow, AlertRow, AlertState, ParcelRow, ParcelState
from monitor.store.statements import insert_new, literally, literally_in, table

alert = table(AlertRow)
parcel = table(ParcelRow)
earlier = parcel.alias("earlier")
ack = table(AckRow)

LONGEST_PAUSE = timedelta(minutes=15)
"""Between two tries; short enough that a server back from a long absence gets its letters soon."""
GIVEN_UP = timedelta(days=5)
"""As long as mail servers themselves keep trying (RFC 5321 §4.5.4.1)."""
TOLD = alert.c.state.in_((AlertState.PENDING, AlertState.PACKED))
OPEN = (ParcelState.DUE, ParcelState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlert:
    """One thing for one person to know. `thread`: what it is about; `step`: which warning, escalation or reminder."""

    story: str
    thread: str
    recipient: str
    visit_id: int | None = None
    site: str = ""
    standard: str = ""
    step: int = 0
    why: str = ""

    @property
    def identity(self) -> str:
        """The same thing is told to the same person once, for ever."""
        return "/".join((self.story, self.thread, str(self.visit_id), self.standard, str(self.step), self.recipient))


class Crossed(Exception):
    """Another process packed one of these alerts meanwhile; the transaction must not be committed."""


def add(
    connection: Connection, new: NewAlert, now: datetime, *, folded: bool = False, until: datetime | None = None
) -> int | None:
    """Put an alert into the outbox; None when it is known already. `folded`: kept on record, never sent; `until`: its
    thread is snoozed."""
    state = AlertState.FOLDED if folded else AlertState.PENDING
    values = {**asdict(new), "identity": new.identity, "state": state, "created_at": now, "held_until": until}
    return insert_new(connection, AlertRow, values, ("identity",))


def told(connection: Connection, visit_id: int, stories: Collection[str], standard: str) -> bool:
    """Was one of these stories about a visit and a standard told (or is it about to be)?"""
    where = (alert.c.visit_id == visit_id, alert.c.story.in_(stories), alert.c.standard == standard, TOLD)
    return connection.execute(select(alert.c.id).where(*where).limit(1)).first() is not None


def told_before(connection: Connection, later: Row[Any], stories: Collection[str]) -> bool:
    """Does a letter that left before this alert's tell the same person one of these stories about its thread?"""
    where = (alert.c.thread == later.thread, alert.c.recipient == later.recipient, alert.c.story.in_(stories))
    letter = (alert.c.state == AlertState.PACKED, alert.c.bundle != later.bundle, alert.c.id < later.id)
    return connection.execute(select(alert.c.id).where(*where, *letter).limit(1)).first() is not None


def told_since(connection: Connection, thread: str, recipient: str, since: datetime, but: int) -> bool:
    """Did this person hear of the thread since then, by another visit than `but`?"""
    where = (alert.c.thread == thread, alert.c.recipient == recipient, alert.c.created_at >= since, TOLD)
    found = select(alert.c.id).where(*where, alert.c.visit_id != but).limit(1)
    return connection.execute(found).first() is not None


def people_of(connection: Connection, visit_id: int) -> set[str]:
    """Everybody who heard of a visit."""
    return set(connection.execute(select(alert.c.recipient).where(alert.c.visit_id == visit_id, TOLD)).scalars())


def last_step(connection: Connection, thread: str, story: str) -> int | None:
    """The newest step of a story about a thread, None when it was never told."""
    where = (alert.c.thread == thread, alert.c.story == story)
    newest = select(alert.c.step).where(*where).order_by(alert.c.step.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def told_ill(connection: Connection) -> list[str]:
    """Threads about ourselves whose last word may have been that something is ill."""
    ours = (alert.c.thread >= "house/", alert.c.thread < "house0")
    found = select(alert.c.thread).where(*ours, alert.c.story == "ill").distinct()
    return list(connection.execute(found).scalars())


def pending(connection: Connection, now: datetime, recipient: str = "") -> dict[str, list[Row[Any]]]:
    """Alerts in no letter yet and not snoozed, by recipient (of one recipient when given), oldest first."""
    where = [
        alert.c.state == literally(AlertState.PENDING),
        or_(alert.c.held_until.is_(None), alert.c.held_until <= now),
    ]
    if recipient:
        where.append(alert.c.recipient == recipient)
    rows = connection.execute(select(alert).where(*where).order_by(alert.c.recipient, alert.c.id))
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.recipient, []).append(row)
    return found


def last_packed(connection: Connection, recipient: str, now: datetime) -> datetime | None:
    """When the newest letter to them was packed by `now`: the clock may have been set back meanwhile."""
    where = (parcel.c.recipient == recipient, parcel.c.created_at <= now)
    found: datetime | None = connection.execute(select(func.max(parcel.c.created_at)).where(*where)).scalar()
    return found


def settle(connection: Connection, alerts: Iterable[int], state: AlertState, why: str) -> None:
    """Pending alerts that will not be sent: folded into another, or dropped; `why` is what `shopper alerts why` says."""
    where = (alert.c.id.in_(list(alerts)), alert.c.state == AlertState.PENDING)
    connection.execute(update(alert).where(*where).values(state=state, why=why))


def pack(
    connection: Connection, alerts: Sequence[int], bundle: str, recipient: str, channels: Sequence[str], now: datetime
) -> None:
    """Put alerts into one parcel per channel. `Crossed` when another process was quicker."""
    where = (alert.c.id.in_(alerts), alert.c.state == AlertState.PENDING)
    values = {"state": AlertState.PACKED, "bundle": bundle}
    if connection.execute(update(alert).where(*where).values(**values)).rowcount != len(alerts):
        raise Crossed
    for channel in channels:
        fresh = {"bundle": bundle, "channel": channel, "recipient": recipient, "state": ParcelState.DUE}
        insert_new(connection, ParcelRow, {**fresh, "created_at": now, "next_try_at": now}, ("bundle", "channel"))


def mark(row: Row[Any]) -> str:
    """A parcel's name in the notes of what was handed over."""
    return posting.mark(parcel, row)


def take_back(
    connection: Connection, workers: Sequence[str], noted: Mapping[str, datetime | None], now: datetime
) -> set[str]:
    """Half-sent parcels of these workers are due again, or sent if that was noted; the notes nobody needs any more."""
    return posting.take_back(connection, parcel, workers, noted, now)


def claim(connection: Connection, now: datetime, worker: str) -> Row[Any] | None:
    """The next parcel to send, now ours. Letters to one person leave in their order: one that is tried again holds
    back those behind it."""
    before = (
        select(earlier.c.id)
        .where(earlier.c.recipient == parcel.c.recipient, earlier.c.channel == parcel.c.channel)
        .where(earlier.c.id < parcel.c.id, literally_in(earlier.c.state, OPEN))
    )
    return posting.claim(connection, parcel, now, worker, LONGEST_PAUSE, ~before.exists())


def count_due(connection: Connection, now: datetime) -> int:
    """How many letters may leave now."""
    due = (parcel.c.state == literally(ParcelState.DUE), parcel.c.next_try_at <= now)
    return connection.execute(select(func.count()).select_from(parcel).where(*due)).scalar_one()


def not_later(connection: Connection, now: datetime) -> None:
    """The clock was set back: what waits for an instant that is now far away is tried soon."""
    far = (parcel.c.state == literally(ParcelState.DUE), parcel.c.next_try_at > now + LONGEST_PAUSE)
    connection.execute(update(parcel).where(*far).values(next_try_at=now))


def postpone(connection: Connection, parcel_id: int, until: datetime) -> None:
    """Not now, and not because it failed."""
    values = {"state": ParcelState.DUE, "next_try_at": until, "attempts": parcel.c.attempts - 1, "claimed_by": ""}
    connection.execute(update(parcel).where(parcel.c.id == parcel_id).values(**values))


def drop(connection: Connection, parcel_id: int, why: str) -> None:
    """Nothing in it is true any more."""
    values = {"state": ParcelState.DROPPED, "last_error": why}
    connection.execute(update(parcel).where(parcel.c.id == parcel_id).values(**values))


def sent(connection: Connection, parcel_id: int, now: datetime) -> None:
    posting.sent(connection, parcel, parcel_id, now)


def failed(connection: Connection, parcel_id: int, error: str, *, for_good: bool) -> None:
    """Not delivered: due again later, or given up for good."""
    posting.failed(connection, parcel, parcel_id, error, for_good=for_good)


def contents(connection: Connection, bundle: str) -> list[Row[Any]]:
    """The alerts in a letter, oldest first."""
    return list(connection.execute(select(alert).where(alert.c.bundle == bundle).order_by(alert.c.id)))


def to_remind(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Alerts whose people may be asked again."""
    return list(
        connection.execute(select(alert).where(alert.c.remind_at <= now).order_by(alert.c.remind_at).limit(200))
    )


def remind_later(connection: Connection, alert_id: int, at: datetime | None) -> None:
    connection.execute(update(alert).where(alert.c.id == alert_id).values(remind_at=at))


def next_step(connection: Connection, before: Row[Any], story: str) -> int:
    """The step of a story told again to the same person about the same promise."""
    where = [getattr(alert.c, name) == getattr(before, name) for name in ("thread", "recipient", "standard")]
    last = connection.execute(select(func.max(alert.c.step)).where(*where, alert.c.story == story)).scalar()
    return int(last or 0) + 1


def person_thread(address: str) -> str:
    """What somebody reacts to who wants no more alerts at all."""
    return f"person/{address}"


def acknowledge(
    connection: Connection, thread: str, by: str, now: datetime, until: datetime | None = None, note: str = ""
) -> None:
    """Somebody looks after a thread: no escalations and reminders, for good; or, with `until`, nothing at all until
    then, when who snoozed is told again (everybody who was told, when nobody of that address was)."""
    connection.execute(ack.insert().values(thread=thread, by=by, at=now, until_at=until, note=note))
    if until is None:
        return
    here = (alert.c.thread == thread, alert.c.state == AlertState.PENDING)
    connection.execute(update(alert).where(*here).values(held_until=until))
    where = (alert.c.thread == thread, alert.c.state == AlertState.PACKED)
    newest = select(func.max(alert.c.id)).where(*where).group_by(alert.c.recipient, alert.c.standard)
    theirs = connection.execute(newest.where(alert.c.recipient == by)).scalars().all()
    again = theirs or connection.execute(newest).scalars().all()
    connection.execute(update(alert).where(alert.c.id.in_(again)).values(remind_at=until))


def stopped(connection: Connection, people: Collection[str], now: datetime) -> list[tuple[str, datetime]]:
    """(who, since when) of those who want no more alerts."""
    threads = {person_thread(one): one for one in people}
    where = (ack.c.thread.in_(threads), ack.c.until_at.is_(None), ack.c.at <= now)
    grouped = select(ack.c.thread, func.max(ack.c.at)).where(*where).group_by(ack.c.thread)
    return [(threads[thread], since) for thread, since in connection.execute(grouped)]


def resume(connection: Connection, thread: str, by: str, now: datetime, note: str = "") -> None:
    """As if nobody had reacted to a thread; that somebody had stays on record."""
    holds = or_(ack.c.until_at.is_(None), ack.c.until_at > now)
    connection.execute(update(ack).where(ack.c.thread == thread, holds).values(until_at=now))
    connection.execute(ack.insert().values(thread=thread, by=by, at=now, until_at=now, note=note))
    held = (alert.c.thread == thread, alert.c.state == AlertState.PENDING, alert.c.held_until.is_not(None))
    connection.execute(update(alert).where(*held).values(held_until=None))


def reaction(connection: Connection, thread: str, now: datetime) -> Row[Any] | None:
    """The newest reaction that still holds; one for good goes before one for a while."""
    holds = or_(ack.c.until_at.is_(None), ack.c.until_at > now)
    order = (ack.c.until_at.is_not(None), ack.c.id.desc())
    return connection.execute(select(ack).where(ack.c.thread == thread, holds).order_by(*order).limit(1)).one_or_none()


def has_reacted(connection: Connection, thread: str, by: str, now: datetime, *, snoozed: bool) -> bool:
    """Does a reaction of this person (for good, or a snooze) still hold?"""
    holds = ack.c.until_at > now if snoozed else ack.c.until_at.is_(None)
    found = select(ack.c.id).where(ack.c.thread == thread, ack.c.by == by, holds).limit(1)
    return connection.execute(found).first() is not None


def snoozed_until(connection: Connection, thread: str, at: datetime) -> bool:
    """Did somebody ask to be told again at that instant?"""
    where = (ack.c.thread == thread, ack.c.until_at == at, ack.c.at < at)
    return connection.execute(select(ack.c.id).where(*where).limit(1)).first() is not None
