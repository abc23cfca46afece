"""Pure: what is wrong with the numbers of one view and their links (rules P1–P27, S8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import phonenumbers

from monitor.domain.finding import Finding, Gravity
from probes.phone_number.page_rules import broken_faults, layout, loose_links, messenger_links
from probes.phone_number.sentences import BROKEN_WHY, Spot, finding
from probes.phone_number.sightings import Sighting
from probes.phone_number.targets import Target, is_dial_link, read_target, same_number

_SPELLING = {
    "blank": ("blanks", "пробелы"),
    "slashes": ("slashes", "косые черты"),
    "percent": ("percent signs", "знаки процента"),
    "star": ("signs that phones refuse", "знаки, которых телефоны не принимают"),
    "letters": ("words", "слова"),
}
SMALL, GOOD = 24, 44
"""CSS px: WCAG 2.2 2.5.8 (AA) and 2.5.5 (AAA)."""


def view_findings(view: Mapping[str, Any], seen: Sequence[Sighting]) -> list[Finding]:
    """All P findings of one view, worst first within a number's own order."""
    found = [f for sighting in seen for f in number_findings(sighting, seen, view)]
    found += loose_links(view, seen)
    found += messenger_links(view)
    found += layout(view, seen)
    unique: dict[tuple[str, str, str, str], Finding] = {}
    for one in found:
        unique.setdefault((one.rule, one.shown, one.target, one.profile), one)
    return list(unique.values())


