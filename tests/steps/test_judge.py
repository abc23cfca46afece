"""What the judge puts into the outbox: once per story, visit, standard and person; the answer after all once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor import wiring
from monitor.domain.programme import Channel
from monitor.domain.response import Label, MatchLevel
from monitor.domain.verdict import Outcome
from monitor.domain.visit import Acceptance, Reading, Sending, Visit
from monitor.steps import House
from monitor.steps.judge import judge_due
from monitor.store import ears, letters, visits
from monitor.store.outbox_tables import AlertRow
from monitor.store.statements import table
from monitor.store.tables import MessageRow, MessageState, VerdictRow
from monitor.testing.simulation import (
    HandClock,
    Kind,
    hear,
    open_simulation,
    programme_text,
    recipient,
    sent_visit,
)

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
PEOPLE = recipient("Anna") + recipient("Boss", "level = 1") + recipient("Elsewhere", 'sites = ["site1"]')
BROKEN = Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.REJECTED, reason="server_error")


@pytest.fixture
def house(opened: Callable[[str], House]) -> House:
    made = opened(programme_text(["site0", "site1"], extra=PEOPLE, kind=Kind(ladder="escalate_at = [2]")))
    hear(made)
    return made


def outbox_of(house: House) -> list[tuple[str, str, str]]:
    alert = table(AlertRow)
    with house.store.reading() as connection:
        rows = connection.execute(select(alert.c.story, alert.c.recipient, alert.c.site).order_by(alert.c.id))
        return [(story, who.partition("@")[0], site) for story, who, site in rows]


def judged(house: House, clock: HandClock, minutes: float) -> list[tuple[str, str, str]]:
    """The outbox after judging, twice, minute by minute."""
    for _ in range(int(minutes)):
        clock.forward(minutes=1)
        hear(house)
        judge_due(house)
        with house.store.writing() as connection:
            for visit in connection.execute(select(table(AlertRow).c.visit_id).distinct()).scalars().all():
                visits.listen_again(connection, visit, clock())
        judge_due(house)
    return outbox_of(house)


def answered(house: House, visit: Visit, label: Label = Label.HUMAN) -> None:
    values = {
        "letter_id": None,
        "visit_id": visit.id,
        "state": MessageState.MATCHED,
        "channel": Channel.EMAIL,
        "at": house.now(),
        "label": label,
        "level": MatchLevel.RECIPIENT,
    }
    with house.store.writing() as connection:
        connection.execute(letters.message.insert().values(**values))
        visits.listen_again(connection, visit.id, house.now())


def test_a_breach_goes_once_to_those_concerned(house: House, clock: HandClock) -> None:
    sent_visit(house, "site0")
    assert judged(house, clock, 9) == []
    assert judged(house, clock, 6) == [("breach", "anna", "site0")]


def test_a_site_of_their_own(house: House, clock: HandClock) -> None:
    sent_visit(house, "site1")
    assert judged(house, clock, 12) == [("breach", "anna", "site1"), ("breach", "elsewhere", "site1")]


def test_the_next_person_is_called_later(house: House, clock: HandClock) -> None:
    sent_visit(house, "site0")
    assert judged(house, clock, 25) == [("breach", "anna", "site0"), ("escalated", "boss", "site0")]


def test_the_answer_is_told_to_all_who_heard(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    judged(house, clock, 25)
    answered(house, visit)
    assert judged(house, clock, 5)[2:] == [("answered", "anna", "site0"), ("answered", "boss", "site0")]


def test_an_answer_in_time_is_no_news(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    judged(house, clock, 5)
    answered(house, visit)
    assert judged(house, clock, 20) == []


def test_a_robot_does_not_calm_us(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    answered(house, visit, Label.AUTO_ACK)
    assert judged(house, clock, 12) == [("breach", "anna", "site0")]


def test_a_broken_way_in_is_told_at_once_and_never_again(house: House, clock: HandClock) -> None:
    sent_visit(house, "site0", BROKEN)
    assert judged(house, clock, 30) == [("unreachable", "anna", "site0")]


def test_deaf_ears_accuse_nobody(house: House, clock: HandClock) -> None:
    sent_visit(house, "site0")
    clock.forward(hours=2)
    judge_due(house)
    assert outbox_of(house) == []


@pytest.mark.parametrize(("page", "about"), [("/ask", "site"), ("https://forms.elsewhere.example/ask", "visit")])
def test_a_page_elsewhere_that_does_not_open_accuses_only_itself(
    opened: Callable[[str], House], page: str, about: str
) -> None:
    text = programme_text(["site0", "site1"], extra=PEOPLE)
    house = opened(text.replace('address = "/ask"', f'address = "{page}"'))
    sent_visit(house, "site0", replace(BROKEN, reason="site_down"))
    judge_due(house)
    with house.store.reading() as connection:
        threads = connection.execute(select(table(AlertRow).c.thread)).scalars().all()
    assert {thread.partition("/")[0] for thread in threads} == {about}


def test_the_next_person_is_called_as_soon_as_our_ears_are_proven_and_a_proof_is_asked_for(
    house: House, clock: HandClock
) -> None:
    def asked_for() -> bool:
        with house.store.reading() as connection:
            return ears.proof_wanted(connection, ears.last_sent(connection, "mail", clock()), clock())

    sent_visit(house, "site0")
    clock.forward(minutes=10.1)
    hear(house)
    judge_due(house)
    assert [story for story, *_ in outbox_of(house)] == ["breach"]
    clock.forward(minutes=5)
    judge_due(house)
    assert not asked_for()
    clock.forward(minutes=5)
    judge_due(house)
    assert asked_for()
    clock.forward(seconds=1)
    hear(house)
    assert judge_due(house) == 1
    assert [story for story, *_ in outbox_of(house)] == ["breach", "escalated"]
    clock.forward(seconds=1)
    judge_due(house)
    assert not asked_for()


def test_a_visit_of_three_years_ago_is_judged_by_the_hours_of_then(tmp_path: Path, clock: HandClock) -> None:
    text = programme_text(["site0"], kind=Kind(hours="Mo-Fr 09:00-18:00", threshold="1 h"))
    before = open_simulation(tmp_path, text, clock)
    visit = sent_visit(before, "site0")
    values = {"visit_id": visit.id, "site": "site0", "channel": Channel.EMAIL, "at": NOW + timedelta(minutes=50)}
    values |= {"label": Label.HUMAN, "confidence": 1.0, "level": MatchLevel.RECIPIENT, "state": MessageState.MATCHED}
    with before.store.writing() as connection:
        connection.execute(table(MessageRow).insert().values(**values, details={}))
    before.store.close()
    clock.forward(days=1100)
    after = wiring.open_house(tmp_path / "programme.toml", clock)
    assert judge_due(after) == 1
    verdict = table(VerdictRow)
    with after.store.reading() as connection:
        told = connection.execute(select(verdict.c.outcome, verdict.c.working_seconds)).one()
    after.store.close()
    assert tuple(told) == (Outcome.MET, 3000)
