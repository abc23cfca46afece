"""Corridor: what passive looks and last tries show: pages × rules, noon against night, ways in that work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row

from monitor.domain.verdict import Outcome
from monitor.steps import House
from monitor.steps.report.scope import Scope, asked_places
from monitor.steps.report.standards import label_of
from monitor.steps.report.stories import newest_picture
from monitor.store import counts
from reports.period import Period
from reports.records import OffHoursLine, PageCheckCell, WayIn

PAGES = 40
"""Most pages in the matrix; those with faults come first."""
NIGHTS = 6
WAYS = {
    "number": ("a number that can be pressed", "номер, который нажимается"),
    "always": ("a number said to answer day and night", "номер с пометкой «круглосуточно»"),
    "messenger": ("a messenger", "мессенджер"),
    "form": ("a form", "форма"),
    "chat": ("a chat that takes messages", "чат, который принимает сообщения"),
}
ONLY_DAY = {
    (True, True): ("only the daytime number and an e-mail address", "только дневной номер и адрес почты"),
    (True, False): ("only the daytime number", "только дневной номер"),
    (False, True): ("only an e-mail address", "только адрес почты"),
    (False, False): ("no way to reach anybody", "ни одного способа связаться"),
}
"""What is left without a way that answers when closed: (a number, an address)."""
UNPROVEN = (
    "contacts of which it is not known yet whether they differ from those by day",
    "контакты, про которые пока не известно, отличаются ли они от дневных",
)


def page_cells(connection: Connection, period: Period, scope: Scope) -> tuple[PageCheckCell, ...]:
    """The newest phone look of each touchpoint: page × (shown, clickable, right number)."""
    looks = counts.latest_looks(connection, period.starts_at, period.ends_at, "phone.pages", scope.sites)
    rows = [(_page(look, row, len(looks) > 1), row) for look in looks for row in look.value if row.get("loaded")]
    rows.sort(key=lambda pair: _passes(pair[1]))
    return tuple(cell for page, row in rows[:PAGES] for cell in _cells(page, row))


def _page(look: Row[Any], row: Mapping[str, Any], several: bool) -> str:
    path = urlsplit(str(row["page"]))
    where = (path.path or "/") + (f"?{path.query}" if path.query else "")
    return f"{look.site_name} {where}" if several else where


def _passes(row: Mapping[str, Any]) -> int:
    return sum(bool(cell.passed) for cell in _cells("", row))


def _cells(page: str, row: Mapping[str, Any]) -> Iterator[PageCheckCell]:
    shown = all(row["shown"].values())
    profiles = ", ".join(name for name, seen in row["shown"].items() if not seen)
    pressed = bool(row["clickable"].get("phone"))
    anywhere = any(row["shown"].values())
    yield PageCheckCell(page=page, rule="shown", passed=shown, note="" if shown else profiles)
    yield PageCheckCell(page=page, rule="clickable", passed=pressed if anywhere else None)
    right = bool(row["right"])
    note = "" if right else ", ".join(map(str, row["numbers"][:2]))
    yield PageCheckCell(page=page, rule="right_number", passed=right if anywhere else None, note=note)


def off_hours_lines(connection: Connection, house: House, period: Period, scope: Scope) -> tuple[OffHoursLine, ...]:
    """The newest look of each site while it was closed, beside the newest while it was open."""
    nights: dict[tuple[str, str], Row[Any]] = {}
    noons: dict[tuple[str, str], Row[Any]] = {}
    for look in counts.night_looks(connection, period.starts_at, period.ends_at, scope.sites):
        if look.value is not None:
            (noons if look.value else nights).setdefault((look.site, look.touchpoint), look)
    return tuple(
        _night(connection, house, look, noons.get(key)) for key, look in sorted(nights.items(), key=_key)[:NIGHTS]
    )


def _key(item: tuple[tuple[str, str], Row[Any]]) -> tuple[str, str]:
    return item[0]


def _night(connection: Connection, house: House, look: Row[Any], noon: Row[Any] | None) -> OffHoursLine:
    ways: Sequence[str] = counts.observation_of(connection, look.id, "off_hours.ways") or ()
    shown = counts.observation_of(connection, look.id, "off_hours.contacts") or {}
    proven = counts.observation_of(connection, look.id, "off_hours.contact_shown") is not None
    left = ONLY_DAY[bool(shown.get("numbers")), bool(shown.get("mail"))] if proven else UNPROVEN
    said = [WAYS[way] for way in ways if way in WAYS] or [left]
    asked = counts.night_enquiry(connection, look.site, look.slot_at)
    return OffHoursLine(
        place=look.site_name,
        looked_at=look.slot_at,
        shown_en=", ".join(en for en, _ in said),
        shown_ru=", ".join(ru for _, ru in said),
        asked=asked is not None,
        reached_at=asked.person_at if asked else None,
        noon=newest_picture(connection, house, noon.id, "screen_phone") if noon else None,
        night=newest_picture(connection, house, look.id, "screen_phone"),
        snippet="" if ways else counts.observation_of(connection, look.id, "off_hours.snippet") or "",
    )


def ways_in(connection: Connection, house: House, period: Period, scope: Scope) -> tuple[WayIn, ...]:
    """Each way in that was tried in the period: did the last try that proves anything get through?"""
    places = tuple(asked_places(house, scope))
    newest: dict[tuple[str, str], Row[Any]] = {}
    for place, row in counts.last_outcome(connection, places, period.starts_at, period.ends_at):
        key = (place.site, place.touchpoint)
        if key not in newest or row.slot_at > newest[key].slot_at:
            newest[key] = row
    tried = [
        WayIn(
            place=house.programme.site(site).name,
            label=label_of(house, f"{site}/{point}"),
            works=row.outcome is not Outcome.UNREACHABLE,
        )
        for (site, point), row in sorted(newest.items())
    ]
    looks = counts.latest_looks(connection, period.starts_at, period.ends_at, "phone.numbers", scope.sites)
    seen = [
        WayIn(place=look.site_name, label=label_of(house, f"{look.site}/{look.touchpoint}"), works=bool(look.value))
        for look in looks
    ]
    return (*tried, *seen)
