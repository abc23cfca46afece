"""The practice town: companies on loopback with websites and staff who answer by real mail, on a given clock.

async with open_town(clock, "127.0.0.1", 2525) as town:
    text = town.programme_toml("shopper.example")
    ...                                  # run a round
    town.ledger["atletika"].enquiries    # what really reached them
    town.truth.answered("fitness")       # what must come out: 3 of 11
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from monitor.testing.clock import Clock
from monitor.testing.companies import COMPANIES
from monitor.testing.company import Company
from monitor.testing.ledger import Ledger
from monitor.testing.paper import LETTERS
from monitor.testing.post import Staff
from monitor.testing.truth import Truth, truth_of
from monitor.testing.website import Website

LOOPBACK = "127.0.0.1"
START_POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """An open town. `ledger` and `urls` (no trailing slash) by company key."""

    companies: tuple[Company, ...]
    ledger: Mapping[str, Ledger]
    urls: Mapping[str, str]
    truth: Truth
    clock: Clock
    seed: int
    staff: Mapping[str, Staff]

    @property
    def quiet(self) -> bool:
        """True when nobody in town has a letter left to write: what has not come by now never will."""
        return not any(one.busy for one in self.staff.values())

    def programme_toml(
        self, mail_domain: str, languages: Sequence[str] = ("en", "ru"), looked_at: Collection[str] = ()
    ) -> str:
        """The text of a complete programme file for these companies; who is told (`[[recipients]]`) and our own
        house (`[house]`) are the caller's to add. Consent is dated by the town's clock. The pages of companies of
        the trades `looked_at` have their phones and off-hours contact looked at too."""
        return LETTERS.get_template("programme.toml").render(
            companies=self.companies,
            urls=self.urls,
            mail_domain=mail_domain,
            languages=list(languages),
            day=self.clock().date().isoformat(),
            seed=self.seed,
            looked_at=looked_at,
        )

    def entry_url(self, key: str) -> str:
        """The whole address of that company's touchpoint."""
        company = next(one for one in self.companies if one.key == key)
        return self.urls[key] + company.entry


@contextlib.asynccontextmanager
async def open_town(
    clock: Clock, mail_host: str, mail_port: int, *, companies: Sequence[Company] = COMPANIES, seed: int = 2016
) -> AsyncIterator[Town]:
    """Open every company's site on a loopback port of its own, in this event loop; staff write to the given
    SMTP server. On leaving, sites close and letters not yet sent are dropped."""
    ledger = {company.key: Ledger() for company in companies}
    staff = {
        company.key: Staff(
            company=company,
            ledger=ledger[company.key],
            clock=clock,
            host=mail_host,
            port=mail_port,
            dice=random.Random(f"{seed} {company.key}"),  # noqa: S311 (message ids, not secrets)
        )
        for company in companies
    }
    sites = [Website(company, clock, ledger[company.key], staff[company.key].take).app() for company in companies]
    async with _serving(sites) as ports:
        urls = {company.key: f"http://{LOOPBACK}:{port}" for company, port in zip(companies, ports, strict=True)}
        try:
            yield Town(
                companies=tuple(companies),
                ledger=ledger,
                urls=urls,
                truth=truth_of(companies),
                clock=clock,
                seed=seed,
                staff=staff,
            )
        finally:
            await asyncio.gather(*(one.go_home() for one in staff.values()))


class _Server(uvicorn.Server):
    """One server for all doors; signals belong to whoever opened the town."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def _serving(sites: Sequence[Starlette]) -> AsyncIterator[list[int]]:
    """Serve each site on a free loopback port; yields the ports in the same order."""
    doors = [_door() for _ in sites]
    ports = [door.getsockname()[1] for door in doors]
    config = uvicorn.Config(
        _by_port(dict(zip(ports, sites, strict=True))),
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=doors))
    while not server.started and not serving.done():  # noqa: ASYNC110 (uvicorn tells by a flag only)
        await asyncio.sleep(START_POLL_SECONDS)
    try:
        yield ports
    finally:
        server.should_exit = True
        await serving


def _door() -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.bind((LOOPBACK, 0))
    return door


def _by_port(sites: Mapping[int, ASGIApp]) -> ASGIApp:
    """One application that hands each request to the site of the port it came in by."""

    async def hand_over(scope: Scope, receive: Receive, send: Send) -> None:
        await sites[scope["server"][1]](scope, receive, send)

    return hand_over
