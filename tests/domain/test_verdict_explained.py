"""What the judge says and why, whole: outcome, finality, breach, when to look again, the reason in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.domain.programme import ClockKind, Event
from monitor.domain.response import Label
from monitor.domain.verdict import Ears, decide
from monitor.domain.visit import Acceptance, Observation, Sending, VisitState

MINUTE = timedelta(minutes=1)
NEVER = {"submitted_at": None}
BROKEN = {"acceptance": Acceptance.REJECTED, "reason": "server_error"}
REFUSED = {"acceptance": Acceptance.REJECTED, "reason": "invalid"}
CAPTCHA = {"acceptance": Acceptance.BLOCKED, "reason": "captcha"}
UNKNOWN = {"sending": Sending.UNKNOWN, "acceptance": Acceptance.UNKNOWN}
FACT = {"event": Event.PAGE_FACT, "fact": "phone.clickable"}
SPEED = {"event": Event.CONFIRMATION, "threshold": timedelta(seconds=5), "clock": ClockKind.WALL}
HUMAN, ROBOT, UNSURE, BOUNCE = Label.HUMAN, Label.AUTO_ACK, Label.UNSURE, Label.BOUNCE
WINDOW = 3 * 1440


def seen(name, value):
    return {"observations": (Observation(name=name, value=value),)}


# letters (minute, label) · the visit · the standard · ears · minute of judgement → what is said
TABLE = [
    ([(10, HUMAN)], {}, {}, "good", 10, (True, False, None, 'verdict', 'the event came within the threshold', 'met')),
    ([(11, HUMAN)], {}, {}, "good", 11, (True, False, None, 'verdict', 'the event came after the threshold, inside the window', 'late')),
    ([], {}, {}, "good", 0, (False, False, 10, 'verdict', 'the threshold has not passed', 'pending')),
    ([], {}, {}, "good", 9, (False, False, 10, 'verdict', 'the threshold has not passed', 'pending')),
    ([], {}, {}, "good", 10, (False, False, 11, 'verdict', 'threshold passed, no canary since', 'pending')),
    ([], {}, {}, "good", 31, (False, True, 4320, 'verdict', 'threshold passed in silence, our ears proven since', 'pending')),
    ([], {}, {}, "mute", 20, (False, False, 21, 'verdict', 'threshold passed, no canary since', 'pending')),
    ([], {}, {}, "mute", 100, (False, False, 130, 'verdict', 'threshold passed, no canary since', 'pending')),
    ([], {}, {}, "mute", WINDOW, (False, False, 4321, 'verdict', 'the window is over, waiting for a canary', 'pending')),
    ([], {}, {}, "mute", WINDOW + 30, (False, False, 4351, 'verdict', 'the window is over, waiting for a canary', 'pending')),
    ([], {}, {}, "mute", WINDOW + 31, (False, False, 4381, 'verdict', 'no canary sent after the window came back', 'inconclusive(our_mailbox_down)')),
    ([], {}, {}, "mute", WINDOW + 300, (False, False, 4650, 'verdict', 'no canary sent after the window came back', 'inconclusive(our_mailbox_down)')),
    ([], {}, {}, "mute", WINDOW + 301, (True, False, None, 'verdict', 'no canary sent after the window came back', 'inconclusive(our_mailbox_down)')),
    ([], {}, {}, "good", WINDOW, (False, True, 4321, 'verdict', 'the window is over, waiting for a canary', 'pending')),
    ([], {}, {}, "good", WINDOW + 31, (True, True, None, 'verdict', 'the window is over without the event, and our ears worked', 'not_answered')),
    ([(5, ROBOT)], {}, {}, "good", WINDOW + 31, (True, True, None, 'verdict', 'robots answered, no person did', 'auto_only')),
    ([(5, ROBOT)], {}, {"event": Event.FIRST_ANSWER}, "good", WINDOW + 31, (True, True, None, 'verdict', 'robots answered, no person did', 'auto_only')),
    ([(5, ROBOT), (60, HUMAN)], {}, {"event": Event.FIRST_ANSWER}, "good", WINDOW + 31, (True, False, None, 'verdict', 'a message nobody has judged may be the event', 'inconclusive(human_or_auto_unclear)')),
    ([], {}, {}, "deaf", 31, (False, False, 4320, 'verdict', 'threshold passed, but we did not listen for 0:10:00 of the wait', 'pending')),
    ([], {}, {}, "deaf", WINDOW, (False, False, 4321, 'verdict', 'open, because we did not listen for 3 days, 0:00:00 of the wait', 'pending')),
    ([], {}, {}, "deaf", WINDOW + 31, (True, False, None, 'verdict', 'we did not listen for 3 days, 0:00:00 of the wait', 'inconclusive(listening_gap)')),
    ([(60, HUMAN)], {}, {}, "deaf", 60, (False, False, 4320, 'verdict', 'open, because we did not listen for 0:10:00 of the wait', 'pending')),
    ([(60, HUMAN)], {}, {}, "deaf", WINDOW + 5, (False, False, 4326, 'verdict', 'open, because we did not listen for 0:10:00 of the wait', 'pending')),
    ([(60, HUMAN)], {}, {}, "deaf", WINDOW + 31, (True, False, None, 'verdict', 'we did not listen for 0:10:00 of the wait', 'inconclusive(listening_gap)')),
    ([(5, UNSURE)], {}, {}, "good", 60, (False, False, 4320, 'verdict', 'threshold passed, but a message nobody has judged may be the event', 'pending')),
    ([(5, UNSURE)], {}, {}, "good", WINDOW + 31, (True, False, None, 'verdict', 'a message nobody has judged may be the event', 'inconclusive(human_or_auto_unclear)')),
    ([(5, UNSURE), (60, HUMAN)], {}, {}, "good", 60, (False, False, 4320, 'verdict', 'open, because a message nobody has judged may be the event', 'pending')),
    ([], BROKEN, {}, "good", 1, (False, False, 4320, 'verdict', 'any visitor would meet this: server_error', 'unreachable')),
    ([], BROKEN, {}, "good", WINDOW, (True, False, None, 'verdict', 'any visitor would meet this: server_error', 'unreachable')),
    ([], REFUSED, {}, "good", 1, (False, False, 4320, 'verdict', 'stopped (invalid), perhaps our own fault', 'inconclusive(visit_interrupted)')),
    ([], CAPTCHA, {}, "good", 1, (False, False, 4320, 'verdict', 'only robots meet this block: it proves nothing about people', 'inconclusive(blocked_captcha)')),
    ([], CAPTCHA, {}, "good", WINDOW, (True, False, None, 'verdict', 'only robots meet this block: it proves nothing about people', 'inconclusive(blocked_captcha)')),
    ([], CAPTCHA | NEVER, {}, "good", 1, (True, False, None, 'verdict', 'only robots meet this block: it proves nothing about people', 'inconclusive(blocked_captcha)')),
    ([(1, BOUNCE)], {}, {}, "good", 5, (False, False, 4320, 'verdict', 'the enquiry came back undelivered', 'unreachable')),
    ([(1, BOUNCE)], {}, {}, "good", WINDOW, (True, False, None, 'verdict', 'the enquiry came back undelivered', 'unreachable')),
    ([], UNKNOWN, {}, "good", 60, (False, False, 4320, 'verdict', 'threshold passed, but whether the enquiry arrived is not known', 'pending')),
    ([], UNKNOWN, {}, "good", WINDOW + 31, (True, False, None, 'verdict', 'whether the enquiry arrived is not known', 'inconclusive(visit_interrupted)')),
    ([], {"reason": "recognised_as_test"}, {}, "good", 1, (True, False, None, 'verdict', 'the visit was spoiled', 'inconclusive(recognised_as_test)')),
    ([], {"reason": "site_down_for_us_only", "sending": Sending.NOT_SENT} | NEVER, {}, "good", 1, (True, False, None, 'verdict', 'we could not measure', 'inconclusive(site_down_for_us_only)')),
    ([], {"state": VisitState.PLANNED, "sending": None} | NEVER, {}, "good", 1, (False, False, None, 'verdict', 'the visit is not finished', 'pending')),
    ([], {"state": VisitState.WITHDRAWN, "sending": None} | NEVER, {}, "good", 1, (True, False, None, 'verdict', 'the visit was withdrawn', 'inconclusive(not_permitted)')),
    ([], {"state": VisitState.MISSED, "sending": None} | NEVER, {}, "good", 1, (True, False, None, 'verdict', 'nothing was sent, and not because of the site', 'inconclusive(visit_interrupted)')),
    ([], seen("phone.clickable", True), FACT, "good", 0, (True, False, None, 'verdict', 'phone.clickable: seen', 'met')),
    ([], seen("phone.clickable", False), FACT, "good", 0, (True, False, None, 'verdict', 'phone.clickable: not so', 'not_answered')),
    ([], {}, FACT, "good", 0, (True, False, None, 'verdict', 'phone.clickable was not observed', 'inconclusive(visit_interrupted)')),
    ([], {"state": VisitState.PLANNED, "sending": None} | NEVER, FACT, "good", 0, (False, False, None, 'verdict', 'the visit is not finished', 'pending')),
    ([], BROKEN, FACT, "good", 0, (True, False, None, 'verdict', 'any visitor would meet this: server_error', 'unreachable')),
    ([], seen("form.confirmation_seconds", 5), SPEED, "good", 0, (True, False, None, 'verdict', 'confirmed after 0:00:05, allowed 0:00:05', 'met')),
    ([], seen("form.confirmation_seconds", 6), SPEED, "good", 0, (True, False, None, 'verdict', 'confirmed after 0:00:06, allowed 0:00:05', 'late')),
    ([], seen("form.confirmation_seconds", None), SPEED, "good", 0, (True, False, None, 'verdict', 'no confirmation was shown', 'not_answered')),
]  # fmt: skip


@pytest.mark.parametrize(("letters", "visit", "changes", "ears", "minute", "said"), TABLE)
def test_the_whole_verdict(case, standard, letter, good_ears, start, letters, visit, changes, ears, minute, said):
    heard = {"good": good_ears, "mute": Ears(spans=good_ears.spans), "deaf": Ears(proofs=good_ears.proofs)}[ears]
    built = case(*(letter(at, label) for at, label in letters), visit=visit, ears=heard)
    verdict = decide(built, standard(**changes), start + minute * MINUTE)
    look = None if verdict.look_again_at is None else (verdict.look_again_at - start) // MINUTE
    last = verdict.steps[-1]
    assert (verdict.final, verdict.breached, look, last.rule, last.looked_at, last.result) == said
