"""Corridor, beside the letters: what no rule can decide is shown to a person, and what they decide is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from monitor.domain.errors import Fault, UserFault
from monitor.domain.response import Label, MatchLevel
from monitor.domain.visit import Visit
from monitor.steps import House
from monitor.store import reviews, visits
from monitor.store.tables import MessageState


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a reader thinks of one letter; `answers` None: cannot say."""

    label: Label
    answers: bool | None = None


class Reader(Protocol):
    """Another who reads what no rule can decide: a program, a language model. Our own rules need none.

    Asked outside of any transaction, so it may take its time. `name` is kept beside what it decided.
    """

    @property
    def name(self) -> str: ...

    def __call__(self, letter: Mapping[str, Any]) -> Opinion | None:
        """`letter`: number, question, subject, text (personal data removed), asked (what our shopper wanted to know),
        reasons. None: cannot say, a person must."""
        ...


def ask_reader(house: House, letters: Sequence[Mapping[str, Any]], reader: Reader) -> int:
    """Let a reader decide what it can; how many it decided. What it leaves, and the holding pen, waits for a person."""
    decided = 0
    for letter in letters:
        opinion = reader(letter)
        if opinion is not None and opinion.label is not Label.UNSURE:
            decide_letter(house, letter["number"], opinion.label, answers=opinion.answers, by=reader.name)
            decided += 1
    return decided


def decide_letter(
    house: House, number: int, label: Label, *, visit: Visit | None = None, answers: bool | None = None, by: str = ""
) -> tuple[int, ...]:
    """Keep who wrote message `number`, and to which visit it belongs; the visits that are judged again.

    `by` names a reader that is no person.

    A letter left in the holding pen without a visit belongs to nobody: it no longer casts doubt on any visit.
    `UserFault` when there is no such message, or the label is `unsure`.
    """
    if label is Label.UNSURE:
        raise UserFault(
            (Fault(place="--label", found="unsure decides nothing", remedy="Leave it on the list instead"),)
        )
    with house.store.writing() as connection:
        try:
            old = reviews.one(connection, number)
        except KeyError:
            remedy = "shopper review lists the numbers"
            raise UserFault((Fault(place="review", found=f"there is no message {number}", remedy=remedy),)) from None
        review = {"at": house.now().isoformat(), "answers": answers} | ({"by": by} if by else {})
        values: dict[str, Any] = {"reviewed": label, "details": {**old.details, "review": review}}
        if answers is not None:
            values["answers"] = answers
        if visit is not None:
            values |= {
                "visit_id": visit.id,
                "site": visit.site,
                "level": MatchLevel.HAND,
                "state": MessageState.MATCHED,
            }
        reviews.decide(connection, number, values)
        touched = {old.visit_id, visit.id if visit else None, *old.details.get("candidates", ())} - {None}
        for visit_id in touched:
            visits.listen_again(connection, visit_id, house.now())
    return tuple(sorted(touched))
