"""Which country's numbering plan a page's numbers belong to, when nobody said (pure).

From the address's top-level domain, else from how the page's numbers are grouped, the countries of its
international numbers, its language and its letters. The
company's profile is better than any of these: a clinic on a neutral domain sat in Kazakhstan.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from probes.phone_number.numbers import countries_in, find_numbers
from probes.phone_number.words import PHONE_WORD

_TLD = {
    "uk": "GB",
    "su": "RU",
    "xn--p1ai": "RU",
    "рф": "RU",
    "xn--j1amh": "UA",
    "укр": "UA",
    "xn--90ais": "BY",
    "бел": "BY",
    "xn--80ao21a": "KZ",
    "moscow": "RU",
    "xn--80adxhks": "RU",
    "москва": "RU",
    "tatar": "RU",
    "edu": "US",
    "gov": "US",
    "mil": "US",
    "us": "US",
    "eu": "",
}
_GENERIC = frozenset(
    {
        "tv",
        "io",
        "me",
        "co",
        "ai",
        "cc",
        "ws",
        "fm",
        "to",
        "ly",
        "gg",
        "im",
        "sh",
        "st",
        "la",
        "vc",
        "nu",
        "tk",
        "ml",
        "ga",
        "cf",
    }
)
_SPOKEN = {
    speech: tuple(countries.split())
    for speech, countries in {
        "ru": "RU", "uk": "UA", "be": "BY", "kk": "KZ", "de": "DE AT CH", "fr": "FR BE CH CA",
        "es": "ES MX AR CO CL PE VE EC UY", "it": "IT CH", "pl": "PL", "nl": "NL BE", "pt": "PT BR", "cs": "CZ",
        "sk": "SK", "sv": "SE FI", "da": "DK", "fi": "FI", "nb": "NO", "nn": "NO", "no": "NO", "tr": "TR", "ja": "JP",
        "el": "GR CY", "hu": "HU", "ro": "RO MD", "bg": "BG", "sr": "RS", "hr": "HR", "sl": "SI", "lt": "LT",
        "lv": "LV", "et": "EE", "ka": "GE", "hy": "AM", "az": "AZ", "uz": "UZ", "id": "ID", "vi": "VN", "ko": "KR",
    }.items()
}  # fmt: skip
"""where a language is spoken, the likeliest first; English says nothing"""
_CANDIDATES = ("US", "GB", "AU", "IE", "NZ", "RU", "UA", "BY", "KZ", "DE", "FR", "ZA", "IN", "SG")
_CYRILLIC = ("RU", "UA", "BY", "KZ")
_SCRIPTS = {"KR": r"[가-힣]", "JP": r"[ぁ-ヿ]", "CN": r"[一-鿿]", "GR": r"[α-ω]", "IL": r"[א-ת]", "TH": r"[ก-๛]"}
_PERSIAN = r"[پچژگ]"
"""letters Arabic has not"""
_PAIRS = re.compile(r"\D\d\d\D\d\d$")
"""how the former Soviet plans end a number"""
_SHARE = 0.2
"""of the letters: a menu of languages makes no Russian page"""


def guess_country(url: str, language: str, text: str) -> str:
    """ISO alpha-2; never "". National numbers grouped as a plan groups them outvote a page's language and the
    numbers of its branches abroad: templates are left at "en-GB", and head offices write no +1."""
    top = (urlsplit(url).hostname or "").rpartition(".")[2].lower()
    if _TLD.get(top):
        return _TLD[top]
    if len(top) == 2 and top not in _GENERIC and phonenumbers.country_code_for_region(top.upper()):
        return top.upper()
    international = countries_in(find_numbers(text, ""))
    spoken = _of_language(language)
    if _is_cyrillic(text):
        # Russian pages are left at lang="en" by their templates
        candidates = [*international, *(set(spoken[:1]) - set(_CANDIDATES[:5])), *_CYRILLIC]
        read = {country: _well_grouped(text, country) for country in candidates}
        return max(dict.fromkeys(candidates), key=lambda country: read[country])
    candidates = [*international, *_of_script(text), *spoken, *_CANDIDATES]
    own = spoken if not language.lower().startswith("en") else ()
    read = {c: _well_grouped(text, c) for c in candidates if c not in own}
    read |= {c: _known(text, c, announced=c != own[0]) for c in own}
    return max(dict.fromkeys(candidates), key=lambda c: (read[c], c in own and read[c] > 0))


def _of_language(language: str) -> tuple[str, ...]:
    """The countries a page's language tag names, the likeliest first: "pt-BR" → BR, PT."""
    speech, _, region = language.replace("_", "-").partition("-")
    named = (region.upper(),) if len(region) == 2 and phonenumbers.country_code_for_region(region.upper()) else ()
    return named + _SPOKEN.get(speech.lower(), ())


def _is_cyrillic(text: str) -> bool:
    return _filled(text, r"[а-яё]")


def _of_script(text: str) -> list[str]:
    """The country whose letters fill the text, if one's do."""
    if _filled(text, r"[\u0600-\u06ff]"):
        return ["IR"] if re.search(_PERSIAN, text) else []
    return [country for country, letter in _SCRIPTS.items() if _filled(text, letter)][:1]


def _filled(text: str, letter: str) -> bool:
    return len(re.findall(letter, text, re.IGNORECASE)) > _SHARE * max(60, len(re.findall(r"[^\W\d_]", text)))


def _well_grouped(text: str, country: str) -> int:
    """Numbers without country code that are written as this country writes its own."""
    written = [raw for _, raw in _national(text, country, Leniency.STRICT_GROUPING)]
    if country in _CYRILLIC:  # (804) 123-5432 is valid there and grouped the American way
        return sum(_PAIRS.search(raw) is not None for raw in written)
    return len(written)


def _known(text: str, country: str, *, announced: bool) -> int:
    """Numbers without country code that this country knows, however grouped: enough where the page's language says
    so; of its further countries only those `announced` by a phone word, for bare digits fit some plan of many."""
    return sum(
        not announced or PHONE_WORD.search(text[max(0, start - 60) : start]) is not None
        for start, _ in _national(text, country, Leniency.VALID)
    )


def _national(text: str, country: str, leniency: int) -> list[tuple[int, str]]:
    """Where each number stands and how it is written, each number once."""
    matches = PhoneNumberMatcher(text, country, leniency=leniency, max_tries=2000)
    found = {
        m.number.national_number: (m.start, m.raw_string)
        for m in matches
        if not m.raw_string.isdigit() and "+" not in m.raw_string
    }
    return list(found.values())
