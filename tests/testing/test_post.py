"""The staff's letters, on a real mail server."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import httpx
import pytest

from monitor.testing import COMPANIES, Town
from monitor.testing.company import Means, Writer

pytestmark = pytest.mark.mail

BY_KEY = {company.key: company for company in COMPANIES}
QUESTION = "Здравствуйте! Есть ли утренние группы?"


async def ask(town: Town, key: str, address: str = "olga.petrova74@shopper.example") -> None:
    """One enquiry, straight over the wire."""
    form = BY_KEY[key].form
    said = {Means.EMAIL: address, Means.CONTACT: address, Means.NAME: "Ольга Петрова", Means.FIRST: "Ольга"}
    said |= {Means.LAST: "Петрова", Means.PHONE: "+79161234567", Means.MESSAGE: QUESTION}
    needed = [c for c in form.controls if c.required or c.means is Means.EMAIL]
    fields = {c.name: c.options[0] if c.options else said.get(c.means, "1") for c in needed}
    async with httpx.AsyncClient() as visitor:
        body = {"json": fields} if form.way.value == "json" else {"data": fields}
        assert (await visitor.post(town.urls[key] + form.action, **body)).status_code < 400


def words(letter: EmailMessage) -> str:
    part = letter.get_body(("plain", "html"))
    assert part is not None
    return part.get_content()


async def test_every_letter_of_the_town_arrives(town: Town, mailbox):
    asked = [company for company in COMPANIES if company.staff and company.form.door.value == "open"]
    for company in asked:
        await ask(town, company.key, f"{company.key}@shopper.example")
    due = sum(len(company.staff) for company in asked)
    await mailbox.wait_for(due)
    assert len(mailbox.kept) == due
    for letter in mailbox.letters():
        assert letter.defects == []
        assert letter["From"].addresses[0].domain.endswith(".example")
        assert letter["Message-ID"]
    recipients = {envelope.rcpt_tos[0] for envelope in mailbox.kept}
    assert recipients == {f"{company.key}@shopper.example" for company in asked}


async def test_a_person_writes_at_the_hour_of_the_table_and_quotes_the_question(town: Town, mailbox):
    await ask(town, "atletika")
    await mailbox.wait_for(1)
    (letter,) = mailbox.letters()
    (enquiry,) = town.ledger["atletika"].enquiries
    assert letter["Date"].datetime - enquiry.at >= timedelta(minutes=3) - timedelta(seconds=1)
    assert "Ольга, здравствуйте!" in words(letter)
    assert f"> {QUESTION}" in words(letter)
    assert letter["To"].addresses[0].addr_spec == "olga.petrova74@shopper.example"


async def test_a_refusal_for_now_is_tried_again_and_both_answers_are_booked(town: Town, mailbox):
    mailbox.busy = 2
    await ask(town, "klyuchi")
    await mailbox.wait_for(1)
    while not town.ledger["klyuchi"].letters:
        await town.clock.sleep(timedelta(seconds=30))
    (sent,) = town.ledger["klyuchi"].letters
    assert [answer[:3] for answer in sent.answers] == ["451", "451", "250"]
    assert sent.delivered_at is not None
    assert sent.writer is Writer.PERSON


async def test_their_bounce_is_a_delivery_report_from_nobody(town: Town, mailbox):
    await ask(town, "granit")
    await mailbox.wait_for(1)
    (letter,) = mailbox.letters()
    assert mailbox.kept[0].mail_from in {"", "<>"}
    assert letter.get_content_type() == "multipart/report"
    assert [part.get_content_type() for part in letter.iter_parts()] == [
        "text/plain",
        "message/delivery-status",
        "message/rfc822",
    ]
    assert "5.2.2" in letter.as_string()


async def test_an_old_charset_and_html_only_can_be_read(town: Town, mailbox):
    await ask(town, "podyom")
    await ask(town, "harbour")
    await mailbox.wait_for(2)
    old, html = sorted(mailbox.letters(), key=lambda letter: letter.get_content_type(), reverse=True)
    assert old.get_content_charset() == "windows-1251"
    assert "Приезжайте к нам на базу" in words(old)
    assert html.get_content_type() == "text/html"
    assert "Would you like to see it?" in words(html)


async def test_a_slow_clock_shows_in_the_date_line_only(town: Town, mailbox):
    await ask(town, "stroyka")
    await mailbox.wait_for(1)
    (letter,) = mailbox.letters()
    (enquiry,) = town.ledger["stroyka"].enquiries
    assert letter["Date"].datetime < enquiry.at - timedelta(hours=1)


async def test_no_address_no_letter(town: Town, mailbox):
    await ask(town, "parus", "+7 916 123-45-67")
    await ask(town, "atletika")
    await mailbox.wait_for(1)
    assert len(town.ledger["parus"].enquiries) == 1
    assert town.ledger["parus"].letters == []
    assert mailbox.kept[0].mail_from == "sokolova@atletika.example"
