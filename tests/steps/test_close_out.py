"""The close-out letter: once, to a person, from the visit's own address; never to a machine, never twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256

import pytest
from sqlalchemy import select

from monitor.alerts.close_out import CloseOut, close_out_letter, objection
from monitor.domain.visit import Visit
from monitor.intake import RawLetter
from monitor.intake.letter import parse_letter
from monitor.steps import House
from monitor.steps.collect import collect, keep_letter
from monitor.steps.judge import judge_due
from monitor.steps.tell import tell_due
from monitor.store import letters, outbox_view
from monitor.store.statements import table
from monitor.store.tables import MessageRow, VerdictRow
from monitor.testing.post_office import PostOffice
from monitor.testing.simulation import HandClock, hear, programme_text, recipient, sent_visit

pytestmark = pytest.mark.mail

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
PERSON = "Maria Brown <maria@site0.example>"
WORDS = "Hello Emma,\n\nThe price is 40 EUR a month. Shall I book you a trial on Friday?\n\nMaria Brown\n"
Opener = Callable[..., House]


@pytest.fixture
def town(opened: Callable[[str], House], post: PostOffice) -> Opener:
    def make(*, close_out: bool = True) -> House:
        text = programme_text(["site0"], extra=recipient("Anna", "alerts = false"), post=post.port)
        return opened(text.replace("seed = 7", f"seed = 7\nclose_out = {str(close_out).lower()}"))

    return make


def write(house: House, visit: Visit, *, to: str = "", envelope: str = "maria@site0.example", **headers: str) -> None:
    """A letter from the company at our door, now."""
    letter = EmailMessage()
    lines = {"From": PERSON, "To": to or visit.shopper.email, "Subject": "Re: Price", "Message-ID": f"<{house.now().timestamp()}@site0.example>"}  # fmt: skip
    for name, value in (lines | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        letter[name] = value
    letter.set_content(WORDS)
    raw = letter.as_bytes()
    keep_letter(
        house.store,
        RawLetter(
            door="door",
            raw=raw,
            at=house.now(),
            body_sha256=sha256(raw).hexdigest(),
            envelope_from=envelope,
            recipients=(to or visit.shopper.email,),
        ),
    )


async def until_judged(house: House, clock: HandClock, hours: float = 4) -> None:
    end = clock() + timedelta(hours=hours)
    while clock() < end:
        hear(house)
        collect(house)
        judge_due(house)
        await tell_due(house)
        clock.forward(minutes=20)


def got(post: PostOffice) -> list[tuple[str, EmailMessage]]:
    return [(to, message_from_bytes(raw, policy=default)) for to, raw in post.kept]


def verdicts(house: House) -> list[tuple[object, ...]]:
    verdict = table(VerdictRow)
    with house.store.reading() as connection:
        return [
            tuple(row) for row in connection.execute(select(verdict.c.outcome, verdict.c.event_at, verdict.c.final))
        ]


async def test_a_person_is_thanked_once_when_all_is_over(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    clock.forward(minutes=5)
    write(house, visit, References="<first@shop.example>")
    await until_judged(house, clock, 2.5)
    assert post.kept == []  # the answer window is open: whoever has more to say shall say it
    await until_judged(house, clock)
    [(to, letter)] = got(post)
    answered = f"<{(NOW + timedelta(minutes=5)).timestamp()}@site0.example>"
    assert to == "maria@site0.example"
    assert letter["From"] == f"Emma Clarke <{visit.shopper.email}>"
    assert letter["Subject"] == "Re: Price"
    assert letter["In-Reply-To"] == answered
    assert letter["References"] == f"<first@shop.example> {answered}"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "settled" in letter.get_content()
    assert "Emma Clarke" in letter.get_content()


async def test_what_comes_after_it_is_kept_and_changes_nothing(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    clock.forward(minutes=5)
    write(house, visit)
    await until_judged(house, clock)
    judged, [(_, letter)] = verdicts(house), got(post)
    write(house, visit, In_Reply_To=str(letter["Message-ID"]))
    write(house, visit, In_Reply_To=str(letter["Message-ID"]), Auto_Submitted="auto-replied", Subject="Out of office")
    await until_judged(house, clock)
    assert verdicts(house) == judged
    assert len(post.kept) == 1
    with house.store.reading() as connection:
        kept = connection.execute(select(table(MessageRow).c.visit_id)).scalars().all()
    assert kept.count(visit.id) == 3


@pytest.mark.parametrize("mood", ["451 later", "hang up"])
async def test_tried_again_it_keeps_its_identity(town: Opener, post: PostOffice, clock: HandClock, mood: str) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    clock.forward(minutes=5)
    write(house, visit)
    post.moods = [mood]
    await until_judged(house, clock, 6)
    [(_, letter)] = got(post)
    with house.store.reading() as connection:
        [alert] = outbox_view.alerts(connection, like=visit.token)
        [parcel] = outbox_view.parcels(connection, [alert.bundle])
    assert (parcel.state, parcel.attempts) == ("sent", 2)
    assert letter["Message-ID"] == f"<{alert.bundle}@shopper.test>"
    assert "maria" not in f"{alert}{parcel}"  # whoever it was is named by the letter alone


@pytest.mark.parametrize(
    ("envelope", "headers"),
    [
        ("maria@site0.example", {"Precedence": "bulk"}),
        ("maria@site0.example", {"Precedence": "list"}),
        ("maria@site0.example", {"List_Id": "<news.site0.example>"}),
        ("maria@site0.example", {"List_Unsubscribe": "<mailto:off@site0.example>"}),
        ("maria@site0.example", {"Auto_Submitted": "auto-replied"}),
        ("", {}),
        ("maria@site0.example", {"Reply_To": "no-reply@site0.example"}),
        ("maria@site0.example", {"From": "Maria Brown <noreply@site0.example>", "Reply_To": PERSON}),
        ("maria@site0.example", {"Reply_To": "emma@shopper.test"}),
    ],
)
async def test_no_machine_gets_one(
    town: Opener, post: PostOffice, clock: HandClock, envelope: str, headers: dict[str, str]
) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    clock.forward(minutes=5)
    write(house, visit, envelope=envelope, **headers)
    await until_judged(house, clock)
    assert post.kept == []
    with house.store.reading() as connection:
        read = letters.of_visit(connection, visit.id)
    assert objection(parse_letter(bytes(read[0].raw), door="door", at=NOW, envelope_from=envelope), "shopper.test")


async def test_nobody_is_thanked_for_a_letter_to_another_address(
    town: Opener, post: PostOffice, clock: HandClock
) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    clock.forward(minutes=5)
    write(house, visit, to="emma.clarke@shopper.test")
    await until_judged(house, clock)
    assert post.kept == []


async def test_nothing_leaves_unless_asked_for(town: Opener, post: PostOffice, clock: HandClock) -> None:
    house = town(close_out=False)
    visit = sent_visit(house, "site0")
    clock.forward(minutes=5)
    write(house, visit)
    await until_judged(house, clock)
    assert post.kept == []


def test_it_is_in_the_language_of_the_question(town: Opener) -> None:
    house = town()
    visit = sent_visit(house, "site0")
    asked = replace(visit, question=replace(visit.question, language="ru"))
    raw = f"From: {PERSON}\nSubject: =?utf-8?b?UmU6INCm0LXQvdCw?=\nMessage-ID: <1@site0.example>\n\nДа".encode()
    answered = parse_letter(raw, door="door", at=NOW, envelope_from="maria@site0.example")
    letter = close_out_letter(CloseOut(visit=asked, answered=answered, message_id="<2@shopper.test>", at=NOW))
    assert letter["Subject"] == "Re: Цена"
    assert "Мой вопрос решён" in letter.get_content()
