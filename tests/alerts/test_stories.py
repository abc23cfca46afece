"""What waited is looked at again before it leaves: still true, over, or doubtful just now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.alerts.stories import OPEN_ENDED, Known, Story, doubtful, overtaken
from monitor.domain.verdict import Outcome

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
SILENT = Known(outcome=Outcome.PENDING, final=False, breached=True, answered=False, deadline=NOW - timedelta(minutes=1))
FUTURE = replace(SILENT, breached=False, deadline=NOW + timedelta(minutes=1))
ANSWERED = replace(SILENT, outcome=Outcome.LATE, final=True, breached=False, answered=True)
PROVES_NOTHING = replace(SILENT, outcome=Outcome.INCONCLUSIVE, final=True, breached=False)
UNREACHABLE = replace(SILENT, outcome=Outcome.UNREACHABLE, breached=False)
LETTER_IN_THE_PEN = replace(SILENT, breached=False)
WINDOW_OVER = replace(SILENT, outcome=Outcome.NOT_ANSWERED, final=True)


@pytest.mark.parametrize(
    ("story", "known"),
    [
        (Story.WARNING, FUTURE),
        (Story.BREACH, SILENT),
        (Story.BREACH, WINDOW_OVER),
        (Story.ESCALATED, SILENT),
        (Story.REMINDER, SILENT),
        (Story.UNREACHABLE, UNREACHABLE),
        (Story.ANSWERED, ANSWERED),
    ],
)
def test_what_is_still_so_is_told(story, known):
    assert overtaken(story, known, NOW) == ""
    assert not doubtful(story, known)


@pytest.mark.parametrize("story", [Story.WARNING, Story.BREACH, Story.ESCALATED, Story.REMINDER, Story.UNREACHABLE])
def test_an_answer_overtakes_every_complaint(story):
    assert overtaken(story, ANSWERED, NOW)


@pytest.mark.parametrize("story", [*OPEN_ENDED, Story.UNREACHABLE, Story.ANSWERED])
def test_what_proves_nothing_is_never_told(story):
    assert overtaken(story, PROVES_NOTHING, NOW)
    assert doubtful(story, replace(PROVES_NOTHING, final=False))


def test_a_warning_is_for_before_the_deadline():
    assert overtaken(Story.WARNING, SILENT, NOW)
    assert overtaken(Story.WARNING, LETTER_IN_THE_PEN, NOW)


@pytest.mark.parametrize("story", [Story.BREACH, Story.ESCALATED, Story.REMINDER])
def test_a_letter_that_may_be_the_answer_keeps_the_breach_waiting(story):
    assert overtaken(story, LETTER_IN_THE_PEN, NOW) == ""
    assert doubtful(story, LETTER_IN_THE_PEN)


def test_an_answer_somebody_judged_not_to_be_one_is_not_told():
    assert overtaken(Story.ANSWERED, WINDOW_OVER, NOW)
