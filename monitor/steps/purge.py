"""Corridor, beside the visits: forget what was kept long enough, or what is about one person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from monitor.intake import call_doors
from monitor.intake.calls import e164
from monitor.steps import House
from monitor.store import calls, retention

AT_ONCE = 200
"""Letters in one transaction: others write as well."""
FAILURES = 2
"""Evidence of what went wrong is kept so many times as long: that is what people ask about late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How many letters (and calls) lost their words, how many evidence files went, how many rows named the person."""

    letters: int
    files: int
    rows: int = 0


def purge_old(house: House) -> Purged:
    """Reduce what is older than `retention_days` to timings, hashes and scores. Harmless when repeated."""
    kept = timedelta(days=house.programme.retention_days)
    before = house.now() - kept
    with house.store.reading() as connection:
        ids = retention.old_letters(connection, before)
        paths = retention.old_evidence(connection, before, house.now() - FAILURES * kept)
        rung = calls.old(connection, before)
    files = [house.settings.evidence / path for path in paths if path]
    there = [file for file in files if file.is_file()]
    for file in there:
        file.unlink(missing_ok=True)
    with house.store.writing() as connection:
        told = calls.reduce(connection, rung)
    return Purged(letters=_reduce(house, ids) + told, files=len(there))


def purge_person(house: House, person: str) -> Purged:
    """Forget one mail address or phone number now: letters that name it lose their words, calls their caller, the
    outbox its name. A number is given with + and country code."""
    named = _names_number(person) if _is_number(person) else _names_address(person)
    with house.store.reading() as connection:
        ids = retention.letters_of(connection, named)
    reduced = _reduce(house, ids)
    with house.store.writing() as connection:
        if _is_number(person):
            hashes = [call_doors.caller_hash(door, e164(person)) for door in house.settings.call_doors]
            reduced += calls.forget(connection, calls.of_callers(connection, hashes))
        return Purged(letters=reduced, files=0, rows=retention.forget_person(connection, person))


def _is_number(person: str) -> bool:
    return "@" not in person and bool(e164(person))


def _names_address(address: str) -> Callable[[bytes], bool]:
    wanted = address.lower().encode()
    return lambda text: wanted in text.lower()


def _names_number(number: str) -> Callable[[bytes], bool]:
    """However it is spelled: the last ten digits in a row, with what people put between them."""
    digits = e164(number).removeprefix("+")[-10:]
    spelled = re.compile(rb"[\s().\xa0-]{0,3}".join(digit.encode() for digit in digits))
    return lambda text: spelled.search(text) is not None


def _reduce(house: House, ids: list[int]) -> int:
    done = 0
    for first in range(0, len(ids), AT_ONCE):
        with house.store.writing() as connection:
            done += retention.reduce_letters(connection, ids[first : first + AT_ONCE])
    return done
