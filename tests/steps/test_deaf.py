"""When our own mailbox is deaf nobody is accused of silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor import wiring
from monitor.domain.verdict import InconclusiveReason, Outcome
from monitor.store.statements import table
from monitor.store.tables import VerdictRow
from monitor.testing import Company, Fate
from monitor.testing.practice import play_round, practice

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("deaf", "outcome", "reason"),
    [
        (False, Outcome.NOT_ANSWERED, None),
        (True, Outcome.INCONCLUSIVE, InconclusiveReason.OUR_MAILBOX_DOWN),
    ],
)
async def test_silence_counts_only_when_we_could_hear(
    tmp_path: Path,
    companies: Callable[..., tuple[Company, ...]],
    deaf: bool,
    outcome: Outcome,
    reason: InconclusiveReason | None,
) -> None:
    async with practice(tmp_path, companies=companies(Fate.SILENT), speed=600.0) as stage:
        stage.post.closed_to_us = deaf
        house = wiring.open_house(stage.programme, stage.clock)
        with closing(house.store):
            wiring.enter(house)
            await play_round(stage, house)
            verdict = table(VerdictRow)
            with house.store.reading() as connection:
                found = connection.execute(select(verdict.c.outcome, verdict.c.reason)).one()
        assert tuple(found) == (outcome, reason)
        stories = [re.findall(rb"Message-ID: <(\w+)", raw)[0] for _, raw in stage.post.kept]
        assert (b"breach" in stories) is not deaf
