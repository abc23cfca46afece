"""A mailbox with an address of its own is an ear of its own: silence must be proven in each (MEASURING §3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.domain.programme import ServiceStandard
from monitor.domain.verdict import Case, Ears, InconclusiveReason, Outcome, decide

DAY = timedelta(days=1)
Made = Callable[..., Case]


@pytest.mark.parametrize(
    ("deaf", "outcome", "reason"),
    [
        ((False,), Outcome.NOT_ANSWERED, None),
        ((True,), Outcome.INCONCLUSIVE, InconclusiveReason.OUR_MAILBOX_DOWN),
        ((False, True), Outcome.INCONCLUSIVE, InconclusiveReason.OUR_MAILBOX_DOWN),
    ],
)
def test_silence_is_believed_only_when_every_mailbox_heard(
    deaf: tuple[bool, ...],
    outcome: Outcome,
    reason: InconclusiveReason | None,
    case: Made,
    standard: Callable[..., ServiceStandard],
    start: datetime,
    good_ears: Ears,
) -> None:
    mailboxes = tuple(replace(good_ears, proofs=() if one else good_ears.proofs) for one in deaf)
    verdict = decide(case(mailboxes=mailboxes), standard(), start + 5 * DAY)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)
