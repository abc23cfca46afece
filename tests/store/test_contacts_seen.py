"""What an off-hours look is compared with: the newest looks by day and when closed, and whether the form is dead."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest

from monitor.domain.visit import Acceptance, Observation, Reading, Sending
from monitor.steps.judge import judge_due
from monitor.store import counts, visits
from monitor.testing.simulation import HandClock, look, open_simulation, programme_text, sent_visit

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
DOWN = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.REJECTED, reason="site_down")


@pytest.fixture
def clock():
    return HandClock(NOW)


@pytest.fixture
def house(tmp_path, clock):
    house = open_simulation(tmp_path, programme_text(["site0"]), clock)
    with closing(house.store):
        yield house


def seen(house):
    with house.store.reading() as connection:
        return counts.contacts_seen(connection, "site0", "night")


def looked(house, clock, *, is_open, number):
    """An off-hours look that saw this number."""
    clock.forward(hours=1)
    values = {
        "token": number, "site": "site0", "site_name": "site0", "touchpoint": "night", "kind": "off_hours",
        "slot_at": house.now(), "shopper": dict.fromkeys(("first", "last", "middle", "email", "phone"), ""), "question": {"subject": "", "text": "", "language": "en"},
    }  # fmt: skip
    with house.store.writing() as connection:
        visit_id = visits.add(connection, values)
        visits.claim_next(connection, house.now(), house.worker)
    facts = {"off_hours.open": is_open, "off_hours.contacts": {"numbers": [number]}}
    observations = tuple(Observation(name=name, value=value, evidence="") for name, value in facts.items())
    reading = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.NOTHING_SENT, observations=observations)
    look(house, visit_id, reading)


def test_nothing_is_remembered_of_a_page_never_seen(house):
    assert seen(house) == {"daytime": None, "closed": None, "form_dead": False}


def test_the_newest_look_of_each_kind_counts(house, clock):
    for is_open, number in (
        (True, "old day"),
        (False, "old night"),
        (True, "day"),
        (False, "night"),
        (None, "unknown"),
    ):
        looked(house, clock, is_open=is_open, number=number)
    found = seen(house)
    assert (found["daytime"], found["closed"]) == ({"numbers": ["day"]}, {"numbers": ["night"]})


def test_a_form_that_did_not_get_through_is_dead_until_it_does(house, clock):
    sent_visit(house, "site0", DOWN)
    clock.forward(minutes=1)
    judge_due(house)
    assert seen(house)["form_dead"] is True
    clock.forward(hours=1)
    sent_visit(house, "site0")
    clock.forward(minutes=1)
    judge_due(house)
    assert seen(house)["form_dead"] is False
