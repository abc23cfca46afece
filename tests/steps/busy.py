"""A busy round with real mail both ways, and what must be true of it whatever happened meanwhile.

Companies take a form by HTTP; half of them answer: by turns to our SMTP door and to a mailbox on a real Dovecot that is
read over IMAP. The service runs in processes of its own.
"""

from __future__ import annotations

import asyncio
import os
import random
import runpy
import smtplib
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import select
from starlette.requests import ClientDisconnect, Request
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
from monitor.testing.practice import free_port
from monitor.testing.simulation import Kind, programme_text, recipient
from monitor.web import app, serving
from monitor.wiring import CLOCK_VARIABLE, Clock

DRIVER = Path(__file__).with_name("kill_driver.py")
DOVECOT = runpy.run_path(str(Path(__file__).parents[1] / "intake" / "dovecot.py"))["Dovecot"]
PASSWORD = "SHOPPER_BUSY_MAILBOX"
MAILBOX = """
[[house.imap_doors]]
name = "mailbox"
host = "127.0.0.1"
port = {port}
user = "everybody@shopper.test"
password_env = "SHOPPER_BUSY_MAILBOX"
security = "none"
"""
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
        try:
            address = str((await request.form())["email"])
        except ClientDisconnect:  # they died before they had said it
            return PlainTextResponse("what?")
        self.posts[address] += 1
        site = str(request.path_params["site"])
        number = int(site.removeprefix("site"))
        if number % 2:
            way = "mailbox" if number % 4 == 1 else "door"
            self.writing.add(asyncio.create_task(self._answer(f"olga@{site}.example", address, way)))
        await asyncio.sleep(random.random() * 0.2)
        return PlainTextResponse("thank you")

    async def _answer(self, sender: str, address: str, way: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = f"Olga <{sender}>", address, "Re: Price"
        message["Message-ID"] = f"<{address}>"
        message.set_content(ANSWER)
        while address not in self.written:
            await asyncio.sleep(random.random())
            try:
                await asyncio.to_thread(self._deliver, message, sender, address, way)
                self.written[address] = way
            except (OSError, smtplib.SMTPException):
                continue  # as mail servers do: the door is closed while its process is dead

    def _deliver(self, message: EmailMessage, sender: str, address: str, way: str) -> None:
        if way == "mailbox":
            self.mailbox.deliver("everybody@shopper.test", message.as_bytes(), sender)
            return
        with smtplib.SMTP("127.0.0.1", self.door, timeout=5) as server:
            server.sendmail(sender, [address], message.as_bytes())


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The stage: programme, clock, house (to look at its rows), and the other side."""

    file: Path
    clock: Clock
    house: House
    post: PostOffice
    companies: Companies

    @asynccontextmanager
    async def service(self, **environment: str) -> AsyncIterator[Process]:
        """The service at work in a process of its own, killed in the end."""
        variables = {**os.environ, CLOCK_VARIABLE: self.clock.as_variable(), PASSWORD: "pass", **environment}
        with self.said.open("ab") as log:
            command = (sys.executable, str(DRIVER), str(self.file))
            child = await asyncio.create_subprocess_exec(*command, env=variables, stdout=PIPE, stderr=log)
        assert child.stdout is not None
        try:
            async with asyncio.timeout(300):
                assert await child.stdout.readline() == b"running\n", self.said.read_text()[-2000:]
            yield child
        finally:  # also when the test is over or has failed: nobody is left behind
            if child.returncode is None:
                child.kill()
            await child.wait()

    @property
    def said(self) -> Path:
        """What all processes said on stderr."""
        return self.file.with_name("said.txt")

    async def over(self) -> None:
        """Wait until all is judged and told, and every letter heard or surely lost."""
        await until(lambda: self._settled() and all(task.done() for task in self.companies.writing))
        with suppress(TimeoutError):  # what is still missing then is lost
            await until(lambda: self.heard() == Counter(self.companies.written.values()), 60)

    def _settled(self) -> bool:
        with self.house.store.reading() as connection:
            return outbox_view.settled(connection) and set(visits.by_state(connection)) <= {"closed", "missed"}

    def heard(self) -> Counter[str]:
        """Letters matched to their visits, by the way they came."""
        letter, message = table(LetterRow), table(MessageRow)
        matched = select(letter.c.door == "mailbox").join(message).where(message.c.state == "matched")
        with self.house.store.reading() as connection:
            return Counter("mailbox" if by_imap else "door" for by_imap in connection.execute(matched).scalars())

    def check(self) -> str:
        """No second enquiry, no lost letter, no missed and no doubled alert, counted on the other side; the figures."""
        posts, written = self.companies.posts, self.companies.written
        assert [address for address, count in posts.items() if count > 1] == []
        assert self.heard() == Counter(written.values())
        alert, parcel, verdict = table(AlertRow), table(ParcelRow), table(VerdictRow)
        with self.house.store.reading() as connection:
            assert letters.unopened(connection) == []
            rows = connection.execute(select(verdict.c.visit_id, verdict.c.outcome, verdict.c.late_answer_at)).all()
            told = Counter(connection.execute(select(alert.c.visit_id).where(alert.c.story == "breach")).scalars())
            bundles = set(connection.execute(select(parcel.c.bundle)).scalars())
        assert max(told.values(), default=0) <= 1
        silent = {row.visit_id for row in rows if row.outcome == "not_answered" and row.late_answer_at is None}
        assert silent <= set(told)  # of an answer that came before the breach could be told nobody need hear
        arrived = Counter(raw.split(b"Message-ID: <", 1)[1].split(b"@", 1)[0].decode() for _, raw in self.post.kept)
        assert set(arrived) == bundles
        assert [name for name, count in arrived.items() if count > 1] == []
        return (
            f"{posts.total()} enquiries, none twice; answers by {dict(self.heard())}, none lost; "
            f"{dict(Counter(str(row.outcome) for row in rows))}; {len(told)} breaches told in {len(arrived)} letters, "
            "none missing, none twice"
        )


@asynccontextmanager
async def busy_round(
    folder: Path, clock: Clock, sites: int, within: timedelta, *, wait: str = "20 min", database: str = ""
) -> AsyncIterator[Round]:
    """A round through so many companies, all asked `within` a span of the clock's time. `database`: its URL, else
    SQLite in `folder`."""
    door, mailbox = free_port(), DOVECOT()
    post = await PostOffice(mail_domain="shopper.test", door_host="127.0.0.1", door_port=door).open()
    companies = Companies(door, mailbox)
    asked = app(lambda: None, [Route("/{site}", companies.ask, methods=["POST"])])  # type: ignore[arg-type, return-value]
    try:
        mailbox.start()
        async with serving(asked, Web(port=0)) as port:
            file = folder / "programme.toml"
            file.write_text(_programme(sites, port, post.port, door, mailbox.imap, wait, database))
            house = wiring.open_house(file, clock)
            with closing(house.store):
                assert plan_round(house, within).new == sites
                yield Round(file=file, clock=clock, house=house, post=post, companies=companies)
    finally:
        mailbox.remove()
        await post.close()


def _programme(sites: int, port: int, post: int, door: int, imap: int, wait: str, database: str) -> str:
    keys = [f"site{number}" for number in range(sites)]
    alerts = '\n[alerts]\ncollect = "1 s"\n[rhythm]\ngrace = "12 h"\n'
    text = programme_text(
        keys, extra=recipient("Anna") + alerts, kind=Kind(wait=wait, clock="wall"), post=post, door=door
    )
    for key in keys:
        ours = f'url = "http://127.0.0.1:{port}"\ndomains = ["{key}.example"]'
        text = text.replace(f'url = "https://{key}.example"', ours, 1).replace(
            'address = "/ask"', f'address = "/{key}"', 1
        )
    stored = f'database = "{database}"\n' if database else ""
    return text.replace("[house]", f'[house]\nbrowser = ""\n{stored}', 1) + MAILBOX.format(port=imap)


async def until(condition: Callable[[], bool], seconds: float = 300) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (rows tell no event)
            await asyncio.sleep(0.5)
