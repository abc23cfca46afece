"""Corridor, beside the letters: what no rule can decide is shown to a person, and what they decide is kept."""

from __future__ import annotations

from typing import Any

from monitor.domain.errors import Fault, UserFault
from monitor.domain.response import Label, MatchLevel
from monitor.domain.visit import Visit
from monitor.steps import House
from monitor.store import reviews, visits
from monitor.store.tables import MessageState


def decide_letter(
    house: House, number: int, label: Label, *, visit: Visit | None = None, answers: bool | None = None
) -> tuple[int, ...]:
    """Keep who wrote message `number`, and to which visit it belongs; the visits that are judged again.

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
        review = {"at": house.now().isoformat(), "answers": answers}
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
