"""Room store: the letterbox and what was found in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Integer, Row, String, bindparam, cast, func, select, update

from monitor.domain.programme import Channel
from monitor.domain.response import Label, MatchLevel, Response
from monitor.store.statements import insert_new, literally, table, upsert
from monitor.store.tables import CursorRow, LetterRow, MessageRow, MessageState, VisitRow

EARLIER = 10
"""So many earlier visits of a company are looked at for texts that repeat."""
AT_ONCE = 20_000_000
"""Bytes of letters opened together."""

letter = table(LetterRow)
message = table(MessageRow)
visit = table(VisitRow)
cursor = table(CursorRow)
_INSERT = message.insert()


def keep(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Put a letter into the letterbox: door, raw, at, envelope_from, recipients, uid, body_sha256 and `key`.

    None when a letter of that key (same content, same recipients) lies there already; it keeps the earlier instant.
    """
    new = insert_new(connection, LetterRow, values, ("key",))
    if new is None:
        later = (letter.c.key == values["key"], letter.c.at > values["at"], func.length(letter.c.raw) > 0)
        connection.execute(update(letter).where(*later).values(at=values["at"], opened_at=None))
    return new


def unopened(connection: Connection, limit: int = 100) -> list[Row[Any]]:
    """Letters nobody has opened yet, in the order they were kept; so many as lie in `AT_ONCE` bytes, one at least."""
    waiting = select(letter.c.id, func.length(letter.c.raw).label("size")).where(letter.c.opened_at.is_(None))
    sizes = connection.execute(waiting.order_by(letter.c.id).limit(limit)).all()
    total = accumulate(row.size for row in sizes)
    ids = [row.id for row, so_far in zip(sizes, total, strict=True) if so_far <= AT_ONCE] or [
        row.id for row in sizes[:1]
    ]
    return list(connection.execute(select(letter).where(letter.c.id.in_(ids)).order_by(letter.c.id))) if ids else []


def take(connection: Connection, ids: Sequence[int], now: datetime) -> set[int]:
    """Open these letters: those that nobody has opened meanwhile. Who takes a letter must `record` it."""
    mine = update(letter).where(letter.c.id.in_(ids), letter.c.opened_at.is_(None)).values(opened_at=now)
    return set(connection.execute(mine.returning(letter.c.id)).scalars())


def read_before(connection: Connection, ids: Collection[int]) -> set[int]:
    """Which of these letters were read at least once."""
    return set(connection.execute(select(message.c.letter_id).where(message.c.letter_id.in_(ids))).scalars())


def reopen_all(connection: Connection) -> int:
    """Everything is read again from the raw bytes (`shopper reread`)."""
    still = func.length(letter.c.raw) > 0  # what was purged keeps what was decided
    return connection.execute(update(letter).where(still).values(opened_at=None)).rowcount


class Pile:
    """First readings of one transaction, written many at a time: a statement costs more than a row.

    Whoever asks about messages meanwhile must `write` first; what is never written never happened.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[dict[str, Any]] = []
        self._sites: set[str] = set()

    def put(self, values: Mapping[str, Any]) -> None:
        """What a letter says that was never read before."""
        if self._waiting and self._waiting[0].keys() != values.keys() | {"promise_minutes"}:
            self.write()
        self._waiting.append(_with_promise(values))
        self._sites.add(str(values.get("site", "")))

    def write(self, site: str = "") -> None:
        """Write what waits; with `site` only when something about that company does."""
        if self._waiting and (not site or site in self._sites):
            self._connection.execute(_INSERT, self._waiting)
            self._waiting, self._sites = [], set()


def _with_promise(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "promise_minutes": values.get("details", {}).get("promise_minutes")}


def record(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """What a letter says, for one visit or none; read again, the new reading replaces the old.

    What a person decided (whose letter, who wrote it) is never overwritten. Gives back the visit that loses the letter
    by this reading, None when none does.
    """
    values = _with_promise(values)
    where = message.c.letter_id == values["letter_id"]
    newest = select(message).where(where).order_by(message.c.id).limit(1)
    old = connection.execute(newest).one_or_none()
    if old is None:
        connection.execute(_INSERT, values)
    else:
        decided = old.reviewed is not None or old.level == MatchLevel.HAND
        new = _beside_a_review(values, old.details) if decided else values
        connection.execute(update(message).where(message.c.id == old.id).values(**new))
        if not decided and old.visit_id != values.get("visit_id"):
            return old.visit_id  # type: ignore[no-any-return]
    return None


def _beside_a_review(values: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Of a new reading what may change beside a person's decision."""
    review = old.get("review", {})
    told = ("answers", "next_step") if review.get("answers") is None else ("next_step",)
    fresh = ("label", "confidence", "excerpt", "message_id", "at", *told)
    return {name: values[name] for name in fresh if name in values} | {
        "details": {**values.get("details", {}), "review": review}
    }


def of_visit(connection: Connection, visit_id: int) -> list[Row[Any]]:
    """Every message of a visit, leaks too, by instant, with the letter's raw bytes (None for calls and hand entries)."""
    statement = select(message, letter.c.raw).outerjoin(letter).where(message.c.visit_id == visit_id)
    return list(connection.execute(statement.order_by(message.c.at, message.c.id)))


