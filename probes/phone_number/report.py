"""Pure: views → what is said of a site or one page: phones, findings, the pages × rules matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from monitor.domain.finding import Finding, Gravity
from probes.phone_number.messengers import read_messenger
from probes.phone_number.pages import weight
from probes.phone_number.rules import view_findings
from probes.phone_number.sightings import Phone, phones, sightings
from probes.phone_number.site_rules import site_findings, structured_phones

PROFILES = ("desktop", "phone")
_ORDER = list(Gravity)


def all_findings(views: Sequence[Mapping[str, Any]], expected: Sequence[str], *, whole: bool = True) -> list[Finding]:
    """Every finding over all views, worst first, then by page and rule. `whole`: not of one page alone."""
    pairs = [(view, sightings(view)) for view in views]
    found = [f for view, seen in pairs for f in (view_findings(view, seen) if not view["error"] else [])]
    found += site_findings(pairs, expected, whole=whole)
    return sorted(found, key=lambda f: (_ORDER.index(f.gravity), f.page, f.rule, f.profile))


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON."""
    return {**asdict(finding), "gravity": finding.gravity.value, "facts": dict(finding.facts)}


def page_phones(views: Sequence[Mapping[str, Any]], findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Numbers of one page over its profiles, each with its findings: what `shopper inspect` prints."""
    seen = [s for view in views for s in sightings(view)]
    profiles = [view["profile"] for view in views]
    return [_phone_json(phone, [f for f in findings if _about(f, phone)]) for phone in phones(seen, profiles)]


def _about(finding: Finding, phone: Phone) -> bool:
    shown = {s.shown for s in phone.seen}
    return finding.shown in shown


def _phone_json(phone: Phone, findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "shown": phone.shown, "e164": phone.e164, "clickable": dict(phone.clickable), "visible": dict(phone.visible),
        "target": phone.target, "role": phone.role, "sure": phone.sure, "behind": phone.behind,
        "findings": [as_json(f) for f in findings],
    }  # fmt: skip


def matrix(views: Sequence[Mapping[str, Any]], findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """One row per page: shown and clickable by profile, the main facts, rules broken with their worst gravity."""
    rows = []
    for url in dict.fromkeys(view["url"] for view in views if not view.get("error_page")):
        mine = [view for view in views if view["url"] == url]
        numbers = [phone for phone in phones([s for v in mine for s in sightings(v)], PROFILES) if not phone.behind]
        loaded = all(not view["error"] for view in mine)
        broken: dict[str, str] = {}
        for one in findings:
            if one.page == url:
                broken.setdefault(one.rule, one.gravity.value)
        rows.append({
            "page": url, "weight": weight(url), "loaded": loaded, "numbers": [n.e164 or n.shown for n in numbers],
            "shown": {p: any(n.visible[p] for n in numbers) for p in PROFILES},
            "clickable": {p: any(n.clickable[p] for n in numbers) for p in PROFILES},
            "right": not {"P1", "P2", "P22", "S5", "S8"} & {f.rule for f in findings if f.page == url and f.gravity in {Gravity.CRITICAL, Gravity.MAJOR}},
            "rules": broken, "pictures": {v["profile"]: v.get("picture", "") for v in mine},
        })  # fmt: skip
    return rows


def contacts(view: Mapping[str, Any]) -> dict[str, Any]:
    """Messengers, mail addresses and structured telephones of a view, as sorted plain JSON."""
    found = [
        messenger
        for frame in view["frames"]
        for anchor in frame["anchors"]
        if not anchor["reason"] and (messenger := read_messenger(anchor["href"], view["country"]))
    ]
    return {
        "messengers": sorted({(m.kind, m.who) for m in found if m.kind != "mail"}),
        "mail": sorted({m.who for m in found if m.kind == "mail" and not m.fault}),
        "structured": structured_phones(view.get("facts") or {}),
    }
