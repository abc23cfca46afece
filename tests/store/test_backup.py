"""Back up while it runs, lose everything, restore: the documented commands, tried."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from monitor.steps.judge import judge_due
from monitor.store import evidence, visits
from monitor.store.statements import table
from monitor.store.tables import EvidenceRow
from monitor.testing.simulation import HandClock, hear, open_simulation, programme_text, recipient, sent_visit

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)


def test_database_then_evidence_then_back(tmp_path: Path) -> None:
    clock = HandClock(NOW)
    text = programme_text(["site0", "site1", "site2"], extra=recipient("Anna"))
    folder, backup = tmp_path / "house", tmp_path / "backup"
    folder.mkdir()
    backup.mkdir()
    house = open_simulation(folder, text, clock)
    made = sent_visit(house, "site0")
    with house.store.writing() as connection:  # under way when the copy is made
        item = evidence.write(house.settings.evidence, "after", b"picture", "image/jpeg", NOW)
        evidence.add(connection, made.id, [item])
    under_way = sent_visit(house, "site1")
    with (
        closing(sqlite3.connect(folder / "shopper.db")) as source,
        closing(sqlite3.connect(backup / "shopper.db")) as copy,
    ):
        source.backup(copy)  # what `.backup` of the sqlite3 command does
    lost = sent_visit(house, "site2")
    shutil.copytree(folder / "evidence", backup / "evidence")
    house.store.close()
    shutil.rmtree(folder)

    shutil.copytree(backup, folder)
    house = open_simulation(folder, text, clock)
    clock.forward(minutes=11)
    hear(house, every=timedelta(hours=1))
    judge_due(house)
    with closing(house.store), house.store.reading() as connection:
        assert visits.by_state(connection) == {"waiting": 2}
        assert visits.one(connection, under_way.id).token == under_way.token
        for row in connection.execute(select(table(EvidenceRow))):
            assert (folder / "evidence" / row.path).read_bytes() == b"picture"
        assert lost.token not in {one.token for one in visits.waiting(connection)}
