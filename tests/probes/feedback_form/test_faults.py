"""At most once, counted at the server, over every fault and way of submitting we know."""

from __future__ import annotations

import itertools

import pytest
from faulty_site import FAULTS, PAGES, FaultySite, faulty_site
from kept import MemoryBox, visit

from monitor.domain.errors import NotPermitted
from monitor.domain.visit import Acceptance, Sending
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TAKEN = {"ok", "redirect", "slow"}
SHORT = {"wait_seconds": 2, "settle_seconds": 0.3}


async def try_once(
    house: BrowserHouse, site: FaultySite, page: str, fault: str
) -> tuple[int, Sending, Acceptance, str]:
    site.posts.clear()
    site.delay = 0.4
    reading, _ = await visit(house, site.url(page, fault), **SHORT)
    return len(site.posts), reading.sending, reading.acceptance, reading.reason


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("page", ["plain", "fetch"])
async def test_a_fault_after_the_post_never_makes_a_second_one(house: BrowserHouse, page: str, fault: str) -> None:
    async with faulty_site() as site:
        posts, sending, acceptance, _ = await try_once(house, site, page, fault)
    assert posts == 1
    assert sending is not Sending.NOT_SENT
    if fault in TAKEN:
        assert acceptance in (Acceptance.ACCEPTED, Acceptance.PROBABLY)
    else:
        assert acceptance not in (Acceptance.ACCEPTED,)


@pytest.mark.parametrize("page", sorted(PAGES))
async def test_every_way_of_submitting_arrives_once_and_whole(house: BrowserHouse, page: str) -> None:
    async with faulty_site() as site:
        posts, sending, acceptance, _ = await try_once(house, site, page, "ok")
        body = site.posts[0].body.decode()
    assert (posts, sending) == (1, Sending.SENT)
    assert acceptance in (Acceptance.ACCEPTED, Acceptance.PROBABLY)
    assert "anna.p7k2" in body


@pytest.mark.slow
async def test_two_hundred_faults_no_duplicate_no_wrong_not_sent(house: BrowserHouse) -> None:
    """Every page with every fault, until two hundred faults were injected."""
    cases = itertools.cycle(itertools.product(sorted(PAGES), sorted(set(FAULTS) - {"ok", "hang"})))
    async with faulty_site() as site:
        for page, fault in itertools.islice(cases, 200):
            posts, sending, _, reason = await try_once(house, site, page, fault)
            assert (posts, sending is Sending.NOT_SENT) == (1, False), (page, fault, reason)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("500", "server_error"),
        ("503", "server_error"),
        ("408", "refused"),
        ("close", "connection_lost"),
        ("reset", "connection_lost"),
        ("loop", "redirect_loop"),
        ("self307", "redirect_loop"),
    ],
)
async def test_what_went_wrong_is_named(house: BrowserHouse, fault: str, reason: str) -> None:
    async with faulty_site() as site:
        assert (await try_once(house, site, "plain", fault))[3] == reason


async def test_without_the_guard_the_browser_itself_sends_twice(house: BrowserHouse) -> None:
    """Why the guard exists; when this fails, browsers have been mended and the guard may go."""
    async with faulty_site() as site:
        await visit(house, site.url("plain", "close"), at_most_once="browser", **SHORT)
        assert len(site.posts) == 2


async def test_a_refused_intent_means_nothing_is_clicked(house: BrowserHouse) -> None:
    box = MemoryBox(refuse=True)
    async with faulty_site() as site:
        with pytest.raises(NotPermitted):
            await visit(house, site.url("plain"), box)
        assert site.posts == []


async def test_a_site_that_does_not_answer_is_down_and_nothing_was_sent(house: BrowserHouse) -> None:
    reading, _ = await visit(house, "http://127.0.0.1:9/", **SHORT)
    assert (reading.sending, reading.acceptance, reading.reason) == (Sending.NOT_SENT, Acceptance.REJECTED, "site_down")


async def test_a_missing_page_is_a_wrong_configuration(house: BrowserHouse) -> None:
    async with faulty_site() as site:
        reading, _ = await visit(house, f"http://127.0.0.1:{site.port}/gone", **SHORT)
    assert reading.reason == "configuration"


async def test_the_clock_starts_when_the_server_answered(house: BrowserHouse) -> None:
    async with faulty_site() as site:
        site.delay = 0.5
        reading, box = await visit(house, site.url("plain", "slow"), **SHORT)
    exchange = box.json("wire")[0]
    assert reading.accepted_at is not None
    assert reading.accepted_at.isoformat() == exchange["answered_at"] > exchange["sent_at"]


async def test_evidence_tells_the_whole_visit(house: BrowserHouse) -> None:
    async with faulty_site() as site:
        reading, box = await visit(house, site.url("plain"), **SHORT)
    assert {"form", "before", "filled", "after", "html", "wire", "outcome"} <= {i.kind for i in box.items}
    assert box.data("filled").startswith(b"\xff\xd8")
    names = {o.name for o in reading.observations}
    assert {
        "form.found",
        "form.type",
        "form.fields",
        "form.confirmation_seconds",
        "page.ttfb_ms",
        "form.console_errors",
    } <= names
