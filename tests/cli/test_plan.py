"""`shopper plan`: the table, why it stands so, a calendar file, and who is asked too often."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any


def test_the_plan_its_reasons_and_its_calendar_file(desk: Any) -> None:
    monday = desk.hands.at.date().isoformat()
    (told,) = json.loads(desk.run("plan", "--week", monday, "--explain", "--json").stdout)
    slots = [slot for slot in told["slots"] if slot["state"] == "planned"]
    assert slots
    assert all("staff minutes" in " ".join(slot["reasons"]) for slot in slots if slot["kind"] == "feedback_form")
    again = desk.run("plan", "--week", monday, "--explain", "--ics", "-")
    assert again.stdout.startswith("BEGIN:VCALENDAR")
    assert again.stdout.count("BEGIN:VEVENT") == len(told["slots"])
    assert "0 new visits planned" in again.stderr


def test_a_second_round_too_soon_asks_nobody_and_names_them(desk: Any) -> None:
    first = desk.run("plan", "--round", "0")
    assert "not asked" not in first.stderr
    desk.later(timedelta(hours=3))
    second = desk.run("plan", "--round", "0")
    assert "not asked: north/form" in second.stderr
    assert "0 new visits planned" in second.stderr


def test_a_round_called_twice_says_why_it_adds_nothing(desk: Any) -> None:
    desk.run("plan", "--round", "0")
    again = desk.run("plan", "--round", "0")
    assert "not asked: north/form: has a visit of the last hour, or one still to come" in again.stderr
    assert "0 new visits planned" in again.stderr
