"""Builders for the judge's tests: one visit, its messages, our ears, a standard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings

from monitor.domain.hours_text import parse_hours
from monitor.domain.programme import Channel, ClockKind, Event, ServiceStandard
from monitor.domain.response import Label, Response
from monitor.domain.verdict import Case, Ears, Proof
from monitor.domain.visit import Acceptance, Question, Sending, Shopper, Visit, VisitState
from monitor.domain.worktime import Calendar, CalendarSpec, HolidayDays

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("untimed")

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Moscow

_VISIT = Visit(
    id=1,
    token="t",
    site="s",
    touchpoint="form",
    kind="feedback_form",
    slot_at=START,
    state=VisitState.WAITING,
    shopper=Shopper(first="A", last="B", middle="", email="a@x.example", phone=""),
    question=Question(subject="", text="", language="en"),
    submitted_at=START,
    sending=Sending.SENT,
    acceptance=Acceptance.ACCEPTED,
)
_STANDARD = ServiceStandard(
    key="person_10",
    name_en="",
    name_ru="",
    event=Event.FIRST_HUMAN,
    threshold=timedelta(minutes=10),
    clock=ClockKind.WORKING,
)


@pytest.fixture(scope="session")
def start() -> datetime:
    return START


@pytest.fixture(scope="session")
def standard() -> Callable[..., ServiceStandard]:
    """The default standard (a person within ten working minutes, three days' window) with changes."""
    return lambda **changes: replace(_STANDARD, **changes)


@pytest.fixture(scope="session")
def calendar() -> Callable[..., Calendar]:
    """A year of Moscow opening hours, 2026, holidays given as dates."""

    def make(hours: str = "Mo-Fr 09:00-18:00", zone: str = "Europe/Moscow", **changes: Any) -> Calendar:
        holidays = changes.pop("holidays", HolidayDays())
        spec = CalendarSpec(zone=zone, week=parse_hours(hours), **changes)
        return Calendar.compile(spec, holidays, date(2026, 1, 1), date(2026, 12, 31))

    return make


@pytest.fixture(scope="session")
def letter() -> Callable[..., Response]:
    """A message so many minutes after START (or at an instant)."""

    def make(at: float | datetime, label: Label = Label.HUMAN, **changes: Any) -> Response:
        instant = at if isinstance(at, datetime) else START + timedelta(minutes=at)
        return Response(**{"visit_id": 1, "channel": Channel.EMAIL, "at": instant, "label": label} | changes)

    return make


@pytest.fixture(scope="session")
def good_ears() -> Ears:
    """A canary every half hour for a month, each there within a minute; we listened all the time."""
    sent = [START + timedelta(minutes=30 * n) for n in range(-48, 48 * 40)]
    proofs = tuple(Proof(sent_at=at, arrived_at=at + timedelta(minutes=1)) for at in sent)
    return Ears(proofs=proofs, spans=((sent[0], sent[-1]),))


@pytest.fixture(scope="session")
def case(calendar: Callable[..., Calendar], good_ears: Ears) -> Callable[..., Case]:
    """The default case: accepted at START, nothing heard, good ears; `visit` holds changes of the visit."""
    usual = calendar()

    def make(*responses: Response, visit: dict[str, Any] | None = None, **changes: Any) -> Case:
        base = Case(visit=replace(_VISIT, **(visit or {})), responses=responses, ears=good_ears, calendar=usual)
        return replace(base, **changes)

    return make
