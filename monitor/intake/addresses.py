"""Room: an address of its own for every visit, that looks like a person's (notes/mail §1)."""

from __future__ import annotations

import random
import re

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya".replace("-", "").split(" "),
        strict=True,
    )
)
_DIGITS = "23456789"
"""Without 0 and 1: people retype addresses by hand and take them for o and l."""

_SHAPES = (
    "{first}.{last}{digits}",
    "{initial}.{last}{digits}",
    "{last}.{first}{digits}",
    "{first}.{last}.{digits}",
    "{last}{digits}",
)


def at_home(local: str, home: str) -> str:
    """`local` at our mail domain, or behind the "+" of the one mailbox we have ("me@hosted.example")."""
    user, _, host = home.lower().rpartition("@")
    return f"{user}+{local}@{host}" if user else f"{local}@{host}"


def address_for(first: str, last: str, home: str, draw: random.Random) -> str:
    """A human-looking address at `home` (see `at_home`), drawn at random; lower case, never derived from the visit.

    Not unique by itself: the store's unique key decides, and the caller draws again.
    """
    given, family = _latin(first) or "anna", _latin(last) or "orlova"
    digits = "".join(draw.choices(_DIGITS, k=draw.choice((2, 3, 4, 4, 5))))
    local = draw.choice(_SHAPES).format(first=given, last=family, initial=given[0], digits=digits)
    return at_home(local, home)


def _latin(name: str) -> str:
    spelled = "".join(_LATIN.get(letter, letter) for letter in name.lower())
    return re.sub(r"[^a-z]", "", spelled)[:20]
