"""Pure: what only several pages and both profiles together show (rules S1–S7, P23)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import phonenumbers

from monitor.domain.finding import Finding, Gravity
from probes.phone_number.plan import read_e164
from probes.phone_number.sentences import Spot, finding
from probes.phone_number.shapes import is_demo
from probes.phone_number.sightings import Sighting
from probes.phone_number.targets import read_target

_GROUPED = re.compile(r"(?<![\d.,])\(?0\d(?:[ ()./-]{0,2}\d){7,9}(?!\d)|(?<![\d.,])[1-9]\d{3} \d{4}(?!\d)")
Views = Sequence[tuple[Mapping[str, Any], Sequence[Sighting]]]


def site_findings(views: Views, expected: Sequence[str], *, whole: bool = True) -> list[Finding]:
    """S findings over all views; `expected` are the company's own numbers (E.164; empty = unknown). `whole`: these
    are the site's key pages; of one page alone nobody knows what the others show."""
    good = [(view, seen) for view, seen in views if not view["error"] and not view.get("error_page")]
    found = [*_nothing(good, whole), *_desktop_only(good), *_main_differs(good, expected), *_unknown(good, expected)]
    found += [f for view, seen in good for f in (*_structured(view, seen), *_fallback(view, expected))]
    for view, seen in views:
        if view.get("error_page") and view["profile"] == "phone" and not seen and not view["error"]:
            found.append(finding("S6", Spot(page=view["url"], profile=view["profile"])))
    return found


def _nothing(good: Views, whole: bool) -> Iterator[Finding]:
    pages = {view["url"] for view, _ in good}
    with_phone = {view["url"] for view, seen in good if _plain_to_see(seen) or _call_button(view) or _unread(view)}
    if whole and pages and not with_phone:
        yield finding("S1", Spot(page=good[0][0]["url"]), n=len(pages))
        return
    for url in sorted(pages - with_phone):
        yield finding("S2", Spot(page=url))


def _unread(view: Mapping[str, Any]) -> bool:
    """Where the country was only guessed, digits grouped like a number may be one of a plan we did not read."""
    return bool(view.get("guessed")) and any(_GROUPED.search(frame["shown"]) for frame in view["frames"])


def _call_button(view: Mapping[str, Any]) -> bool:
    """A visible phone link without a number ("Call us") reaches the company as well."""
    return any(
        not spot.get("reason") and spot.get("link") and read_target(spot["link"]["href"], view["country"]).diallable
        for frame in view["frames"]
        for spot in frame["links"]
    )


def _plain_to_see(seen: Sequence[Sighting]) -> list[Sighting]:
    return [s for s in seen if not s.behind]


def _desktop_only(good: Views) -> Iterator[Finding]:
    """S3: a page's desktop view has a number its phone view has not."""
    by_page: dict[str, dict[str, tuple[Mapping[str, Any], Sequence[Sighting]]]] = {}
    for view, seen in good:
        by_page.setdefault(view["url"], {})[view["profile"]] = (view, seen)
    for url, profiles in by_page.items():
        if {"desktop", "phone"} - set(profiles):
            continue
        phone_view, phone_seen = profiles["phone"]
        on_phone = {s.number.e164 for s in _plain_to_see(phone_seen)}
        hidden = "".join(re.sub(r"\D", "", frame["hidden"]) for frame in phone_view["frames"])
        dialled = {
            s.get("link", {}).get("href", "") for frame in phone_view["frames"] for s in frame["links"] if s.get("link")
        }
        if phone_view.get("trackers") and on_phone:
            continue  # each visitor is dealt a number of the pool
        missing = {
            s.number.e164: s
            for s in reversed(_plain_to_see(profiles["desktop"][1]))
            if s.number.e164 and s.number.e164 not in on_phone
        }
        for e164, s in missing.items():
            menu = e164[-7:] in hidden
            reachable = any(e164[-7:] in re.sub(r"\D", "", href) for href in dialled)
            gravity = Gravity.MINOR if reachable or on_phone else None
            where = Spot(page=url, profile="phone", selector=str(s.place.get("selector", "")), shown=s.shown, e164=e164)
            words = (" (only hidden, in a menu perhaps)", " (только скрыт, возможно, в меню)") if menu else ("", "")
            yield finding("S3", where, gravity=gravity, menu=words[0], menu_ru=words[1])


