"""Reports: what a sentence may say, decided before any language speaks (MEASURING §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from monitor.domain.errors import ShopperError
from monitor.domain.programme import ClockKind, Words
from monitor.domain.statistics import wilson
from reports.period import Period

PERCENT_FROM = 20
"""smallest n at which prose may carry a percentage"""
FEW = 5
"""below this n a share is told with "so far" """


class Unsayable(ShopperError):
    """This claim has no denominator or contradicts itself, so no sentence is made of it."""


class Act(StrEnum):
    """What companies did, or what happened to enquiries."""

    REACTED = "reacted"
    RECEIPT = "receipt"
    ANSWERED = "answered"
    ANSWERED_QUESTION = "answered_question"
    CALLED_BACK = "called_back"
    OFFERED = "offered"
    HELD = "held"
    CONFIRMED = "confirmed"
    KEPT = "kept"


class Voice(StrEnum):
    """Who is the subject: companies act ("answered the form"), enquiries receive ("got an answer")."""

    COMPANY = "company"
    ENQUIRY = "enquiry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act with its object: the way in that was answered, or the step offered ("viewing").

    `name_en`/`name_ru`: name of the standard, for `Act.KEPT` alone.
    """

    act: Act
    object: Words | None = None
    name_en: str = ""
    name_ru: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """k of n units did all of `deeds` within the threshold.

    `deeds` is a chain: each includes those before it, so none did the last = none did all. `unit` is
    the sector in study mode ("fitness centre") and the enquiry in the weekly one. `target`: share
    promised; "only" is impossible without it. `n` None means nobody wrote it down: refused.
    """

    k: int
    n: int | None
    unit: Words
    deeds: tuple[Deed, ...]
    voice: Voice = Voice.COMPANY
    threshold: timedelta | None = None
    clock: ClockKind = ClockKind.WALL
    target: Fraction | None = None
    pending: int = 0
    inconclusive: int = 0
    window: Period | None = None
    population: Words | None = None


class Shape(StrEnum):
    """The frame of the sentence; exactly one fits a claim."""

    NOTHING = "nothing"  # n = 0: only what is pending or unmeasured can be said
    ONE_DID = "one_did"
    ONE_DID_NOT = "one_did_not"
    NONE = "none"
    ALL = "all"
    ONLY = "only"
    MOST = "most"
    HALF = "half"
    PLAIN = "plain"


def shape(claim: Claim, *, shares: bool = False) -> Shape:
    """The frame that fits. `shares` allows "most" and "half" where the interval carries them.

    Raises `Unsayable` when there is no n, or k is not among 0 … n.
    """
    k, n = claim.k, claim.n
    if n is None or not claim.deeds:
        raise Unsayable(f"{k} {claim.unit.en_many}: of how many? A share without its n is not told.")
    if not 0 <= k <= n or min(claim.pending, claim.inconclusive) < 0:
        raise Unsayable(f"{k} of {n} cannot be")
    if n <= 1:
        return Shape.NOTHING if n == 0 else Shape.ONE_DID if k else Shape.ONE_DID_NOT
    if k in {0, n}:
        return Shape.ALL if k else Shape.NONE
    low, high = wilson(k, n)
    if n >= FEW and claim.target is not None and high < claim.target:
        return Shape.ONLY
    if shares and n >= PERCENT_FROM and Fraction(45, 100) <= Fraction(k, n) <= Fraction(55, 100):
        return Shape.HALF
    if shares and low > Fraction(1, 2):
        return Shape.MOST
    return Shape.PLAIN


def so_far(claim: Claim) -> bool:
    """True when n is so small that the sentence must say "so far" («пока»)."""
    return claim.n is not None and 1 < claim.n < FEW


def percent_allowed(claim: Claim) -> bool:
    """True when prose may carry a whole percentage beside k of n."""
    return claim.n is not None and claim.n >= PERCENT_FROM
