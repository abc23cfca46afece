"""Links in letters, followed by people, scanners and forgers; and the mailbox that understands the same wish."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from monitor.alerts.links import Signed, Wish, sign
from monitor.intake import RawLetter
from monitor.settings import Web
from monitor.steps import House
from monitor.steps.collect import collect, keep_letter, reread
from monitor.steps.judge import judge_due
from monitor.steps.tell import tell_due
from monitor.store import outbox
from monitor.store.outbox_tables import AckRow
from monitor.store.statements import table
from monitor.testing.post_office import PostOffice
from monitor.testing.simulation import HandClock, hear, open_simulation, programme_text, recipient, sent_visit
from monitor.web import app, serving

pytestmark = pytest.mark.mail

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
PEOPLE = recipient("Anna", 'language = "ru"') + recipient("Boris")
SECRET = "a secret of the test"
WEB = '[house.web]\nport = 0\npublic_url = "http://shopper.test"\n'


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    office = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0).open()
    yield office
    await office.close()


@pytest.fixture
def house(tmp_path: Path, post: PostOffice, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("SHOPPER_SECRET", SECRET)
    text = programme_text(["site0"], extra=PEOPLE, post=post.port) + WEB
    with closing((opened := open_simulation(tmp_path, text, clock)).store):
        yield opened


@pytest.fixture
async def web(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving(app(lambda: house), Web(port=0)) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


async def breached(house: House, clock: HandClock) -> None:
    hear(house)
    sent_visit(house, "site0")
    clock.forward(minutes=11)
    await tell(house)


async def tell(house: House) -> None:
    hear(house)
    judge_due(house)
    await tell_due(house)


def letter_to(post: PostOffice, name: str) -> EmailMessage:
    return next(message_from_bytes(raw, policy=default) for to, raw in post.kept if to.startswith(name))


def paths(letter: EmailMessage) -> list[str]:
    """Of the links in a letter's text: look after it, not now, no more."""
    return re.findall(r"http://shopper\.test(/ack/\S+)", letter.get_body(("plain",)).get_content())


def wishes(house: House) -> list[tuple[str, str, bool]]:
    ack = table(AckRow)
    with house.store.reading() as connection:
        return [
            (row.thread, row.by, row.until_at is None) for row in connection.execute(select(ack).order_by(ack.c.id))
        ]


async def test_a_scanner_that_opens_every_link_reacts_to_nothing(
    house: House, clock: HandClock, web: httpx.AsyncClient, post: PostOffice
) -> None:
    await breached(house, clock)
    letter = letter_to(post, "anna")
    for path in paths(letter):
        for method in ("GET", "HEAD", "OPTIONS"):
            await web.request(method, path)
    assert wishes(house) == []


async def test_pressed_twice_it_acts_once_and_says_about_what(
    house: House, clock: HandClock, web: httpx.AsyncClient, post: PostOffice
) -> None:
    await breached(house, clock)
    look_after, not_now, _ = paths(letter_to(post, "anna"))
    page = (await web.get(look_after)).text
    assert "<b>site0</b>" in page
    assert "Занимаюсь этим" in page
    assert "How much is it" not in page
    for _ in range(2):
        assert "Спасибо" in (await web.post(look_after)).text
        await web.post(not_now)
        clock.forward(hours=1)
    assert [(by, for_good) for _, by, for_good in wishes(house)] == [
        ("anna@town.test", True),
        ("anna@town.test", False),
    ]


async def test_a_mail_program_unsubscribes_with_one_click(
    house: House, clock: HandClock, web: httpx.AsyncClient, post: PostOffice
) -> None:
    await breached(house, clock)
    letter = letter_to(post, "anna")
    (address,) = re.findall(r"<http://shopper\.test([^>]+)>", letter["List-Unsubscribe"])
    answer = await web.post(address, data=dict([letter["List-Unsubscribe-Post"].split("=")]))
    assert answer.status_code == 200
    assert wishes(house) == [("person/anna@town.test", "anna@town.test", True)]


