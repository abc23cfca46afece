"""What a programme says of itself: which touchpoint, which standards, whose mail domain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.domain.programme import Programme, Rhythm, Role, ServiceStandard, Site, Touchpoint
from monitor.domain.visit import Shopper
from monitor.domain.worktime import CalendarSpec

FORM = Touchpoint(key="form", kind="feedback_form", address="https://a.test/")
PHONE = Touchpoint(key="phone", kind="phone_number", address="https://a.test/")
STRICT = Touchpoint(key="strict", kind="feedback_form", address="https://a.test/", standards=("hour",))


@pytest.fixture
def programme(standard: Callable[..., ServiceStandard]) -> Programme:
    site = Site(
        key="a", name="A", url="https://a.test/", country="RU", language="ru", segment="fitness", role=Role.OWN,
        zone="Europe/Moscow", calendar=CalendarSpec(zone="Europe/Moscow", week=((),) * 7), touchpoints=(FORM, PHONE, STRICT),
    )  # fmt: skip
    return Programme(
        name="p", seed=1, hash="", segments={}, sites=(site,), personas=(), scenarios=(), rhythm=Rhythm(),
        standards=(standard(), standard(key="hour"), standard(key="shown", kinds=("phone_number",))),
        recipients=(), mail_domain="me@hosted.test",
    )  # fmt: skip


def test_a_touchpoint_is_held_to_the_standards_it_names_else_to_those_of_its_kind(programme: Programme) -> None:
    told = {one.key: [each.key for each in programme.standards_of(one)] for one in (FORM, PHONE, STRICT)}
    assert told == {"form": ["person_10", "hour"], "phone": ["shown"], "strict": ["hour"]}


def test_what_is_not_in_the_programme_is_named(programme: Programme) -> None:
    assert programme.touchpoint("a", "phone") is PHONE
    with pytest.raises(KeyError, match="b"):
        programme.site("b")
    with pytest.raises(KeyError, match="a/chat"):
        programme.touchpoint("a", "chat")


def test_one_mailbox_has_the_domain_of_its_address(programme: Programme) -> None:
    assert programme.mail_host == "hosted.test"


def test_a_shopper_with_one_name_has_no_blank_in_it() -> None:
    assert Shopper(first="Ольга", last="", middle="", email="", phone="").full == "Ольга"
    assert Shopper(first="Ольга", last="Петрова", middle="Ивановна", email="", phone="").full == "Ольга Петрова"
