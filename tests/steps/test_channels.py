"""Other channels through one library, for real: Apprise to an HTTP receiver of our own; who reports whose failure."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from monitor.journal import JsonLines
from monitor.settings import Web
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
"""
ANNA = recipient("Anna", 'channels = ["mail"]')
BORIS = recipient("Boris", 'channels = ["mail", "hook"]', "caretaker = true", 'language = "ru"')


@dataclass
class Receiver:
    """What a webhook really got; `ill`: it answers with an error."""

    got: list[dict[str, Any]] = field(default_factory=list)
    ill: bool = False
    port: int = 0

    async def take(self, request: Request) -> PlainTextResponse:
        if self.ill:
            return PlainTextResponse("no", status_code=503)
        self.got.append(await request.json())
        return PlainTextResponse("ok")


@pytest.fixture
async def receiver(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Receiver]:
    one = Receiver()
    asked = app(lambda: None, [Route("/hook", one.take, methods=["POST"])])  # type: ignore[arg-type, return-value]
    async with serving(asked, Web(port=0)) as one.port:
        monkeypatch.setenv("SHOPPER_HOOK", f"json://127.0.0.1:{one.port}/hook")
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
    assert told["title"] == "site0: человек пока не ответил («Человек отвечает»)"
    assert token in told["message"]
    assert len(post.kept) == 2


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
