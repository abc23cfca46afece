"""What must hold for any letters, any ears, any order, any instant (MEASURING §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.programme import ClockKind, Event
from monitor.domain.response import Label
from monitor.domain.verdict import COUNTED, Ears, Outcome, Proof, Running, decide
from monitor.domain.visit import Acceptance, Sending

MINUTE = timedelta(minutes=1)
EVENTS = [Event.FIRST_ANY, Event.FIRST_HUMAN, Event.FIRST_ANSWER, Event.RECEIPT]
minutes = st.integers(-2, 6 * 1440)
letters = st.lists(st.tuples(minutes, st.sampled_from(Label), st.sampled_from([None, True, False])), max_size=6)
standards = st.fixed_dictionaries(
    {
        "event": st.sampled_from(EVENTS),
        "clock": st.sampled_from(ClockKind),
        "threshold": st.integers(1, 2000).map(lambda n: n * MINUTE),
        "wait": st.integers(1, 4 * 1440).map(lambda n: n * MINUTE),
        "escalate_at": st.sampled_from([(), (Fraction(1, 2), Fraction(1), Fraction(2))]),
    }
)
visits = st.sampled_from(
    [
        {},
        {"sending": Sending.UNKNOWN, "acceptance": Acceptance.UNKNOWN},
        {"acceptance": Acceptance.REJECTED, "reason": "server_error"},
        {"acceptance": Acceptance.REJECTED, "reason": "invalid"},
        {"acceptance": Acceptance.BLOCKED, "reason": "captcha"},
        {"acceptance": Acceptance.PROBABLY},
    ]
)
gaps = st.lists(st.tuples(minutes, st.integers(1, 600)), max_size=3)
lost = st.lists(minutes, max_size=2)


def ears(start, good, gaps, lost):
    """Good ears with stretches of deafness; canaries sent after `lost` instants (minutes) take two hours or never come."""
    spans = list(good.spans)
    for begin, length in gaps:
        low, high = start + begin * MINUTE, start + (begin + length) * MINUTE
        spans = [part for a, b in spans for part in ((a, min(b, low)), (max(a, high), b)) if part[0] < part[1]]
    proofs = tuple(
        replace(p, arrived_at=None) if any(0 <= (p.sent_at - start) // MINUTE - n < 600 for n in lost) else p
        for p in good.proofs
    )
    return Ears(proofs=proofs, spans=tuple(spans))


situations = st.fixed_dictionaries(
    {"letters": letters, "standard": standards, "visit": visits, "gaps": gaps, "lost": lost}
)


def build(case, standard, letter, good_ears, start, made, order=None):
    come = [letter(at, label, answers=answers) for at, label, answers in made["letters"]]
    heard = ears(start, good_ears, made["gaps"], made["lost"])
    built = case(*(order(come) if order else come), visit=made["visit"], ears=heard)
    return built, standard(**made["standard"])


@settings(max_examples=300)
@given(made=situations, one=st.integers(0, 8 * 1440), more=st.integers(1, 8 * 1440))
def test_a_final_verdict_never_flips(case, standard, letter, good_ears, start, made, one, more):
    built, promise = build(case, standard, letter, good_ears, start, made)
    first = decide(built, promise, start + one * MINUTE)
    later = decide(built, promise, start + (one + more) * MINUTE)
    if first.final:
        assert later.final
        assert (later.outcome, later.reason, later.event_at) == (first.outcome, first.reason, first.event_at)
        assert (later.wall, later.working, later.breached) == (first.wall, first.working, first.breached)
    if first.breached and first.outcome is Outcome.PENDING:
        assert later.outcome is not Outcome.MET


@settings(max_examples=200)
@given(made=situations, at=st.integers(0, 8 * 1440), dice=st.randoms(use_true_random=False))
def test_order_and_duplicates_play_no_part(case, standard, letter, good_ears, start, made, at, dice):
    now = start + at * MINUTE

    def mixed(come):
        doubled = come + come[:2]
        dice.shuffle(doubled)
        return doubled

    plain, promise = build(case, standard, letter, good_ears, start, made)
    shuffled, _ = build(case, standard, letter, good_ears, start, made, mixed)
    one, other = decide(plain, promise, now), decide(shuffled, promise, now)
    assert replace(one, steps=()) == replace(other, steps=())


@settings(max_examples=200)
@given(made=situations, robots=st.lists(minutes, max_size=4), at=st.integers(0, 8 * 1440))
def test_robots_never_stop_the_human_clock(case, standard, letter, good_ears, start, made, robots, at):
    made = made | {"standard": made["standard"] | {"event": Event.FIRST_HUMAN}}
    plain, promise = build(case, standard, letter, good_ears, start, made)
    chatty = replace(plain, responses=plain.responses + tuple(letter(n, Label.AUTO_ACK) for n in robots))
    one, other = decide(plain, promise, start + at * MINUTE), decide(chatty, promise, start + at * MINUTE)
    assert one.event_at == other.event_at or not (one.final and other.final)
    assert (one.outcome is Outcome.MET) == (other.outcome is Outcome.MET)
    assert other.event_at is None or any(
        max(r.at, start) == other.event_at for r in chatty.responses if r.label is Label.HUMAN
    )


@settings(max_examples=300)
@given(made=situations)
def test_every_visit_comes_to_an_end_by_looking_when_told(case, standard, letter, good_ears, start, made):
    """Whoever looks again exactly when the verdict asks, always later, arrives at a final verdict."""
    built, promise = build(case, standard, letter, good_ears, start, made)
    now, verdict = start, decide(built, promise, start)
    for _ in range(400):
        if verdict.final:
            break
        assert verdict.look_again_at is not None
        assert verdict.look_again_at > now
        now = verdict.look_again_at
        verdict = decide(built, promise, now)
    assert verdict.final
    assert (verdict.reason is not None) == (verdict.outcome is Outcome.INCONCLUSIVE)
    assert (verdict.event_at is not None) == (verdict.outcome in (Outcome.MET, Outcome.LATE))
    assert verdict == replace(
        decide(built, promise, now + timedelta(days=30)),
        as_of=now,
        steps=verdict.steps,
        late_answer_at=verdict.late_answer_at,
    )


@settings(max_examples=300)
@given(made=situations, at=st.integers(0, 6 * 1440))
def test_within_the_threshold_is_before_the_deadline(case, standard, letter, good_ears, start, made, at):
    built, promise = build(case, standard, letter, good_ears, start, made)
    running = Running(standard=promise, start=start, calendar=built.calendar)
    instant = start + at * MINUTE
    assert running.within(instant) == (instant <= running.deadline) and running.deadline <= running.closes


@settings(max_examples=200)
@given(made=situations, at=st.integers(0, 8 * 1440))
def test_blame_needs_proof(case, standard, letter, good_ears, start, made, at):
    """Without a canary and a later message nobody is told to be silent."""
    built, promise = build(case, standard, letter, good_ears, start, made)
    deaf = replace(
        built,
        ears=replace(built.ears, proofs=tuple(Proof(sent_at=p.sent_at, arrived_at=None) for p in good_ears.proofs)),
    )
    now = start + at * MINUTE
    quiet = all(r.at < start for r in deaf.responses)
    verdict = decide(deaf, promise, now)
    if quiet and not made["visit"]:
        assert not verdict.breached
        assert verdict.outcome not in COUNTED - {Outcome.MET}
