"""Killed at random instants of a busy round: no second enquiry, no lost letter, no missed and no doubled alert.

Half of the answers come to our SMTP door, half to a mailbox on a real Dovecot that is read over IMAP. `make kill` runs
it with 200 deaths; the suite with a few.
"""

from __future__ import annotations

import asyncio
import os
import random
import runpy
import smtplib
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from monitor import wiring
from monitor.settings import Web
from monitor.steps import House
from monitor.steps.plan import plan_round
from monitor.store import letters, outbox_view, visits
from monitor.store.outbox_tables import AlertRow, ParcelRow
from monitor.store.statements import table
from monitor.store.tables import LetterRow, MessageRow, VerdictRow
from monitor.testing.post_office import PostOffice
from monitor.testing.practice import OPENS, free_port
from monitor.testing.simulation import Kind, programme_text, recipient
from monitor.web import app, serving
from monitor.wiring import CLOCK_VARIABLE, Clock

pytestmark = [pytest.mark.slow, pytest.mark.mail]

DRIVER = Path(__file__).with_name("kill_driver.py")
DOVECOT = runpy.run_path(str(Path(__file__).parents[1] / "intake" / "dovecot.py"))["Dovecot"]
CATCH_ALL = "everybody@shopper.test"
MAILBOX = """
[[house.imap_doors]]
name = "mailbox"
host = "127.0.0.1"
port = {port}
user = "everybody@shopper.test"
password_env = "SHOPPER_KILL_MAILBOX"
security = "none"
"""
DEATHS = int(os.environ.get("DEATHS", "8"))
SPEED = 60.0
ANSWER = """Hello Emma,

thank you for writing to us. The three-month membership is 90 pounds, and you can come on Thursday at six to try it.

Kind regards
Olga Petrova
"""


