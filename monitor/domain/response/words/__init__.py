"""Ground floor: the words by which letters give away who wrote them, in the languages we meet.

All phrases are in the form `Traits` gives text: lower case, straight apostrophes, single spaces, ё as е,
every digit 0. A blank at the edge of a phrase counts.
"""

from __future__ import annotations


def phrases(table: str) -> tuple[str, ...]:
    """The phrases of a table, kept apart by bars and ends of lines; each once."""
    return tuple(dict.fromkeys(phrase for phrase in table.replace("\n", "|").split("|") if phrase))
