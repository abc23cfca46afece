"""What the rubric may know of an enquiry: nothing is called missing while it may still come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.domain.response import Label
from monitor.domain.verdict import Outcome
from monitor.domain.visit import Acceptance, Question, Sending, Shopper, Visit, VisitState
from monitor.steps.report.marks import marks_of

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
VISIT = Visit(
    id=1,
    token="t",
    site="s",
    touchpoint="form",
    kind="feedback_form",
    slot_at=START,
    state=VisitState.WAITING,
    shopper=Shopper(first="", last="", middle="", email="", phone=""),
    question=Question(subject="", text="", language="en"),
    submitted_at=START,
    closes_at=START + timedelta(days=3),
    sending=Sending.SENT,
    acceptance=Acceptance.ACCEPTED,
)


def verdict(outcome: Outcome, *, final: bool = True) -> Any:
    return SimpleNamespace(outcome=outcome.value, final=final)


def came(minutes: float, label: Label) -> Any:
    at = START + timedelta(minutes=minutes)
    return SimpleNamespace(at=at, label=label, reviewed=None, answers=True, next_step=None, details={})


@pytest.mark.parametrize(
    ("letters", "judged", "expected"),
    [
        # a standard with a short window is over, a person may still come
        ([], [verdict(Outcome.NOT_ANSWERED), verdict(Outcome.PENDING, final=False)], (None, False)),
        ([], [verdict(Outcome.MET), verdict(Outcome.PENDING, final=False)], (None, False)),
        ([], [verdict(Outcome.MET), verdict(Outcome.NOT_ANSWERED)], (False, True)),
        ([], [verdict(Outcome.INCONCLUSIVE)], (None, False)),
        ([came(1, Label.AUTO_ACK)], [verdict(Outcome.AUTO_ONLY)], (True, True)),
        ([came(50, Label.HUMAN)], [verdict(Outcome.LATE)], (False, False)),
        ([came(4 * 1440, Label.HUMAN)], [verdict(Outcome.NOT_ANSWERED)], (False, True)),
    ],
)
def test_silence_is_said_only_when_it_is_over(
    letters: list[Any], judged: list[Any], expected: tuple[Any, bool]
) -> None:
    marks = marks_of(VISIT, letters, judged, None)
    assert (marks.receipt, marks.silent) == expected