def main_number(seen: Sequence[Sighting]) -> str:
    """The number a visitor takes for the company's: first one of role main, toll-free before others, in the order seen."""
    plain = [s for s in seen if not s.behind and s.number.e164 and s.number.role != "fax"]
    ranked = sorted(
        plain,
        key=lambda s: (
            s.number.role not in {"main", "sales"},
            s.place.get("rest", {}).get("y", 0) if s.place.get("rest") else 0,
        ),
    )
    return ranked[0].number.e164 if ranked else ""


def _main_differs(good: Views, expected: Sequence[str]) -> Iterator[Finding]:
    """S4: a page whose numbers share none with the site's usual main number, without a tracker or declared pool."""
    if any(view.get("trackers") for view, _ in good):
        return
    told: set[str] = set()
    for profile in dict.fromkeys(view["profile"] for view, _ in good):
        mine = [(view["url"], main_number(seen), seen) for view, seen in good if view["profile"] == profile]
        mains = Counter(main for _, main, _ in mine if main)
        usual = mains.most_common(1)[0][0] if len(mains) > 1 else ""
        for url, main, seen in mine:
            if (
                main
                and usual
                and url not in told
                and main not in expected
                and usual not in {s.number.e164 for s in seen}
            ):
                told.add(url)
                yield finding("S4", Spot(page=url, profile=profile, shown=main, e164=main), other=usual)


def _unknown(good: Views, expected: Sequence[str]) -> Iterator[Finding]:
    """S5: only when the company told its numbers."""
    if not expected:
        return
    own = set(expected)
    plans = {_plan(number) for number in own}
    told: set[str] = set()
    for view, seen in good:
        for s in seen:
            if s.number.sure != "valid" or s.number.e164 in own | told or s.number.demo:
                continue
            told.add(s.number.e164)
            gravity = None if _plan(s.number.e164) in plans else Gravity.CRITICAL
            gravity = Gravity.MINOR if s.number.role == "fax" else gravity  # lists of phones leave the fax out
            where = Spot(
                page=view["url"],
                profile=view["profile"],
                selector=str(s.place.get("selector", "")),
                shown=s.shown,
                crop=str(s.place.get("crop", "")),
                e164=s.number.e164,
            )
            yield finding("S5", where, gravity=gravity)


def _fallback(view: Mapping[str, Any], expected: Sequence[str]) -> Iterator[Finding]:
    """P23: with the tracker's host blocked the page shows nothing, a template's number, or a stranger's."""
    blocked = view.get("without_tracker")
    if blocked is None or blocked["numbers"] == ["?"]:
        return
    shown = [number for number in blocked["numbers"] if not is_demo(number)]
    where = Spot(page=view["url"], profile=view["profile"])
    if not shown:
        yield finding("P23", where, what="no number", what_ru="нет номера")
    elif expected and not set(shown) & set(expected):
        what, what_ru = f"{shown[0]}, which is not the company's", f"{shown[0]}, не номер компании"
        yield finding("P23", where, what=what, what_ru=what_ru)


def _plan(e164: str) -> int:
    return phonenumbers.parse(e164, None).country_code or 0


def structured_phones(facts: Mapping[str, Any]) -> list[str]:
    """Telephones of JSON-LD, microdata and Open Graph, as written."""
    found = [*facts.get("telephone", []), *facts.get("ogPhone", [])]
    for text in facts.get("jsonld", []):
        try:
            found += _telephones(json.loads(text, strict=False))
        except ValueError:
            continue
    return [one for one in dict.fromkeys(str(value).strip() for value in found) if one]


def _telephones(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _telephones(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "telephone":
                yield from (str(v) for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))
            else:
                yield from _telephones(value)


def _structured(view: Mapping[str, Any], seen: Sequence[Sighting]) -> Iterator[Finding]:
    """S7: the markup names only numbers the page does not show."""
    if view["profile"] != "desktop" or not seen or view.get("trackers"):
        return
    shown = {s.number.e164 for s in seen}
    marked = {
        e164: raw for raw in structured_phones(view.get("facts") or {}) if (e164 := read_e164(raw, view["country"])[0])
    }
    for e164, raw in marked.items():
        if e164 not in shown:
            main = main_number(seen)
            where = Spot(page=view["url"], profile=view["profile"], shown=main, e164=main, dials=e164)
            yield finding("S7", where, other=raw)
