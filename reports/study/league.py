"""Reports, study: the league table. Fastest person first, the silent last, letters instead of names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from reports.study.votes import Ballot, StudyData, Vote

SHOWN = 30
"""a longer league shows its ends and the own sites; the whole stands in the CSV"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`rank` is shared by equals; 0 = not ranked (pending or inconclusive)."""

    vote: Vote
    rank: int
    letter: str


def letters(data: StudyData) -> dict[str, str]:
    """Company key → A, B, … Z, AA, …: in an order that tells nothing about name or rank, and stays the same."""
    order = sorted(
        (sha256(f"{data.origin.data_hash}/{v.key}".encode(errors="surrogatepass")).hexdigest(), v.key)
        for v in data.votes
    )
    return {key: _letter(index) for index, (_, key) in enumerate(order)}


def _letter(index: int) -> str:
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def league(data: StudyData, votes: Sequence[Vote]) -> tuple[Place, ...]:
    """Places of one sector: by working time to a person, then wall; those who never answered share the last."""
    named = letters(data)
    counted = sorted((v for v in votes if v.ballot is Ballot.COUNTED), key=lambda v: (*_order(v), named[v.key]))
    others = sorted((v for v in votes if v.ballot is not Ballot.COUNTED), key=lambda v: (v.ballot, named[v.key]))
    orders = [_order(vote) for vote in counted]
    places = [Place(vote=v, rank=1 + bisect_left(orders, _order(v)), letter=named[v.key]) for v in counted]
    return (*places, *(Place(vote=vote, rank=0, letter=named[vote.key]) for vote in others))


def shown(places: Sequence[Place]) -> tuple[Place, ...]:
    """All of a short league; of a long one the first and last ten and the own sites."""
    if len(places) <= SHOWN:
        return tuple(places)
    ends = {id(place) for place in (*places[:10], *places[-10:])}
    return tuple(place for place in places if id(place) in ends or place.vote.own)


def _order(vote: Vote) -> tuple[float, ...]:
    if not vote.person:
        return (1, float(vote.unreachable))
    return (0, vote.working.total_seconds(), vote.wall.total_seconds())
