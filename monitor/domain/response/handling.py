"""Ground floor: does a letter speak of the enquiry and its handling, or of what was asked?

Receipts are worded anew by every company, yet they are made of the same few words (message, team, soon, reply), because
a program knows nothing else; an answer has words of the matter itself (measured: docs/design/classifying.md).
"""

from __future__ import annotations

import re

from monitor.domain.response.nouns import Label, Reason
from monitor.domain.response.sentences import said_by, speaks_as_one, told_by
from monitor.domain.response.traits import Traits, normal, reason
from monitor.domain.response.words.handling import EMPTY, STEMS

HANDLING = "speaks only of the handling"
FEWEST = 6
"""Words below which a share says nothing."""

_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\+?\d[\d ()-]{7,}\d")
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")


def handling_reasons(letter: Traits) -> tuple[Reason, ...]:
    """A robot's sign where most words are about the handling and nobody says "I" or asks back."""
    own = letter.message.own_text[:1_500]
    words = [word for word in _WORD.findall(normal(_ADDRESS.sub(" ", said_by(own)))) if word not in EMPTY]
    if len(words) < FEWEST or speaks_as_one(own):
        return ()
    share = sum(word.startswith(STEMS) for word in words) / len(words)
    if share < 0.5 or told_by(own).asks:
        return ()
    talking = letter.in_thread or letter.is_list or letter.is_forward
    weight = (2.0 if share >= 0.6 else 1.5) * (0.5 if talking else 1.0)
    return (reason(HANDLING, Label.AUTO_ACK, weight, f"{share:.0%} of {len(words)} words"),)
