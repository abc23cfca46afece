"""Corridor, beside the visits: forget what was kept long enough, or what is about one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from mimetypes import guess_type
from pathlib import Path
from typing import TypeVar

from monitor.intake import call_doors
from monitor.intake.calls import e164
from monitor.intake.person import Person, person
from monitor.steps import House
from monitor.store import calls, retention

Item = TypeVar("Item")
AT_ONCE = 200
"""Letters in one transaction: others write as well."""
FAILURES = 2
"""Evidence of what went wrong is kept so many times as long: that is what people ask about late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How many letters (calls, hand entries) lost their words, how many files went, how many texts named the person."""

    letters: int
    files: int
    rows: int = 0


def purge_old(house: House) -> Purged:
    """Reduce what is older than `retention_days` to timings, hashes and scores. Harmless when repeated."""
    kept = timedelta(days=house.programme.retention_days)
    before, failures_before = house.now() - kept, house.now() - FAILURES * kept
    with house.store.reading() as connection:
        ids = retention.old_letters(connection, before)
        paths = retention.old_evidence(connection, before, failures_before)
        rung = calls.old(connection, before)
        told = retention.old_hand_entries(connection, before)
    files = [house.settings.evidence / path for path in paths if path]
    files += _left_behind(house, failures_before)
    files += [copy for copy in _copies(house) if _older(copy, before)]
    removed = _removed(files)
    with house.store.writing() as connection:
        words = calls.reduce(connection, rung) + retention.reduce_messages(connection, told)
    reduced = _reduce(house, ids)
    house.store.settle()
    return Purged(letters=reduced + words, files=removed)


def purge_person(house: House, told: str) -> Purged:
    """Forget one mail address or phone number (with + and country code) now: what names it loses its words, calls their
    caller, pages and pictures go, and no table says the name any more. ValueError when it is neither."""
    who = person(told)
    with house.store.reading() as connection:
        ids = retention.letters_of(connection, who.named_in)
        rung = set(calls.naming(connection, who.named_in))
        if "@" not in told:
            hashes = [call_doors.caller_hash(door, e164(told)) for door in house.settings.call_doors]
            rung |= set(calls.of_callers(connection, hashes))
    files = _removed([*_naming(house, who), *_copies(house)])
    reduced = _reduce(house, ids)
    nobody = f"removed-{house.dice.getrandbits(32):08x}"  # another one than last time: some columns are unique
    with house.store.writing() as connection:
        reduced += calls.forget(connection, sorted(rung))
        said = retention.messages_of(connection, who.named_in)  # what a person put down
        reduced += retention.reduce_messages(connection, said)
        rows = retention.rewrite(connection, who.like, partial(who.without, instead=nobody))
    house.store.settle()
    return Purged(letters=reduced, files=files, rows=rows)


def _naming(house: House, who: Person) -> set[Path]:
    """Files that name the person, and what cannot be searched but shows the same."""
    folder, settings = house.settings.evidence, house.settings
    found = {file for file in _files(folder) if who.named_in(file.read_bytes(), guess_type(file.name)[0] or "")}
    with house.store.reading() as connection:
        for some in _portions(sorted(str(file.relative_to(folder)) for file in found)):
            found |= {folder / path for path in retention.seen_with(connection, some)}
    for written in (settings.reports, settings.var / "nightly"):
        for file in _files(written):
            if who.named_in(file.read_bytes(), guess_type(file.name)[0] or ""):
                found |= set(file.parent.glob(f"{file.stem}.*"))  # the same report on paper or as a table
    return found


def _left_behind(house: House, before: datetime) -> Iterator[Path]:
    """Old evidence that belongs to no visit, because a process died before it could say so."""
    folder = house.settings.evidence
    old = sorted(str(file.relative_to(folder)) for file in _files(folder) if _older(file, before))
    with house.store.reading() as connection:
        for some in _portions(old):
            yield from (folder / path for path in retention.unknown(connection, some))


def _copies(house: House) -> Iterator[Path]:
    """Copies of the database that were made before it was upgraded."""
    return house.settings.var.glob("*.before-*")


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _older(file: Path, before: datetime) -> bool:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) < before


def _removed(files: Iterable[Path]) -> int:
    there = {file for file in files if file.is_file()}
    for file in there:
        file.unlink(missing_ok=True)
    return len(there)


def _portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[first : first + AT_ONCE] for first in range(0, len(items), AT_ONCE))


def _reduce(house: House, ids: list[int]) -> int:
    done = 0
    for some in _portions(ids):
        with house.store.writing() as connection:
            done += retention.reduce_letters(connection, some)
    return done
