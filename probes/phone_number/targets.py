"""Pure rules for what a link would dial (RFC 3966, and what phones make of what is not RFC 3966).

RFC 3966: `tel:` + global number (`+`, digits, visual separators `-.()`) or a local number with
`;phone-context=`; parameters `;ext=`, `;isub=`. No blanks, no slashes. A browser hands over whatever
follows the colon, so what the target *means* is read as a dialler in the site's country would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from probes.phone_number import words
from probes.phone_number.plan import read_e164

DIAL_SCHEMES = frozenset({"tel", "callto", "phone", "sip", "skype"})
_SCHEME = re.compile(r"^\s*([a-z][a-z0-9+.\-]*)\s*:", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:;ext=|[,pw]+|доб\.?\s*|ext\.?\s*|x)(\d{1,6})#?$", re.IGNORECASE)
_TRUNKS = {"RU": "8", "KZ": "8", "BY": "8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`raw` the href as written; `dialled` what follows the scheme, decoded; `e164` what it means in the
    site's country ("" = nobody); `faults`: short names, see `BROKEN`."""

    raw: str
    scheme: str
    dialled: str
    e164: str = ""
    sure: str = ""
    kind: str = ""
    extension: str = ""
    faults: tuple[str, ...] = ()

    @property
    def diallable(self) -> bool:
        """Some phone rings when it is dialled from the site's country."""
        return (bool(self.e164) or self.sure == "short") and not set(self.faults) & BROKEN


BROKEN = frozenset({"empty", "mask", "lost_code", "foreign_plus", "impossible", "extra_digit"})
"""Faults with which nobody can be reached; others: letters, blank, slashes, percent, brackets, national, no_plus,
scheme, star, pause."""


def is_dial_link(href: str) -> bool:
    """Is this href meant to dial (any of the schemes seen for it)?"""
    match = _SCHEME.match(href)
    if match is None:
        return False
    scheme = match[1].lower()
    return scheme in {"tel", "callto", "phone"} or (scheme in {"sip", "skype"} and bool(re.search(r"\d{6}", href)))


def read_target(href: str, country: str) -> Target:
    """What `href` would dial, read in `country` (ISO alpha-2)."""
    match = _SCHEME.match(href)
    scheme = match[1].lower() if match else ""
    written = href[match.end() :] if match else href
    dialled = unquote(written).strip()
    faults = _form_faults(written, scheme)
    body = dialled.lstrip("/").split("?")[0]
    extension = _EXTENSION.search(body)
    core = re.sub(r";.*$", "", body[: extension.start()] if extension else body)
    if not re.search(r"\d", core):
        return Target(raw=href, scheme=scheme, dialled=dialled, faults=(*faults, "empty"))
    if re.search(r"[XХ_]{2,}|\*{2,}", core, re.IGNORECASE):
        return Target(raw=href, scheme=scheme, dialled=dialled, faults=(*faults, "mask"))
    if re.search(r"[^\W\d_]", core):
        return _with_letters(href, scheme, dialled, core, country, faults)
    e164, sure, kind, plan = _meaning(core, country)
    return Target(
        raw=href, scheme=scheme, dialled=dialled, e164=e164, sure=sure, kind=kind,
        extension=extension[1] if extension else "", faults=(*faults, *plan),
    )  # fmt: skip


def _form_faults(written: str, scheme: str) -> tuple[str, ...]:
    decoded = unquote(written)
    checks = {
        "scheme": scheme != "tel",
        "slashes": decoded.lstrip().startswith("/"),
        "percent": re.search(r"%2b|%28|%29|%d", written, re.IGNORECASE) is not None,
        "blank": re.search(r"\s", decoded.strip("\r\n")) is not None,
        "brackets": "(" in decoded or ")" in decoded,
        "star": "*" in decoded or "#" in decoded.rstrip("#"),
        "letters": re.search(r"\d\s*(?:доб|ext\b|вн)", re.sub(";ext=", "", decoded), re.IGNORECASE) is not None,
        "pause": re.search(r"[,pw]\d|;ext=", decoded) is not None,
    }
    return tuple(name for name, wrong in checks.items() if wrong)


def _with_letters(href: str, scheme: str, dialled: str, core: str, country: str, faults: tuple[str, ...]) -> Target:
    """Letters: each dialler cuts or maps them differently; the part before them is what most would dial."""
    keyed = "".join(words.KEYPAD.get(character.upper(), character) for character in core)
    e164, sure, kind = read_e164(keyed, country)
    if sure != "valid":
        e164, sure, kind = (
            read_e164(re.split(r"[^\W\d_]", core)[0], country) if re.match(r"[\d+]", core) else ("", "", "")
        )
    return Target(
        raw=href, scheme=scheme, dialled=dialled, e164=e164, sure=sure, kind=kind, faults=(*faults, "letters")
    )


def _meaning(core: str, country: str) -> tuple[str, str, str, tuple[str, ...]]:
    """(E.164, sure, kind, faults) of bare digits with or without plus."""
    digits = re.sub(r"\D", "", core)
    if len(digits) <= 4:
        return "", "short", "", ()
    plus = core.lstrip(" (").startswith("+")
    e164, sure, kind = read_e164(("+" if plus else "") + digits, country)
    if plus and sure != "valid":
        national, national_sure, _ = read_e164(digits, country)
        if national_sure == "valid":
            # +8 800 …, +495 …: the plus turns a national number into one of another country or none
            return (
                national,
                "valid",
                "",
                ("lost_code" if not digits.startswith(_TRUNKS.get(country, "0")) else "foreign_plus",),
            )
    if not sure:
        return "", "", "", ("impossible",)
    if plus:
        # +7 8 495 …, +44 (0)20 …: our library forgives the trunk digit, telephone networks do not
        return e164, sure, kind, () if e164[1:] == digits else ("extra_digit",)
    code = e164[1 : len(e164) - len(digits) + 1]
    return (
        e164,
        sure,
        kind,
        ("no_plus",) if digits == e164[1:] else ("national",) if code or digits[0] in "08" else ("no_plus",),
    )


def settled(target: Target, shown: str) -> Target:
    """The target as a national number of the country of `shown` (E.164), when it has no plus and is its very digits.

    A site's country may be guessed wrong; its own page is the better witness.
    """
    core = without_trunk(re.sub(r"\D", "", target.dialled.split(";")[0].split(",")[0]))
    national = shown.startswith("+") and "+" not in target.dialled and len(core) >= 7 and shown.endswith(core)
    if target.e164 == shown or not national:
        return target
    faults = (*(fault for fault in target.faults if fault not in BROKEN), "national")
    return replace(target, e164=shown, sure="valid", faults=faults)


def without_trunk(digits: str) -> str:
    """Digits as dialled inside a country, less the 0 or 8 before them."""
    return digits[1:] if digits.startswith("8") and len(digits) == 11 else digits.lstrip("0")


def same_number(shown: str, target: Target) -> bool:
    """Does the target reach the digits shown? `shown` is E.164, or bare digits when no code is known."""
    if shown.startswith("+"):
        return shown == target.e164
    digits = re.sub(r"\D", "", target.e164 or target.dialled)
    return bool(shown) and digits.endswith(shown.lstrip("0"))
