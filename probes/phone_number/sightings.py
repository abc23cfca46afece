"""Pure: a view → every phone number a person saw in it, with what a finger would dial.

A sighting is one number at one place; `phones` gathers them by number over both profiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from probes.phone_number import words
from probes.phone_number.frames import numbers_of
from probes.phone_number.numbers import find_numbers
from probes.phone_number.plan import Number, read_e164
from probes.phone_number.shapes import is_demo, looks_like_something_else
from probes.phone_number.targets import Target, is_dial_link, read_target, same_number, settled, without_trunk
from probes.phone_number.text import SOFT

MOBILE_SCHEMES = frozenset({"tel"})
DESKTOP_SCHEMES = frozenset({"tel", "callto", "sip"})
INVISIBLE_CONTRAST = 1.5
_PART = re.compile(r"[+(]?\d[\d\s().\-–—/]*(?:[A-ZА-Я][A-ZА-Я\-]{2,}|\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """`number` as shown; `target` what the link there dials (None = no link); `clickable` a tap at its
    place dials something; `how` text, pseudo, input, image, link (text is in the link only); `place`
    the measurements (walk's JSON, CSS px); `behind` "" or "click" (appears only after one)."""

    number: Number
    target: Target | None
    clickable: bool
    how: str
    page: str
    profile: str
    place: Mapping[str, Any] = field(default_factory=dict)
    behind: str = ""
    frame: int = 0

    @property
    def shown(self) -> str:
        """The number's characters, on one line."""
        return " ".join(self.number.raw.replace(SOFT, " ").split())

    @property
    def dead(self) -> bool:
        """There is a link or button, a finger reaches it, and nothing is dialled."""
        tap = self.place.get("tap")
        return bool(tap and tap["aimed"] and not tap["dialled"])


def sightings(view: Mapping[str, Any]) -> list[Sighting]:
    """All numbers shown in a view, in reading order."""
    found: list[Sighting] = []
    for index, frame in enumerate(view["frames"]):
        found += [replace(s, frame=index) for s in _of_frame(frame, view)]
    if revealed := view.get("revealed"):
        known = {s.number.e164 for s in found}
        found += [replace(s, behind="click") for s in _of_frame(revealed["frame"], view) if s.number.e164 not in known]
    return found


def _of_frame(frame: Mapping[str, Any], view: Mapping[str, Any]) -> Iterator[Sighting]:
    spots = {(spot["start"], spot["end"]): spot for spot in frame["spots"]}
    numbers = numbers_of(frame["shown"], view["country"], view["others"])
    within: set[int] = set()
    for number in numbers:
        spot = spots.get((number.start, number.end), {})
        if link := spot.get("link"):
            within.add(link["i"])
        if _seen(spot):
            yield _sighting(number, spot, view)
    yield from _in_links(frame, view, within)
    yield from _in_images(frame, view, {number.e164 for number in numbers})


def _seen(spot: Mapping[str, Any]) -> bool:
    """Does the eye meet it? Not when it is painted in its ground's colour or lost under something solid for good."""
    if spot.get("reason"):
        return False
    contrast = spot.get("contrast")
    return contrast is None or contrast >= INVISIBLE_CONTRAST


def _sighting(number: Number, spot: Mapping[str, Any], view: Mapping[str, Any]) -> Sighting:
    target = _target(spot, view["country"])
    if target and (number.sure != "valid" or view.get("guessed")):
        number = _by_target(number, target)
    if target and number.e164:
        target = settled(target, number.e164)
    return Sighting(
        number=number, target=target, clickable=_clickable(spot, target, view["profile"]),
        how=spot.get("kind", "text"), page=view["url"], profile=view["profile"], place=spot,
    )  # fmt: skip


def _target(spot: Mapping[str, Any], country: str) -> Target | None:
    """What a tap there dials: the link's href, else what the tap was seen to dial."""
    link = spot.get("link")
    if link and is_dial_link(link["href"]):
        return read_target(link["href"], country)
    tap = spot.get("tap")
    return read_target(tap["dialled"][0], country) if tap and tap["dialled"] else None


def _clickable(spot: Mapping[str, Any], target: Target | None, profile: str) -> bool:
    if target is None or "empty" in target.faults:
        return False
    if target.scheme not in (MOBILE_SCHEMES if profile == "phone" else DESKTOP_SCHEMES):
        return False
    if spot.get("covered") or spot.get("through"):
        return False
    tap = spot.get("tap")
    if tap and tap["aimed"]:
        return bool(tap["dialled"])
    return bool(spot.get("hit", 0) >= 0.4)


def _by_target(number: Number, target: Target) -> Number:
    """A doubtful number is believed when its link dials the very digits; one written without its country's code,
    where the country was only guessed, is the link's."""
    if number.sure == "valid":
        known = number.raw.lstrip(" (").startswith("+") or not target.dialled.startswith("+")
        digits = "" if known else without_trunk(number.digits)
    else:
        digits = number.digits.lstrip("078") or number.digits
    if digits and same_number(digits, target) and target.sure == "valid":
        return replace(number, e164=target.e164, kind=target.kind, sure="valid")
    return number


def _in_links(frame: Mapping[str, Any], view: Mapping[str, Any], within: set[int]) -> Iterator[Sighting]:
    """Digits that only their phone link makes a number: glued runs, other countries, letters, local ones."""
    links = {spot["i"]: spot for spot in frame["links"]}
    for anchor in frame["anchors"]:
        spot = links.get(anchor["i"])
        if spot is None or anchor["i"] in within or not is_dial_link(anchor["href"]) or not _seen(spot):
            continue
        number = _number_in(anchor["text"], read_target(anchor["href"], view["country"]), view["country"])
        if number is not None:
            yield replace(_sighting(number, {**spot, "kind": "link"}, view), number=number)


def _number_in(text: str, target: Target, country: str) -> Number | None:
    """The number a phone link's text shows: the very digits it dials, else what could well be another number."""
    parts = [match.group().strip() for match in _PART.finditer(text)]
    raw = max(parts, key=lambda part: sum(map(str.isdigit, part)), default="")
    keyed = re.sub(r"\D", "", "".join(words.KEYPAD.get(character, character) for character in raw.upper()))
    role = words.role_of(text)
    if len(keyed) >= 5 and same_number(keyed.lstrip("0")[-10:], target):
        demo = is_demo(target.e164 or f"+{keyed}")
        sure = "valid" if target.e164 else "local"
        return Number(start=0, end=0, raw=raw, e164=target.e164, sure=sure, kind=target.kind, role=role, demo=demo)
    e164, sure, kind = read_e164(raw, country)
    if len(re.sub(r"\D", "", raw)) < 9 or not sure or looks_like_something_else(raw, before="", after=""):
        return None
    return Number(start=0, end=0, raw=raw, e164=e164, sure=sure, kind=kind, role=role, demo=is_demo(e164))


def _in_images(frame: Mapping[str, Any], view: Mapping[str, Any], known: set[str]) -> Iterator[Sighting]:
    """A picture whose whole description is a number is that number, drawn."""
    for image in frame["images"]:
        numbers = [] if image["reason"] else find_numbers(image["alt"], view["country"])
        if len(numbers) != 1 or numbers[0].e164 in known or len(re.sub(r"[\W\d]", "", image["alt"])) > 20:
            continue
        dialling = [s for s in frame["links"] if s.get("link")]
        link = next(
            (s for s in dialling if read_target(s["link"]["href"], view["country"]).e164 == numbers[0].e164), None
        )
        yield replace(_sighting(numbers[0], {**(link or {}), "kind": "image"}, view), how="image")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One number of one page over its profiles: `shown` as first written, `e164`; `visible` and
    `clickable` by profile; `target` the raw href ("" = none)."""

    shown: str
    e164: str
    visible: Mapping[str, bool]
    clickable: Mapping[str, bool]
    target: str
    role: str
    sure: str
    behind: str
    seen: tuple[Sighting, ...]


def phones(seen: Iterable[Sighting], profiles: Sequence[str]) -> list[Phone]:
    """Sightings gathered by number (E.164, or its digits where no code is known), in order of first sight."""
    groups: dict[str, list[Sighting]] = {}
    for sighting in seen:
        groups.setdefault(sighting.number.e164 or sighting.number.digits, []).append(sighting)
    return [_phone(group, profiles) for group in groups.values()]


def _phone(group: Sequence[Sighting], profiles: Sequence[str]) -> Phone:
    first = group[0]
    best = next((s for s in group if s.clickable), None) or next((s for s in group if s.target), first)
    return Phone(
        shown=first.shown,
        e164=first.number.e164,
        visible={p: any(s.profile == p and not s.behind for s in group) for p in profiles},
        clickable={p: any(s.profile == p and s.clickable for s in group) for p in profiles},
        target=best.target.raw if best.target else "",
        role=first.number.role,
        sure=first.number.sure,
        behind="" if any(not s.behind for s in group) else "click",
        seen=tuple(group),
    )
