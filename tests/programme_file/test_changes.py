"""What changed between two readings of a file is said: what it was, what it is."""

from __future__ import annotations

from collections.abc import Callable

from monitor.programme_file import Understood
from monitor.programme_file.changes import told_changes

Parse = Callable[[str], Understood]
HEAD = """
[[recipients]]
name = "Anna"
email = "anna@shop.example"
[[sites.touchpoints]]
key = "ask"
kind = "feedback_form"
address = "/ask"
"""


def said(parse: Parse, before: str, after: str) -> tuple[str, ...]:
    return told_changes(parse(before).programme, parse(after).programme)


def test_the_same_file_says_nothing(site: str, parse: Parse) -> None:
    assert said(parse, site + HEAD, site + HEAD) == ()


def test_every_change_is_named_with_both_values(site: str, parse: Parse) -> None:
    after = site.replace("Europe/Moscow", "Europe/Samara") + HEAD.replace('"/ask"', '"/contact"').replace(
        'name = "Anna"', 'name = "Anna"\nquiet = ["22:00", "07:00"]\nreports = false'
    )
    rhythm = '[rhythm]\nat_once = 4\nminimum_gap = "72 h"\nnightly_at = 04:30:00\noff_hours_share = "20 %"\n'
    pause = "[[pauses]]\nends_at = 2026-12-01T00:00:00+03:00\n"
    assert set(said(parse, site + HEAD, after + rhythm + pause)) == {
        "site aurora-example: zone Europe/Moscow → Europe/Samara, calendar changed, touchpoint ask: address "
        "https://aurora.example/ask → https://aurora.example/contact",
        "rhythm: at_once 2 → 4",
        "rhythm: minimum_gap 2 days → 3 days",
        "rhythm: nightly_at 03:00 → 04:30",
        "rhythm: off_hours_share none → 0.2",
        "pauses changed",
        "recipient anna@shop.example: reports true → false, quiet none → 22:00, 07:00",
    }


def test_what_is_added_and_removed(site: str, parse: Parse) -> None:
    more = HEAD + '[[recipients]]\nname = "Boris"\nemail = "boris@shop.example"\n'
    assert said(parse, site + HEAD, site + more) == ("recipient boris@shop.example added",)
    point = '[[sites.touchpoints]]\nkind = "phone_number"\n'
    assert said(parse, site + HEAD + point, site + HEAD) == (
        "site aurora-example: touchpoint phone_number removed (its history stays)",
        "standard phone_shown removed",
        "standard phone_clickable removed",
    )
