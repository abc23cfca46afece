"""What becomes of a call: whose it is, in time or late, a stranger's; one answer however its events come in."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from monitor.domain.programme import Channel
from monitor.domain.response import Label
from monitor.domain.verdict import InconclusiveReason, Outcome
from monitor.domain.visit import Acceptance, Observation, Reading, Sending
from monitor.steps import House
from monitor.steps.collect import Knock, Taken, collect, listen_for_calls, reread, take_in
from monitor.steps.judge import judge_due
from monitor.steps.purge import purge_old, purge_person
from monitor.store import calls, gauges, letters, visits
from monitor.store.call_tables import CallEventRow, CallState
from monitor.store.statements import table
from monitor.store.tables import MessageRow, MessageState, VerdictRow
from monitor.testing.simulation import HandClock, hear, open_simulation, programme_text, sent_visit

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
OURS = ("+74951112230", "+74951112231")
THEIRS, MOBILE, TESTER = "+74997770001", "+79161234567", "+74954445566"
DOOR = "genericdoor00001"
HOUSE = f"""
[house.web]
[[house.call_doors]]
name = "pbx"
endpoint = "{DOOR}"
secret_env = "PBX_SECRET"
numbers = ["{OURS[0]}", "{OURS[1]}"]
test_callers = ["{TESTER}"]
"""
event, message, verdict = table(CallEventRow), table(MessageRow), table(VerdictRow)


@pytest.fixture(autouse=True, scope="module")
def _secret() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PBX_SECRET", "secret")
        yield


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    opened = opened_in(tmp_path, clock)
    yield opened
    opened.store.close()


def opened_in(folder: Path, clock: HandClock) -> House:
    text = programme_text(["site0", "site1"])
    for number in OURS:
        text = text.replace("phones = []", f'phones = ["{THEIRS}"]\nshopper_phone = "{number}"', 1)
    opened = open_simulation(folder, text + HOUSE, clock)
    hear(opened)
    listen_for_calls(opened)
    return opened


def ring(
    house: House,
    call: str = "c1",
    kind: str = "ringing",
    *,
    caller: str = THEIRS,
    called: str = OURS[0],
    text: str = "",
) -> Taken:
    body = json.dumps({"id": call, "kind": kind, "from": caller, "to": called, "text": text}).encode()
    stamp = str(int(house.now().timestamp()))
    digest = hmac.new(b"secret", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return take_in(house, Knock(endpoint=DOOR, headers={"x-signature": f"t={stamp},v1={digest}"}, body=body))[0]


def states(house: House) -> list[CallState]:
    with house.store.reading() as connection:
        return list(connection.execute(select(event.c.state).order_by(event.c.id)).scalars())


def outcome(house: House, visit_id: int) -> tuple[Outcome, datetime | None]:
    judge_due(house)
    with house.store.reading() as connection:
        where = verdict.c.visit_id == visit_id
        return tuple(connection.execute(select(verdict.c.outcome, verdict.c.event_at).where(where)).one())  # type: ignore[return-value]


def test_a_call_stops_the_clock_when_it_rang(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    rang = clock.forward(minutes=4)
    ring(house)
    clock.forward(seconds=25)
    ring(house, kind="ended")
    assert collect(house) == 1
    with house.store.reading() as connection:
        (response,) = letters.responses(connection, visit.id)
    assert (response.channel, response.at, response.label, response.confidence) == (
        Channel.PHONE,
        rang,
        Label.HUMAN,
        1.0,
    )
    assert outcome(house, visit.id) == (Outcome.MET, rang)


def test_a_mobile_nobody_knows_is_probably_theirs_while_they_may_call(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    clock.forward(minutes=4)
    ring(house, caller=MOBILE)
    collect(house)
    with house.store.reading() as connection:
        (response,) = letters.responses(connection, visit.id)
    assert (response.label, response.confidence) == (Label.HUMAN, 0.8)


@pytest.mark.parametrize(
    ("after", "caller", "state"),
    [
        (timedelta(minutes=-10), THEIRS, CallState.SPAM),
        (timedelta(hours=5), THEIRS, CallState.LATE),
        (timedelta(hours=5), MOBILE, CallState.SPAM),
        (timedelta(hours=5), "", CallState.SPAM),
        (timedelta(days=14), THEIRS, CallState.LATE),
        (timedelta(days=15), THEIRS, CallState.SPAM),
        (timedelta(minutes=1), TESTER, CallState.PROOF),
    ],
)
def test_calls_outside_the_window(
    house: House, clock: HandClock, after: timedelta, caller: str, state: CallState
) -> None:
    clock.at = NOW
    if after < timedelta(0):
        ring(house, caller=caller)
        clock.at = NOW - after
        sent_visit(house, "site0")
    else:
        sent_visit(house, "site0")
        clock.at = NOW + after
        ring(house, caller=caller)
    collect(house)
    assert states(house) == [state]
    with house.store.reading() as connection:
        found = connection.execute(select(message.c.details)).scalars().all()
    assert [one["late"] for one in found] == ([True] if state is CallState.LATE else [])


def test_an_answer_after_the_window_is_told_beside_the_verdict(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    ring(house, "test", caller=TESTER)
    for _ in range(20):
        clock.forward(minutes=10)
        hear(house)
        listen_for_calls(house)
        judge_due(house)
    ring(house, "proof", caller=TESTER)
    collect(house)
    assert outcome(house, visit.id)[0] is Outcome.NOT_ANSWERED
    clock.forward(hours=2)
    ring(house)
    collect(house)
    judge_due(house)
    with house.store.reading() as connection:
        row = connection.execute(select(verdict.c.outcome, verdict.c.late_answer_at)).one()
    assert tuple(row) == (Outcome.NOT_ANSWERED, clock.at)


def test_each_number_is_one_company(house: House, clock: HandClock) -> None:
    visits = [sent_visit(house, "site0"), sent_visit(house, "site1")]
    clock.forward(minutes=1)
    ring(house, called=OURS[1])
    ring(house, "c2", called="+74950000000")
    collect(house)
    with house.store.reading() as connection:
        assert [len(letters.responses(connection, visit.id)) for visit in visits] == [0, 1]
    assert states(house) == [CallState.MATCHED, CallState.SPAM]


def test_two_open_visits_on_one_number_are_for_a_person_to_tell_apart(house: House, clock: HandClock) -> None:
    visits = [sent_visit(house, "site0")]
    clock.forward(minutes=1)
    visits.append(sent_visit(house, "site0"))
    clock.forward(minutes=1)
    ring(house)
    collect(house)
    assert states(house) == [CallState.HOLDING]
    with house.store.reading() as connection:
        assert all(letters.in_pen_for(connection, visit.id, "site0") for visit in visits)


def test_a_call_soon_after_one_enquiry_answers_that_one(house: House, clock: HandClock) -> None:
    sent_visit(house, "site0")
    clock.forward(minutes=60)
    newer = sent_visit(house, "site0")
    clock.forward(minutes=2)
    ring(house)
    collect(house)
    assert states(house) == [CallState.MATCHED]
    with house.store.reading() as connection:
        assert [found.confidence for found in letters.responses(connection, newer.id)] == [0.8]


def test_a_form_that_was_given_no_number_is_not_rung_about(house: House, clock: HandClock) -> None:
    with_number = sent_visit(house, "site0")
    clock.forward(minutes=1)
    without = sent_visit(house, "site0")
    with house.store.writing() as connection:
        for visit, given in ((without, ["email", "message"]), (with_number, ["email", "phone"])):
            visits.add_observations(connection, visit.id, (Observation(name="form.given", value=given),), 1)
    clock.forward(minutes=1)
    ring(house)
    collect(house)
    with house.store.reading() as connection:
        assert [len(letters.responses(connection, visit.id)) for visit in (without, with_number)] == [0, 1]


def test_what_became_of_every_call_is_told(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    clock.forward(minutes=1)
    ring(house)
    ring(house, kind="ended")
    clock.forward(minutes=1)
    ring(house, "c2", called="+74950000000")
    clock.forward(minutes=1)
    ring(house, "c3", caller=TESTER)
    collect(house)
    with house.store.reading() as connection:
        assert calls.by_state(connection) == {"matched": 1, "spam": 1, "proof": 1}
        told = calls.heard(connection, NOW, NOW + timedelta(days=1))
        assert [(row.state, row.caller_tail, row.visit_id) for row in told] == [
            (CallState.MATCHED, THEIRS[-4:], visit.id),
            (CallState.SPAM, THEIRS[-4:], None),
            (CallState.PROOF, TESTER[-4:], None),
        ]
        assert told[0].at == NOW + timedelta(minutes=1)
        assert gauges.counts(connection)["calls/state"]["spam"] == 1


@pytest.mark.parametrize("spelled", ["+7 (499) 777-00-01", "8 499 7770001", "84997770001"])
def test_a_person_is_forgotten_by_number(house: House, spelled: str) -> None:
    ring(house)
    ring(house, "c2", caller=MOBILE)
    kept = {"door": "door", "key": spelled, "at": NOW, "raw": f"Subject: x\r\n\r\nRing me: {spelled}\r\n".encode()}
    with house.store.writing() as connection:
        letters.keep(connection, {**kept, "body_sha256": "", "envelope_from": "", "recipients": [], "uid": ""})
    collect(house)
    assert purge_person(house, THEIRS).letters == 2
    with house.store.reading() as connection:
        rows = connection.execute(select(event.c.raw, event.c.caller_hash, event.c.caller_tail)).all()
    assert [bool(row.raw or row.caller_hash or row.caller_tail) for row in rows] == [False, True]


def test_what_was_never_sent_is_never_answered(house: House, clock: HandClock) -> None:
    sent_visit(house, "site0", Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.REJECTED, reason="server_error"))
    clock.forward(minutes=1)
    ring(house, caller=MOBILE)
    collect(house)
    assert states(house) == [CallState.SPAM]


def test_the_words_of_an_sms_are_judged(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    clock.forward(minutes=2)
    ring(house, "s1", "sms", text="Emma, добрый день! Звонила вам по поводу цены, наберите меня, пожалуйста. Ольга")
    collect(house)
    with house.store.reading() as connection:
        (response,) = letters.responses(connection, visit.id)
    assert (response.channel, response.label) == (Channel.SMS, Label.HUMAN)


def test_numbers_go_with_the_raw_bytes(house: House, clock: HandClock) -> None:
    sent_visit(house, "site0")
    clock.forward(minutes=2)
    ring(house, caller=MOBILE)
    collect(house)
    clock.forward(days=61)
    purge_old(house)
    with house.store.reading() as connection:
        row = connection.execute(select(event)).one()
        details = connection.execute(select(message.c.details)).scalar_one()
    assert row.raw == b""
    assert row.caller_hash
    assert MOBILE[2:] not in json.dumps([str(value) for value in row]) + json.dumps(details)
    assert reread(house) == 0


EVENTS = (("ringing", 0), ("answered", 9), ("ended", 40))


@settings(max_examples=25, deadline=None)
@given(order=st.lists(st.sampled_from(EVENTS), min_size=1, max_size=7), pauses=st.lists(st.booleans(), max_size=7))
def test_one_call_is_one_answer_in_whatever_order_its_events_come(
    order: list[tuple[str, int]], pauses: list[bool]
) -> None:
    """Repeated, shuffled, opened in between or all at once, and read again: one message, stamped with the earliest."""
    clock = HandClock(NOW)
    with TemporaryDirectory() as folder, closing((house := opened_in(Path(folder), clock)).store):
        visit = sent_visit(house, "site0")
        came = []
        for number, (kind, _) in enumerate(order):
            clock.forward(seconds=3)
            if ring(house, kind=kind) is Taken.KEPT:
                came.append(clock.at)
            if pauses[number : number + 1] == [True]:
                collect(house)
        collect(house)
        for _ in range(2):
            with house.store.reading() as connection:
                rows = connection.execute(select(message.c.visit_id, message.c.at, message.c.state)).all()
            assert [tuple(row) for row in rows] == [(visit.id, came[0], MessageState.MATCHED)]
            assert len(came) == len({kind for kind, _ in order})
            reread(house)


def wait_out(house: House, clock: HandClock, minutes: int) -> None:
    """Time passes while mailbox and web server listen; letters to ourselves come back."""
    for _ in range(minutes // 10):
        clock.forward(minutes=10)
        hear(house)
        listen_for_calls(house)
        judge_due(house)


def test_silence_on_a_number_is_theirs_only_when_a_call_proved_that_it_rings(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    ring(house, "before", caller=TESTER)
    wait_out(house, clock, 400)
    with house.store.reading() as connection:
        found = connection.execute(select(verdict.c.outcome, verdict.c.reason, verdict.c.final)).one()
    assert tuple(found) == (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_PHONE_DOWN, False)
    ring(house, "after", caller=TESTER)
    collect(house)
    assert outcome(house, visit.id)[0] is Outcome.NOT_ANSWERED


def test_a_ping_of_the_exchange_is_proof_too(house: House, clock: HandClock) -> None:
    visit = sent_visit(house, "site0")
    for _ in range(20):
        wait_out(house, clock, 10)
        assert ring(house, f"ping {clock.at}", "ping", caller="", called="") is Taken.PROOF
    assert ring(house, f"ping {clock.at}", "ping", caller="", called="") is Taken.REPEATED
    assert outcome(house, visit.id)[0] is Outcome.NOT_ANSWERED
    assert states(house) == []


@pytest.mark.parametrize(
    ("watched", "typed", "expected"),
    [
        ("false", None, (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_PHONE_DOWN)),
        ("false", ["email", "phone"], (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_PHONE_DOWN)),
        ("false", ["email", "message"], (Outcome.NOT_ANSWERED, None)),
        ("true", ["email", "phone"], (Outcome.NOT_ANSWERED, None)),
    ],
)
def test_a_number_nobody_listens_to_proves_no_silence(
    tmp_path: Path, clock: HandClock, watched: str, typed: list[str] | None, expected: tuple[object, object]
) -> None:
    text = programme_text(["site0"]).replace("[programme]", f"[programme]\nphone_watched = {watched}")
    text = text.replace("phones = []", f'phones = []\nshopper_phone = "{MOBILE}"')
    with closing((house := open_simulation(tmp_path, text + HOUSE, clock)).store):
        hear(house)
        visit = sent_visit(house, "site0")
        if typed is not None:
            with house.store.writing() as connection:
                visits.add_observations(connection, visit.id, (Observation(name="form.given", value=typed),), 1)
        for _ in range(25):
            clock.forward(minutes=10)
            hear(house)
        judge_due(house)
        with house.store.reading() as connection:
            assert connection.execute(select(verdict.c.outcome, verdict.c.reason)).one() == expected


def test_a_form_without_a_number_of_ours_needs_only_the_mailbox(tmp_path: Path, clock: HandClock) -> None:
    with closing((house := open_simulation(tmp_path, programme_text(["site0"]) + HOUSE, clock)).store):
        hear(house)
        visit = sent_visit(house, "site0")
        for _ in range(20):
            clock.forward(minutes=10)
            hear(house)
        assert outcome(house, visit.id)[0] is Outcome.NOT_ANSWERED
