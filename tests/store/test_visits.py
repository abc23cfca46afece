"""The guard against a second enquiry: unique slots, conditional claims, one intent for ever."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from monitor.domain.visit import Acceptance, Observation, Reading, Sending, VisitState
from monitor.store import Store, visits

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def planned(number: int, **values: Any) -> dict[str, Any]:
    return {
        "token": f"t{number}",
        "site": f"site{number}",
        "touchpoint": "form",
        "kind": "feedback_form",
        "slot_at": NOW,
        "address": f"olga{number}@shopper.test",
        "shopper": {"first": "Olga", "last": "", "middle": "", "email": f"olga{number}@shopper.test", "phone": ""},
        "question": {"subject": "s", "text": "t", "language": "en"},
        **values,
    }


def add(store: Store, number: int, **values: Any) -> int | None:
    with store.writing() as connection:
        return visits.add(connection, planned(number, **values))


def claim(store: Store, worker: str, now: datetime = NOW) -> int | None:
    with store.writing() as connection:
        found = visits.claim_next(connection, now, worker)
    return found.id if found else None


def test_a_slot_is_planned_once(store: Store) -> None:
    assert add(store, 1) is not None
    assert add(store, 1, token="other", address="other@shopper.test") is None


def test_an_address_never_returns(store: Store) -> None:
    add(store, 1)
    with pytest.raises(IntegrityError):
        add(store, 2, address="olga1@shopper.test")


def test_only_one_worker_gets_a_visit(store: Store) -> None:
    for number in range(20):
        add(store, number)
    got: list[int] = []

    def work(name: str) -> None:
        while (found := claim(store, name)) is not None:
            got.append(found)

    workers = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(got) == len(set(got)) == 20


def test_one_company_is_visited_by_one_at_a_time(store: Store) -> None:
    add(store, 1)
    add(store, 1, token="b", touchpoint="other", address="b@shopper.test")
    assert claim(store, "a") is not None
    assert claim(store, "b") is None


def test_the_future_and_postponed_visits_wait(store: Store) -> None:
    add(store, 1, slot_at=NOW + HOUR)
    assert claim(store, "a") is None
    found = claim(store, "a", NOW + HOUR)
    assert found is not None
    with store.writing() as connection:
        assert visits.release(connection, found, NOW + 3 * HOUR)
    assert claim(store, "a", NOW + 2 * HOUR) is None
    assert claim(store, "a", NOW + 3 * HOUR) == found


def test_the_intent_is_given_once_and_only_to_its_owner(store: Store) -> None:
    add(store, 1)
    found = claim(store, "a")
    assert found is not None
    with store.writing() as connection:
        assert not visits.intend(connection, found, "b", NOW)
        assert visits.intend(connection, found, "a", NOW)
        assert not visits.intend(connection, found, "a", NOW)
        assert not visits.release(connection, found, NOW)


def test_recovery_sends_nothing_again(store: Store) -> None:
    add(store, 1)
    add(store, 2)
    first, second = claim(store, "dead"), claim(store, "dead")
    assert first is not None
    assert second is not None
    with store.writing() as connection:
        visits.intend(connection, first, "dead", NOW)
        assert visits.recover(connection, ("dead",), NOW, NOW + HOUR) == (1, 1)
        unknown, back = visits.one(connection, first), visits.one(connection, second)
    assert (unknown.state, unknown.sending, unknown.submitted_at) == (VisitState.WAITING, Sending.UNKNOWN, NOW)
    assert back.state is VisitState.PLANNED
    assert claim(store, "alive") == second
    assert claim(store, "alive") is None


def test_late_slots_are_missed_not_made_up(store: Store) -> None:
    add(store, 1, slot_at=NOW - 2 * HOUR)
    add(store, 2)
    with store.writing() as connection:
        assert visits.miss(connection, NOW - HOUR) == 1
        assert visits.by_state(connection) == {"missed": 1, "planned": 1}


def test_finish_keeps_facts_and_the_instants_as_they_were(store: Store) -> None:
    add(store, 1)
    found = claim(store, "a")
    assert found is not None
    reading = Reading(
        sending=Sending.SENT,
        acceptance=Acceptance.ACCEPTED,
        accepted_at=NOW,
        observations=(Observation(name="form.fields", value=4),),
    )
    moscow = NOW.astimezone(datetime.fromisoformat("2026-03-03T13:00+03:00").tzinfo)
    with store.writing() as connection:
        visits.intend(connection, found, "a", NOW)
        visits.finish(connection, found, reading, submitted_at=moscow, due_at=NOW, closes_at=NOW + HOUR)
        visit = visits.one(connection, found)
    assert visit.submitted_at == NOW
    assert visit.submitted_at is not None
    assert visit.submitted_at.tzinfo is UTC
    assert visit.observations == (Observation(name="form.fields", value=4),)
    assert visit.state is VisitState.WAITING


def test_resting_yields_to_what_arrived_meanwhile(store: Store) -> None:
    add(store, 1)
    found = claim(store, "a")
    assert found is not None
    nothing = Reading(sending=Sending.SENT, acceptance=Acceptance.ACCEPTED)
    with store.writing() as connection:
        visits.finish(connection, found, nothing, due_at=NOW, closes_at=NOW + HOUR)
        visits.listen_again(connection, found, NOW + timedelta(minutes=1))
        assert not visits.rest(connection, found, NOW, None)
        assert visits.one(connection, found).due_at == NOW + timedelta(minutes=1)
        assert visits.rest(connection, found, NOW + timedelta(minutes=1), None)
        assert visits.one(connection, found).state is VisitState.CLOSED


def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="naive"):
        add(store, 1, slot_at=datetime(2026, 3, 3, 10))
