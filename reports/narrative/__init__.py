"""Reports: sentences built from typed records, by the rules of MEASURING §5, in English and Russian.

One readable module per language rather than gettext catalogues: a sentence agrees with up to three
numbers at once (k decides the verb, n the noun after «из», the threshold its own noun), while gettext's
plural message knows only one; and negation changes the case. The plural categories come from CLDR
(Babel), the grammar stands beside the words it bends, and a translator reads one file.
"""

from __future__ import annotations

from fractions import Fraction
from types import ModuleType

from monitor.domain.statistics import percent
from reports.narrative import en, ru
from reports.narrative.claim import (
    PERCENT_FROM,
    Act,
    Claim,
    Deed,
    Shape,
    Unsayable,
    Voice,
    percent_allowed,
    shape,
    so_far,
)
from reports.plural import NBSP

__all__ = ["PERCENT_FROM", "Act", "Claim", "Deed", "Shape", "Unsayable", "Voice", "sentence", "shape", "speaker"]

_SPEAKERS: dict[str, ModuleType] = {"en": en, "ru": ru}


def speaker(language: str) -> ModuleType:
    """The module that speaks a language; `Unsayable` for one nobody wrote."""
    if language not in _SPEAKERS:
        raise Unsayable(f"no sentences in language {language!r}; there are {', '.join(_SPEAKERS)}")
    return _SPEAKERS[language]


def sentence(claim: Claim, language: str, *, shares: bool = False) -> str:
    """One sentence with its full stop; pending and inconclusive are said in the same breath.

    `shares` allows "most", "half" and a percentage where n and the interval carry them. Raises `Unsayable` when the claim has no n.
    """
    kind = shape(claim, shares=shares)
    tongue = speaker(language)
    if kind is Shape.NOTHING or claim.n is None:
        core = tongue.nothing(claim)
    else:
        share = f"{percent(Fraction(claim.k, claim.n))}{NBSP}%" if shares and percent_allowed(claim) else ""
        core = tongue.frame(claim, kind, claim.n, so_far=so_far(claim), percent=share)
    if claim.population is not None:
        core = f"{tongue.among(claim.population.en_many if language == 'en' else claim.population.ru_many)} {core}"
    if claim.window is not None:
        core = f"{claim.window.say(language)}: {core}"
    rest = [tongue.waiting(claim)] if claim.pending else []
    rest += [tongue.unmeasured(claim.inconclusive)] if claim.inconclusive else []
    return "; ".join([core[:1].upper() + core[1:], *rest]) + "."
