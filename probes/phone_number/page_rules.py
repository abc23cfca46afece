"""Pure: what is wrong round the numbers: links without a number, messengers, the page's layout (P8, P12, P19–P21, P26)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from monitor.domain.finding import Finding, Gravity
from probes.phone_number.messengers import read_messenger
from probes.phone_number.sentences import BROKEN_WHY, Spot, finding
from probes.phone_number.sightings import Sighting
from probes.phone_number.targets import Target, read_target


def loose_links(view: Mapping[str, Any], seen: Sequence[Sighting]) -> Iterator[Finding]:
    """P2, P4, P12, P19 on phone links that show no number (icons, "call us")."""
    told = {s.target.raw for s in seen if s.target}
    for frame in view["frames"]:
        named = {anchor["i"]: anchor for anchor in frame["anchors"]}
        for spot in frame["links"]:
            anchor = named.get(spot["i"])
            if anchor is None or spot.get("reason"):
                continue
            target = read_target(anchor["href"], view["country"])
            where = Spot(
                page=view["url"],
                profile=view["profile"],
                selector=str(spot.get("selector", "")),
                crop=str(spot.get("crop", "")),
                shown=anchor["text"] or anchor["name"],
                target=anchor["href"],
                e164=target.e164,
                dials=target.e164,
            )
            if anchor["href"] not in told:
                yield from _loose(target, spot, where, broken_faults(target, view))
            if not anchor["name"]:
                yield finding("P19", where)


def broken_faults(target: Target, view: Mapping[str, Any]) -> list[str]:
    """Why nobody is reached, worst first. Where the country was only guessed, a national target that does not fit
    its plan may well fit another's."""
    national = view.get("guessed") and not target.dialled.startswith("+")
    return [why for why in BROKEN_WHY if why in target.faults and not (national and why == "impossible")]


def _loose(target: Target, spot: Mapping[str, Any], where: Spot, broken: Sequence[str]) -> Iterator[Finding]:
    tap = spot.get("tap")
    if "empty" in target.faults:
        yield finding("P12", where, what=where.shown or where.selector)
    elif broken:
        why, why_ru = BROKEN_WHY[broken[0]]
        yield finding("P2", replace(where, e164=target.e164 or "…"), why=why, why_ru=why_ru)
    elif tap and tap["aimed"] and not tap["dialled"] and not spot.get("covered"):
        yield finding("P4", where, gravity=Gravity.MAJOR if where.profile == "desktop" else None)
    elif spot.get("through"):
        yield finding("P6", where)


def messenger_links(view: Mapping[str, Any]) -> Iterator[Finding]:
    """P26: messenger links that cannot reach anybody."""
    why = {
        "country_code": ("the country code is missing", "нет кода страны"),
        "number": ("its number does not exist", "такого номера нет"),
        "nobody": ("no number or name in it", "в ней нет ни номера, ни имени"),
        "address": ("it is no mail address", "это не адрес почты"),
    }
    for frame in view["frames"]:
        for anchor in frame["anchors"]:
            messenger = read_messenger(anchor["href"], view["country"])
            if messenger and messenger.fault in why and not anchor["reason"]:
                en, ru = why[messenger.fault]
                where = Spot(page=view["url"], profile=view["profile"], shown=anchor["text"], target=anchor["href"])
                yield finding("P26", where, kind=messenger.kind, why=en, why_ru=ru)


def layout(view: Mapping[str, Any], seen: Sequence[Sighting]) -> Iterator[Finding]:
    """P8, P20, P21: the page round the numbers."""
    facts, where = view.get("facts") or {}, Spot(page=view["url"], profile=view["profile"])
    if view["profile"] == "phone":
        viewport = str(facts.get("viewport", "")).replace(" ", "").lower()
        if "width=" not in viewport:
            yield finding("P20", where, why="has no viewport tag", why_ru="без тега viewport")
        elif re.search(r"user-scalable=(?:no|0)|maximum-scale=1(?:\.0)?(?:,|$)", viewport):
            yield finding("P20", where, gravity=Gravity.INFO, why="forbids zooming", why_ru="запрещает увеличение")
        plain = next((s for s in seen if s.target is None), None)
        if "telephone=no" in str(facts.get("formatDetection", "")).replace(" ", "").lower() and plain:
            yield finding("P21", replace(where, shown=plain.shown))
        if (
            seen
            and not any(s.place.get("first") or s.place.get("fixed") for s in seen)
            and not _first_screen_link(view)
        ):
            yield finding("P8", replace(where, shown=seen[0].shown))


def _first_screen_link(view: Mapping[str, Any]) -> bool:
    return any(spot.get("first") or spot.get("fixed") for frame in view["frames"] for spot in frame["links"])
