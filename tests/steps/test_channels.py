"""Other channels through one library, for real: Apprise to an HTTP receiver of our own; who reports whose failure."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from monitor.alerts.channels import push
from monitor.alerts.mail import Refused, TryAgain
from monitor.journal import JsonLines
from monitor.settings import ChannelAddress, Web
from monitor.steps import House
from monitor.steps.judge import judge_due
from monitor.steps.tell import tell_due
from monitor.steps.tell.ourselves import refused_thread, tell_refusal
from monitor.store import outbox_view
from monitor.store.outbox_tables import ParcelRow
from monitor.store.statements import table
from monitor.testing.post_office import PostOffice
from monitor.testing.simulation import HandClock, hear, programme_text, recipient, sent_visit
from monitor.web import app, serving

pytestmark = pytest.mark.mail

CHANNEL = """
[[house.channels]]
name = "hook"
url_env = "SHOPPER_HOOK"
[[house.channels]]
name = "chat"
url_env = "SHOPPER_CHAT"
"""
SECRET = "3ccdd113474722377935511fc85d3dd4"
ANNA = recipient("Anna", 'channels = ["mail"]')
BORIS = recipient("Boris", 'channels = ["mail", "hook"]', "caretaker = true", 'language = "ru"')


@dataclass
class Receiver:
    """What a webhook really got; `ill`: it answers with an error."""

    got: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    ill: bool = False
    port: int = 0

    async def take(self, request: Request) -> PlainTextResponse:
        if self.ill:
            return PlainTextResponse("no", status_code=503)
        self.got.append(await request.json())
        return PlainTextResponse("ok")

    async def chat(self, request: Request) -> PlainTextResponse:
        """As Mattermost, Slack and their like take a message."""
        self.said.append((await request.json())["text"])
        return PlainTextResponse("ok")


@pytest.fixture
async def receiver(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Receiver]:
    one = Receiver()
    doors = [Route("/hook", one.take, methods=["POST"]), Route("/hooks/{token}", one.chat, methods=["POST"])]
    asked = app(lambda: None, doors)  # type: ignore[arg-type, return-value]
    async with serving(asked, Web(port=0)) as one.port:
        monkeypatch.setenv("SHOPPER_HOOK", f"json://127.0.0.1:{one.port}/hook")
        monkeypatch.setenv("SHOPPER_CHAT", f"mmost://127.0.0.1:{one.port}/{SECRET}")
        yield one


@pytest.fixture
def house(opened: Callable[[str], House], post: PostOffice) -> House:
    return opened(programme_text(["site0", "site1"], extra=ANNA + BORIS + CHANNEL, post=post.port))


async def breach(house: House, clock: HandClock, site: str = "site0") -> str:
    hear(house)
    token = sent_visit(house, site).token
    clock.forward(minutes=11)
    hear(house)
    judge_due(house)
    await tell_due(house)
    return token


async def test_a_webhook_gets_what_the_letter_says_in_short(
    house: House, clock: HandClock, receiver: Receiver, post: PostOffice
) -> None:
    token = await breach(house, clock)
    (told,) = receiver.got
    assert told["title"] == "site0: ответа пока нет"
    assert token in told["message"]
    assert len(post.kept) == 2


async def test_another_service_is_reached_by_its_own_address_and_only_by_whom_it_concerns(
    opened: Callable[[str], House],
    clock: HandClock,
    receiver: Receiver,
    post: PostOffice,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    clara = recipient("Clara", 'channels = ["chat"]')
    house = opened(programme_text(["site0"], extra=ANNA + clara + CHANNEL, post=post.port))
    token = await breach(house, clock)
    (said,) = receiver.said
    assert said.startswith("site0: no answer yet")
    assert token in said
    assert receiver.got == []
    assert [to for to, _ in post.kept] == ["anna@town.test"]
    assert SECRET not in caplog.text


async def test_one_address_that_takes_nothing_is_told_by_the_channel_that_works_for_others(
    opened: Callable[[str], House], clock: HandClock
) -> None:
    post = await Picky(mail_domain="shopper.test", door_host="127.0.0.1", door_port=0).open()
    caretaker = recipient("Boris", "caretaker = true")
    house = opened(programme_text(["site0", "site1"], extra=recipient("Anna") + caretaker, post=post.port))
    await breach(house, clock)
    for site in ("site1", "site0"):
        for _ in range(4):
            clock.forward(minutes=8)
            hear(house)
            await tell_due(house)
        await breach(house, clock, site)
    ours = [str(one["Subject"]) for one in map(read, post.kept) if "itself" in str(one["Subject"])]
    assert ours == ["Mystery Shopper itself: letters to an address wait (mail/anna@town.test)"]
    post.full = False
    for _ in range(4):
        clock.forward(minutes=8)
        hear(house)
        await tell_due(house)
    assert [to for to, _ in post.kept].count("anna@town.test") == 3
    assert str(read(post.kept[-1])["Subject"]) == f"Re: {ours[0]}"
    await post.close()


@pytest.mark.parametrize(
    ("address", "fault", "said"),
    [
        (f"mmost://127.0.0.1:1/{SECRET}", TryAgain, "did not take the message: A Connection error"),
        (f"mmost//127.0.0.1/{SECRET}", Refused, "is no address Apprise knows"),
        (f"nonsense://{SECRET}", Refused, "is no address Apprise knows"),
    ],
)
def test_why_a_channel_fails_is_said_and_its_secret_is_not(
    monkeypatch: pytest.MonkeyPatch, address: str, fault: type[Exception], said: str
) -> None:
    log = io.StringIO()  # not caplog: it listens to loggers nobody else hears
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    monkeypatch.setenv("SHOPPER_CHAT", address)
    with pytest.raises(fault, match=said) as raised:
        push(ChannelAddress(name="chat", url_env="SHOPPER_CHAT"), "title", "text")
    logging.getLogger().removeHandler(handler)
    assert SECRET not in f"{raised.value} {log.getvalue()}"


class Picky(PostOffice):
    """Takes letters to everybody but Anna."""

    full = True

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.full and address.startswith("anna"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 ok"


def read(kept: tuple[str, bytes]) -> Any:
    return message_from_bytes(kept[1], policy=default)


async def test_a_failing_channel_is_reported_by_another(
    house: House, clock: HandClock, receiver: Receiver, post: PostOffice
) -> None:
    receiver.ill = True
    await breach(house, clock)
    for _ in range(4):
        clock.forward(minutes=10)
        hear(house)
        await tell_due(house)
    ill = [raw for to, raw in post.kept if b"Message-ID: <ill" in raw]
    assert len(ill) == 1
    assert receiver.got == []
    receiver.ill = False
    clock.forward(minutes=20)
    hear(house)
    await tell_due(house)
    clock.forward(minutes=20)
    hear(house)
    await tell_due(house)
    assert [one["title"].split(":")[0] for one in receiver.got] == ["site0"]  # late, but not lost; the news by mail
    assert sum(b"Message-ID: <well" in raw for _, raw in post.kept) == 1


async def test_an_address_that_refuses_for_good_is_named_to_the_caretaker_once(
    house: House, clock: HandClock, receiver: Receiver, post: PostOffice
) -> None:
    post.moods = ["550 5.1.1 no such user"]
    await breach(house, clock)
    await tell_due(house)
    (told,) = [one["message"] for one in receiver.got if "550 5.1.1 no such user" in one["message"]]
    assert "@town.test" in told
    with house.store.reading() as connection:
        (refused,) = connection.execute(select(table(ParcelRow)).where(table(ParcelRow).c.state == "refused"))
    for days in (1, 7):
        clock.forward(days=days)
        with house.store.writing() as connection:
            tell_refusal(connection, house, "mail", refused.recipient, "550")
    with house.store.reading() as connection:
        thread = refused_thread("mail", refused.recipient)
        assert sum(alert.thread == thread for alert in outbox_view.alerts(connection)) == 2  # after a week again


async def test_every_line_about_a_letter_names_its_visit(house: House, clock: HandClock, receiver: Receiver) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(JsonLines().format(record))  # type: ignore[method-assign]
    log = logging.getLogger("shopper.tell")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    token = await breach(house, clock)
    log.removeHandler(handler)
    handed = [line for line in lines if "handed over" in line]
    assert len(handed) == 3
    assert all(f'"visit": "{token}"' in line for line in handed)
