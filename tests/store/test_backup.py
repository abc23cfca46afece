"""Back up while it runs, lose everything or only the database, restore: nothing is sent twice, nobody is blamed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor import wiring
from monitor.domain.verdict import InconclusiveReason, Outcome
from monitor.steps import House
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_week
from monitor.store import evidence, visits
from monitor.store.outbox_tables import AlertRow
from monitor.store.statements import table
from monitor.store.tables import EvidenceRow, VerdictRow
from monitor.testing.simulation import (
    ACCEPTED,
    HandClock,
    hear,
    look,
    open_simulation,
    programme_text,
    recipient,
    sent_visit,
)

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)  # a Tuesday
TEXT = programme_text([f"site{number}" for number in range(4)], extra=recipient("Anna"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "house").mkdir()
    (tmp_path / "backup").mkdir()
    return tmp_path


def back_up(place: Path) -> None:
    """What `.backup` of the sqlite3 command does, then the evidence."""
    with (
        closing(sqlite3.connect(place / "house" / "shopper.db")) as source,
        closing(sqlite3.connect(place / "backup" / "shopper.db")) as copy,
    ):
        source.backup(copy)
    shutil.copytree(place / "house" / "evidence", place / "backup" / "evidence", dirs_exist_ok=True)


def everything(place: Path) -> None:
    """The machine is gone; a new one gets what was backed up."""
    shutil.rmtree(place / "house")
    shutil.copytree(place / "backup", place / "house")


def the_database(place: Path) -> None:
    """Only the database is put back."""
    for file in (place / "house").glob("shopper.db*"):
        file.unlink()
    shutil.copy(place / "backup" / "shopper.db", place / "house" / "shopper.db")


def planned(house: House, site: str, at: datetime) -> int:
    values = {
        "token": f"token-{site}",
        "site": site,
        "touchpoint": "form",
        "kind": "feedback_form",
        "slot_at": at,
        "question": {"subject": "", "text": "", "language": "en"},
        "shopper": {"first": "", "last": "", "middle": "", "email": f"{site}@shopper.test", "phone": ""},
    }
    with house.store.writing() as connection:
        made = visits.add(connection, values)
    assert made
    return made


def states(house: House) -> dict[str, str]:
    with house.store.reading() as connection:
        rows = connection.execute(select(visits.visit.c.site, visits.visit.c.state, visits.visit.c.sending))
        return {row.site: f"{row.state} {row.sending or ''}".strip() for row in rows}


@pytest.mark.parametrize("lose", [everything, the_database])
def test_what_may_have_been_sent_since_is_never_sent_again(
    place: Path, clock: HandClock, lose: Callable[[Path], None]
) -> None:
    house = open_simulation(place / "house", TEXT, clock)
    claimed = planned(house, "site0", NOW)
    sending = planned(house, "site1", NOW)
    planned(house, "site2", NOW + timedelta(minutes=5))
    planned(house, "site3", NOW + timedelta(hours=5))
    with house.store.writing() as connection:
        for site in ("site0", "site1"):
            but = tuple(f"site{number}" for number in range(4) if f"site{number}" != site)
            assert visits.claim_next(connection, clock(), house.worker, but)
        assert visits.intend(connection, sending, house.worker, clock())
    evidence.write(house.settings.evidence, "after", b"picture", "image/jpeg", NOW)
    back_up(place)
    look(house, claimed, ACCEPTED)  # all of this happens after the backup
    clock.forward(minutes=5)
    with house.store.writing() as connection:
        again = visits.claim_next(connection, clock(), house.worker)
    assert again is not None
    look(house, again.id, ACCEPTED)
    clock.forward(minutes=10)
    wiring.enter(house)
    house.store.close()
    lose(place)
    house = open_simulation(place / "house", TEXT, clock)
    assert states(house) == {"site0": "missed", "site1": "waiting unknown", "site2": "missed", "site3": "planned"}
    plan_week(house, NOW.date() - timedelta(days=1))
    with closing(house.store), house.store.writing() as connection:
        assert visits.claim_next(connection, clock(), house.worker) is None


def test_nobody_is_blamed_for_an_answer_that_may_be_lost(place: Path, clock: HandClock) -> None:
    house = open_simulation(place / "house", TEXT, clock)
    hear(house)
    asked = sent_visit(house, "site0")
    item = evidence.write(house.settings.evidence, "after", b"picture", "image/jpeg", NOW)
    with house.store.writing() as connection:
        evidence.add(connection, asked.id, [item])
    clock.forward(minutes=5)
    hear(house)
    back_up(place)
    clock.forward(minutes=3)
    hear(house)  # here the answer came, and is lost
    wiring.enter(house)
    house.store.close()
    the_database(place)

    house = open_simulation(place / "house", TEXT, clock)
    for _ in range(30):
        clock.forward(minutes=10)
        hear(house)
        wiring.enter(house)
        judge_due(house)
    with closing(house.store), house.store.reading() as connection:
        (verdict,) = connection.execute(select(table(VerdictRow))).all()
        assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, InconclusiveReason.VISIT_INTERRUPTED)
        assert connection.execute(select(table(AlertRow).c.story)).scalars().all() == []
        for row in connection.execute(select(table(EvidenceRow))):
            assert (place / "house" / "evidence" / row.path).read_bytes() == b"picture"


def test_a_rest_a_restart_and_a_clock_set_back_are_no_restored_backup(place: Path, clock: HandClock) -> None:
    house = open_simulation(place / "house", TEXT, clock)
    planned(house, "site0", NOW + timedelta(minutes=5))
    for minutes in (60, -90, 0, 45):
        house.store.close()
        clock.forward(minutes=minutes)
        house = open_simulation(place / "house", TEXT, clock)
    with closing(house.store):
        assert states(house) == {"site0": "planned"}


def test_a_death_before_the_first_note_is_no_restored_backup(place: Path, clock: HandClock) -> None:
    house = open_simulation(place / "house", TEXT, clock)
    planned(house, "site0", NOW + timedelta(minutes=5))
    (place / "house" / "lived").write_text("0001-01-01T00:00:00+00:00")  # as it lies there until the first life is kept
    house.store.close()
    clock.forward(minutes=45)
    house = open_simulation(place / "house", TEXT, clock)
    with closing(house.store):
        assert states(house) == {"site0": "planned"}
