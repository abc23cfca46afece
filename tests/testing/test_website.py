"""What a site does with what it is sent, seen from the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio

from monitor.testing import COMPANIES, Company, Town, open_town
from monitor.testing.company import Means
from monitor.wiring import Clock

BY_KEY = {company.key: company for company in COMPANIES}
SAID = {Means.EMAIL: "olga@shopper.example", Means.CONTACT: "olga@shopper.example", Means.PHONE: "+79161234567"}


def filled(company: Company, **more: str) -> dict[str, str]:
    """Every required control with something fitting."""
    needed = [control for control in company.form.controls if control.required]
    return {c.name: c.options[0] if c.options else SAID.get(c.means, "слово") for c in needed} | more


@pytest_asyncio.fixture
async def visitor() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def post(town: Town, visitor: httpx.AsyncClient, key: str, fields: dict[str, str]) -> httpx.Response:
    return await visitor.post(town.urls[key] + BY_KEY[key].form.action, data=fields)


async def test_the_ledger_counts_pages_and_posts(town: Town, visitor: httpx.AsyncClient):
    for _ in range(2):
        await visitor.get(town.urls["atletika"] + "/ask")
        await post(town, visitor, "atletika", filled(BY_KEY["atletika"]))
    ledger = town.ledger["atletika"]
    assert [page.path for page in ledger.pages] == ["/ask", "/ask"]
    assert (ledger.posts, len(ledger.enquiries), ledger.trapped, ledger.strays) == (2, 2, (), ())
    assert all(page.at.tzinfo is not None for page in ledger.pages)
    assert all(book.posts == 0 for key, book in town.ledger.items() if key != "atletika")


@pytest.mark.parametrize("key", [c.key for c in COMPANIES if c.form.control(Means.TRAP)])
async def test_a_filled_honeypot_is_booked_and_thanked_and_never_answered(
    town: Town, visitor: httpx.AsyncClient, key: str
):
    company = BY_KEY[key]
    trap = company.form.control(Means.TRAP)
    answer = await post(town, visitor, key, filled(company, **{trap.name: "x"}))
    assert answer.status_code < 400
    (booked,) = town.ledger[key].trapped
    assert (booked.why, booked.taken, town.ledger[key].enquiries) == ("trap", False, ())


async def test_contact_form_7_says_200_to_everything(town: Town, visitor: httpx.AsyncClient):
    company = BY_KEY["northgate"]
    bad = await post(town, visitor, "northgate", filled(company, **{"your-email": "nonsense"}))
    good = await post(town, visitor, "northgate", filled(company))
    assert (bad.status_code, bad.json()["status"]) == (200, "validation_failed")
    assert [one["field"] for one in bad.json()["invalid_fields"]] == ["your-email"]
    assert (good.status_code, good.json()["status"]) == (200, "mail_sent")


async def test_a_full_post_without_a_required_field_gets_the_form_again_with_what_was_typed(
    town: Town, visitor: httpx.AsyncClient
):
    company = BY_KEY["ironyard"]
    answer = await post(town, visitor, "ironyard", filled(company, lname=""))
    assert (answer.status_code, town.ledger["ironyard"].submissions[0].why) == (200, "invalid: last")
    assert 'name="fname" id="f-fname"' in answer.text
    assert company.form.thanks not in answer.text


async def test_a_ticket_page_shows_number_and_words_but_no_thanks(town: Town, visitor: httpx.AsyncClient):
    answer = await post(town, visitor, "diggers", filled(BY_KEY["diggers"], e1a80733="Is it free <b>now</b>?"))
    assert answer.status_code == 303
    shown = await visitor.get(town.urls["diggers"] + answer.headers["location"])
    assert town.ledger["diggers"].enquiries[0].ticket in shown.text
    assert "Is it free &lt;b&gt;now" in shown.text
    assert "thank" not in shown.text.lower()


@pytest.mark.parametrize("key", ["bodylab", "kvartal"])
async def test_a_broken_form_breaks_for_everybody(town: Town, visitor: httpx.AsyncClient, key: str):
    answer = await post(town, visitor, key, filled(BY_KEY[key]))
    assert answer.status_code == 500
    assert [one.why for one in town.ledger[key].submissions] == ["broken"]


async def test_other_forms_are_booked_as_strays(town: Town, visitor: httpx.AsyncClient):
    await visitor.post(town.urls["ritm"] + "/login", data={"login": "a", "password": "b"})
    await visitor.post(town.urls["atletika"] + "/subscribe", data={"EMAIL": "olga@shopper.example"})
    assert len(town.ledger["ritm"].strays) == len(town.ledger["atletika"].strays) == 1
    assert town.ledger["atletika"].enquiries == ()


async def test_nonsense_does_not_break_a_site(town: Town, visitor: httpx.AsyncClient):
    url = town.urls["pulse"] + BY_KEY["pulse"].form.action
    for body in (b"{", b"[1, 2]", b"\xff\xfe"):
        answer = await visitor.post(url, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422
    assert (await visitor.get(town.urls["pulse"] + "/nowhere")).status_code == 404


async def test_an_off_hours_contact_is_shown_only_when_the_company_is_closed(visitor: httpx.AsyncClient):
    noon, night = datetime(2026, 11, 10, 7, 0, tzinfo=UTC), datetime(2026, 11, 10, 20, 0, tzinfo=UTC)
    seen = []
    for start in (noon, night):
        async with open_town(Clock.town(start, 1), "127.0.0.1", 1, companies=[BY_KEY["sila"]]) as town:
            page = (await visitor.get(town.urls["sila"])).text
            seen.append(BY_KEY["sila"].look.off_hours[1] in page)
    assert seen == [False, True]


async def test_phones_have_the_defects_the_table_names(town: Town, visitor: httpx.AsyncClient):
    for company in COMPANIES:
        page = (await visitor.get(town.urls[company.key])).text
        dialled = f'href="tel:{company.phone}"' in page
        assert dialled is (company.look.phone in {"link", "desktop"}), company.key
        assert ("tel:" in page) is (company.look.phone != "text"), company.key
