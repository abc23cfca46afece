"""How promises stand, and whether a change changed anything."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

WEEKS = 8


@pytest.fixture
def lived(desk: Any) -> Any:
    """Eight weeks: the north answers in time only from the fifth on, the south never."""
    for week in range(WEEKS):
        north, _ = desk.send()
        if week >= WEEKS // 2:
            desk.hands.at += timedelta(minutes=5)
            at = (desk.hands.at - timedelta(minutes=3)).isoformat()
            assert desk.run("answer", north.token, "--at", at).exit_code == 0
            desk.hands.at -= timedelta(minutes=5)
        desk.later(timedelta(weeks=1))
    return desk


def test_a_chain_is_as_good_as_its_weakest_link(lived: Any) -> None:
    told = lived.run("standards", "--json")
    assert told.exit_code == 1
    north, south = json.loads(told.stdout)
    assert [(one["promises"][0]["k"], one["promises"][0]["n"]) for one in (north, south)] == [(4, 8), (0, 8)]
    weakest = {"touchpoint": "form", "standard": "person"}
    assert south["chains"] == [{"name": "", "standing": "fail", "weakest": weakest}]
    # even the upper end of four of eight lies below four fifths
    assert (north["chains"][0]["standing"], round(north["promises"][0]["high"], 3)) == ("fail", 0.785)
    text = lived.run("standards", "--site", "south").output
    assert "0 of 8" in text
    assert "As a chain: not met; the weakest link: form, person" in text


def test_before_and_after(lived: Any) -> None:
    words = ("compare", "--site", "north", "--change-date", "2026-03-31", "--json")
    (few,) = json.loads(lived.run(*words).stdout)
    assert few["change"] == "not_enough_data"
    programme = lived.programme.read_text(encoding="utf8").replace('wait = "3 days"', 'wait = "3 days"\nminimum_n = 4')
    lived.programme.write_text(programme, encoding="utf8")
    (north,) = json.loads(lived.run(*words).stdout)
    assert (north["before"]["k"], north["before"]["n"], north["after"]["k"], north["after"]["n"]) == (0, 4, 4, 4)
    assert north["change"] == "better"
    said = lived.run("compare", "--site", "south", "--change-date", "2026-03-31").output
    assert "before 0 of 4 (0–49 %), after 0 of 4 (0–49 %): no proof of change" in said
    assert "No counted visit" in lived.run("compare", "--site", "north", "--change-date", "2020-01-01").output
    assert lived.run("compare", "--site", "west", "--change-date", "2026-03-31").exit_code == 2


def test_ways_in_may_form_chains_of_their_own(lived: Any) -> None:
    text = lived.programme.read_text(encoding="utf8")
    extra = '\n[[sites.touchpoints]]\nkey = "phone"\nkind = "phone_number"\n'
    lived.programme.write_text(
        text.replace('key = "form"\n', 'key = "form"\nchain = "order"\n') + extra, encoding="utf8"
    )
    _, south = json.loads(lived.run("standards", "--json").stdout)
    weakest = {"touchpoint": "form", "standard": "person"}
    assert south["chains"] == [{"name": "order", "standing": "fail", "weakest": weakest}]
    assert "Chain order: not met; the weakest link: form, person" in lived.run("standards", "--site", "south").output
    unnamed = text + extra + "enabled = false\n"
    lived.programme.write_text(unnamed, encoding="utf8")
    _, south = json.loads(lived.run("standards", "--json").stdout)
    assert south["chains"] == [{"name": "", "standing": "fail", "weakest": weakest}]
