"""The judge: clocks, pages, order, alarms and the explanation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import permutations

import pytest

from monitor.domain.programme import ClockKind, Event, When
from monitor.domain.response import Label, MatchLevel
from monitor.domain.verdict import (
    Ears,
    InconclusiveReason,
    Outcome,
    Proof,
    Running,
    applies,
    between,
    concerns,
    decide,
    escalation,
)
from monitor.domain.visit import Acceptance, Observation, Sending, VisitState

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AFTER = 3 * DAY + 45 * MINUTE


def outcome(verdict):
    return (verdict.outcome, verdict.reason) if verdict.reason else verdict.outcome


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        ({"state": VisitState.PLANNED, "sending": None, "acceptance": None}, Outcome.PENDING),
        ({"state": VisitState.WITHDRAWN, "sending": None}, (Outcome.INCONCLUSIVE, InconclusiveReason.NOT_PERMITTED)),
        ({"state": VisitState.MISSED, "sending": None}, (Outcome.INCONCLUSIVE, InconclusiveReason.VISIT_INTERRUPTED)),
        (
            {"sending": Sending.NOT_SENT, "reason": "site_down_for_us_only", "acceptance": None},
            (Outcome.INCONCLUSIVE, InconclusiveReason.SITE_DOWN_FOR_US_ONLY),
        ),
    ],
)
def test_a_visit_that_never_started_a_clock(case, standard, start, visit, expected):
    verdict = decide(case(visit=visit | {"submitted_at": None}), standard(), start + AFTER)
    assert outcome(verdict) == expected
    assert verdict.deadline is None


def test_a_visit_recognised_as_a_test_measures_nothing(case, standard, letter, start):
    verdict = decide(case(letter(1), visit={"reason": "recognised_as_test"}), standard(), start + AFTER)
    assert outcome(verdict) == (Outcome.INCONCLUSIVE, InconclusiveReason.RECOGNISED_AS_TEST)


def test_page_facts_decide_at_once(case, standard, start):
    promise = standard(event=Event.PAGE_FACT, fact="phone.clickable")

    def seen(*values):
        return {"observations": tuple(Observation(name="phone.clickable", value=v) for v in values)}

    assert decide(case(visit=seen(True, True)), promise, start).outcome is Outcome.MET
    assert decide(case(visit=seen(True, False)), promise, start).outcome is Outcome.NOT_ANSWERED
    assert decide(case(), promise, start).reason is InconclusiveReason.VISIT_INTERRUPTED
    down = {"reason": "site_down", "acceptance": Acceptance.NOTHING_SENT, "submitted_at": None}
    assert decide(case(visit=down), promise, start).outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    ("seconds", "expected"), [(4.9, Outcome.MET), (5, Outcome.MET), (5.1, Outcome.LATE), (None, Outcome.NOT_ANSWERED)]
)
def test_confirmation_speed(case, standard, start, seconds, expected):
    promise = standard(event=Event.CONFIRMATION, threshold=timedelta(seconds=5), clock=ClockKind.WALL)
    visit = {"observations": (Observation(name="form.confirmation_seconds", value=seconds),)}
    assert decide(case(visit=visit), promise, start).outcome is expected


def test_the_order_of_letters_and_their_duplicates_play_no_part(case, standard, letter, start):
    letters = (letter(1, Label.AUTO_ACK), letter(40), letter(40), letter(70, Label.BOUNCE))
    verdicts = {decide(case(*order), standard(), start + AFTER) for order in permutations(letters)}
    assert {(v.outcome, v.event_at, v.wall, v.working) for v in verdicts} == {
        (Outcome.LATE, start + 40 * MINUTE, 40 * MINUTE, 40 * MINUTE)
    }


def test_an_answer_before_our_own_record_counts_from_the_start(case, standard, letter, start):
    verdict = decide(case(letter(-1), visit={"intent_at": start - 2 * MINUTE}), standard(), start + DAY)
    assert (verdict.outcome, verdict.wall, verdict.event_at) == (Outcome.MET, timedelta(0), start)


def test_an_answer_stamped_before_we_wrote_tells_of_a_wrong_clock_not_of_silence(case, standard, letter, start):
    visit = {"intent_at": start - MINUTE}
    stray = decide(case(letter(-60), visit=visit), standard(), start + AFTER)
    assert (stray.outcome, stray.reason) == (Outcome.INCONCLUSIVE, InconclusiveReason.AMBIGUOUS_MATCH)
    late = decide(case(letter(-60), letter(30), visit=visit), standard(), start + AFTER)
    assert late.reason is InconclusiveReason.AMBIGUOUS_MATCH
    for other in (letter(-60, Label.AUTO_ACK), letter(-60, Label.BULK), letter(-60, level=MatchLevel.SENDER)):
        assert decide(case(other, visit=visit), standard(), start + AFTER).outcome is Outcome.NOT_ANSWERED
    assert decide(case(letter(-60), letter(5), visit=visit), standard(), start + AFTER).outcome is Outcome.MET


def test_long_holidays_keep_the_window_open_until_the_deadline(case, standard, calendar, letter, start):
    closed = calendar(exceptions={(start + n * DAY).date(): () for n in range(6)})
    verdict = decide(case(calendar=closed), standard(), start + 4 * DAY)
    assert (verdict.outcome, verdict.deadline) == (Outcome.PENDING, datetime(2026, 3, 10, 6, 10, tzinfo=UTC))
    answered = decide(case(letter(6 * 1440 - 175), calendar=closed), standard(), start + 9 * DAY)
    assert (answered.outcome, answered.working) == (Outcome.MET, 5 * MINUTE)


def test_a_threshold_used_up_at_closing_lasts_until_the_next_opening(case, standard, letter):
    ten_to_six = datetime(2026, 3, 4, 14, 50, tzinfo=UTC)
    at_night = letter(datetime(2026, 3, 4, 22, 0, tzinfo=UTC))
    verdict = decide(case(at_night, visit={"submitted_at": ten_to_six}), standard(), ten_to_six + DAY)
    assert (verdict.outcome, verdict.working) == (Outcome.MET, 10 * MINUTE)
    assert verdict.deadline == datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


def test_the_explanation_shows_the_arithmetic(case, standard, letter, start):
    verdict = decide(case(letter(24 * 60)), standard(), start + 2 * DAY)
    rules = [step.rule for step in verdict.steps]
    assert rules.count("opening hours") == 2
    by_rule = {step.rule: step for step in verdict.steps}
    assert by_rule["wall clock"].result == "1 day, 0:00:00 to the event"
    assert by_rule["working clock"].result == "9:00:00 to the event"
    assert by_rule["verdict"].result == "late"


def test_naive_instants_are_refused(case, standard):
    with pytest.raises(ValueError, match="time zone"):
        decide(case(), standard(), datetime(2026, 3, 4))


def test_a_standard_for_opening_hours_applies_by_the_hour_of_submission(case, standard, calendar, start):
    visit, hours = case().visit, calendar()
    night = case(visit={"submitted_at": start + timedelta(hours=12)}).visit
    assert applies(standard(when=When.WORKING), visit, hours)
    assert not applies(standard(when=When.WORKING), night, hours)
    assert applies(standard(when=When.OFF_HOURS), night, hours)
    assert applies(standard(), visit, None)
    assert not applies(standard(when=When.WORKING), visit, None)


def test_alarms_are_told_in_turn_and_only_with_proven_ears(case, standard, letter, start, good_ears):
    half, whole, double = Fraction(1, 2), Fraction(1), Fraction(2)
    promise = standard(warn_at=half, escalate_at=(whole, double), threshold=60 * MINUTE)
    told = [escalation(case(), promise, start + n * MINUTE) for n in (29, 30, 59, 60, 61, 119, 121, 3 * 1440)]
    assert told == [None, half, half, half, whole, whole, double, double]
    assert escalation(case(), promise, start + AFTER) is None
    assert escalation(case(letter(90)), promise, start + 119 * MINUTE) is None
    deaf = case(ears=Ears(spans=good_ears.spans))
    assert escalation(deaf, promise, start + 119 * MINUTE) == half
    assert (
        escalation(case(visit={"submitted_at": None, "sending": None, "state": VisitState.PLANNED}), promise, start)
        is None
    )


def test_a_pending_visit_is_looked_at_again_at_every_alarm(case, standard, start):
    promise = standard(escalate_at=(Fraction(1, 2), Fraction(2)), threshold=60 * MINUTE)
    looks = [decide(case(), promise, start + n * MINUTE).look_again_at - start for n in (0, 30, 61, 120, 121)]
    assert looks == [30 * MINUTE, 60 * MINUTE, 120 * MINUTE, 121 * MINUTE, 3 * DAY]


def test_a_working_clock_without_a_calendar_cannot_be_read(standard, start):
    running = Running(standard=standard(), start=start, calendar=None)
    with pytest.raises(ValueError, match="calendar"):
        running.within(start)


def test_each_alarm_needs_a_canary_of_its_own(case, standard, letter, start, good_ears):
    whole, double = Fraction(1), Fraction(2)
    promise = standard(escalate_at=(whole, double), threshold=60 * MINUTE)
    once = Ears(spans=good_ears.spans, proofs=(Proof(sent_at=start + 70 * MINUTE, arrived_at=start + 71 * MINUTE),))
    assert escalation(case(ears=once), promise, start + 180 * MINUTE) == whole
    assert decide(case(ears=once), promise, start + 125 * MINUTE).look_again_at == start + 126 * MINUTE
    assert decide(case(ears=once), promise, start + 90 * MINUTE).look_again_at == start + 120 * MINUTE
    mute = case(ears=Ears(spans=good_ears.spans))
    assert decide(mute, promise, start + 100 * MINUTE).look_again_at == start + 120 * MINUTE
    robot = letter(130, Label.AUTO_ACK)  # proves our hearing, and is no person
    assert escalation(case(robot, ears=once), promise, start + 180 * MINUTE) == double
    assert escalation(case(robot, ears=once), promise, start + 125 * MINUTE) == whole


def test_the_wall_clock_runs_at_night(case, standard, letter):
    night = datetime(2026, 3, 4, 22, 0, tzinfo=UTC)
    promise = standard(clock=ClockKind.WALL)
    visit = {"submitted_at": night}
    exactly = decide(case(letter(night + 10 * MINUTE), visit=visit), promise, night + DAY)
    assert (exactly.outcome, exactly.deadline, exactly.working) == (Outcome.MET, night + 10 * MINUTE, timedelta(0))
    assert decide(case(letter(night + 11 * MINUTE), visit=visit), promise, night + DAY).outcome is Outcome.LATE


def test_the_event_is_named_only_where_it_decided(case, standard, letter, start):
    unclear = decide(case(letter(5, Label.UNSURE), letter(60)), standard(), start + DAY)
    assert (unclear.outcome, unclear.event_at, unclear.wall) == (Outcome.PENDING, None, None)


def test_a_verdict_says_whose_it_is_and_by_which_calendar(case, standard, letter, start):
    built = case(letter(5))
    verdict = decide(built, standard(), start + DAY)
    assert (verdict.visit_id, verdict.standard, verdict.as_of) == (1, "person_10", start + DAY)
    assert verdict.calendar_version == built.calendar.version
    missing = decide(case(calendar=None), standard(), start + DAY)
    assert (missing.as_of, missing.calendar_version) == (start + DAY, "")
    assert missing.steps[-1].looked_at == "a working clock without opening hours"
    planned = case(visit={"submitted_at": None, "sending": None, "state": VisitState.PLANNED, "due_at": start + MINUTE})
    assert decide(planned, standard(), start).look_again_at == start + MINUTE


def test_the_last_instant_of_the_window_is_inside_it(case, standard, letter, start):
    assert decide(case(letter(3 * 1440)), standard(), start + AFTER).outcome is Outcome.LATE
    after = decide(case(letter(start + 3 * DAY + timedelta(microseconds=1))), standard(), start + AFTER)
    assert after.outcome is Outcome.NOT_ANSWERED


def test_only_the_event_itself_is_told_as_a_late_answer(case, standard, letter, start):
    robot = letter(4 * 1440, Label.AUTO_ACK)
    assert decide(case(robot), standard(), start + 5 * DAY).late_answer_at is None
    answer = letter(4 * 1440, answers=True)
    promise = standard(event=Event.FIRST_ANSWER)
    assert decide(case(letter(5, answers=False), answer), promise, start + 5 * DAY).late_answer_at == start + 4 * DAY


def test_a_person_who_did_not_answer_is_not_a_robot(case, standard, letter, start):
    promise = standard(event=Event.FIRST_ANSWER)
    both = case(letter(1, Label.AUTO_ACK), letter(5, answers=False))
    assert decide(both, promise, start + AFTER).outcome is Outcome.NOT_ANSWERED


def test_a_receipt_shows_that_an_unknown_sending_arrived(case, standard, letter, start):
    facts = {"sending": Sending.UNKNOWN, "submitted_at": None, "intent_at": start}
    assert decide(case(letter(1, Label.AUTO_ACK), visit=facts), standard(), start + DAY).breached
    unassigned = decide(case(ambiguous=True), standard(), start + AFTER)
    assert unassigned.steps[-1].looked_at == "a letter that may belong here is not assigned"


def test_the_whole_explanation_of_one_verdict(case, standard, letter, start, calendar):
    built = case(letter(5, Label.AUTO_ACK), letter(5 * 60 + 75), letter(4 * 1440))
    verdict = decide(built, standard(), start + DAY)
    version = built.calendar.version
    assert [(step.rule, step.looked_at, str(step.result)) for step in verdict.steps] == [
        ("visit", "sending sent, acceptance accepted, reason none", "clock starts 2026-03-04 09:00:00+00:00"),
        (
            "standard",
            "first_human within 0:10:00 on the working clock",
            "in time until 2026-03-04 09:10:00+00:00, window closes 2026-03-07 09:00:00+00:00",
        ),
        ("message", "auto_ack by email, answers: None", "2026-03-04 09:05:00+00:00"),
        ("message", "human by email, answers: None", "2026-03-04 15:15:00+00:00"),
        ("message", "human by email, answers: None", "not yet"),
        ("event", "first_human", "2026-03-04 15:15:00+00:00"),
        ("wall clock", "2026-03-04 12:00:00+03:00 → 2026-03-04 18:15:00+03:00", "6:15:00 to the event"),
        ("opening hours", "2026-03-04 12:00:00+03:00 → 2026-03-04 18:00:00+03:00", "+ 6:00:00"),
        ("working clock", f"calendar {version}, Europe/Moscow", "6:00:00 to the event"),
        ("listening", "1 stretches, limit 0:30:00", "longest gap 0:00:00"),
        ("canary", "1968 sent, since 2026-03-04 09:10:00+00:00", "2026-03-04 09:31:00+00:00"),
        ("verdict", "the event came after the threshold, inside the window", "late"),
    ]
    wall = decide(case(calendar=None), standard(clock=ClockKind.WALL), start + 5 * MINUTE)
    by_rule = {step.rule: step for step in wall.steps}
    assert by_rule["wall clock"].looked_at == "2026-03-04 09:00:00+00:00 → 2026-03-04 09:05:00+00:00"
    assert by_rule["wall clock"].result == "0:05:00 to now"
    assert by_rule["event"].result == by_rule["canary"].result == "never"
    silent = decide(case(), standard(), start + AFTER)
    assert {step.rule: step for step in silent.steps}["wall clock"].result == "3 days, 0:00:00 to the window's end"


def test_the_part_of_our_hearing_that_concerns_a_visit(case, standard, calendar, start, good_ears):
    visit, usual = case().visit, calendar()
    grace = 30 * MINUTE
    both = [standard(wait=DAY), standard(wait=3 * DAY)]
    since, until = concerns(visit, both, usual, grace)
    assert (since, until) == (start, start + 3 * DAY + 300 * MINUTE)
    assert concerns(visit, [standard(wait=5 * DAY)], None, grace)[1] == start + 5 * DAY + 300 * MINUTE
    part = between(good_ears, (since, until))
    assert [part.proofs[0].sent_at, part.proofs[-1].sent_at] == [start, until]
    assert part.spans == good_ears.spans
    now = start + 30 * DAY
    assert decide(case(ears=part), both[1], now).outcome is Outcome.NOT_ANSWERED
    gone = between(good_ears, (start + 90 * DAY, start + 91 * DAY))
    assert (gone.proofs, gone.spans) == ((), ())
