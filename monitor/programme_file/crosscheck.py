"""The programme file's room: what no single setting can know: uniqueness, references, permission, opt-outs.

The checks walk the raw tables, not the models, so that one bad setting elsewhere hides none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from monitor.domain.emergency import public_service
from monitor.programme_file.calls_for_help import sounds_like_help
from monitor.programme_file.nodes import Node
from monitor.programme_file.numbers import phones, shopper_phones
from monitor.programme_file.quantities import HOLIDAY_REGIONS, near_miss, shown, split_address, whole_address
from monitor.programme_file.wording import Wrong, wrongs_of

SENDING = frozenset({"feedback_form", "callback", "chat", "email", "subscription", "price_list"})
"""Kinds that send something, as far as known without loading the probes."""


class ProbeFace(Protocol):
    """As much of a probe as this room needs; `probes.load` returns such things."""

    @property
    def sends(self) -> bool: ...

    @property
    def options(self) -> type[BaseModel]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What may be referred to: the probes (when the caller knows them) and the built-ins' keys."""

    kinds: Sequence[str] = ()
    probe_of: Callable[[str], ProbeFace] | None = None
    segments: frozenset[str] = frozenset()
    scenarios: Mapping[str, str] = field(default_factory=dict)
    """key → language"""
    standards: frozenset[str] = frozenset()

    def sends(self, kind: str) -> bool:
        """True when a visit of that kind may deliver something to the company."""
        if self.probe_of and kind in self.kinds:
            return self.probe_of(kind).sends
        return kind in SENDING


def crosscheck(raw: Mapping[str, Any], known: Known) -> Iterator[Wrong]:
    """All that is wrong or doubtful between the tables of one file."""
    root = Node(raw)
    yield from _unique_keys(root)
    yield from _references(root, known)
    yield from _listening(root, known)
    yield from shopper_phones(root)
    for site in root["sites"]:
        yield from _never_visited(site, root)
        yield from sounds_like_help(site)
        yield from _region(site)
        yield from phones(site)
        yield from _permission(site, known)
        for touchpoint in site["touchpoints"]:
            yield from _touchpoint(touchpoint, site, known)


def site_key(site: Node) -> str:
    """The key written, else one made from the host: `www.aurora.example` → `aurora-example`."""
    return site["key"].text or host_of(site["url"].text).replace(".", "-")


def host_of(url: str) -> str:
    """The host without `www.`, "" when there is none."""
    return (split_address(url).hostname or "").removeprefix("www.")


def _unique_keys(root: Node) -> Iterator[Wrong]:
    yield from _unique([(site, site_key(site)) for site in root["sites"]])
    for site in root["sites"]:
        yield from _unique([(point, point["key"].text or point["kind"].text) for point in site["touchpoints"]])
    for name in ("personas", "scenarios", "standards"):
        yield from _unique([(item, item["key"].text) for item in root[name]])