def number_findings(s: Sighting, seen: Sequence[Sighting], view: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with one number at one place."""
    yield from _dials(s, view)
    yield from _reach(s, seen)
    yield from _looks(s)
    yield from _plan(s, view)


def _where(s: Sighting) -> Spot:
    return Spot(
        page=s.page,
        profile=s.profile,
        selector=str(s.place.get("selector", "")),
        crop=str(s.place.get("crop", "")),
        shown=s.shown,
        target=s.target.raw if s.target else "",
        e164=s.number.e164 or s.number.digits,
        dials=s.target.e164 if s.target else "",
    )


def _dials(s: Sighting, view: Mapping[str, Any]) -> Iterator[Finding]:
    """P1, P2, P9–P13, P22, P24: the target against the number shown."""
    where, target = _where(s), s.target
    if target is None:
        return
    broken = broken_faults(target, view)
    if "empty" in target.faults:
        yield finding("P12", where, what=where.shown)
    elif broken:
        why, why_ru = BROKEN_WHY[broken[0]]
        yield finding("P2", where, why=why, why_ru=why_ru)
    elif not _agree(s, target):
        dials = target.e164 or target.dialled
        yield finding("P22" if _substituted(s, view) else "P1", where, dials=dials)
    yield from _spelling(s, target, where)
    yield from _extension(s, target, where)


def _agree(s: Sighting, target: Target) -> bool:
    """Only a disagreement that no reading of the digits explains is one."""
    if target.sure == "short" or not target.e164:
        return True
    if same_number(s.number.e164, target):
        return True
    national = s.number.digits.lstrip("0")
    tail = national[-7:] if s.number.sure == "valid" else national[-min(len(national), 7) :]
    if s.number.sure == "valid" and target.sure == "valid":
        return False
    return len(tail) >= 5 and re.sub(r"\D", "", target.dialled).endswith(tail)


def _substituted(s: Sighting, view: Mapping[str, Any]) -> bool:
    """Was this number not there at load, while the link's target was?"""
    early = view.get("early") or {}
    if s.number.e164 in early.get("numbers", [s.number.e164]):
        return False
    return any(href == (s.target.raw if s.target else "") for href, _ in early.get("links", []))


def _spelling(s: Sighting, target: Target, where: Spot) -> Iterator[Finding]:
    good = target.diallable
    if good and {"national", "no_plus"} & set(target.faults):
        yield finding("P9", where)
    for fault in ("percent", "letters", "slashes", "star", "blank"):
        if fault in target.faults and (good or fault == "letters"):
            why, why_ru = _SPELLING[fault]
            gravity = Gravity.MAJOR if fault in {"percent", "letters", "star"} else None
            yield finding("P10", where, gravity=gravity, why=why, why_ru=why_ru)
            break
    if "scheme" in target.faults and target.scheme != "tel":
        yield finding("P11", where, scheme=target.scheme)
    if s.clickable and s.place.get("script") and not s.place.get("link"):
        yield finding("P13", where)


def _extension(s: Sighting, target: Target, where: Spot) -> Iterator[Finding]:
    shown, dialled = s.number.extension, target.extension
    if shown and not dialled:
        yield finding("P24", where, ext=shown, why="shown but not dialled", why_ru="показан, но не набирается")
    elif dialled and not shown:
        yield finding("P24", where, ext=dialled, why="dialled but not shown", why_ru="набирается, но не показан")


def _reach(s: Sighting, seen: Sequence[Sighting]) -> Iterator[Finding]:
    """P3–P7, P17, P18: can a finger get at it?"""
    where, place = _where(s), s.place
    elsewhere = any(
        o.clickable and o is not s and o.profile == s.profile and o.number.e164 == s.number.e164 for o in seen
    )
    if s.behind:
        yield finding("P7", where, gravity=Gravity.MAJOR if s.profile == "phone" else Gravity.MINOR)
    if place.get("through") and s.target is not None:
        yield finding("P6", where, gravity=Gravity.MAJOR if elsewhere else None)
    elif (cover := place.get("cover")) and (cover["solid"] or s.target is not None):  # glass does not hide plain text
        passing = cover["dismiss"] >= 0
        yield finding("P5", where, gravity=Gravity.MINOR if passing else None, what=cover["what"])
    elif s.dead and place.get("link") and s.target is not None and "empty" not in s.target.faults:
        yield finding("P4", where, gravity=Gravity.MAJOR if elsewhere or s.profile == "desktop" else None)
    elif s.target is None and s.profile == "phone" and s.how in {"text", "input"}:
        yield finding("P3", where, gravity=Gravity.MINOR if elsewhere or s.number.role == "fax" else None)
    elif s.target is None and s.how in {"pseudo", "image"} and s.profile == "phone":
        what, what_ru = ("a picture", "картинка") if s.how == "image" else ("made by style sheets", "текст из стилей")
        yield finding("P17", where, gravity=Gravity.MINOR if elsewhere else None, what=what, what_ru=what_ru)
    if place.get("before_dismissal"):
        yield finding("P5", where, gravity=Gravity.MINOR, what=place["before_dismissal"])
    if place.get("lines", 1) > 1:
        yield finding("P18", where, n=place["lines"])


def _looks(s: Sighting) -> Iterator[Finding]:
    """P14–P16: size, spacing, contrast (WCAG 2.2: 2.5.8, 2.5.5, 1.4.3), on the phone."""
    where, link = _where(s), s.place.get("link")
    contrast, font = s.place.get("contrast"), s.place.get("font", 16)
    if contrast is not None and contrast < 4.5:
        yield finding("P16", where, why=f"contrast {contrast}:1", why_ru=f"контраст {contrast}:1")
    elif s.profile == "phone" and font < 12:
        yield finding("P16", where, why=f"{font:g} px", why_ru=f"{font:g} px")
    if s.profile != "phone" or not link or not s.target:
        return
    box, crowd = link["box"], link.get("crowd") or []
    if any(n.get("touching") and _other_number(n, s) for n in crowd) and box["h"] < GOOD:
        yield finding("P15", where)
    if (least := min(box["w"], box["h"])) < GOOD:
        tight = least < SMALL and any(n.get("reach") for n in crowd) and not link.get("sentence")
        gravity = Gravity.MAJOR if tight else Gravity.MINOR if least < SMALL and not link.get("sentence") else None
        words = (" and others stand close", ", рядом другие кнопки") if tight else ("", "")
        want = GOOD if least >= SMALL else SMALL
        yield finding(
            "P14",
            where,
            gravity=gravity,
            w=f"{box['w']:g}",
            h=f"{box['h']:g}",
            want=want,
            crowd=words[0],
            crowd_ru=words[1],
        )


def _other_number(neighbour: Mapping[str, Any], s: Sighting) -> bool:
    href = str(neighbour.get("href", ""))
    return is_dial_link(href) and s.target is not None and read_target(href, "").dialled != s.target.dialled


def _plan(s: Sighting, view: Mapping[str, Any]) -> Iterator[Finding]:
    """P25, P27, S8: what kind of number it is."""
    where = _where(s)
    if s.number.demo:
        yield finding("S8", where)
    if s.number.e164 in view.get("scripted", ()) and s.how == "text":
        yield finding("P28", where)
    if s.number.sure != "valid":
        yield finding("P27", where)
        return
    region = phonenumbers.region_code_for_number(phonenumbers.parse(s.number.e164, None))
    if s.number.kind == "premium":
        yield finding("P25", where, why="a premium-rate number", why_ru="платный")
    elif (
        region
        and view["country"]
        and region not in {view["country"], "001", *view["others"]}
        and not _same_plan(region, view["country"])
    ):
        yield finding(
            "P25",
            where,
            gravity=Gravity.INFO,
            why=f"a number of another country ({region})",
            why_ru=f"номер другой страны ({region})",
        )


def _same_plan(one: str, other: str) -> bool:
    return phonenumbers.country_code_for_region(one) == phonenumbers.country_code_for_region(other)
