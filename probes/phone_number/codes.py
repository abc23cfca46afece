"""Pure: area codes that stand apart from their numbers, and what local numbers make of them.

A local number borrows its code where the page says it ("код города 4852", "area code 212"), where it stands
on a line of its own above, or where the page's other numbers agree on one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import phonenumbers

from probes.phone_number.plan import Number, read_e164
from probes.phone_number.ways import UNCLEAR

_STATED = re.compile(
    r"(?<!\w)(?:(?:телефонный )?код(?: города| г\.)?|(?:area|city|dial(?:ling|ing)?) code|vorwahl)\s?[:-]?\s?\(?(?:\+7|8)?[ (-]{0,2}0?(?P<code>\d{2,5})(?![\d-])",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?m)(?P<code>(?:^|(?<=[:.] ))(?:\+?\d{1,3}[ -]?)?\(0?\d{2,5}\)) ?\n(?=\d{1,4}(?:[- ]?\d{2,4}){1,3}(?!\d))"
)
_FIXED = frozenset({"fixed", "fixed_or_mobile"})


def joined(text: str) -> str:
    """The text with a bracketed code that ends its line put before the number on the next; same length."""
    return _ABOVE.sub(lambda found: f"{found['code']} ".ljust(len(found.group())), text)


def with_codes(numbers: Sequence[Number], text: str, country: str) -> list[Number]:
    """Local numbers in E.164 where their code is known; those nothing but a borrowed code would make a phone
    are dropped without one."""
    if not any(number.sure == "local" for number in numbers):
        return list(numbers)
    calling = phonenumbers.country_code_for_region(country) if country else 0
    stated = {f"+{calling}{found['code']}" for found in _STATED.finditer(text)} if calling else set()
    coded = [_with_code(number, numbers, stated) if number.sure == "local" else number for number in numbers]
    return [number for number in coded if number.kind != UNCLEAR]


def _with_code(number: Number, numbers: Sequence[Number], stated: set[str]) -> Number:
    local = number.digits
    lenders = [n.e164 for n in numbers if n.sure == "valid" and n.kind in _FIXED and len(n.e164) > len(local) + 2]
    heads = stated if len(stated) == 1 else {lender[: -len(local)] for lender in lenders}
    if len(heads) > 1:
        heads = {lender[: -len(local)] for lender in lenders if lender[-len(local) :][:2] == local[:2]}
    e164, sure, kind = read_e164(min(heads) + local, "") if len(heads) == 1 else ("", "", "")
    return replace(number, e164=e164, kind=kind) if sure == "valid" else number
