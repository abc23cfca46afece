"""The rules of MEASURING §3, one by one: answers, silence, obstacles, doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.programme import Channel, ClockKind, Event
from monitor.domain.response import Label, MatchLevel
from monitor.domain.verdict import Ears, InconclusiveReason, Outcome, Proof, decide
from monitor.domain.visit import Acceptance, Observation, Sending

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AFTER = 3 * DAY + 45 * MINUTE


def outcome(verdict):
    return (verdict.outcome, verdict.reason) if verdict.reason else verdict.outcome


def test_a_person_in_time_is_met_and_final(case, standard, letter, start):
    verdict = decide(case(letter(10)), standard(), start + 10 * MINUTE)
    assert (verdict.outcome, verdict.final, verdict.event_at) == (Outcome.MET, True, start + 10 * MINUTE)
    assert (verdict.wall, verdict.working) == (10 * MINUTE, 10 * MINUTE)
    assert verdict.look_again_at is None


def test_a_person_after_the_threshold_is_late(case, standard, letter, start):
    verdict = decide(case(letter(11)), standard(), start + 11 * MINUTE)
    assert (verdict.outcome, verdict.final) == (Outcome.LATE, True)


def test_a_machine_never_stops_the_human_clock(case, standard, letter, start):
    robot = letter(1, Label.AUTO_ACK)
    assert decide(case(robot), standard(), start + AFTER).outcome is Outcome.AUTO_ONLY
    late = decide(case(robot, letter(90)), standard(), start + AFTER)
    assert (late.outcome, late.event_at) == (Outcome.LATE, start + 90 * MINUTE)


def test_pending_until_the_deadline_then_breached_then_closed(case, standard, start):
    promise = standard()
    before = decide(case(), promise, start + 9 * MINUTE)
    assert (before.outcome, before.breached, before.look_again_at) == (Outcome.PENDING, False, start + 10 * MINUTE)
    unproven = decide(case(), promise, start + 20 * MINUTE)
    assert (unproven.outcome, unproven.breached) == (Outcome.PENDING, False)
    proven = decide(case(), promise, start + 31 * MINUTE)
    assert (proven.outcome, proven.breached, proven.look_again_at) == (Outcome.PENDING, True, start + 3 * DAY)
    closed = decide(case(), promise, start + AFTER)
    assert (closed.outcome, closed.breached, closed.final) == (Outcome.NOT_ANSWERED, True, True)


def test_an_answer_after_the_window_is_a_footnote(case, standard, letter, start):
    verdict = decide(case(letter(5 * 1440)), standard(), start + 6 * DAY)
    assert (verdict.outcome, verdict.late_answer_at) == (Outcome.NOT_ANSWERED, start + 5 * DAY)
    assert verdict.event_at is None


def test_who_was_given_nothing_to_answer_to_is_not_silent(case, standard, start):
    for given, outcome in ((["message"], Outcome.INCONCLUSIVE), (["email", "message"], Outcome.NOT_ANSWERED)):
        facts = (Observation(name="form.given", value=given),)
        assert decide(case(visit={"observations": facts}), standard(), start + 6 * DAY).outcome is outcome


def test_silence_without_a_canary_is_not_theirs(case, standard, start, good_ears):
    dumb = Ears(spans=good_ears.spans, proofs=(Proof(sent_at=start + 4 * DAY, arrived_at=None),))
    waiting = decide(case(ears=dumb), standard(), start + 3 * DAY + 10 * MINUTE)
    assert waiting.outcome is Outcome.PENDING
    verdict = decide(case(ears=dumb), standard(), start + AFTER)
    assert outcome(verdict) == (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_MAILBOX_DOWN)
    assert not verdict.final
    assert decide(case(ears=dumb), standard(), start + 4 * DAY).final
    assert not decide(case(ears=dumb), standard(), start + 1 * DAY).breached


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.HAND, Channel.MESSENGER, Channel.CHAT])
def test_what_somebody_put_down_by_hand_does_not_prove_our_mailbox(case, standard, letter, start, good_ears, channel):
    mute = Ears(spans=good_ears.spans)
    seen = letter(3 * 1440 + 20, channel=channel, level=MatchLevel.HAND)
    verdict = decide(case(seen, ears=mute), standard(), start + 5 * DAY)
    assert outcome(verdict) == (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_MAILBOX_DOWN)
    assigned = replace(seen, channel=Channel.EMAIL, sha256="a letter of ours")
    assert decide(case(assigned, ears=mute), standard(), start + 5 * DAY).outcome is Outcome.NOT_ANSWERED


def test_a_belated_canary_still_proves_and_then_nothing_changes(case, standard, start, good_ears):
    slow = Ears(
        spans=good_ears.spans, proofs=(Proof(sent_at=start + 3 * DAY, arrived_at=start + 3 * DAY + 70 * MINUTE),)
    )
    assert decide(case(ears=slow), standard(), start + 3 * DAY + 60 * MINUTE).outcome is Outcome.INCONCLUSIVE
    assert decide(case(ears=slow), standard(), start + 3 * DAY + 80 * MINUTE).outcome is Outcome.NOT_ANSWERED


def test_a_canary_sent_before_the_deadline_proves_nothing(case, standard, start, good_ears):
    early = Ears(spans=good_ears.spans, proofs=(Proof(sent_at=start + 3 * DAY - MINUTE, arrived_at=start + AFTER),))
    assert decide(case(ears=early), standard(), start + AFTER).outcome is Outcome.INCONCLUSIVE


def test_a_later_message_proves_our_hearing_too(case, standard, letter, start, good_ears):
    ears = Ears(spans=good_ears.spans)
    verdict = decide(case(letter(3 * 1440 + 5), ears=ears), standard(), start + AFTER)
    assert verdict.outcome is Outcome.NOT_ANSWERED


def test_a_listening_gap_spoils_silence_but_not_an_answer_in_time(case, standard, letter, start, good_ears):
    first, last = good_ears.spans[0]
    spans = ((first, start + 1 * DAY), (start + 1 * DAY + 31 * MINUTE, last))
    gap = Ears(proofs=good_ears.proofs, spans=spans)
    silent = decide(case(ears=gap), standard(), start + AFTER)
    assert outcome(silent) == (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)
    assert decide(case(letter(5), ears=gap), standard(), start + AFTER).outcome is Outcome.MET
    assert decide(case(letter(5 * 60), ears=gap), standard(), start + AFTER).outcome is Outcome.LATE
    allowed = Ears(proofs=good_ears.proofs, spans=((first, start + DAY), (start + DAY + 30 * MINUTE, last)))
    assert decide(case(ears=allowed), standard(), start + AFTER).outcome is Outcome.NOT_ANSWERED


def test_deaf_for_the_whole_threshold_makes_late_doubtful(case, standard, letter, start, good_ears):
    first, last = good_ears.spans[0]
    deaf = Ears(proofs=good_ears.proofs, spans=((first, start - MINUTE), (start + 12 * MINUTE, last)))
    at_once = decide(case(letter(13), ears=deaf), standard(), start + 20 * MINUTE)
    assert at_once.outcome is Outcome.PENDING
    verdict = decide(case(letter(13), ears=deaf), standard(), start + AFTER)
    assert outcome(verdict) == (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)


@pytest.mark.parametrize(
    ("shut", "answer", "expected"),
    [
        ((4, 9), 39, (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)),
        ((4, 9), 39.1, Outcome.LATE),
        ((9, 14), 40, (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)),
        ((10, 15), 20, Outcome.LATE),
        ((4, 4.5), 20, Outcome.LATE),
        ((4, 4.6), 20, (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)),
        ((-20, -10), 20, Outcome.LATE),
        ((-20, 1), 20, (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)),
    ],
)
def test_an_answer_that_may_have_met_our_door_shut_is_not_late(
    case, standard, letter, start, good_ears, shut, answer, expected
):
    """Senders that find the door shut come again within half an hour; the threshold is ten minutes."""
    first, last = good_ears.spans[0]
    begin, end = (start + minutes * MINUTE for minutes in shut)
    ears = Ears(proofs=good_ears.proofs, spans=((first, begin), (end, last)))
    assert outcome(decide(case(letter(answer), ears=ears), standard(), start + AFTER)) == expected


def test_nobody_is_woken_while_an_answer_may_wait_at_the_senders(case, standard, start, good_ears):
    first, last = good_ears.spans[0]
    ears = Ears(proofs=good_ears.proofs, spans=((first, start + 4 * MINUTE), (start + 9 * MINUTE, last)))
    early = decide(case(ears=ears), standard(), start + 39 * MINUTE)
    assert (early.outcome, early.breached, early.look_again_at) == (Outcome.PENDING, False, start + 40 * MINUTE)
    later = decide(case(ears=ears), standard(), start + 40 * MINUTE)
    assert (later.outcome, later.breached) == (Outcome.PENDING, True)
    short = decide(case(ears=ears), standard(wait=timedelta(minutes=20)), start + 15 * MINUTE)
    assert short.look_again_at == start + 20 * MINUTE


def test_a_window_that_closes_on_a_shut_door_waits_for_what_the_senders_hold(case, standard, letter, start, good_ears):
    first, last = good_ears.spans[0]
    ears = Ears(proofs=good_ears.proofs, spans=((first, start + 40 * MINUTE), (start + 44 * MINUTE, last)))
    promise = standard(wait=timedelta(minutes=45))
    silent = decide(case(ears=ears), promise, start + 60 * MINUTE)
    assert (silent.outcome, silent.look_again_at) == (Outcome.PENDING, start + 75 * MINUTE)
    assert decide(case(ears=ears), promise, start + 120 * MINUTE).outcome is Outcome.NOT_ANSWERED
    held = decide(case(letter(50), ears=ears), promise, start + 120 * MINUTE)
    assert outcome(held) == (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)
    assert decide(case(letter(80), ears=ears), promise, start + 120 * MINUTE).outcome is Outcome.NOT_ANSWERED


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("captcha", InconclusiveReason.BLOCKED_CAPTCHA),
        ("firewall", InconclusiveReason.BLOCKED_FIREWALL),
        ("not_permitted", InconclusiveReason.NOT_PERMITTED),
        ("needs_account", InconclusiveReason.VISIT_INTERRUPTED),
    ],
)
def test_a_block_our_shopper_meets_proves_nothing(case, standard, letter, start, reason, expected):
    blocked = {"acceptance": Acceptance.BLOCKED, "reason": reason, "submitted_at": None, "sending": Sending.NOT_SENT}
    verdict = decide(case(visit=blocked), standard(), start + AFTER)
    assert outcome(verdict) == (Outcome.INCONCLUSIVE, expected)
    through = blocked | {"intent_at": start, "sending": Sending.SENT}
    assert not decide(case(visit=through), standard(), start + DAY).final
    assert decide(case(letter(5), visit=through), standard(), start + DAY).outcome is Outcome.MET


def test_an_error_any_visitor_meets_is_unreachable_unless_a_person_answers(case, standard, letter, start):
    broken = {"acceptance": Acceptance.REJECTED, "reason": "server_error", "submitted_at": None, "intent_at": start}
    early = decide(case(visit=broken), standard(), start + MINUTE)
    assert (early.outcome, early.final, early.look_again_at) == (Outcome.UNREACHABLE, False, start + 3 * DAY)
    assert decide(case(visit=broken), standard(), start + AFTER).final
    assert decide(case(letter(5), visit=broken), standard(), start + AFTER).outcome is Outcome.MET
    assert decide(case(letter(50), visit=broken), standard(), start + AFTER).outcome is Outcome.LATE
    assert decide(case(letter(5, Label.AUTO_ACK), visit=broken), standard(), start + AFTER).outcome is Outcome.AUTO_ONLY
    never = broken | {"sending": Sending.NOT_SENT}
    assert decide(case(visit=never), standard(), start).final


def test_our_own_bad_filling_is_not_their_fault(case, standard, start):
    refused = {"acceptance": Acceptance.REJECTED, "reason": "invalid", "submitted_at": None, "intent_at": start}
    verdict = decide(case(visit=refused), standard(), start + AFTER)
    assert outcome(verdict) == (Outcome.INCONCLUSIVE, InconclusiveReason.VISIT_INTERRUPTED)


def test_their_bounce_is_unreachable(case, standard, letter, start):
    bounce = letter(2, Label.BOUNCE)
    verdict = decide(case(bounce), standard(), start + 5 * MINUTE)
    assert (verdict.outcome, verdict.final) == (Outcome.UNREACHABLE, False)
    assert decide(case(bounce, letter(60)), standard(), start + AFTER).outcome is Outcome.LATE


@pytest.mark.parametrize("label", [Label.BULK, Label.OTHER])
def test_advertising_is_no_answer(case, standard, letter, start, label):
    assert decide(case(letter(5, label)), standard(), start + AFTER).outcome is Outcome.NOT_ANSWERED
    any_answer = standard(event=Event.FIRST_ANY)
    assert decide(case(letter(5, label)), any_answer, start + AFTER).outcome is Outcome.NOT_ANSWERED


@pytest.mark.parametrize("facts", [{"sending": Sending.UNKNOWN}, {"acceptance": Acceptance.UNKNOWN}])
def test_an_unknown_sending_without_an_answer_proves_nothing(case, standard, letter, start, facts):
    facts = facts | {"submitted_at": None, "intent_at": start}
    verdict = decide(case(visit=facts), standard(), start + AFTER)
    assert outcome(verdict) == (Outcome.INCONCLUSIVE, InconclusiveReason.VISIT_INTERRUPTED)
    assert not decide(case(visit=facts), standard(), start + DAY).breached
    assert decide(case(letter(5), visit=facts), standard(), start + AFTER).outcome is Outcome.MET
    robot = case(letter(5, Label.AUTO_ACK), visit=facts)
    assert decide(robot, standard(), start + AFTER).outcome is Outcome.AUTO_ONLY


def test_unsure_letters_are_never_silently_counted(case, standard, letter, start):
    unsure = letter(5, Label.UNSURE)
    waiting = decide(case(unsure), standard(), start + DAY)
    assert (waiting.outcome, waiting.breached) == (Outcome.PENDING, False)
    unclear = (Outcome.INCONCLUSIVE, InconclusiveReason.HUMAN_OR_AUTO_UNCLEAR)
    assert outcome(decide(case(unsure), standard(), start + AFTER)) == unclear
    assert outcome(decide(case(unsure, letter(60)), standard(), start + AFTER)) == unclear
    assert decide(case(letter(50, Label.UNSURE), letter(60)), standard(), start + AFTER).outcome is Outcome.LATE
    assert decide(case(unsure, letter(8)), standard(), start + AFTER).outcome is Outcome.MET
    assert decide(case(unsure), standard(event=Event.FIRST_ANY), start + AFTER).outcome is Outcome.MET


def test_an_unassigned_letter_keeps_silence_open(case, standard, letter, start):
    ambiguous = (Outcome.INCONCLUSIVE, InconclusiveReason.AMBIGUOUS_MATCH)
    assert outcome(decide(case(ambiguous=True), standard(), start + AFTER)) == ambiguous
    assert outcome(decide(case(letter(90), ambiguous=True), standard(), start + AFTER)) == ambiguous
    assert decide(case(letter(9), ambiguous=True), standard(), start + AFTER).outcome is Outcome.MET


def test_the_question_must_be_answered_where_the_standard_says_so(case, standard, letter, start):
    promise = standard(event=Event.FIRST_ANSWER, threshold=timedelta(hours=4))
    assert decide(case(letter(5, answers=True)), promise, start + AFTER).outcome is Outcome.MET
    assert decide(case(letter(5, answers=False)), promise, start + AFTER).outcome is Outcome.NOT_ANSWERED
    assert decide(case(letter(5)), promise, start + AFTER).reason is InconclusiveReason.HUMAN_OR_AUTO_UNCLEAR


def test_a_receipt_may_come_from_a_robot(case, standard, letter, start):
    promise = standard(event=Event.RECEIPT, clock=ClockKind.WALL, threshold=2 * MINUTE)
    assert decide(case(letter(1, Label.AUTO_ACK)), promise, start + DAY).outcome is Outcome.MET
    assert decide(case(letter(3, Label.AUTO_ACK)), promise, start + DAY).outcome is Outcome.LATE


def test_a_working_clock_needs_a_calendar_a_wall_clock_does_not(case, standard, letter, start):
    missing = decide(case(letter(5), calendar=None), standard(), start + DAY)
    assert outcome(missing) == (Outcome.INCONCLUSIVE, InconclusiveReason.CALENDAR_MISSING)
    wall = decide(case(letter(5), calendar=None), standard(clock=ClockKind.WALL), start + DAY)
    assert (wall.outcome, wall.working) == (Outcome.MET, None)


def test_a_calendar_that_does_not_reach_is_as_good_as_none(case, standard, letter):
    old = datetime(2020, 1, 1, tzinfo=UTC)
    facts = {"submitted_at": old}
    verdict = decide(case(letter(old + MINUTE), visit=facts), standard(), old + DAY)
    assert verdict.reason is InconclusiveReason.CALENDAR_MISSING
    wall = standard(clock=ClockKind.WALL)
    assert decide(case(letter(old + MINUTE), visit=facts), wall, old + DAY).outcome is Outcome.MET
