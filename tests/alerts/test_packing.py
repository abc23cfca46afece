"""One digest instead of fifty, the cause and not the children, and nobody is woken."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from monitor.alerts.packing import Pending, awake_at, bundle_name, packing
from monitor.alerts.stories import Story
from monitor.domain.recipients import AlertRules, Recipient

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)  # a Tuesday
RULES = AlertRules()
WORKDAYS = (0, 1, 2, 3, 4)


def person(**values) -> Recipient:
    return Recipient(**{"name": "Anna", "email": "anna@town.test", "language": "en", **values})


def pending(number: int, story: Story = Story.BREACH, **values) -> Pending:
    given = {"thread": f"visit/{number}", "site": f"site{number}", "standard": "person", "visit_id": number, **values}
    return Pending(id=number, identity=f"{story}/{number}", story=story, **given)


def letters(alerts, last=None, now=NOW, **values):
    done = packing(alerts, person(**values), RULES, last, now)
    return [[one.id for one in letter] for letter in done.letters]


def test_the_first_leaves_at_once():
    assert letters([pending(1)]) == [[1]]


def test_what_follows_waits_for_the_window_and_leaves_together():
    alerts = [pending(number) for number in range(1, 7)]
    assert letters(alerts, last=NOW - timedelta(minutes=1)) == []
    assert letters(alerts, last=NOW - RULES.collect) == [[1, 2, 3, 4, 5, 6]]


def test_three_matters_are_three_letters_and_four_are_one():
    assert letters([pending(number) for number in range(3)]) == [[0], [1], [2]]
    assert letters([pending(number) for number in range(4)]) == [[0, 1, 2, 3]]


def test_all_broken_ways_of_one_site_are_one_matter():
    alerts = [pending(number, Story.UNREACHABLE, site="aurora") for number in (1, 2, 3)]
    assert letters(alerts) == [[1, 2, 3]]


def test_news_about_ourselves_does_not_wait_and_is_alone():
    ours = pending(9, Story.ILL, thread="house/ears", visit_id=None)
    alerts = [*(pending(number) for number in range(1, 6)), ours]
    assert letters(alerts, last=NOW) == [[9]]
    assert letters(alerts) == [[9], [1, 2, 3, 4, 5]]


def test_the_answer_overtakes_the_breach_that_was_not_told():
    alerts = [
        pending(1, Story.WARNING),
        pending(2, Story.BREACH, thread="visit/1"),
        pending(3, Story.ANSWERED, thread="visit/1"),
    ]
    done = packing(alerts, person(), RULES, None, NOW)
    assert [[one.id for one in letter] for letter in done.letters] == [[3]]
    assert set(done.folded) == {1, 2}


def test_the_breach_overtakes_the_warning():
    alerts = [pending(1, Story.WARNING), pending(2, thread="visit/1")]
    assert set(packing(alerts, person(), RULES, None, NOW).folded) == {1}


def test_one_broken_form_under_two_standards_is_said_once():
    alerts = [
        pending(1, Story.UNREACHABLE, visit_id=5),
        pending(2, Story.UNREACHABLE, visit_id=5, thread="visit/1", standard="answer"),
    ]
    assert set(packing(alerts, person(), RULES, None, NOW).folded) == {2}


def test_nobody_is_woken():
    quiet = (time(22), time(8))
    night = datetime(2026, 3, 3, 23, tzinfo=UTC)
    assert letters([pending(1)], now=night, quiet=quiet) == []
    assert letters([pending(1)], now=datetime(2026, 3, 4, 8, tzinfo=UTC), quiet=quiet) == [[1]]


@pytest.mark.parametrize(
    ("now", "awake"),
    [
        ("2026-03-03T10:00+00:00", "2026-03-03T10:00+00:00"),
        ("2026-03-03T20:00+00:00", "2026-03-04T05:00+00:00"),  # 23:00 in Moscow until 08:00
        ("2026-03-03T02:00+00:00", "2026-03-03T05:00+00:00"),
        ("2026-03-06T20:00+00:00", "2026-03-09T05:00+00:00"),  # Friday night until Monday morning
        ("2026-03-07T10:00+00:00", "2026-03-09T05:00+00:00"),  # Saturday noon: quiet hours hold on Monday as well
    ],
)
def test_awake_in_their_own_zone_on_their_own_days(now, awake):
    anna = person(zone="Europe/Moscow", quiet=(time(22), time(8)), days=WORKDAYS)
    assert awake_at(anna, datetime.fromisoformat(now)) == datetime.fromisoformat(awake)


def test_quiet_hours_end_by_the_new_clock_in_the_night_it_changes():
    anna = person(zone="Europe/London", quiet=(time(22), time(8)))
    assert awake_at(anna, datetime(2026, 3, 28, 23, tzinfo=UTC)) == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_a_letter_is_named_after_what_is_in_it():
    assert bundle_name([pending(1)]) == bundle_name([pending(1)]) != bundle_name([pending(2)])
    assert bundle_name([pending(1)]).startswith("breach.")
    assert bundle_name([pending(1), pending(2)]).startswith("digest.")