@pytest.mark.parametrize("door_knows", [True, False])  # a mailbox elsewhere tells only what stands in the letter
async def test_a_letter_to_the_other_address_is_the_same_wish(
    house: House, clock: HandClock, post: PostOffice, door_knows: bool
) -> None:
    await breached(house, clock)
    (address,) = re.findall(r"<mailto:([^?>]+)\?", letter_to(post, "boris")["List-Unsubscribe"])
    kept(house, address.replace("stop.", "stop.x"), door_knows=door_knows)
    assert wishes(house) == []
    kept(house, address, door_knows=door_knows)
    assert wishes(house) == [("person/boris@town.test", "boris@town.test", True)]
    with house.store.writing() as connection:
        outbox.resume(connection, "person/boris@town.test", "Anna", house.now())
    reread(house)
    with house.store.reading() as connection:
        assert outbox.reaction(connection, "person/boris@town.test", house.now()) is None


def kept(house: House, address: str, *, door_knows: bool) -> None:
    raw = f"From: boris@town.test\r\nTo: {address}\r\nSubject: unsubscribe\r\n\r\n".encode()
    keep_letter(
        house.store,
        RawLetter(door="door", raw=raw, at=house.now(), body_sha256=address, recipients=(address,) * door_knows),
    )
    assert collect(house) == 1


@pytest.mark.parametrize(
    "how", ["other secret", "another wish", "another person", "too old", "cut", "nothing", "no secret"]
)
async def test_what_we_did_not_sign_for_today_is_refused(
    house: House, clock: HandClock, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    good = Signed(wish=Wish.ACK, thread="visit/1", by="anna@town.test", expires=int(NOW.timestamp()) + 60)
    token = sign(good, SECRET)
    body, _, seal = token.partition(".")
    stop = Signed(wish=Wish.STOP, thread="person/anna@town.test", by="anna@town.test", expires=good.expires)
    forged = {
        "other secret": sign(good, "guess"),
        "another wish": f"{sign(stop, SECRET).partition('.')[0]}.{seal}",
        "another person": f"{sign(stop, SECRET).partition('.')[0]}.{sign(stop, 'guess').partition('.')[2]}",
        "too old": token,
        "cut": f"{body}.{seal[:-4]}",
        "nothing": "x.x",
        "no secret": sign(good, ""),
    }[how]
    if how == "too old":
        clock.forward(minutes=2)
    if how == "no secret":
        monkeypatch.delenv("SHOPPER_SECRET")
    for method in ("GET", "POST"):
        answer = await web.request(method, f"/ack/{forged}", headers={"Accept-Language": "ru-RU,ru;q=0.9"})
        assert answer.status_code == 404
        assert "Ссылка недействительна" in answer.text
    assert wishes(house) == []


async def test_no_token_and_no_secret_reaches_the_log(
    house: House, clock: HandClock, web: httpx.AsyncClient, post: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await breached(house, clock)
    path, *_ = paths(letter_to(post, "anna"))
    await web.post(path)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert ours
    assert not [line for line in ours if path.removeprefix("/ack/") in line or SECRET in line]


async def test_without_web_and_secret_a_person_is_asked_to_stop_it(
    tmp_path: Path, post: PostOffice, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOPPER_SECRET", raising=False)
    people = recipient("Anna") + recipient("Operator", "caretaker = true")
    with closing(
        (house := open_simulation(tmp_path, programme_text(["site0"], extra=people, post=post.port), clock)).store
    ):
        await breached(house, clock)
    letter = letter_to(post, "anna")
    assert letter["List-Unsubscribe"] == "<mailto:operator@town.test?subject=unsubscribe>"
    assert letter["List-Unsubscribe-Post"] is None
    assert letter_to(post, "operator")["List-Unsubscribe"] is None
    assert timedelta(0) <= letter["Date"].datetime - NOW < timedelta(hours=1)
