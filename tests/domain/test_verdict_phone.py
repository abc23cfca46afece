"""The phone has an ear of its own: what was given away must be listened to (MEASURING §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.domain.programme import Channel, Event
from monitor.domain.response import MatchLevel
from monitor.domain.verdict import Ears, InconclusiveReason, Outcome, Proof, decide

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AFTER = 3 * DAY + 45 * MINUTE


def outcome(verdict):
    return (verdict.outcome, verdict.reason) if verdict.reason else verdict.outcome


def phoned(good_ears, start, *, rang=None, spans=None):
    """The phone's ear: a test call at those instants (minutes after the start), listening all the time."""
    proofs = tuple(Proof(sent_at=start + n * MINUTE, arrived_at=start + n * MINUTE) for n in rang or ())
    return Ears(spans=good_ears.spans if spans is None else spans, proofs=proofs, canary_grace=3 * 60 * MINUTE)


def test_where_a_number_was_given_silence_needs_both_ears(case, standard, letter, start, good_ears):
    over, patience = 3 * 1440, 30 * 60
    cases = {
        "both": (good_ears, [over + 100], over + 200, Outcome.NOT_ANSWERED),
        "call not yet": (good_ears, [over - 1], over + 60, Outcome.PENDING),
        "no call": (good_ears, [over - 1], over + 181, (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_PHONE_DOWN)),
        "no mail": (Ears(spans=good_ears.spans), [over + 1], over + 181, (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_MAILBOX_DOWN)),
        "call after the last chance": (good_ears, [over + patience + 1], over + patience + 5, (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_PHONE_DOWN)),
        "call at the last chance": (good_ears, [over + patience], over + patience + 5, Outcome.NOT_ANSWERED),
    }  # fmt: skip
    for name, (mail, rang, now, expected) in cases.items():
        verdict = decide(case(ears=mail, phone=phoned(good_ears, start, rang=rang)), standard(), start + now * MINUTE)
        assert outcome(verdict) == expected, name


def test_a_call_proves_the_phone_and_a_letter_the_mailbox(case, standard, letter, start, good_ears):
    promise, now = standard(event=Event.FIRST_ANSWER), start + 3 * DAY + 200 * MINUTE
    rings = letter(3 * 1440 + 5, channel=Channel.PHONE)
    silent = phoned(good_ears, start)
    assert decide(case(rings, phone=silent), promise, now).outcome is Outcome.NOT_ANSWERED
    written = letter(3 * 1440 + 5)
    down = decide(case(written, phone=silent), promise, now)
    assert outcome(down) == (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_PHONE_DOWN)
    by_hand = letter(3 * 1440 + 5, channel=Channel.PHONE, level=MatchLevel.HAND)
    assert decide(case(by_hand, phone=silent), promise, now).reason is InconclusiveReason.OUR_PHONE_DOWN


def test_a_breach_by_phone_waits_for_the_test_call(case, standard, start, good_ears):
    def at(minute, *rang):
        return decide(case(phone=phoned(good_ears, start, rang=rang)), standard(), start + minute * MINUTE)

    assert not at(45, 9).breached
    assert at(45, 9).look_again_at == start + 75 * MINUTE
    assert at(45, 10).breached
    assert at(45, 40).breached
    assert not at(39, 40).breached


def test_a_phone_nobody_listened_to_blames_nobody(case, standard, letter, start, good_ears):
    half = (good_ears.spans[0][0], start + 2 * MINUTE), (start + 40 * MINUTE, good_ears.spans[0][1])
    deaf = phoned(good_ears, start, rang=[3 * 1440 + 1], spans=half)
    late = decide(case(letter(50), phone=deaf), standard(threshold=60 * MINUTE), start + AFTER)
    assert late.outcome is Outcome.MET
    for come in ((), (letter(50),)):
        verdict = decide(case(*come, phone=deaf), standard(threshold=45 * MINUTE), start + AFTER)
        assert outcome(verdict) == (Outcome.INCONCLUSIVE, InconclusiveReason.LISTENING_GAP)
    nobody = decide(case(phone=phoned(good_ears, start, spans=())), standard(), start + AFTER)
    assert outcome(nobody) == (Outcome.INCONCLUSIVE, InconclusiveReason.OUR_PHONE_DOWN)


def test_late_by_one_ear_is_late_only_when_the_other_worked(case, standard, letter, start, good_ears):
    mute = Ears(spans=good_ears.spans)
    call = letter(60, channel=Channel.PHONE)
    assert decide(case(call, phone=phoned(good_ears, start)), standard(), start + 2 * DAY).outcome is Outcome.LATE
    lost = case(call, ears=mute, phone=phoned(good_ears, start))
    assert decide(lost, standard(), start + 2 * DAY).outcome is Outcome.PENDING
    assert outcome(decide(lost, standard(), start + 5 * DAY)) == (
        Outcome.INCONCLUSIVE,
        InconclusiveReason.OUR_MAILBOX_DOWN,
    )
    assert decide(replace(lost, responses=(letter(5), call)), standard(), start + 5 * DAY).outcome is Outcome.MET
    written = case(letter(60), phone=phoned(good_ears, start, rang=[9]))
    assert outcome(decide(written, standard(), start + 5 * DAY)) == (
        Outcome.INCONCLUSIVE,
        InconclusiveReason.OUR_PHONE_DOWN,
    )
    assert decide(replace(written, phone=phoned(good_ears, start, rang=[1200])), standard(), start + DAY).final