def from_people(connection: Connection, visit_id: int) -> list[Row[Any]]:
    """The letters that people sent to a visit's own address and that still have their bytes, newest first."""
    mine = (message.c.visit_id == visit_id, message.c.state == MessageState.MATCHED)
    by_people = (
        func.coalesce(cast(message.c.reviewed, String), cast(message.c.label, String)) == Label.HUMAN.value,
        message.c.channel == Channel.EMAIL,
        message.c.level == MatchLevel.RECIPIENT,
        func.length(letter.c.raw) > 0,
    )
    found = select(letter).join(message, message.c.letter_id == letter.c.id).where(*mine, *by_people)
    return list(connection.execute(found.order_by(letter.c.at.desc(), letter.c.id.desc())))


def responses(connection: Connection, visit_id: int) -> tuple[Response, ...]:
    """Everything that was matched to a visit, by instant; a person's review outranks the classifier.

    Copies of one letter (same Message-ID or same own words, by whatever doors) are one response at its first instant.
    """
    where = (message.c.visit_id == visit_id, message.c.state == MessageState.MATCHED)
    rows = connection.execute(select(message, letter.c.body_sha256).outerjoin(letter).where(*where)).all()
    ordered = sorted(rows, key=lambda row: (row.at, row.id))
    return tuple(
        Response(
            visit_id=visit_id,
            channel=row.channel,
            at=at,
            label=row.reviewed or row.label,
            confidence=1.0 if row.reviewed else row.confidence,
            level=row.level or MatchLevel.RECIPIENT,
            answers=row.answers,
            next_step=row.next_step,
            sha256=row.body_sha256 or "",
        )
        for at, row in sorted(_without_copies(ordered), key=lambda found: (found[0], found[1].id))
    )


def _without_copies(ordered: Sequence[Row[Any]]) -> Iterator[tuple[datetime, Row[Any]]]:
    """One of each letter's copies, with the instant of the first; what a person decided on any copy stays decided."""
    first: dict[str, datetime] = {}
    for row in ordered:
        for name in _names(row):
            first.setdefault(name, row.at)
    seen: set[str] = set()
    for row in sorted(ordered, key=lambda row: (row.reviewed is None, row.at, row.id)):
        names = _names(row)
        if row.reviewed is not None or not names & seen:
            yield min((first[name] for name in names), default=row.at), row
        seen |= names


def _names(row: Row[Any]) -> set[str]:
    return {name for name in (row.message_id, row.excerpt.strip()) if name}


def leaks(connection: Connection, since: datetime, until: datetime) -> list[Row[Any]]:
    """Strangers' advertising to addresses that only one company was given, by instant: site, touchpoint and token of the
    visit whose address leaked, `at`, `excerpt`, `details` (subject)."""
    columns = (visit.c.site, visit.c.touchpoint, visit.c.token, message.c.at, message.c.excerpt, message.c.details)
    joined = select(*columns).join(visit, visit.c.id == message.c.visit_id)
    where = (message.c.state == MessageState.LEAK, message.c.at >= since, message.c.at < until)
    return list(connection.execute(joined.where(*where).order_by(message.c.at, message.c.id)))


def in_pen_for(connection: Connection, visit_id: int, site: str) -> bool:
    """True when a person's letter lies in the holding pen that may belong to this visit's company."""
    where = (
        message.c.state == literally(MessageState.HOLDING),
        message.c.site == site,
        message.c.label.in_((Label.HUMAN, Label.UNSURE)),
        message.c.reviewed.is_(None),  # a person who left it in the pen said that it is nobody's
    )
    rows = connection.execute(select(message.c.details).where(*where)).scalars()
    return any(visit_id in details.get("candidates", ()) for details in rows)


def earlier_texts(connection: Connection, site: str, visit_id: int, limit: int = 5) -> tuple[str, ...]:
    """Own text of letters that answered the company's last visits before that one, for sameness: the same whenever asked."""
    found = connection.execute(_EARLIER_TEXTS, {"site": site, "this": visit_id, "most": limit})
    return tuple(found.scalars().all())


_THIS_SLOT = select(visit.c.slot_at).where(visit.c.id == bindparam("this")).scalar_subquery()
_LAST_VISITS = (
    select(visit.c.id)
    .where(visit.c.site == bindparam("site"), visit.c.slot_at < _THIS_SLOT)
    .order_by(visit.c.slot_at.desc())
    .limit(EARLIER)
)
# built once: building a statement costs more than running it, and this one is run for every letter
_EARLIER_TEXTS = (
    select(message.c.excerpt)
    .where(message.c.visit_id.in_(_LAST_VISITS.scalar_subquery()), message.c.excerpt != "")
    .order_by(message.c.at.desc(), message.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def get_cursor(connection: Connection, door: str, folder: str) -> tuple[int, int] | None:
    """(UIDVALIDITY, last UID) of a mailbox folder."""
    where = (cursor.c.door == door, cursor.c.folder == folder)
    row = connection.execute(select(cursor).where(*where)).one_or_none()
    return (row.uidvalidity, row.last_uid) if row else None


def set_cursor(connection: Connection, door: str, folder: str, uidvalidity: int, last_uid: int) -> None:
    values = {"door": door, "folder": folder, "uidvalidity": uidvalidity, "last_uid": last_uid}
    upsert(connection, CursorRow, values, ("door", "folder"))


def count_by_state(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(message.c.state, func.count()).group_by(message.c.state))
    return {MessageState(state).value: count for state, count in rows}
