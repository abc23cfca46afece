"""Reports: the worst three enquiries and the best one, told from the visits when nobody tells them better."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.domain.verdict import Outcome
from reports.labels import labels
from reports.narrative import speaker
from reports.plural import spell
from reports.records import Moment, ReportData, Story, VisitLine

WORST = 3
_BAD = (Outcome.UNREACHABLE, Outcome.NOT_ANSWERED, Outcome.AUTO_ONLY, Outcome.LATE)


def told(data: ReportData) -> tuple[tuple[Story, ...], Story | None]:
    """(worst, best): those handed over, else chosen from the visits of the period."""
    if data.worst or data.best is not None:
        return data.worst, data.best
    bad = sorted((line for line in data.visits if line.outcome in _BAD), key=_badness)
    good = min((line for line in data.visits if line.outcome is Outcome.MET), key=_waited, default=None)
    return tuple(_story(line) for line in bad[:WORST]), _story(good) if good is not None else None


def _badness(line: VisitLine) -> tuple[int, float, str]:
    """Dead ways in first, then silence, robots, and the longest waits."""
    return _BAD.index(line.outcome), -_waited(line)[0], line.token


def _waited(line: VisitLine) -> tuple[float, float]:
    working, wall = line.working or timedelta(0), line.wall or timedelta(0)
    return working.total_seconds(), wall.total_seconds()


def _story(line: VisitLine) -> Story:
    events = ((line.sent_at, "sent"), (line.receipt_at, "receipt"), (_person_at(line), "person"))
    moments = [_moment(at, f"moment.{name}") for at, name in events if at is not None]
    return Story(visit=line, moments=tuple(sorted(moments, key=lambda moment: moment.at)))


def _person_at(line: VisitLine) -> datetime | None:
    return line.person_at or line.late_answer_at


def _moment(at: datetime, key: str) -> Moment:
    return Moment(at=at, en=labels("en")[key], ru=labels("ru")[key])


def two_clocks(line: VisitLine, language: str) -> str:
    """What the customer waited and how much of it was working time; "" when nobody answered or the clocks agree."""
    if line.wall is None or line.working is None or line.wall == line.working:
        return ""
    return str(speaker(language).two_clocks(spell(line.wall, language), spell(line.working, language)))
