"""The counting questions give the same answers on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.programme import Channel
from monitor.domain.response import Label, MatchLevel
from monitor.domain.task import Sign, TaskState, advance
from monitor.domain.verdict import InconclusiveReason, Outcome, Verdict
from monitor.domain.visit import Acceptance, Observation, Reading, Sending
from monitor.store import Store, counts, ears, letters, report_letters, tasks, verdicts, visits
from monitor.store.counts import Place
from monitor.store.tables import MessageState

START = datetime(2026, 3, 2, tzinfo=UTC)
END = START + timedelta(weeks=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PLACE = Place("one", "form", "person")


def visit(store: Store, number: int, outcome: Outcome, minutes: float | None = None, site: str = "one") -> int:
    """One enquiry with its letter and verdict; `minutes` until the person (or the robot of `auto_only`)."""
    at = START + number * timedelta(hours=5)
    values = {
        "token": f"t{site}{number}",
        "site": site,
        "touchpoint": "form",
        "kind": "feedback_form",
        "slot_at": at,
        "address": f"a{number}@{site}.test",
        "plan_hash": "p",
        "shopper": {"first": "Olga", "last": "", "middle": "", "email": "", "phone": ""},
        "question": {"subject": "s", "text": "t", "language": "en"},
    }
    facts = (Observation(name="off_hours.open", value=False), Observation(name="phone.pages", value=[number]))
    reading = Reading(sending=Sending.SENT, acceptance=Acceptance.ACCEPTED, observations=facts)
    with store.writing() as connection:
        visits.add(connection, values)
        claimed = visits.claim_next(connection, at, "w")
        assert claimed is not None
        visits.intend(connection, claimed.id, "w", at)
        visits.finish(connection, claimed.id, reading, submitted_at=at, due_at=at, closes_at=at + DAY)
        event = at + timedelta(minutes=minutes) if minutes is not None else None
        human = outcome in (Outcome.MET, Outcome.LATE)
        if event:
            _letter(connection, claimed.id, event, human)
        _verdict(connection, claimed.id, outcome, event if human else None, at)
    return claimed.id


def _letter(connection: Any, visit_id: int, at: datetime, human: bool) -> None:
    key = f"k{visit_id}"
    kept = letters.keep(connection, {"door": "t", "key": key, "at": at, "raw": b"x", "body_sha256": key})
    told = {"letter_id": kept, "visit_id": visit_id, "state": MessageState.MATCHED, "channel": Channel.EMAIL, "at": at}
    told |= {"label": Label.HUMAN if human else Label.AUTO_ACK, "level": MatchLevel.RECIPIENT, "answers": human}
    letters.record(connection, told | {"details": {} if human else {"promise_minutes": 30}})


def _verdict(connection: Any, visit_id: int, outcome: Outcome, event: datetime | None, at: datetime) -> None:
    reason = InconclusiveReason.LISTENING_GAP if outcome is Outcome.INCONCLUSIVE else None
    times = {"event_at": event, "wall": event - at, "working": event - at} if event else {}
    judged = Verdict(visit_id=visit_id, standard="person", outcome=outcome, as_of=at + DAY, reason=reason, **times)
    verdicts.save(connection, judged, visits.one(connection, visit_id), Channel.EMAIL if event else None)


@pytest.fixture
def counted(store: Store) -> Store:
    visit(store, 0, Outcome.MET, 4.5)
    visit(store, 1, Outcome.LATE, 10.01)
    visit(store, 2, Outcome.AUTO_ONLY, 1)
    visit(store, 3, Outcome.NOT_ANSWERED)
    visit(store, 4, Outcome.INCONCLUSIVE)
    visit(store, 5, Outcome.PENDING)
    visit(store, 6, Outcome.MET, 2, site="two")
    return store


def test_weeks_of_a_place(counted):
    spans = [(START - timedelta(weeks=1), START), (START, START + DAY), (START + DAY, END)]
    with counted.reading() as connection:
        found = [(n, outcome, count) for _, n, outcome, count in counts.weeks(connection, [PLACE], spans)]
    assert sorted(found) == [
        *((1, outcome, 1) for outcome in ("auto_only", "inconclusive", "late", "met", "not_answered")),
        (2, "pending", 1),
    ]


@pytest.mark.parametrize(("grid", "walls"), [(1, [270, 601]), (60, [300, 660])])
def test_answers_are_rounded_up_never_down(counted, grid, walls):
    with counted.reading() as connection:
        rows = list(counts.answered(connection, [PLACE], START, END, grid))
    assert [(row.channel, row.wall, row.working) for row in rows] == [("email", wall, wall) for wall in walls]


@pytest.mark.parametrize("exact", [True, False])
def test_beginnings(counted, exact):
    with counted.reading() as connection:
        rows = list(counts.started(connection, [PLACE], START, END, exact=exact))
    assert [tuple(row) for row in rows] == [
        (START + timedelta(hours=5 * n), START + timedelta(hours=5 * n) + DAY, 1, met, robot, silent)
        for n, (met, robot, silent) in enumerate([(1, 0, 0), (0, 0, 0), (0, 1, 0), (0, 0, 1)])
    ]


def test_sums_of_a_period_and_of_some_sites(counted):
    asked = ("person",)
    with counted.reading() as connection:
        assert counts.total(connection, START, END) == 7
        assert counts.total(connection, START, END, ("two",)) == 1
        assert counts.reasons(connection, START, END) == [("listening_gap", 1)]
        row = counts.funnel(connection, START, END, ("one",))
        assert (row.planned, row.sent, row.receipt, row.person, row.answered, row.next_step) == (6, 6, 1, 2, 2, 0)
        assert counts.funnel(connection, END, END + DAY).planned == 0
        assert counts.promises(connection, START, END, END, asked) == {"broken": 1}
        assert counts.promises(connection, START, END, START, asked, ("one",)) == {"open": 1}
        assert counts.promises(connection, START, END, END, asked, ("two",)) == {}
        assert counts.plan_hashes(connection, START, END) == ("p",)
        assert counts.data_at(connection, START, END, ("two",)) == START + timedelta(hours=30) + DAY
        assert counts.data_at(connection, END, END + DAY) is None


def test_the_most_telling_first(counted):
    asked = ("person",)
    with counted.reading() as connection:
        worst = counts.candidates(connection, START, END, asked, limit=3)
        (best,) = counts.candidates(connection, START, END, asked, limit=1, best=True)
        assert [row.outcome for row in worst] == ["not_answered", "auto_only", "late"]
        assert (best.site, best.outcome) == ("two", "met")
        lines = counts.lines(connection, [row.id for row in worst], asked)
        assert [line.outcome for line in lines] == ["late", "auto_only", "not_answered"]
        assert lines[1].receipt_at and not lines[1].person_at
        assert [letter.label for letter in counts.messages_of(connection, lines[0].id)] == [Label.HUMAN]
        newest = {place.site: row.outcome for place, row in counts.last_outcome(connection, [PLACE], START, END)}
        assert newest == {"one": "not_answered"}


def test_looks(counted):
    with counted.reading() as connection:
        looks = counts.latest_looks(connection, START, END, "phone.pages")
        assert [(look.site, look.value) for look in looks] == [("one", [5]), ("two", [6])]
        assert [look.value for look in counts.night_looks(connection, START, END, ("two",))] == [False]
        assert counts.observation_of(connection, looks[0].id, "nothing") is None


def test_canaries_that_could_not_be_sent_prove_nothing(store):
    with store.writing() as connection:
        ears.sent(connection, "mail", "a", START)
        ears.arrived(connection, "a", START + MINUTE)
        ears.sent(connection, "mail", "b", START, error="no route")
        assert counts.canaries(connection, START, END) == [(START, START + MINUTE)]
        assert counts.missed(connection, START, END) == 0


def test_tasks_are_kept_once_and_changed_by_number(store):
    sign = Sign(site="one", touchpoint="form", rule="person", at=START, failing=True, rank=0.5)
    new = advance(None, sign, "Vera")
    assert new is not None
    with store.writing() as connection:
        tasks.keep(connection, new)
        tasks.keep(connection, new)
        (kept,) = tasks.all_of(connection)
        done = tasks.change(connection, kept.number, END, due=date(2026, 3, 9), state=TaskState.DONE)
        assert done is not None
        assert (done.owner, done.due, done.closed_at) == ("Vera", date(2026, 3, 9), END)
        assert tasks.of_period(connection, END + DAY, END + 2 * DAY) == []
        assert tasks.of_period(connection, START, END, ("two",)) == []
        assert tasks.of_period(connection, START, END) == [done]
        assert tasks.change(connection, 999, END) is None


def test_a_report_letter_is_planned_and_claimed_once(store):
    with store.writing() as connection:
        assert report_letters.plan(connection, START.date(), "a@x", "<1@x>", START)
        assert not report_letters.plan(connection, START.date(), "a@x", "<2@x>", START)
        row = report_letters.claim(connection, START, "w")
        assert row is not None
        assert report_letters.claim(connection, START, "v") is None
        report_letters.failed(connection, row.id, "later", for_good=False)
        assert report_letters.claim(connection, START, "v") is None
        again = report_letters.claim(connection, START + MINUTE, "v")
        assert again is not None
        assert (again.attempts, again.message_id) == (2, "<1@x>")
        report_letters.sent(connection, row.id, START)
        assert report_letters.claim(connection, START + DAY, "v") is None
