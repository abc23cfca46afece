"""Which visit a letter belongs to: levels, retyped addresses, order and duplicates."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.response import (
    IncomingMessage,
    Label,
    MatchLevel,
    OpenVisit,
    Ring,
    VisitTable,
    match,
    match_call,
)
from monitor.domain.response.match import canonical, folded, organisation
from monitor.intake.addresses import address_for

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def visit(number: int, address: str, **more: object) -> OpenVisit:
    return OpenVisit(
        id=number, site=f"s{number}", token="", address=address, persona_name="Olga Petrova", first_name="Olga",
        submitted_at=AT, closes_at=None, **{"site_domains": (f"shop{number}.test",), **more},  # type: ignore[arg-type]
    )  # fmt: skip


VISITS = (
    visit(1, "olga.petrova74@shopper.test", ticket="T-1001", message_ids=("first@shop1.test",)),
    visit(2, "anna.orlova338@shopper.test", ticket="42"),
    visit(3, "o.petrova5526@shopper.test", site_domains=("shop1.test",)),
)
TABLE = VisitTable(VISITS)


def letter(**traits: object) -> IncomingMessage:
    return IncomingMessage(sha256="", door="door", at=AT, **traits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("traits", "number", "level"),
    [
        ({"recipients": ("olga.petrova74@shopper.test",)}, 1, MatchLevel.RECIPIENT),
        ({"recipients": ("Olga.Petrova74@Shopper.Test",)}, 1, MatchLevel.RECIPIENT),
        ({"addressed": ("olga.petrova74+spam@shopper.test",)}, 1, MatchLevel.RECIPIENT),
        ({"addressed": ("olga.petrova74@shopper.test.",)}, 1, MatchLevel.RECIPIENT),
        ({"recipients": ("anna.orlova338@shopper.test",), "addressed": ("olga.petrova74@shopper.test",)}, 2, MatchLevel.RECIPIENT),
        ({"recipients": ("o1ga.petrova74@shopper.test",)}, 1, MatchLevel.FUZZY),
        ({"recipients": ("olga.petr0va74@shopper.test",)}, 1, MatchLevel.FUZZY),
        ({"recipients": ("olga.petova74@shopper.test",)}, 1, MatchLevel.FUZZY),
        ({"recipients": ("olgapetrova74@shopper.test",)}, 1, MatchLevel.FUZZY),
        ({"recipients": ("olga.pterova74@shopper.test",)}, 1, MatchLevel.FUZZY),
        ({"thread": ("x@y", "first@shop1.test")}, 1, MatchLevel.THREAD),
        ({"subject": "Re: [#T-1001] delivery"}, 1, MatchLevel.TICKET),
        ({"subject": "Заявка №42", "sender_address": "a@mail.shop2.test"}, 2, MatchLevel.TICKET),
        ({"sender_address": "boss@crm.shop2.test", "text": "Olga, hello"}, 2, MatchLevel.SENDER),
    ],
)  # fmt: skip
def test_levels(traits: dict[str, object], number: int, level: MatchLevel) -> None:
    found = match(letter(**traits), TABLE)
    assert (found.visit_id, found.level) == (number, level)
    assert found.why


@pytest.mark.parametrize(
    ("traits", "candidates"),
    [
        ({}, ()),
        ({"recipients": ("somebody.else99@shopper.test",)}, ()),
        ({"subject": "12 offers, 42 shops", "sender_address": "a@other.test"}, ()),
        ({"sender_address": "boss@shop1.test", "text": "Olga, hello"}, (1, 3)),
        ({"sender_address": "boss@shop2.test", "text": "Dear customer"}, ()),
        ({"recipients": ("olga.petrova74@shopper.test", "anna.orlova338@shopper.test")}, (1, 2)),
    ],
)
def test_holding_pen(traits: dict[str, object], candidates: tuple[int, ...]) -> None:
    found = match(letter(**traits), TABLE)
    assert found.visit_id is None
    assert found.candidates == candidates


def test_strangers_mailing_is_a_leak_and_the_shops_own_is_not() -> None:
    to = {"recipients": ("olga.petrova74@shopper.test",)}
    assert match(letter(sender_address="news@casino.test", **to), TABLE, Label.BULK).leak
    assert not match(letter(sender_address="news@mail.shop1.test", **to), TABLE, Label.BULK).leak
    assert not match(letter(sender_address="ivan@gmail.test", **to), TABLE, Label.HUMAN).leak


def test_closed_visits_match_exactly_and_never_loosely() -> None:
    table = VisitTable(VISITS, is_open=lambda _: False)
    assert match(letter(recipients=("olga.petrova74@shopper.test",)), table).visit_id == 1
    assert match(letter(recipients=("olga.petova74@shopper.test",)), table).visit_id is None


@given(st.permutations(VISITS), st.sampled_from(["olga.petrova74", "OLGA.petrova74", "olga.petrova7", "nobody"]))
def test_the_order_of_visits_changes_nothing(visits: list[OpenVisit], local: str) -> None:
    message = letter(recipients=(f"{local}@shopper.test",))
    assert match(message, VisitTable(visits)) == match(message, TABLE)


@given(
    st.integers(),
    st.sampled_from(["Ольга", "Щукарь", "O'Neil", "", "李"]),
    st.sampled_from(["Петрова", "Smith-Jones", ""]),
)
def test_addresses_look_like_people_and_survive_retyping(seed: int, first: str, last: str) -> None:
    address = address_for(first, last, "Shopper.Test", random.Random(seed))
    local, _, domain = address.partition("@")
    assert domain == "shopper.test"
    assert canonical(address.upper() + ".") == address
    assert local.isascii()
    assert "0" not in local
    assert "1" not in local
    retyped = local.replace("l", "1").replace("o", "0")
    assert folded(f"{retyped}@{domain}") == folded(address)


def test_organisation() -> None:
    assert organisation("a@mail.shop.co.uk") == "shop.co.uk"
    assert organisation("a@crm.shop.ru") == "shop.ru"


PLUS = visit(9, "me+olga.petrova74@hosted.test")
PLUSES = VisitTable([*VISITS, PLUS])


@pytest.mark.parametrize(
    ("traits", "number"),
    [
        ({"recipients": ("me@hosted.test",), "addressed": ("Me+Olga.Petrova74@hosted.test",)}, 9),
        ({"addressed": ("me+o1ga.petrova74@hosted.test",)}, 9),  # retyped
        ({"addressed": ("me@hosted.test",)}, None),
        ({"addressed": ("me+anna.orlova338@hosted.test",)}, None),
        ({"addressed": ("olga.petrova74+spam@shopper.test",)}, 1),
    ],
)
def test_one_mailbox_with_plus_addresses(traits: dict[str, tuple[str, ...]], number: int | None) -> None:
    assert match(letter(**traits), PLUSES).visit_id == number


RANG = datetime(2026, 11, 20, 12, tzinfo=UTC)
ASKED = visit(0, "a.b11@shopper.test")


def asked(number: int, hours_ago: float, site: str = "a") -> OpenVisit:
    at = RANG - timedelta(hours=hours_ago)
    return replace(ASKED, id=number, site=site, submitted_at=at, closes_at=at + timedelta(hours=72))


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([asked(1, 48), asked(2, 0.1)], 2),
        ([asked(2, 0.1), asked(1, 48)], 2),
        ([asked(1, 48), asked(2, 20)], None),  # late for either
        ([asked(1, 48), asked(2, 0.1, site="b")], None),  # two companies on one number
        ([asked(1, 48), asked(2, 0.1), asked(3, 0.2)], None),
        ([asked(1, 80), asked(2, 20)], 2),  # the first one's window is over
    ],
)
def test_one_number_two_enquiries(visits: list[OpenVisit], expected: int | None) -> None:
    rung = match_call(RANG, "", visits, lambda site: ())
    assert (rung.visit.id if rung.visit else None) == expected
    assert (rung.ring is Ring.UNCLEAR) is (expected is None)
    assert rung.confidence <= 1.0


@pytest.mark.parametrize(
    ("hours_ago", "caller", "ring", "confidence"),
    [
        (20, "+74951112233", Ring.ANSWER, 1.0),
        (20, "+79990001122", Ring.ANSWER, 0.8),  # somebody's mobile
        (20, "", Ring.ANSWER, 0.8),
        (100, "+74951112233", Ring.LATE, 1.0),
        (100, "+79990001122", Ring.STRANGER, 1.0),  # after the window a number must be theirs
        (100, "", Ring.STRANGER, 1.0),
        (24 * 18, "+74951112233", Ring.STRANGER, 1.0),
        (-1, "+74951112233", Ring.STRANGER, 1.0),  # it rang before we asked
    ],
)
def test_whose_call_it_was(hours_ago: float, caller: str, ring: Ring, confidence: float) -> None:
    rung = match_call(RANG, caller, [asked(1, hours_ago)], lambda site: ("+74951112233",))
    assert (rung.ring, rung.confidence) == (ring, confidence)
    assert (rung.visit is None) is (ring is Ring.STRANGER)


def test_of_two_visits_a_late_call_belongs_to_the_last() -> None:
    rung = match_call(RANG, "+7495", [asked(2, 100), asked(1, 200)], lambda site: ("+7495",))
    assert rung.visit is not None
    assert (rung.ring, rung.visit.id) == (Ring.LATE, 2)
