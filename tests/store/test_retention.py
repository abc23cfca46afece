"""Evidence goes when its time is over; of what went wrong later than of what went well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.visit import Acceptance, EvidenceItem, Reading, Sending
from monitor.store import Store, evidence, retention, visits

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
