"""One night's look at one site, by all passive means: health, forms, phones, off-hours contact. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from playwright.async_api import Error

from monitor.domain.errors import ProbeFault
from monitor.domain.finding import Finding
from probes import off_hours, phone_number
from probes._base import Box, Brief, Kept, NewContext, Probe
from probes._domain import RDAP, domain_until
from probes._health import domain_findings, health, health_findings
from probes.feedback_form.inspecting import inspect_page

PROFILES = ("desktop", "phone")
KEY_PAGES = 4
"""whose health is looked at: the home page and the first that hold forms"""
LOOKS = {
    "forms": (),
    "phones": ("S", "P"),
    "off_hours": ("O",),
    "domain": ("H7",),
    "page": ("H2", "H3", "H4", "H5", "H6"),
}
"""What is looked at, with how its rules begin: findings of a look that was not made are neither there nor mended."""


class Keeping(Box, Protocol):
    """A box whose evidence can be read back."""

    def kept(self) -> Kept: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """`findings` plain JSON; `facts`: numbers, messengers, mail, forms (comparable); `pictures` sha256 by name;
    `unmeasured`: what could not be looked at, with why."""

    findings: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    pictures: Mapping[str, str]
    unmeasured: Mapping[str, str] = field(default_factory=dict)

    @property
    def unseen(self) -> tuple[str, ...]:
        """How the rules begin that this night says nothing about."""
        return tuple(start for name in self.unmeasured for start in LOOKS[name])


async def night(
    brief: Brief,
    open_context: NewContext,
    box: Keeping,
    forms: Sequence[str],
    pages: Sequence[str] = (),
    most: int = 6,
    rdap: str = RDAP,
) -> Night:
    """`brief.url` is the home page; `forms` addresses that must hold a form; `pages` further pages for the phones;
    `rdap` whom to ask how long the domain is registered."""
    until, unknown = await domain_until(brief.url, base=rdap)
    found = domain_findings(brief.url, until, brief.now())
    for address in list(dict.fromkeys([brief.url, *pages]))[:KEY_PAGES]:
        for profile in PROFILES:
            found += health_findings(await health(open_context, address, profile), brief.now())
    told = [_plain(finding) for finding in found]
    if any(finding.rule == "H1" and finding.page == brief.url for finding in found):
        return Night(
            findings=tuple(told),
            facts={},
            pictures={},
            unmeasured={name: "the page did not open" for name in LOOKS if name != "domain" or unknown},
        )
    seen: dict[str, Any] = {}
    missed: dict[str, str] = {"domain": unknown} if unknown else {}
    for name, probe, options in (
        ("phones", phone_number.PROBE, phone_number.Options(pages=tuple(pages), most=most)),
        ("off_hours", off_hours.PROBE, off_hours.Options(simulate=False)),
    ):
        try:
            seen[name] = await _read(probe, replace(brief, options=options), open_context, box)
        except ProbeFault as fault:
            missed[name] = str(fault)
    for name, values in seen.items():
        told += values[f"{'phone' if name == 'phones' else name}.findings"]
    facts = _facts(seen)
    for address in forms:
        facts[f"form {address}"] = await _form(open_context, address)
    return Night(findings=tuple(told), facts=facts, pictures=_pictures(box.kept()), unmeasured=missed)


async def _read(probe: Probe, brief: Brief, open_context: NewContext, box: Keeping) -> dict[str, Any]:
    await probe.look(brief, open_context, box)
    return {observation.name: observation.value for observation in probe.read(box.kept()).observations}


def _facts(seen: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if phones := seen.get("phones"):
        facts["numbers"] = phones["phone.numbers"]
        facts["messengers"] = [list(pair) for pair in phones["phone.contacts"].get("messengers", [])]
        facts["mail"] = phones["phone.contacts"].get("mail", [])
    return facts


async def _form(open_context: NewContext, address: str) -> list[str]:
    """What the form there asks for, as sorted field types; [] = there is none any more."""
    try:
        found = await inspect_page(open_context, address)
    except Error:
        return []
    chosen = next((form for form in found["forms"] if form["chosen"]), None)
    return sorted(str(field["type"]) for field in chosen["fields"]) if chosen else []


def _pictures(kept: Kept) -> dict[str, str]:
    first: dict[str, str] = {}
    for item in kept.items:
        if item.kind.startswith("screen_"):
            first.setdefault(f"{item.kind} {item.note}", item.sha256)
    return first


def _plain(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "gravity": finding.gravity.value, "facts": dict(finding.facts)}