@dataclass(slots=True)
class Companies:
    """What the other side really got, and the letters half of it wrote: `written` by the way they went."""

    door: int
    mailbox: Any
    posts: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)
    writing: set[asyncio.Task[None]] = field(default_factory=set)

    async def ask(self, request: Request) -> PlainTextResponse:
        address = str((await request.form())["email"])
        self.posts[address] += 1
        number = int(request.path_params["site"].removeprefix("site"))
        if number % 2:
            self.writing.add(asyncio.create_task(self._answer(address, "mailbox" if number % 4 == 1 else "door")))
        await asyncio.sleep(random.random() * 0.2)
        return PlainTextResponse("thank you")

    async def _answer(self, address: str, way: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "Olga <olga@site.example>", address, "Re: Price"
        message["Message-ID"] = f"<{address}>"
        message.set_content(ANSWER)
        while address not in self.written:
            await asyncio.sleep(random.random())
            try:
                await asyncio.to_thread(self._deliver, message, address, way)
                self.written[address] = way
            except (OSError, smtplib.SMTPException):
                continue  # as mail servers do: the door is closed while its process is dead

    def _deliver(self, message: EmailMessage, address: str, way: str) -> None:
        if way == "mailbox":
            self.mailbox.deliver(CATCH_ALL, message.as_bytes(), "olga@site.example")
            return
        with smtplib.SMTP("127.0.0.1", self.door, timeout=5) as server:
            server.sendmail("olga@site.example", [address], message.as_bytes())


@asynccontextmanager
async def stage(folder: Path, clock: Clock, mailbox: Any) -> AsyncIterator[tuple[Path, PostOffice, Companies]]:
    door = free_port()
    post = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=door).open()
    companies = Companies(door, mailbox)
    keys = [f"site{number}" for number in range(max(12, DEATHS // 2))]
    asked = app(lambda: None, [Route("/{site}", companies.ask, methods=["POST"])])  # type: ignore[arg-type, return-value]
    async with serving(asked, Web(port=0)) as port:
        kind = Kind(wait="40 min", clock="wall")
        alerts = '\n[alerts]\ncollect = "1 s"\n[rhythm]\ngrace = "12 h"\n'
        text = programme_text(keys, extra=recipient("Anna") + alerts, kind=kind, post=post.port, door=door)
        text += MAILBOX.format(port=mailbox.imap)
        for key in keys:
            text = text.replace(
                f'url = "https://{key}.example"', f'url = "http://127.0.0.1:{port}"\ndomains = ["site.example"]', 1
            )
            text = text.replace('address = "/ask"', f'address = "/{key}"', 1)
        file = folder / "programme.toml"
        file.write_text(text.replace("[house]", '[house]\nbrowser = ""', 1))
        house = wiring.open_house(file, clock)
        with closing(house.store):
            planned = plan_round(house, timedelta(minutes=2.5 * DEATHS))
        assert planned.new == len(keys)
        yield file, post, companies
    await post.close()


async def die_after(file: Path, clock: Clock, seconds: float) -> None:
    environment = {**os.environ, CLOCK_VARIABLE: clock.as_variable()}
    said = file.with_name("said.txt")
    with said.open("ab") as log:
        command = (sys.executable, str(DRIVER), str(file))
        child = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=log)
    assert child.stdout is not None
    try:
        async with asyncio.timeout(300):
            assert await child.stdout.readline() == b"running\n", said.read_text()[-2000:]
        await asyncio.sleep(seconds)
    finally:  # also when the test is over or has failed: nobody is left behind
        child.kill()
        await child.wait()


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("SHOPPER_KILL_MAILBOX", "pass")
    server = DOVECOT()
    try:
        server.start()
        yield server
    finally:
        server.remove()


async def test_killed_at_random_instants(tmp_path: Path, mailbox: Any) -> None:
    clock = Clock.town(OPENS, SPEED)
    dice = random.Random(os.environ.get("SEED", "8"))
    async with stage(tmp_path, clock, mailbox) as (file, post, companies):
        for _ in range(DEATHS // 2):  # two processes share the work and die each at an instant of its own
            await asyncio.gather(*(die_after(file, clock, dice.random() * 1.5) for _ in range(2)))
        house = wiring.open_house(file, clock)
        with closing(house.store):
            last = asyncio.create_task(die_after(file, clock, 10_000))
            await until(lambda: over(house) and all(task.done() for task in companies.writing))
            with suppress(TimeoutError):  # what is still missing then is lost
                await until(lambda: heard(house) == Counter(companies.written.values()), 60)
            last.cancel()
            await asyncio.wait([last])
            check(house, post, companies)


async def until(condition: Callable[[], bool], seconds: float = 300) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (rows tell no event)
            await asyncio.sleep(0.5)


def over(house: House) -> bool:
    with house.store.reading() as connection:
        return outbox_view.settled(connection) and set(visits.by_state(connection)) <= {"closed", "missed"}


def heard(house: House) -> Counter[str]:
    """Letters matched to their visits, by the way they came."""
    letter, message = table(LetterRow), table(MessageRow)
    matched = select(letter.c.door == "mailbox").join(message).where(message.c.state == "matched")
    with house.store.reading() as connection:
        return Counter("mailbox" if by_imap else "door" for by_imap in connection.execute(matched).scalars())


def check(house: House, post: PostOffice, companies: Companies) -> None:
    assert [address for address, count in companies.posts.items() if count > 1] == []
    assert heard(house) == Counter(companies.written.values())
    alert, parcel, verdict = table(AlertRow), table(ParcelRow), table(VerdictRow)
    with house.store.reading() as connection:
        assert letters.unopened(connection) == []
        outcomes = connection.execute(select(verdict.c.visit_id, verdict.c.outcome)).all()
        told = Counter(connection.execute(select(alert.c.visit_id).where(alert.c.story == "breach")).scalars())
        bundles = set(connection.execute(select(parcel.c.bundle)).scalars())
    assert max(told.values(), default=0) <= 1
    assert {row.visit_id for row in outcomes if row.outcome == "not_answered"} <= set(told)
    arrived = Counter(raw.split(b"Message-ID: <", 1)[1].split(b"@", 1)[0].decode() for _, raw in post.kept)
    assert set(arrived) == bundles
    assert [name for name, count in arrived.items() if count > 1] == []
    verdicts = Counter(str(row.outcome) for row in outcomes)
    print(
        f"\n{DEATHS} deaths: {sum(companies.posts.values())} enquiries, none twice; answers by {dict(heard(house))}, none "
        f"lost; {dict(verdicts)}; {len(told)} breaches told in {len(arrived)} letters, none missing, none twice"
    )
