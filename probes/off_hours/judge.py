"""Pure: kept contact sets → is anybody to be reached off hours, what switches the contact, findings O1–O10."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.domain.finding import Finding
from monitor.domain.hours_text import week_as_text
from monitor.domain.worktime import Span
from probes.off_hours.contact_set import difference, numbers
from probes.off_hours.sentences import CHAT_OFFLINE, FORM_DEAD, finding

Contacts = Mapping[str, Any]

ALLOWED, AT_EDGE = 10, 60
"""Minutes after an opening or closing: within the first the old contact is no fault, within the second a late switch."""


def off_hours_ways(evidence: Mapping[str, Any]) -> list[str]:
    """How a customer reaches somebody now that the office is closed: number, always, messenger, form, chat.

    A number counts when it is a declared off-hours one, or (none declared) another than by day; it must
    be clickable on the phone and dial itself. A form counts unless its own probe found that nothing gets through.
    """
    real: Contacts = evidence["real"]
    meant = off_hours_rows(real, daytime_set(evidence), evidence["declared"])
    ways = ["number"] if any(row["clickable"] and row["right"] for row in meant) else []
    if real["always"] and any(row["clickable"] for row in real["numbers"]):
        ways.append("always")
    if real["messengers"]:
        ways.append("messenger")
    if has_form(evidence) and not evidence.get("form_dead"):
        ways.append("form")
    chat = real["chat"]
    if chat and (chat["state"] == "online" or chat["asks"]):
        ways.append("chat")
    return ways


def has_form(evidence: Mapping[str, Any]) -> bool:
    """Is there a form on the page, or one press away (`form_at`)?"""
    return bool(evidence["real"]["forms"] or evidence.get("form_at"))


def is_proven(evidence: Mapping[str, Any]) -> bool:
    """Do we know enough to say that nobody can be reached? A number shown at night may be meant for it: only the
    page by day, the declared numbers, or the company's own list of its usual ones tell. And we must have been able
    to look for a form, with no messenger or chat left behind a press."""
    if evidence.get("form_at", "") is None or evidence["real"].get("tucked"):
        return False
    if evidence["declared"] or daytime_set(evidence):
        return True
    return all(row["e164"] in evidence.get("main", ()) for row in evidence["real"]["numbers"])


def off_hours_rows(real: Contacts, daytime: Contacts | None, declared: Sequence[str]) -> list[Mapping[str, Any]]:
    """The numbers of `real` that are meant for off hours."""
    if declared:
        return [row for row in real["numbers"] if row["e164"] in declared]
    known = numbers(daytime) if daytime and not (real.get("tracked") or daytime.get("tracked")) else None
    return [
        row
        for row in real["numbers"]
        if row["role"] in {"director", "emergency"} or (known is not None and row["e164"] not in known)
    ]


def switching(evidence: Mapping[str, Any]) -> str:
    """What decides the contact: `company_clock`, `visitor_clock` (both in the browser), `server` (real views differ,
    simulated do not), `contradiction` (simulated differ, real do not), `none`, `unknown`."""
    by_day, by_night = simulated(evidence, "in_hours"), simulated(evidence, "off_hours")
    flips = bool(by_day and by_night and difference(by_day, by_night))
    if flips:
        far = simulated(evidence, "in_hours", far=True)
        if far and by_day and difference(by_day, far):
            return "visitor_clock"
    if evidence.get("daytime") and evidence["open"] is False:
        differs = bool(difference(evidence["daytime"], evidence["real"]))
        if differs != flips:
            return "server" if differs else "contradiction"
    if flips:
        return "company_clock"
    return "none" if by_day and by_night else "unknown"


def simulated(evidence: Mapping[str, Any], name: str, *, far: bool = False) -> Contacts | None:
    """The simulated set of that name in the company's zone (or in the far one)."""
    for one in evidence["simulated"]:
        if one["name"] == name and (one["zone"] != evidence["zone"]) == far:
            found: Contacts = one["contacts"]
            return found
    return None


def daytime_set(evidence: Mapping[str, Any]) -> Contacts | None:
    """What is shown by day: a kept real view, else the simulated one if the browser decides."""
    kept: Contacts | None = evidence.get("daytime")
    by_day, by_night = simulated(evidence, "in_hours"), simulated(evidence, "off_hours")
    return kept or (by_day if by_day and by_night and difference(by_day, by_night) else None)


def switch_expected(evidence: Mapping[str, Any]) -> bool:
    """Is there anything for simulated views to explain? An off-hours number is declared, a switch was seen, or
    the page was never seen both open and closed."""
    daytime, closed = evidence["daytime"], evidence.get("closed")
    return bool(evidence["declared"]) or not (daytime and closed) or bool(difference(daytime, closed))


