"""Pauses: once, recurring, over midnight; for everybody or for some."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from monitor.domain.pauses import Pause, pause_of

NIGHT = Pause(days=(4,), hours=(time(22), time(6)), zone="Europe/Berlin", sites=("a",))


@pytest.mark.parametrize(
    ("at", "held"),
    [
        (datetime(2026, 3, 6, 20, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 6, 21, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 7, 4, 59, tzinfo=UTC), True),  # Saturday morning belongs to Friday's night
        (datetime(2026, 3, 7, 5, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 7, 21, 30, tzinfo=UTC), False),
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(at, held):
    assert NIGHT.holds(at) is held


def test_once_and_for_whom():
    begin, end = datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC)
    once = Pause(starts_at=begin, ends_at=end, groups=("north",))
    assert [once.holds(at) for at in (begin, end)] == [True, False]
    assert not Pause(starts_at=end).holds(begin)
    assert Pause(days=(4,)).holds(begin)
    assert not Pause(days=(0,)).holds(begin)
    assert pause_of((NIGHT, once), "b", "north", begin) is once
    assert pause_of((NIGHT, once), "b", "south", begin) is None
    assert pause_of((Pause(),), "b", "", begin) == Pause()
