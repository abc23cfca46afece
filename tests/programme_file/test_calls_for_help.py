"""Lines on which people call for help: said in the file, or told by a name, and then warned of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.programme_file import Understood
from schedules.courtesy import barred

Parse = Callable[[str], Understood]
POINT = '\n[[sites.touchpoints]]\nkind = "phone_number"\naddress = "{address}"\n{more}\n'


def understood(site: str, parse: Parse, address: str = "/ask", more: str = "") -> Understood:
    return parse(site + POINT.format(address=address, more=more))


def left_alone(file: Understood) -> bool:
    (site,) = file.programme.sites
    return bool(barred(replace(file.programme, opt_out=()), site, site.touchpoints[0]))


def warned(file: Understood) -> list[str]:
    return [one.found for one in file.warnings if "emergency" in one.found]


@pytest.mark.parametrize(
    ("address", "more", "expected"),
    [
        ("/ask", "", False),
        ("/ask", "emergency = true", True),
        ("/avariynaya/zayavka", "", True),
        ("/avariynaya/zayavka", "emergency = false", False),
        ("/ask", 'label = { ru = "аварийная служба" }', True),
        ("/ask", 'label = { ru = "аварийная служба" }\nemergency = false', False),
    ],
)
def test_a_line_for_help_is_never_visited(site: str, parse: Parse, address: str, more: str, expected: bool) -> None:
    file = understood(site, parse, address, more)
    assert left_alone(file) is expected
    assert bool(warned(file)) is (expected and "emergency" not in more)


def test_a_whole_service_is_never_visited_unless_its_owner_knows_better(site: str, parse: Parse) -> None:
    named = site + 'name = "Скорая помощь №1"\n'
    file = understood(named, parse)
    assert left_alone(file)
    assert file.programme.sites[0].emergency
    assert warned(file) == ['"Скорая помощь" sounds like an emergency line, so it is never visited']
    known = understood(named + "emergency = false\n", parse)
    assert not left_alone(known)
    assert not warned(known)
