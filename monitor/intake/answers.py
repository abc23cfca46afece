"""Room intake: answers people saw themselves (a call, a messenger, a letter elsewhere), as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from monitor.domain.errors import UserFault
from monitor.domain.programme import Channel
from monitor.intake.rows import Reader, check_columns, read_rows

COLUMNS = ("visit", "channel", "at", "by", "answers", "next_step", "note")


class Author(StrEnum):
    """Who answered."""

    PERSON = "person"
    ROBOT = "robot"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAnswer:
    """One answer somebody saw. `visit` is a token or number; `at` aware UTC; `place` names it in messages."""

    visit: str
    channel: Channel
    at: datetime
    by: Author = Author.PERSON
    answers: bool | None = None
    next_step: bool | None = None
    note: str = ""
    place: str = ""


def read_answers(path: Path, zone_of: Callable[[str], str]) -> tuple[SeenAnswer, ...]:
    """The answers of a CSV or JSON file. `zone_of` gives a visit's time zone for times without an offset.

    `UserFault` lists every fault of the file with line and column.
    """
    records = read_rows(path)
    faults = check_columns(records, COLUMNS, ("visit", "channel", "at"))
    found = []
    for record in [] if faults else records:
        row = Reader(record)
        visit = row.text("visit", required=True)
        at = row.instant("at", zone_of(visit), required=True)
        channel = row.choice("channel", Channel, Channel.HAND)
        seen = {"by": row.choice("by", Author, Author.PERSON), "answers": row.yes("answers")}
        more = {"next_step": row.yes("next_step"), "note": row.text("note"), "place": record.place}
        faults += row.faults
        if at is not None:
            found.append(SeenAnswer(visit=visit, channel=channel, at=at, **seen, **more))  # type: ignore[arg-type]
    if faults:
        raise UserFault(tuple(faults))
    return tuple(found)
