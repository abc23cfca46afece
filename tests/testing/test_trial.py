"""What people who write probes are given."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from monitor.domain.errors import NotPermitted
from monitor.domain.visit import Acceptance, Reading, Sending
from monitor.testing import Town, TrialBox, try_probe
from probes._base import Brief, Kept, NewContext, ProbeOptions
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


class _Title:
    """The smallest probe: the page's title and whether an address of its own was given."""

    kind, version, sends, options = "title", 1, False, ProbeOptions

    async def look(self, brief: Brief, open_context: NewContext, box: TrialBox) -> None:
        context = await open_context()
        page = await context.new_page()
        await page.goto(brief.url)
        box.put_json("title", {"title": await page.title(), "email": brief.shopper.email, "text": brief.question.text})
        await context.close()

    def read(self, kept: Kept) -> Reading:
        reason = kept.json("title")["title"]
        return Reading(sending=Sending.NOT_SENT, acceptance=Acceptance.NOTHING_SENT, reason=reason)


async def test_a_probe_is_tried_on_one_company(slow_town: Town, browser: BrowserHouse, tmp_path: Path):
    box = TrialBox(folder=tmp_path, now=slow_town.clock)
    reading = await try_probe(_Title(), slow_town, "atletika", browser.new_context, box)
    assert "Атлетика" in reading.reason
    assert box.json("title")["email"] == "olga.atletika@shopper.example"
    assert "абонемент" in box.json("title")["text"]
    assert [page.path for page in slow_town.ledger["atletika"].pages] == ["/ask"]


async def test_the_second_intent_is_refused(slow_town: Town, tmp_path: Path):
    box = TrialBox(folder=tmp_path, now=slow_town.clock)
    await box.intend({"form": 1})
    with pytest.raises(NotPermitted):
        await box.intend({"form": 1})


async def test_the_town_can_be_walked_by_hand():
    walk = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor.testing", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    lines = [(await asyncio.wait_for(walk.stdout.readline(), 30)).decode() for _ in range(32)]
    walk.terminate()
    await walk.wait()
    assert "Атлетика — answered" in lines[0]
    assert all(line.startswith("http://127.0.0.1:") for line in lines)
