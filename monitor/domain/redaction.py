"""Ground floor: what a letter may show of the people in it: their words, not their names, numbers or addresses.

Used wherever a letter is quoted. Prices, dates and our own shopper's first name stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_QUERY = re.compile(r"(https?://[^\s?#<>\"]+)[?#][^\s<>\"]*")
# ten digits and more; what groups them is a blank, a hyphen, a bracket or a dot, never a line's end
_PHONE = re.compile(r"(?<![\w/-])\+?\(?\d(?:[ \u00a0().–-]{0,2}\d){9,14}(?!\w)")
_SIGNED = re.compile(
    r"((?:^|\n)[ \t>]*(?:с уважением|с наилучшими пожеланиями|(?:kind |best |warm )?regards|best wishes|yours \w+"
    r"|sincerely|many thanks|thanks)[,.! \t]*\n*[ \t>]*)((?:[A-ZА-ЯЁ][\w'’-]+[ \t]*){1,3})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]{2,}")
PHONE, EMAIL = "☎ …", "✉ …"


def redacted(text: str, names: Iterable[str] = (), keep: Iterable[str] = ()) -> str:
    """The text with e-mail addresses, phone numbers, queries of links and people's names taken out.

    `names`: names known from the letter's head; each word becomes its initial, in every Russian case. Words of
    `keep` (our shopper's name, the company's) stay.
    """
    spared = {word.casefold() for phrase in keep for word in _WORD.findall(phrase)}
    text = _QUERY.sub(r"\1", _EMAIL.sub(EMAIL, text))
    text = _PHONE.sub(PHONE, text)
    signed = [match[2] for match in _SIGNED.finditer(text) if match[2][:1].isupper()]
    known = {word for phrase in (*names, *signed) for word in _WORD.findall(phrase)}
    for word in sorted(known, key=len, reverse=True):
        if word.casefold() not in spared:
            text = _cases(word).sub(f"{word[0].upper()}.", text)
    return text


def _cases(word: str) -> re.Pattern[str]:
    """The word, and for Russian its other cases: Анна, Анны, Анной."""
    if re.fullmatch(r"[А-Яа-яЁё-]{4,}", word):
        stem = word[:-1] if word[-1] in "аяейьоу" else word
        return re.compile(rf"\b{re.escape(stem)}[а-яё]{{0,3}}\b", re.IGNORECASE)
    return re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
