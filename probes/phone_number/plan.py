"""Numbering plans (Google's libphonenumber data): digits as written in a country → E.164."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

_TYPES = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "shared_cost",
}


@lru_cache(maxsize=4096)
def read_e164(raw: str, country: str) -> tuple[str, str, str]:
    """(E.164, "valid"/"possible"/"", kind) of digits as written in `country`; ("", "", "") when unreadable."""
    try:
        parsed = phonenumbers.parse(raw, country or None)
    except NumberParseException:
        return "", "", ""
    parsed = PhoneNumber(
        country_code=parsed.country_code,
        national_number=parsed.national_number,
        italian_leading_zero=parsed.italian_leading_zero,
        number_of_leading_zeros=parsed.number_of_leading_zeros,
    )
    if phonenumbers.is_valid_number(parsed):
        sure = "valid"
    elif phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE:
        sure = "possible"
    else:
        return "", "", ""
    return (
        phonenumbers.format_number(parsed, PhoneNumberFormat.E164),
        sure,
        _TYPES.get(phonenumbers.number_type(parsed), ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as shown: [start, end) in the walked text; `raw` its characters; `e164` "+7495…" or ""
    (no area code known). `sure`: "valid" by plan, "possible" (length only), "local" (code taken from
    elsewhere on the page or unknown). `kind`: mobile, fixed, toll_free, premium, …, "" unknown."""

    start: int
    end: int
    raw: str
    e164: str
    sure: str
    kind: str = ""
    extension: str = ""
    demo: bool = False
    role: str = "main"

    @property
    def digits(self) -> str:
        return "".join(character for character in self.raw if character.isdigit())
