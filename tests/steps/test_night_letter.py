"""The letter after a night with news: by the outbox, once however often the night is repeated, with both pictures."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from monitor.steps import House, nightly
from monitor.steps.nightly import NightBox, Shelf
from monitor.steps.tell import tell_due
from monitor.testing.post_office import PostOffice
from monitor.testing.simulation import HandClock, open_simulation, programme_text, recipient
from probes._nightly import Night

pytestmark = pytest.mark.mail

NOW = datetime(2026, 3, 3, 3, tzinfo=UTC)
WRONG = {
    "rule": "P1", "gravity": "critical", "page": "https://a.test/", "profile": "phone", "shown": "1", "target": "tel:2",
    "en": "The link dials another number.", "ru": "Ссылка набирает другой номер.", "crop": "",
}  # fmt: skip


class Nights:
    """What the looks of the coming nights find, one after the other."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.house, self.shelf, self.looks = house, Shelf(folder / "nightly"), []

        async def look(*_: object, **__: object) -> Night:
            return self.looks.pop(0)

        monkeypatch.setattr(nightly, "night", look)

    def night(self, *findings: object, number: str = "+78123330001", unmeasured: dict[str, str] | None = None) -> Night:
        picture = (
            NightBox(self.house.settings.evidence, self.house.now)
            .put("screen_phone", number.encode(), media_type="image/jpeg")
            .sha256
        )
        facts = {} if unmeasured else {"numbers": [number]}
        return Night(
            findings=findings, facts=facts, pictures={"screen_phone home": picture}, unmeasured=unmeasured or {}
        )

    async def pass_(self, *looks: Night) -> dict[str, object]:
        self.looks = list(looks)
        report, _ = await nightly.nightly(self.house, self.house.programme.sites[0], None, self.shelf)
        assert not self.looks, "fewer looks than expected"
        return report


@pytest.fixture
def nights(tmp_path, post, monkeypatch):
    extra = recipient("Anna") + recipient("Boris", 'language = "ru"')
    house = open_simulation(tmp_path, programme_text(["site0"], extra=extra, post=post.port), HandClock(NOW))
    with closing(house.store):
        yield Nights(house, monkeypatch, tmp_path)


async def letters(nights: Nights, post: PostOffice) -> list[tuple[str, str, list[str]]]:
    await tell_due(nights.house)
    found = []
    for to, raw in post.kept:
        message = message_from_bytes(raw)
        parts = list(message.walk())
        text = next(part for part in parts if part.get_content_type() == "text/plain").get_payload(decode=True).decode()
        found.append((to, " ".join(text.split()), [part.get_filename() for part in parts if part.get_filename()]))
    post.kept.clear()
    return sorted(found)  # Anna's first: several letters are on the wire at once


async def test_news_is_told_once_in_each_ones_language(nights, post):
    fine, broken = nights.night(), nights.night(WRONG)
    await nights.pass_(fine)
    assert await letters(nights, post) == []
    await nights.pass_(broken, broken)
    told = {to: text for to, text, _ in await letters(nights, post)}
    assert "dials another number" in told["anna@town.test"]
    assert "Ссылка набирает другой номер" in told["boris@town.test"]
    await nights.pass_(broken)
    assert await letters(nights, post) == []


async def test_a_night_repeated_after_a_crash_tells_nobody_twice(nights, post):
    fine, broken = nights.night(), nights.night(WRONG)
    await nights.pass_(fine)
    kept = nights.shelf.last("site0")
    await nights.pass_(broken, broken)
    nights.shelf.keep("site0", kept)  # the crash came before the notes were kept
    await nights.pass_(broken, broken)
    assert len(await letters(nights, post)) == 2


async def test_one_failure_is_looked_at_again_and_wakes_nobody(nights, post):
    fine, broken = nights.night(), nights.night(WRONG)
    await nights.pass_(fine)
    report = await nights.pass_(broken, fine)
    assert [one["rule"] for one in report["news"]["unconfirmed"]] == ["P1"]
    assert await letters(nights, post) == []


async def test_the_programme_may_ask_for_more_looks(nights, post):
    rules = replace(nights.house.programme.alerts, confirm=3)
    nights.house = replace(nights.house, programme=replace(nights.house.programme, alerts=rules))
    fine, broken = nights.night(), nights.night(WRONG)
    await nights.pass_(fine)
    await nights.pass_(broken, broken, fine)
    assert await letters(nights, post) == []
    await nights.pass_(broken, broken, broken)
    assert len(await letters(nights, post)) == 2


async def test_a_changed_number_is_told_as_before_and_after_with_both_pictures(nights, post):
    other = nights.night(number="+78123330002")
    await nights.pass_(nights.night())
    await nights.pass_(other, other)
    told = await letters(nights, post)
    assert {tuple(pictures) for _, _, pictures in told} == {("before.jpg", "after.jpg")}
    assert "was +78123330001, is now +78123330002" in told[0][1]


async def test_a_page_that_is_down_mends_nothing(nights, post):
    down = {**WRONG, "rule": "H1", "en": "The page does not open.", "shown": "", "target": ""}
    closed = nights.night(down, unmeasured={"phones": "the page did not open", "off_hours": "the page did not open"})
    await nights.pass_(nights.night(WRONG))
    report = await nights.pass_(closed, closed)
    assert report["news"]["mended"] == []
    assert "does not open" in (await letters(nights, post))[0][1]
    report = await nights.pass_(nights.night(WRONG))
    assert report["news"]["new"] == []