def findings(evidence: Mapping[str, Any]) -> list[Finding]:
    """O findings of one look; of a rule met really and in a simulated view the real one."""
    found = list(_shown_now(evidence))
    for more in (_really_late(evidence), _switch(evidence)):
        met = {one.rule for one in found}
        found += [one for one in more if one.rule not in met]
    found += _hours(evidence)
    chat = evidence["real"]["chat"]
    if evidence["open"] is False and chat and chat["state"] == "offline" and not chat["asks"]:
        found.append(finding("O10", page=evidence["url"], **CHAT_OFFLINE))
    if evidence["open"] is False and has_form(evidence) and evidence.get("form_dead"):
        found.append(finding("O10", page=evidence["url"], **FORM_DEAD))
    return found


def _shown_now(evidence: Mapping[str, Any]) -> Iterator[Finding]:
    real, declared, page = evidence["real"], evidence["declared"], evidence["url"]
    if evidence["open"] is False:
        if not off_hours_ways(evidence) and is_proven(evidence):
            yield finding("O1", page=page)
        for row in off_hours_rows(real, daytime_set(evidence), declared):
            if not (row["clickable"] and row["right"]):
                yield finding("O2", page=page, shown=row["shown"])
    elif evidence["open"] and declared:
        here = [row for row in real["numbers"] if row["e164"] in declared]
        if here and len(here) == len(real["numbers"]):
            yield finding("O8", page=page, shown=here[0]["shown"])


def _really_late(evidence: Mapping[str, Any]) -> Iterator[Finding]:
    """O4, O5, O8 of the page as it really was: it shows the other hour's contact, and we know both."""
    real, daytime, closed, page = evidence["real"], evidence["daytime"], evidence.get("closed"), evidence["url"]
    edge = evidence.get("edge") or {"minutes": None, "usually_open": False}
    if evidence["open"] is None or not (daytime and closed) or not difference(daytime, closed):
        return
    other, (moment, moment_ru) = (
        (closed, ("opening", "открытия")) if evidence["open"] else (daytime, ("closing", "закрытия"))
    )
    if difference(other, real):
        return
    since = edge["minutes"]
    if since is not None and since <= ALLOWED:
        return
    if since is not None and since <= AT_EDGE:
        yield finding("O4", page=page, moment=moment, moment_ru=moment_ru)
    elif evidence["open"] is False and edge["usually_open"]:
        yield finding("O5", page=page, day=str(evidence["at"])[:10])
    elif evidence["open"] and (night := sorted(numbers(closed) - numbers(daytime))):
        yield finding("O8", page=page, shown=night[0])


def _switch(evidence: Mapping[str, Any]) -> Iterator[Finding]:
    """O3–O7: the switch that exists is wrong."""
    page, zone = evidence["url"], evidence["zone"]
    how = switching(evidence)
    by_day, by_night = simulated(evidence, "in_hours"), simulated(evidence, "off_hours")
    if how == "visitor_clock":
        yield finding("O3", page=page, zone=zone)
    if how in {"company_clock", "visitor_clock"} and by_day and by_night:
        yield from _edges(evidence, by_day, by_night)
        if evidence.get("tab") is False:
            yield finding("O7", page=page)
    busted = evidence.get("busted")
    if busted and difference(evidence["real"], busted):
        yield finding("O6", page=page)


def _edges(evidence: Mapping[str, Any], by_day: Contacts, by_night: Contacts) -> Iterator[Finding]:
    page = evidence["url"]
    for name, moment, moment_ru in (("after_closing", "closing", "закрытия"), ("after_opening", "opening", "открытия")):
        at_edge = simulated(evidence, name)
        opposite = by_day if name == "after_closing" else by_night
        if at_edge and not difference(opposite, at_edge):
            yield finding("O4", page=page, moment=moment, moment_ru=moment_ru)
    holiday = simulated(evidence, "holiday")
    if holiday and not difference(by_day, holiday):
        day = next(str(one["at"])[:10] for one in evidence["simulated"] if one["name"] == "holiday")
        yield finding("O5", page=page, day=datetime.fromisoformat(day).date().isoformat())


def _hours(evidence: Mapping[str, Any]) -> Iterator[Finding]:
    printed, programme = evidence["real"]["week"], evidence["week"]
    if printed and programme and printed != programme:
        said = {"page_hours": printed, "hours": programme}
        words = {
            key + end: _as_text(week, language)
            for key, week in said.items()
            for end, language in (("", "en"), ("_ru", "ru"))
        }
        yield finding("O9", page=evidence["url"], **words)


def _as_text(week: Sequence[Sequence[Sequence[int]]], language: str) -> str:
    return week_as_text(tuple(tuple(Span(start=start, end=end) for start, end in day) for day in week), language)
