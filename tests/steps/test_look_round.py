"""The town's pages in the evening: what the looks say is what the companies' tables say."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from monitor import wiring
from monitor.store import counts
from monitor.testing import COMPANIES
from monitor.testing.company import Trade
from monitor.testing.practice import CLOSES, look_round, practice

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHOSEN = ("ironyard", "sila", "pulse", "granit")
"""plain text, an off-hours messenger, desktop only, a link to another number"""


async def test_the_looks_say_what_is_there(tmp_path: Path) -> None:
    companies = [one for one in COMPANIES if one.key in CHOSEN]
    assert {one.look.phone for one in companies} == {"text", "link", "desktop", "wrong"}
    async with practice(tmp_path, companies=companies, opens=CLOSES, looked_at=[Trade.FITNESS]) as stage:
        house = wiring.open_house(stage.programme, stage.clock)
        with closing(house.store):
            wiring.enter(house)
            assert await look_round(house) == 2 * len(companies)
            seen = {
                name: looks(house, name) for name in ("phone.shown", "phone.clickable", "phone.right", "off_hours.ways")
            }
        for company in companies:
            how = company.look.phone
            assert seen["phone.shown"][company.key] is (how != "desktop")
            assert seen["phone.clickable"][company.key] is (how in {"link", "wrong"})
            assert seen["phone.right"][company.key] is (how != "wrong")
            assert ("messenger" in seen["off_hours.ways"][company.key]) is bool(company.look.off_hours)
            assert not stage.town.ledger[company.key].submissions


def looks(house, name):
    with house.store.reading() as connection:
        rows = counts.latest_looks(connection, CLOSES.replace(hour=0), CLOSES.replace(day=10), name)
    return {row.site: row.value for row in rows}
