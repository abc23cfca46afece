"""Links in letters: only what we signed, only for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.alerts.links import VALID, Signed, Wish, link, sign, stop_name, stopped, verify

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
WANTED = Signed(wish=Wish.ACK, thread="visit/1", by="anna@town.test", expires=int((NOW + VALID).timestamp()))


def test_what_we_signed_is_understood():
    assert verify(sign(WANTED, "secret"), "secret", NOW) == WANTED


@pytest.mark.parametrize(
    "damage", [lambda t: t[:-2] + "AA", lambda t: "x" + t, lambda t: t.replace(".", ""), lambda t: "é.é"]
)
def test_what_we_did_not_sign_is_not(damage):
    assert verify(damage(sign(WANTED, "secret")), "secret", NOW) is None


def test_another_secret_an_empty_one_and_a_late_day_are_refused():
    token = sign(WANTED, "secret")
    assert verify(token, "other", NOW) is None
    assert verify(sign(WANTED, ""), "", NOW) is None
    assert verify(token, "secret", NOW + VALID + timedelta(seconds=1)) is None


def test_without_secret_or_address_there_is_no_link(monkeypatch):
    monkeypatch.delenv("SHOPPER_SECRET", raising=False)
    assert link("https://shopper.example", Wish.ACK, "visit/1", "anna", NOW) == ""
    monkeypatch.setenv("SHOPPER_SECRET", "secret")
    assert link("", Wish.ACK, "visit/1", "anna", NOW) == ""
    address = link("https://shopper.example/", Wish.SNOOZE, "visit/1", "anna", NOW)
    assert address.startswith("https://shopper.example/ack/")
    found = verify(address.rpartition("/")[2], "secret", NOW)
    assert found is not None
    assert found.wish is Wish.SNOOZE


PEOPLE = ("anna@town.test", "boris@town.test")


def test_a_letter_to_the_address_made_for_somebody_stops_their_letters(monkeypatch):
    monkeypatch.setenv("SHOPPER_SECRET", "secret")
    mine = stop_name("boris@town.test")
    assert len(mine) < 64  # RFC 5321 §4.5.3.1.1
    assert stopped([f"{mine}@shopper.test"], PEOPLE) == "boris@town.test"
    assert stopped([f"me+{mine.upper()}@hosted.example"], PEOPLE) == "boris@town.test"
    assert stopped([f"{mine[:-1]}x@shopper.test", "stop.@shopper.test", "anna@town.test"], PEOPLE) == ""
    monkeypatch.setenv("SHOPPER_SECRET", "another")
    assert stopped([f"{mine}@shopper.test"], PEOPLE) == ""
    monkeypatch.delenv("SHOPPER_SECRET")
    assert stop_name("boris@town.test") == stopped([f"{mine}@shopper.test"], PEOPLE) == ""
