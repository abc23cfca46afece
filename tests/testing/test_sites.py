"""Every site's form, used by a person who knows where its controls are."""

from __future__ import annotations

import pytest
from playwright.async_api import FrameLocator, Page, expect

from monitor.testing import COMPANIES, Company, Fate, Town
from monitor.testing.company import Door, Means, Place, Way
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

WORDS = {
    Means.NAME: "Ольга Петрова",
    Means.FIRST: "Ольга",
    Means.LAST: "Петрова",
    Means.EMAIL: "olga.petrova74@shopper.example",
    Means.CONTACT: "olga.petrova74@shopper.example",
    Means.PHONE: "9161234567",
    Means.MESSAGE: "Сколько стоит?\nИ когда можно прийти?",
    Means.SUBJECT: "Вопрос",
    Means.COMPANY: "Ромашка",
    Means.CITY: "Москва",
    Means.DATE: "2026-12-01",
}


async def _fill(company: Company, form: Page | FrameLocator) -> None:
    for control in company.form.controls:
        field = form.locator(f'[data-way] [name="{control.name}"]')
        if control.means is Means.TOPIC:
            await field.select_option(control.options[-1])
        elif control.means is Means.CONSENT:
            await field.check()
        elif control.means in WORDS:
            await field.fill(WORDS[control.means])


async def _use(company: Company, page: Page, url: str) -> None:
    await page.goto(url)
    if company.form.entry and company.form.entry != company.form.page:
        await page.goto(url.removesuffix(company.form.entry) + company.form.page)
    if company.form.opener:
        await page.get_by_role("button", name=company.form.opener).click()
    form = page.frame_locator("iframe") if company.form.place is Place.FRAME else page
    await _fill(company, form)
    async with page.expect_response(lambda answer: answer.request.method == "POST"):
        await form.locator("[data-way] .send").click()


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.key)
async def test_the_form_brings_the_words_to_the_company(
    company: Company, slow_town: Town, browser: BrowserHouse
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    await _use(company, page, slow_town.entry_url(company.key))
    form = page.frame_locator("iframe") if company.form.place is Place.FRAME else page
    if company.form.door is Door.OPEN and company.form.way is not Way.TICKET:
        await expect(form.get_by_text(company.form.thanks).filter(visible=True)).to_have_count(1)
    await context.close()

    ledger = slow_town.ledger[company.key]
    (received,) = ledger.submissions
    assert received.why == {Door.OPEN: "", Door.BROKEN: "broken", Door.CAPTCHA: "captcha"}[company.form.door]
    assert not received.trap_filled
    assert received.meant[Means.MESSAGE].replace("\r\n", "\n") == WORDS[Means.MESSAGE]
    phone = company.form.control(Means.PHONE)
    if phone is not None:
        assert received.meant[Means.PHONE] == ("+7 (916) 123-45-67" if phone.mask else "9161234567")
    assert broken == []


async def test_success_words_lie_hidden_in_some_pages_from_the_start(slow_town: Town, browser: BrowserHouse) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    for key in sorted(slow_town.truth.fates):
        company = next(one for one in COMPANIES if one.key == key)
        if company.form.way is Way.JSON:
            await page.goto(slow_town.urls[key] + company.form.page)
            await expect(page.get_by_text(company.form.thanks)).to_be_hidden()
    await context.close()


async def test_submit_waits_for_the_consent_box(slow_town: Town, browser: BrowserHouse) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    gated = [company for company in COMPANIES if company.form.gate]
    for company in gated:
        await page.goto(slow_town.urls[company.key] + company.form.page)
        await expect(page.locator("[data-way] .send")).to_be_disabled()
    await context.close()
    assert len(gated) >= 3


async def test_no_token_can_be_earned_behind_the_captcha(slow_town: Town, browser: BrowserHouse) -> None:
    (key,) = slow_town.truth.of(Fate.CAPTCHA)
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(slow_town.entry_url(key))
    await page.get_by_role("checkbox").click()
    await expect(page.locator("input[name=smart-token]")).to_have_value("")
    await context.close()
