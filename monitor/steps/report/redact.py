"""Corridor: quotes without people: no names, addresses, links or numbers by which somebody could be found.

Reports judge companies, never employees (docs/design/manners.md). What is hidden is replaced by a sign, so that a
reader sees that something stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

HIDDEN = "▇▇▇"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"\b(?:https?://|www\.|t\.me/|wa\.me/|vk\.com/)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@[A-Za-z]\w{3,}")
_MONEY = r"(?!\s*(?:₽|руб|тыс|млн|р\.|€|\$|£|eur|usd|gbp))"
_NUMBER = re.compile(r"(?<![\w-])\+?\(?\d(?:[\s().–-]{0,2}\d){6,14}(?!\w)" + _MONEY, re.IGNORECASE)
_NAME = r"[A-ZА-ЯЁ][a-zа-яё]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?"
_NAMES = rf"{_NAME}(?:\s+(?:{_NAME}|[A-ZА-ЯЁ]\.)){{0,2}}"
_SAID = re.compile(
    r"(?P<lead>\b(?:[Мм]еня зовут|[Мм]о[ёе] имя|[Сс]просите|[Вв]ас приветствует|[Вв]аш менеджер|[Сс] вами свяжется|"
    r"[Мм]енеджер|[Аа]дминистратор|[Mm]y name is|[Tt]his is|I am|I['’]m|[Aa]sk for|[Yy]our manager,?)[,:]?\s+)"
    rf"(?P<name>{_NAMES})"
)
_CLOSING = re.compile(
    r"(?P<lead>(?:с уважением|с наилучшими пожеланиями|всего доброго|спасибо|best regards|kind regards|warm regards|"
    rf"regards|best wishes|sincerely|yours|thanks|cheers)\s*[,!.—–-]*\s*)(?P<name>(?-i:{_NAMES}))",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}[.-]\d{1,2}[.-]\d{2,4}|\d{4}-\d\d-\d\d")
_SHORTEST = 3
_ENDINGS = "аеёиоуыэюяьй"


def redacted(text: str, *, hide: Iterable[str] = (), keep: Iterable[str] = ()) -> str:
    """The text on one line without addresses, links, phone numbers and people's names.

    `hide`: names the writer is known by, hidden in any case form; `keep`: words that are nobody's secret (our own
    shopper's name, the company's).
    """
    return redacted_lines(" ".join(text.split()), hide=hide, keep=keep)


def redacted_lines(text: str, *, hide: Iterable[str] = (), keep: Iterable[str] = ()) -> str:
    """The same with its lines as they are."""
    said = text
    for pattern in (_ADDRESS, _LINK, _HANDLE):
        said = pattern.sub(HIDDEN, said)
    said = _NUMBER.sub(lambda found: found[0] if _DATE.fullmatch(found[0]) else HIDDEN, said)
    kept = set(_stems(keep))
    for pattern in (_SAID, _CLOSING):
        said = pattern.sub(lambda found: _unless(found, kept), said)
    for stem in sorted(set(_stems(hide)) - kept, key=len, reverse=True):
        said = re.sub(
            rf"(?<!\w){re.escape(stem)}\w{{0,{2 if len(stem) == _SHORTEST else 3}}}(?!\w)",
            HIDDEN,
            said,
            flags=re.IGNORECASE,
        )
    return re.sub(rf"{HIDDEN}(?:[\s.]*{HIDDEN})+", HIDDEN, said)


def _unless(found: re.Match[str], kept: set[str]) -> str:
    return found[0] if set(_stems([found["name"]])) <= kept else found["lead"] + HIDDEN


def _stems(names: Iterable[str]) -> Iterator[str]:
    """Each word without the ending that Russian cases change."""
    for name in names:
        for word in re.findall(r"[^\W\d_]+", name.lower()):
            stem = word.rstrip(_ENDINGS)
            if len(word) >= _SHORTEST:
                yield stem if len(stem) >= _SHORTEST else word
