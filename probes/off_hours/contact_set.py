"""Pure: what a visitor could use at one moment: numbers with roles, messengers, forms, chat, mail, hours on the page.

Stored as sorted plain JSON so that two moments can be subtracted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.domain.hours_text import HoursFault, Week, parse_hours, propose_hours, schema_org_hours
from probes.phone_number.messengers import read_messenger
from probes.phone_number.report import contacts as link_contacts
from probes.phone_number.sightings import Sighting, sightings

_OFFLINE = re.compile(
    r"offline|оффлайн|офлайн|не в сети|нет на месте|нерабоч|we are away|currently unavailable|недоступ", re.IGNORECASE
)
_ONLINE = re.compile(r"online|онлайн|в сети|на связи", re.IGNORECASE)
_ASKS = re.compile(
    r"остав\w+ (?:сообщение|телефон|контакт|почт|заявк)|leave (?:a|us a|your) (?:message|e-?mail|phone|number)|ваш (?:телефон|e-?mail)|your (?:e-?mail|phone)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"поддержк|доставк|горяч\w+ лини|онлайн|бот\b|при[её]м (?:заявок|заказов)|support|delivery|hotline|call cent|online|chat",
    re.IGNORECASE,
)
"""lines about hours that are not the office's"""
_OPENING = re.compile(
    r"режим|час(?:ы|ов)\s+работы|время\s+работы|график|работаем|открыт|opening|hours|we(?: a|')re open|open\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"круглосуточно|24\s?/\s?7|24 часа|round the clock|24 hours", re.IGNORECASE)


def contact_set(view: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """`view` of the phone probe and `more` of contacts.js → one comparable set."""
    links = link_contacts(view)
    seen = [sighting for sighting in sightings(view) if not sighting.behind]
    return {
        "numbers": _numbers(seen),
        "tracked": bool(view.get("trackers")),
        "messengers": [list(pair) for pair in links["messengers"]],
        "mail": links["mail"],
        "forms": sorted({form["kind"] for form in more.get("forms", ())}),
        "chat": _chat(more.get("chat")),
        "tucked": tucked_away(view, more),
        "promises": sorted(more.get("promises", ())),
        "hours": sorted(more.get("hours", ())),
        "week": week_as_json(page_week(more)),
        "always": any(_ALWAYS.search(line) for line in more.get("hours", ())),
    }


def _numbers(seen: Sequence[Sighting]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for s in seen:
        if s.number.role == "fax" or not s.number.e164:
            continue
        right = s.target is not None and s.target.e164 == s.number.e164
        row = rows.setdefault(
            s.number.e164,
            {"e164": s.number.e164, "shown": s.shown, "role": s.number.role, "clickable": False, "right": True},
        )
        row["clickable"] = row["clickable"] or s.clickable
        row["right"] = row["right"] and (right or s.target is None)
    return [rows[e164] for e164 in sorted(rows)]


def tucked_away(view: Mapping[str, Any], more: Mapping[str, Any]) -> list[str]:
    """Ways a visitor may come to with a press or a wait, which we did not: messengers in a closed menu or bubble, or
    named in the text without a link, a chat whose script is on the page."""
    hidden = [anchor for frame in view["frames"] for anchor in frame["anchors"] if anchor["reason"]]
    kinds = {m.kind for anchor in hidden if (m := read_messenger(anchor["href"], view["country"])) and not m.fault}
    return sorted(kinds - {"mail"}) + [way for way, key in (("text", "said"), ("chat", "waiting")) if more.get(key)]


def _chat(chat: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if chat is None:
        return None
    text = str(chat["text"])
    state = "offline" if _OFFLINE.search(text) else "online" if _ONLINE.search(text) else "unknown"
    return {"kind": chat["kind"], "state": state, "asks": bool(chat["input"] or _ASKS.search(text))}


def page_week(more: Mapping[str, Any]) -> Week | None:
    """Opening hours printed on the page: structured data first, then prose; None when nothing can be read."""
    for node in _nodes(more.get("jsonld", ())):
        if {"openingHours", "openingHoursSpecification"} & set(node):
            try:
                return schema_org_hours(node)
            except HoursFault:
                continue
    if more.get("microdata"):
        try:
            return parse_hours("; ".join(more["microdata"]))
        except HoursFault:
            pass  # microdata is often half right: the prose may still be read
    return _in_prose([line for line in more.get("hours", ()) if not _OF_OTHERS.search(line)])


def _in_prose(lines: Sequence[str]) -> Week | None:
    """The week all lines tell together if it keeps what a line about opening hours says, else that line's, else the
    only one that could be: a timetable of two evenings is none, and departments that differ tell no week at all."""
    weeks = [(line, week) for line in lines if (week := _read(line)) is not None]
    named = {week for line, week in weeks if _OPENING.search(line)}
    whole = _read("\n".join(lines))
    if whole and all(day == mine for week in named for day, mine in zip(week, whole, strict=True) if day):
        return whole if _long_enough(whole) or any(map(_OPENING.search, lines)) else None
    usual = named or {week for _, week in weeks if _long_enough(week)}
    return usual.pop() if len(usual) == 1 else None


def _read(text: str) -> Week | None:
    try:
        return propose_hours(text)
    except HoursFault:
        return None


def _long_enough(week: Week) -> bool:
    return sum(bool(day) for day in week) >= 4


def _nodes(texts: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    for text in texts:
        try:
            yield from _inner(json.loads(text, strict=False))
        except ValueError:
            continue


def _inner(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _inner(item)


def week_as_json(week: Week | None) -> list[list[list[int]]] | None:
    """Seven lists of [start, end] minutes, Monday first."""
    return [[[span.start, span.end] for span in day] for day in week] if week else None


def numbers(contacts: Mapping[str, Any]) -> set[str]:
    """E.164 numbers of a set."""
    return {row["e164"] for row in contacts["numbers"]}


def essence(contacts: Mapping[str, Any]) -> dict[str, Any]:
    """What a switch by the hour may change: ways to get in touch, without the prose. Numbers a call tracker deals out
    differ from visitor to visitor and say nothing about the hour."""
    told = [] if contacts.get("tracked") else sorted(numbers(contacts))
    return {key: contacts[key] for key in ("messengers", "mail", "forms", "chat")} | {"numbers": told}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What came and what went between two sets; {} when they offer the same."""
    old, new = essence(before), essence(after)
    changed = {}
    for key in old:
        if old[key] != new[key]:
            gone = [one for one in old[key] if one not in new[key]] if isinstance(old[key], list) else old[key]
            come = [one for one in new[key] if one not in old[key]] if isinstance(new[key], list) else new[key]
            changed[key] = {"gone": gone, "come": come}
    return changed