def _unique(keyed: list[tuple[Node, str]]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for item, key in keyed:
        if key and key in seen:
            yield item["key"].wrong(f'"{key}" is the key of an earlier entry too', "Give every entry a key of its own")
        seen.add(key)


def _references(root: Node, known: Known) -> Iterator[Wrong]:
    segments = known.segments | root["segments"].names
    standards = known.standards | {item["key"].text for item in root["standards"]}
    languages = {**known.scenarios, **{item["key"].text: item["language"].text for item in root["scenarios"]}}
    sites = {site_key(site) for site in root["sites"]}
    groups = {site["group"].text for site in root["sites"]} - {""}
    for site in root["sites"]:
        if site["segment"].text:
            yield from _known([site["segment"]], segments, "a segment")
        for point in site["touchpoints"]:
            yield from _known(point["standards"], standards, "a standard")
            spoken = {key for key, language in languages.items() if language == site["language"].text}
            yield from _known(_not_in(point["scenarios"], languages), spoken or languages, "a scenario")
            yield from _same_language(point["scenarios"], site, languages)
    for standard in root["standards"]:
        yield from _known(
            standard["kinds"], known.kinds or {node.text for node in standard["kinds"]}, "a kind of touchpoint"
        )
    for scenario in root["scenarios"]:
        yield from _known(scenario["segments"], segments, "a segment")
    for table in (*root["recipients"], *root["pauses"]):
        yield from _known(table["sites"], sites, "a site")
        yield from _known(table["groups"], groups, "a group")
    channels = {"mail"} | {channel["name"].text for channel in root["house"]["channels"]}
    for recipient in root["recipients"]:
        yield from _known(recipient["channels"], channels, "a channel")


def _known(nodes: Node | list[Node], allowed: Collection[str], noun: str) -> Iterator[Wrong]:
    for node in nodes:
        if node.text and node.text not in allowed:
            remedy = f"Allowed: {_listed(allowed)}.{near_miss(node.text, allowed)}"
            yield node.wrong(f"{shown(node.text)} is not {noun}", remedy)


def _not_in(nodes: Node, known: Collection[str]) -> list[Node]:
    return [node for node in nodes if node.text not in known]


def _listed(allowed: Collection[str], most: int = 24) -> str:
    words = sorted(allowed)
    rest = f" and {len(words) - most} more (see the reference page)" if len(words) > most else ""
    return ", ".join(words[:most]) + rest or "none so far"


def _same_language(scenarios: Node, site: Node, languages: Mapping[str, str]) -> Iterator[Wrong]:
    for node in scenarios:
        language = languages.get(node.text, "")
        if language and site["language"].text and language != site["language"].text:
            yield node.wrong(
                f'"{node.text}" asks in "{language}", the site\'s language is "{site["language"].text}"',
                "Name a scenario in the site's language, or change the site's language",
            )


def _listening(root: Node, known: Known) -> Iterator[Wrong]:
    active = any(_sends(point, known) for site in root["sites"] for point in _points(site))
    if active and not root["programme"]["mail_domain"].text:
        yield root["programme"]["mail_domain"].wrong(
            "is missing, and some touchpoints send enquiries",
            'Name the domain whose mail reaches us: mail_domain = "shopper.example"; every visit gets an address there',
        )
    house = root["house"]
    if active and not any(house[door].value for door in ("smtp_doors", "imap_doors", "maildir_doors")):
        yield house.wrong(
            "no door for letters: answers cannot be heard",
            "Add [[house.smtp_doors]] or [[house.imap_doors]]; until then nothing is sent",
            warning=True,
        )
    if not root["recipients"].value:
        yield root["recipients"].wrong("nobody is told", "Add [[recipients]] with name and email", warning=True)


def _points(site: Node) -> list[Node]:
    """The touchpoints written; a site without any gets the built-in ones, a form among them."""
    written = list(site["touchpoints"])
    return written or [Node({"kind": "feedback_form"}, site["touchpoints"].loc)]


def _sends(point: Node, known: Known) -> bool:
    return point["enabled"].value is not False and known.sends(point["kind"].text)


def _permission(site: Node, known: Known) -> Iterator[Wrong]:
    consent = site["consent"]
    if site["role"].text == "competitor" and consent.is_table and not consent["justification"].text.strip():
        yield consent["justification"].wrong(
            "is missing: a competitor's staff may not be asked without it",
            "Write down why sending enquiries is right, or remove [sites.consent]: then only pages are looked at",
        )
    asking = [point["kind"].text for point in _points(site) if _sends(point, known)]
    if asking and not consent.is_table:
        yield site.wrong(
            f"no consent, so {', '.join(dict.fromkeys(asking))} will not be tried; only pages are looked at",
            "Add [sites.consent] with basis, by and on, or set enabled = false on the touchpoint",
            warning=True,
        )


def _never_visited(site: Node, root: Node) -> Iterator[Wrong]:
    opted_out = [node.text.lower() for node in root["programme"]["opt_out"]]
    addresses = [site["url"], *(point["address"] for point in site["touchpoints"])]
    for node in addresses:
        host = split_address(whole_address(site["url"].text, node.text)).hostname or "" if node.text else ""
        if any(_within(host, name) for name in opted_out):
            why = "is on this file's opt_out list"
        elif public_service(host):
            why = "belongs to the state, an emergency or a public health service"
        else:
            continue
        yield node.wrong(f'"{host}" {why} and is never visited', "Remove it from the programme")


def _within(host: str, name: str) -> bool:
    return bool(host and name) and f".{host}".endswith(f".{name.removeprefix('.')}")


def _region(site: Node) -> Iterator[Wrong]:
    country, region = site["country"].text, site["region"].text
    allowed = HOLIDAY_REGIONS.get(country, ())
    if region and country in HOLIDAY_REGIONS and region not in allowed:
        everywhere = f"Leave it out: the holidays of {country} are the same everywhere"
        remedy = f"Allowed: {', '.join(allowed)}" if allowed else everywhere
        yield site["region"].wrong(f'"{region}" is not a region of {country} with holidays of its own', remedy)


def _touchpoint(point: Node, site: Node, known: Known) -> Iterator[Wrong]:
    kind = point["kind"].text
    if known.kinds and kind not in known.kinds:
        yield from _known([point["kind"]], known.kinds, "a kind of touchpoint")
    elif kind in known.kinds and known.probe_of and (point["options"].is_table or point["options"].value is None):
        yield from _options(point, known.probe_of(kind).options)
    address = split_address(whole_address(site["url"].text, point["address"].text))
    if point["address"].text and split_address(site["url"].text).hostname and address.scheme not in {"http", "https"}:
        yield point["address"].wrong(
            f"{shown(point['address'].text)} is not a page",
            'Write a path such as "/contact" or a whole http(s) address',
        )


def _options(point: Node, model: type[BaseModel]) -> list[Wrong]:
    try:
        model.model_validate(point["options"].value or {})
    except ValidationError as error:
        return wrongs_of(error, model, point["options"].loc)
    return []
