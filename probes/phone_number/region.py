"""Which country's numbering plan a page's numbers belong to, when nobody said (pure).

From the address's top-level domain, else the international numbers on the page, else its language. The
company's profile is better than any of these: a clinic on a neutral domain sat in Kazakhstan.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import phonenumbers

from probes.phone_number.numbers import countries_in, find_numbers

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
_LANGUAGE = {
    "ru": "RU",
    "uk": "UA",
    "be": "BY",
    "kk": "KZ",
    "de": "DE",
    "fr": "FR",
    "es": "ES",
    "it": "IT",
    "pl": "PL",
    "nl": "NL",
    "pt": "PT",
    "cs": "CZ",
    "sv": "SE",
    "da": "DK",
    "fi": "FI",
    "nb": "NO",
    "no": "NO",
    "tr": "TR",
    "ja": "JP",
    "el": "GR",
    "hu": "HU",
    "ro": "RO",
}
_CANDIDATES = ("US", "GB", "AU", "IE", "NZ", "RU", "UA", "BY", "KZ", "DE", "FR")


def guess_country(url: str, language: str, text: str) -> str:
    """ISO alpha-2; never "" (the last resort is the plan that reads most of the page's numbers, then US)."""
    top = (urlsplit(url).hostname or "").rpartition(".")[2].lower()
    if _TLD.get(top):
        return _TLD[top]
    if len(top) == 2 and top not in _GENERIC and phonenumbers.country_code_for_region(top.upper()):
        return top.upper()
    if international := countries_in(find_numbers(text, "")):
        return international[0]
    speech, _, region = language.replace("_", "-").partition("-")
    if len(region) == 2 and phonenumbers.country_code_for_region(region.upper()):
        return region.upper()
    return _LANGUAGE.get(speech.lower()) or _most_read(text, _CANDIDATES)


def _most_read(text: str, countries: Sequence[str]) -> str:
    if sum("а" <= character <= "я" for character in text.lower()) > 50:
        return "RU"
    found = {country: len(find_numbers(text, country)) for country in countries}
    return max(found, key=lambda country: found[country])
