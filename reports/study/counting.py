"""Reports, study: from votes to claims. One vote per company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from monitor.domain.programme import ClockKind
from reports.narrative import Act, Claim, Deed, Unsayable
from reports.study.votes import Ask, Ballot, Sector, StudyData, Vote

_OBJECTS = {Act.ANSWERED: "form", Act.ANSWERED_QUESTION: "form", Act.OFFERED: "next_step", Act.HELD: "next_step"}


def one_vote_each(votes: Iterable[Vote]) -> tuple[Vote, ...]:
    """The votes, checked: `Unsayable` names companies that voted twice."""
    kept = tuple(votes)
    twice = sorted(key for key, count in Counter(vote.key for vote in kept).items() if count > 1)
    if twice:
        raise Unsayable(f"one vote per company, but there are several of {', '.join(twice)}")
    return kept


def did(vote: Vote, act: Act) -> bool:
    """Did this company do it, whenever?"""
    return {
        Act.REACTED: vote.receipt or vote.person,
        Act.RECEIPT: vote.receipt,
        Act.ANSWERED: vote.person,
        Act.ANSWERED_QUESTION: vote.answered,
        Act.CALLED_BACK: vote.called_back,
        Act.OFFERED: vote.next_step,
    }[act]


def waited(vote: Vote, clock: ClockKind) -> timedelta:
    return vote.working if clock is ClockKind.WORKING else vote.wall


def claim(sector: Sector, votes: Sequence[Vote], ask: Ask) -> Claim | None:
    """The claim of one sector; None when it asks for a step the sector has no word for.

    A vote still pending enters "within T" once T has passed (MEASURING §3).
    """
    deeds = _deeds(sector, ask)
    if deeds is None:
        return None
    settled = [vote for vote in votes if vote.ballot is Ballot.COUNTED or _too_late(vote, ask)]
    return Claim(
        k=sum(_kept(vote, ask) for vote in settled),
        n=len(settled),
        unit=sector.unit,
        deeds=deeds,
        threshold=ask.threshold,
        clock=ask.clock,
        pending=sum(vote.ballot is Ballot.PENDING for vote in votes) - sum(v.ballot is Ballot.PENDING for v in settled),
        inconclusive=sum(vote.ballot is Ballot.INCONCLUSIVE for vote in votes),
    )


def _deeds(sector: Sector, ask: Ask) -> tuple[Deed, ...] | None:
    # in a chain the way in is understood: "answered and offered a viewing"
    alone = len(ask.acts) == 1
    deeds = []
    for act in ask.acts:
        words = getattr(sector, _OBJECTS[act]) if act in _OBJECTS else None
        if act in {Act.OFFERED, Act.HELD} and words is None:
            return None
        deeds.append(Deed(act=act, object=words if alone or act in {Act.OFFERED, Act.HELD} else None))
    return tuple(deeds)


def _kept(vote: Vote, ask: Ask) -> bool:
    in_time = ask.threshold is None or waited(vote, ask.clock) <= ask.threshold
    return in_time and all(did(vote, act) for act in ask.acts)


def _too_late(vote: Vote, ask: Ask) -> bool:
    return vote.ballot is Ballot.PENDING and ask.threshold is not None and waited(vote, ask.clock) > ask.threshold


def of_sector(data: StudyData, sector: Sector) -> tuple[Vote, ...]:
    return tuple(vote for vote in data.votes if vote.sector == sector.key)


def leading(data: StudyData) -> tuple[Sector, Claim] | None:
    """What the study opens with: the first ask where it went worst, among sectors of five and more."""
    found = []
    for sector in data.sectors:
        made = claim(sector, of_sector(data, sector), data.asks[0]) if data.asks else None
        if made is not None and made.n:
            found.append((sector, made))
    return min(found, key=lambda pair: (_few(pair[1]), _share(pair[1]), -(pair[1].n or 0)), default=None)


def _few(made: Claim) -> bool:
    return (made.n or 0) < 5


def _share(made: Claim) -> Fraction:
    return Fraction(made.k, made.n or 1)
