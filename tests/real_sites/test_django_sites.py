"""Wagtail (English and Russian form) and django-helpdesk: accepted at the first try, delivered once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from kept import visit
from running_sites import Running, environment

from monitor.domain.visit import Acceptance, Sending
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MIGRATE = ("manage.py", "migrate", "-v0")


@pytest.fixture(scope="session")
def wagtail(django_site: Callable[..., Running]) -> Running:
    python = environment("wagtail", "wagtail>=8,<9")
    return django_site(
        "wagtail_project",
        python,
        ("manage.py", "makemigrations", "-v0", "questions"),
        MIGRATE,
        ("manage.py", "furnish"),
    )


@pytest.fixture(scope="session")
def helpdesk(django_site: Callable[..., Running]) -> Running:
    python = environment("helpdesk", "django-helpdesk>=2.6,<3")
    return django_site("helpdesk_project", python, MIGRATE, ("furnish.py",))


def rows(site: Running, query: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(site.work / "site.db") as database:
        return list(database.execute(query))


@pytest.mark.parametrize(
    ("page", "language", "words"), [("contact", "en", "deliver to Leeds"), ("vopros", "ru", "доставка в Тверь")]
)
async def test_wagtail_takes_it_once(
    house: BrowserHouse, wagtail: Running, page: str, language: str, words: str
) -> None:
    reading, _ = await visit(house, f"{wagtail.url}/{page}/", language=language)
    assert (reading.sending, reading.acceptance) == (Sending.SENT, Acceptance.ACCEPTED)
    taken = rows(
        wagtail,
        f"select form_data from wagtailforms_formsubmission s join wagtailcore_page p on p.id = s.page_id where p.slug = '{page}'",
    )
    assert len(taken) == 1
    assert words in taken[0][0].encode().decode("unicode_escape") or words in taken[0][0]
    assert '"send_me_the_newsletter": true' not in taken[0][0]


async def test_helpdesk_opens_one_ticket_and_tells_its_number(house: BrowserHouse, helpdesk: Running) -> None:
    reading, _ = await visit(house, f"{helpdesk.url}/tickets/submit/")
    assert (reading.sending, reading.acceptance) == (Sending.SENT, Acceptance.ACCEPTED)
    tickets = rows(helpdesk, "select title, submitter_email, description from helpdesk_ticket")
    assert [(t[0], t[1]) for t in tickets] == [("A question about delivery", "anna.p7k2@shop.test")]
    assert reading.ticket == "general-1"
    assert sum("anna.p7k2@shop.test" in mail for mail in helpdesk.mails()) >= 1
