"""Text as rendered → text a number can be read from, with a map back to where each character came from.

The walk joins what a person sees; three marks of its own remain: `SOFT` (an element ends here, the next
one stands beside it or the line wraps), `HARD` (it ends between two digits that touch) and a newline
(somewhere else on the screen).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SOFT = "\x1f"
HARD = "\x1e"
_INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u034f"
)
_DASHES = frozenset("‐‑‒–—―−﹘﹣－⁃─")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[•·∙_⋅●](?=\d)")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` to read numbers from; `origin[i]` is the index in the walked text of character i."""

    text: str
    origin: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The walked span of plain span [start, end)."""
        return self.origin[start], self.origin[end - 1] + 1


def plain(walked: str, *, soft: str = "\n", hard: str = "") -> Plain:
    """Drop invisible characters, bring spaces, dashes and full-width digits to one form.

    `soft` is what stands for an element boundary: a newline (numbers end there) or a blank
    (numbers may run across); `hard` the same between touching digits, where nothing is the rule.
    """
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(walked):
        if character in _INVISIBLE or (character == HARD and not hard):
            continue
        characters.append(_one(character, soft))
        origin.append(index)
    return Plain(_BETWEEN_DIGITS.sub("-", "".join(characters)), tuple(origin))


def _one(character: str, soft: str) -> str:
    if character in {SOFT, HARD}:
        return soft
    if character in _DASHES:
        return "-"
    if character < "\x7f":
        return " " if character in "\t\r\f" else character
    if character.isspace() or unicodedata.category(character) == "Zs":
        return " "
    if character.isdecimal():  # Arabic, Persian, Devanagari digits
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
