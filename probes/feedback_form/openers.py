"""Ways to a form that is not on the screen: pop-up buttons, links to a contact page, cookie bars in the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import Error, Page

FIND = Path(__file__).with_name("openers.js").read_text(encoding="utf-8")
TRIES = 6
_CONTACT = (
    (
        5,
        re.compile(
            r"обратн\w+ связ|задать вопрос|напис\w+ нам|напишите|contact us|contact form|feedback|get in touch|ask (us )?a question|write (to )?us|зворотн\w+ зв"
        ),
    ),
    (4, re.compile(r"контакт|contact|kontakt|связаться|support|поддержк|вопрос")),
    (2, re.compile(r"заявк|консультац|request|quote|enquir|inquir|help|помощ|ask")),
    (1, re.compile(r"о компании|о нас|about|impressum")),
)
_OPENER = re.compile(
    r"обратн\w+ связ|задать вопрос|напис\w+ |заказать звон|обратн\w+ звон|перезвон|звонок|заявк|консультац|связаться|вопрос|вызвать|оставить|получить|рассчитать|записаться"
    r"|contact|message|feedback|ask|call ?back|call me|request|quote|consult|enquir|inquir|get in touch|write|talk|help|support|чат|chat"
)
_FORM_SERVICE = re.compile(
    r"//(docs\.google\.com/forms|forms\.gle/|forms\.yandex\.(ru|com)/|([\w-]+\.)?(typeform\.com/to|jotform\.com/|surveymonkey\.com/r/|tally\.so/|wufoo\.com/forms"
    r"|cognitoforms\.com/|paperform\.co|formstack\.com/forms|airtable\.com/(embed/)?shr|123formbuilder\.com/|anketolog\.ru/s/|simpoll\.ru/|testograf\.ru/|formdesigner\.ru/)"
    r"|forms\.office\.com/|forms\.cloud\.microsoft/|app\.formbricks\.com/s/)"
)
_AWAY = re.compile(
    r"войти|log ?in|sign|корзин|cart|меню|menu|поиск|search|подпис|subscribe|купить|buy|pay|оплат|share|поделит|cookie"
)


async def doors(page: Page, everything: bool = True) -> dict[str, Any]:
    """{"links": [{text, href}], "openers": [{text, selector}], "bar": {selector, reject} | None} of a page."""
    try:
        found: dict[str, Any] = await page.evaluate(FIND, everything)
    except Error:
        return {"links": [], "openers": [], "bar": None}
    return found


def contact_pages(links: Sequence[dict[str, str]], here: str) -> list[str]:
    """Addresses on the same site that may hold a better form, best first, each once."""
    home = _site(here)
    graded: dict[str, int] = {}
    for link in links:
        address = urljoin(here, link["href"]).partition("#")[0]
        if (
            _site(address) != home
            or address == here.partition("#")[0]
            or not address.startswith(("http://", "https://"))
        ):
            continue
        words = f"{link['text']} · {urlsplit(address).path}".lower().replace("ё", "е")
        grade = next((g for g, pattern in _CONTACT if pattern.search(words)), 0)
        if grade and not _AWAY.search(link["text"].lower()):
            graded[address] = max(grade, graded.get(address, 0))
    return sorted(graded, key=lambda a: -graded[a])


def form_service(addresses: Sequence[str]) -> str:
    """The first address at a service where people build forms, "" when there is none: such a form is a product of
    its own, with steps and captchas of its own, on somebody else's site."""
    return next((a for a in addresses if _FORM_SERVICE.search(a)), "")


def pop_up_buttons(openers: Sequence[dict[str, str]]) -> list[str]:
    """Selectors of buttons that may open a form, most telling first."""
    fit = [
        o
        for o in openers
        if _OPENER.search(o["text"].lower().replace("ё", "е")) and not _AWAY.search(o["text"].lower())
    ]
    return [o["selector"] for o in fit[:TRIES]]


async def move_cookie_bar(page: Page, bar: dict[str, str] | None) -> None:
    """Press "only necessary" where there is such a button; otherwise only take the bar out of the way."""
    if not bar:
        return
    try:
        if bar["reject"]:
            await page.locator(bar["reject"]).first.click(timeout=1_500)
        else:
            await page.evaluate(
                "s => { const e = document.querySelector(s); if (e) e.style.setProperty('display', 'none', 'important'); }",
                bar["selector"],
            )
    except Error:
        return


def _site(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")
