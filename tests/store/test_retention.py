"""Evidence goes when its time is over; of what went wrong later than of what went well."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from monitor.domain.visit import Acceptance, EvidenceItem, Observation, Reading, Sending
from monitor.store import Store, evidence, retention, visits, workers

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def visited(store: Store, number: int, acceptance: Acceptance, *items: tuple[str, datetime]) -> None:
    values = {
        "token": f"t{number}",
        "site": f"site{number}",
        "touchpoint": "form",
        "kind": "feedback_form",
        "slot_at": NOW,
        "shopper": {"first": "", "last": "", "middle": "", "email": "", "phone": ""},
        "question": {"subject": "", "text": "", "language": "en"},
    }
    with store.writing() as connection:
        visits.add(connection, values)
        claimed = visits.claim_next(connection, NOW, "w")
        assert claimed
        kept = [
            EvidenceItem(kind="after", path=path, sha256=path, media_type="image/jpeg", at=at) for path, at in items
        ]
        evidence.add(connection, claimed.id, kept)
        visits.finish(connection, claimed.id, Reading(sending=Sending.SENT, acceptance=acceptance))


@pytest.mark.parametrize(
    ("acceptance", "age", "gone"),
    [
        (Acceptance.ACCEPTED, 61, True),
        (Acceptance.ACCEPTED, 59, False),
        (Acceptance.REJECTED, 61, False),
        (Acceptance.REJECTED, 121, True),
        (Acceptance.UNKNOWN, 61, False),
    ],
)
def test_failures_are_kept_twice_as_long(store: Store, acceptance: Acceptance, age: int, gone: bool) -> None:
    visited(store, 1, acceptance, ("picture", NOW - age * DAY))
    with store.reading() as connection:
        found = retention.old_evidence(connection, NOW - 60 * DAY, NOW - 120 * DAY)
    assert found == (["picture"] if gone else [])


def test_bytes_that_another_visit_still_needs_stay(store: Store) -> None:
    visited(store, 1, Acceptance.ACCEPTED, ("same", NOW - 90 * DAY))
    visited(store, 2, Acceptance.ACCEPTED, ("same", NOW - DAY))
    with store.reading() as connection:
        assert retention.old_evidence(connection, NOW - 60 * DAY, NOW - 120 * DAY) == []


def test_a_name_is_taken_out_of_texts_and_json_of_every_table_and_our_own_addresses_stay(store: Store) -> None:
    visited(store, 1, Acceptance.ACCEPTED)
    with store.writing() as connection:
        facts = [{"mail": "Olga_P@x.example", "at": [1, None, "call olga_p@x.example"]}, {"mail": "olgaXp@x.example"}]
        visits.add_observations(connection, 1, [Observation(name="contacts", value=facts, evidence="page")], 1)
        workers.once(connection, "k", "olga_p@x.example", NOW, note="by olga_p@x.example")
        connection.execute(update(visits.visit).values(address="olga_p@x.example", reason="olga_p@x.example"))

    def without(text: str) -> str:
        return re.sub("olga_p@x.example", "removed", text, flags=re.IGNORECASE)

    with store.writing() as connection:
        assert retention.rewrite(connection, "%olga!_p@%", without) == 4
        assert retention.rewrite(connection, "%olga!_p@%", without) == 0
        (fact,) = visits.observations_of(connection, 1)
        row = connection.execute(select(visits.visit.c.address, visits.visit.c.reason)).one()
    assert fact.value == [{"mail": "removed", "at": [1, None, "call removed"]}, {"mail": "olgaXp@x.example"}]
    assert tuple(row) == ("olga_p@x.example", "removed")


def test_what_an_archived_page_shows_goes_with_the_pictures_of_its_visit(store: Store) -> None:
    visited(store, 1, Acceptance.ACCEPTED, ("page", NOW), ("picture", NOW))
    visited(store, 2, Acceptance.ACCEPTED, ("another", NOW))
    with store.reading() as connection:
        assert retention.seen_with(connection, ["page"]) == {"page", "picture"}
        assert retention.unknown(connection, ["page", "lost"]) == {"lost"}
