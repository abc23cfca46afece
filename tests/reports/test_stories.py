"""The worst and the best, chosen from the visits."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import sample

from monitor.domain.verdict import Outcome
from reports.records import VisitLine
from reports.stories import told, two_clocks


def line(token: str, outcome: Outcome, minutes: int | None = None) -> VisitLine:
    length = None if minutes is None else timedelta(minutes=minutes)
    sent = sample.at(17, 9)
    person = None if length is None else sent + length
    return VisitLine(
        token=token,
        place="p",
        label=sample.FORM,
        sent_at=sent,
        outcome=outcome,
        person_at=person,
        wall=length,
        working=length,
    )


def test_worst_three_and_the_fastest() -> None:
    visits = (
        line("late", Outcome.LATE, 90),
        line("slow", Outcome.MET, 9),
        line("later", Outcome.LATE, 900),
        line("fast", Outcome.MET, 2),
        line("silent", Outcome.NOT_ANSWERED),
        line("broken", Outcome.UNREACHABLE),
        line("open", Outcome.PENDING),
        line("unknown", Outcome.INCONCLUSIVE),
    )
    worst, best = told(dataclasses.replace(sample.empty(), visits=visits))
    assert [story.visit.token for story in worst] == ["broken", "silent", "later"]
    assert best
    assert best.visit.token == "fast"
    assert [m.en for m in best.moments] == ["The site accepted the enquiry", "A person answered"]


def test_stories_handed_over_are_kept() -> None:
    data = sample.full()
    assert told(data) == (data.worst, data.best)
    assert told(sample.empty()) == ((), None)


def test_two_clocks_only_when_they_differ() -> None:
    night = dataclasses.replace(line("n", Outcome.LATE, 860), working=timedelta(minutes=14))
    assert (
        two_clocks(night, "en").replace("\u00a0", " ")
        == "The customer waited 14 h 20 min; 14 min of it were your working hours."
    )
    assert (
        two_clocks(night, "ru").replace("\u00a0", " ") == "Клиент ждал 14 ч 20 мин, из них 14 мин — ваше рабочее время."
    )
    assert two_clocks(line("d", Outcome.MET, 5), "en") == ""
    assert two_clocks(line("s", Outcome.NOT_ANSWERED), "en") == ""
