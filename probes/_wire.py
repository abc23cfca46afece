"""The wire guard: an enquiry leaves at most once, and what was answered is known.

Chromium repeats a POST by itself when a kept-alive connection breaks or the answer is 408 or 421; its
events show one request (notes/speed §1.7). So every request that is not GET, HEAD or OPTIONS is performed
once by Playwright's own client (`route.fetch`, no retries, no redirects) and the answer is handed back
to the page. A second request of the same click to the same address that carries our data is not sent:
it gets the first one's answer (double-submit handlers of the page's own script).

Not covered: WebSocket messages (they are seen, not held back) and WebTransport, and a body that hides our data (encrypted) from the
second-request rule; those still leave once per request of the page, and the verdict says "unknown". The request leaves from another
network stack than the page's (another TLS hello); `mode="browser"` turns the guard off for sites that
mind.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import APIResponse, BrowserContext, Error, Page, Request, Route, WebSocket

from probes._marks import marks_in, redacted

BODY_KEPT = 20_000
SOCKET = "websocket"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_REPOSTS = frozenset({307, 308})
_NEVER_LEFT = re.compile(
    r"ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|getaddrinfo|connect ETIMEDOUT|certificate|CERT_|ERR_TLS|SSL routines|wrong version number|ERR_INVALID_URL"
)
_CHECK_ONLY = re.compile(r"(^|[&\"{,])\"?(ajax|_?validate(_only|only)?|validation|precheck)\"?\s*[=:]", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One guarded request and its answer. `sent_at`/`answered_at` our clock, aware UTC. `carries` names
    our data found in it. `error` the network's words; `left` False = it never reached the network."""

    method: str
    url: str
    kind: str
    volley: int
    sent_at: datetime
    carries: tuple[str, ...] = ()
    check_only: bool = False
    posted: str = ""
    answered_at: datetime | None = None
    status: int = 0
    location: str = ""
    content_type: str = ""
    body: str = ""
    error: str = ""
    left: bool = True
    copies: int = 0
    """further requests of the page that were answered with this one's answer and not sent"""

    @property
    def done(self) -> bool:
        return bool(self.status or self.error) or self.kind == SOCKET

    def as_json(self) -> dict[str, Any]:
        return {
            "method": self.method, "url": self.url, "kind": self.kind, "volley": self.volley, "carries": list(self.carries),
            "check_only": self.check_only, "posted": self.posted, "sent_at": self.sent_at.isoformat(),
            "answered_at": self.answered_at.isoformat() if self.answered_at else None, "status": self.status, "location": self.location,
            "content_type": self.content_type, "body": self.body, "error": self.error, "left": self.left, "copies": self.copies,
        }  # fmt: skip


@dataclass  # without slots: Playwright hangs its own note on the owner of a handler
class Wire:
    """Watches one context. `marks`: name → text that tells our data apart ("email", "text", …);
    `timeout_seconds`: how long an answer may take; `now` our clock."""

    now: Callable[[], datetime]
    marks: Mapping[str, str]
    timeout_seconds: float = 90
    mode: str = "guard"
    actions: frozenset[str] = frozenset()
    """addresses of the chosen form: a POST there is ours even when it hides our data"""
    exchanges: list[Exchange] = field(default_factory=list)
    volley: int = 0
    _stands: bool = False
    _answers: dict[tuple[int, str, str], asyncio.Future[APIResponse | None]] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def install(self, context: BrowserContext) -> None:
        """From here on nothing but GET, HEAD and OPTIONS reaches the network by itself."""
        self._stands = True
        await context.route("**/*", self._handle)

    def watch(self, page: Page) -> None:
        """Note what goes out over sockets (before the page is opened): it cannot be held back, but is no "not sent"."""

        def frame(socket: WebSocket, payload: str | bytes) -> None:
            text = payload if isinstance(payload, str) else payload.decode("utf-8", "replace")
            carries = marks_in(self.marks, text) if self._stands else ()
            if carries:
                self.exchanges.append(
                    Exchange(
                        method="SEND",
                        url=socket.url,
                        kind=SOCKET,
                        volley=self.volley,
                        sent_at=self.now(),
                        carries=carries,
                        posted=redacted(text)[:BODY_KEPT],
                    )
                )
                self._changed.set()

        page.on("websocket", lambda socket: socket.on("framesent", lambda payload: frame(socket, payload)))

    def arm(self) -> None:
        """A new click: what it sends is told apart from what earlier clicks sent."""
        self.volley += 1

    def posted(self, host: str) -> bool:
        """True when this click may have sent something: our data anywhere, or anything at all to `host` (counters
        and advertisers elsewhere are nobody's enquiry)."""
        return any(
            e.volley == self.volley
            and e.method not in _SAFE
            and not e.check_only
            and (e.carries or urlsplit(e.url).netloc == host)
            for e in self.exchanges
        )

    @property
    def ours(self) -> list[Exchange]:
        """Requests that carried our enquiry (or went to the form's address)."""
        return [e for e in self.exchanges if e.carries and not e.check_only]

    async def changed(self, seconds: float) -> bool:
        """Wait until something happens on the wire; False when `seconds` pass first."""
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _handle(self, route: Route) -> None:
        request = route.request
        carries = self._carries(request)
        if request.method in _SAFE and not (carries and request.method == "GET"):
            await _quietly(route.continue_())
            return
        key = (self.volley, request.method, _address(request.url))
        first = self._answers.get(key)
        if first is not None and carries:
            await self._answer_with_copy(route, first, key)
            return
        exchange = self._noted(request, carries)
        if self.mode == "browser":
            await self._by_browser(route, exchange)
            return
        future: asyncio.Future[APIResponse | None] = asyncio.get_running_loop().create_future()
        if carries and not exchange.check_only:
            self._answers[key] = future
        await self._perform(route, exchange, future)

    def _noted(self, request: Request, carries: tuple[str, ...]) -> Exchange:
        posted = _payload(request)
        checking = bool(_CHECK_ONLY.search(posted[:4000])) and request.resource_type in ("xhr", "fetch")
        checking = checking or "precognition" in request.headers
        exchange = Exchange(
            method=request.method,
            url=request.url,
            kind=request.resource_type,
            volley=self.volley,
            sent_at=self.now(),
            carries=carries,
            check_only=checking,
            posted=redacted(posted)[:BODY_KEPT] if carries else "",
        )
        self.exchanges.append(exchange)
        self._changed.set()
        return exchange

    async def _perform(self, route: Route, exchange: Exchange, future: asyncio.Future[APIResponse | None]) -> None:
        response = await self._fetched(route, exchange)
        future.set_result(response)
        self._changed.set()
        await _hand_over(route, response)

    async def _fetched(self, route: Route, exchange: Exchange) -> APIResponse | None:
        """One request on the network; a 307 or 308 to another address (a door, not a desk) is followed
        once, because the browser would repeat the POST behind our back."""
        try:
            response = await route.fetch(max_redirects=0, max_retries=0, timeout=self.timeout_seconds * 1000)
            location = response.headers.get("location", "")
            if response.status in _REPOSTS and _elsewhere(exchange.url, location):
                target = urljoin(exchange.url, location)
                response = await route.fetch(
                    url=target, max_redirects=0, max_retries=0, timeout=self.timeout_seconds * 1000
                )
            exchange.answered_at = self.now()
            await _note_answer(exchange, response)
        except Error as fault:
            exchange.error = (str(fault).splitlines() or ["failed"])[0][:300]
            exchange.left = not _NEVER_LEFT.search(str(fault))
            return None
        return response

    async def _answer_with_copy(
        self, route: Route, first: asyncio.Future[APIResponse | None], key: tuple[int, str, str]
    ) -> None:
        for exchange in self.exchanges:
            if (exchange.volley, exchange.method, _address(exchange.url)) == key and exchange.carries:
                exchange.copies += 1
                break
        await _hand_over(route, await asyncio.shield(first))

    async def _by_browser(self, route: Route, exchange: Exchange) -> None:
        """The site's settings ask for the browser's own request: watched, not guarded."""
        await _quietly(route.continue_())
        response = await route.request.response()
        exchange.answered_at = self.now()
        if response is None:
            exchange.error = route.request.failure or "failed"
        else:
            exchange.status, exchange.location = response.status, response.headers.get("location", "")
        self._changed.set()

    def _carries(self, request: Request) -> tuple[str, ...]:
        if request.resource_type in ("image", "stylesheet", "font", "media", "script"):
            return ()
        found = marks_in(self.marks, f"{_payload(request)}\n{urlsplit(request.url).query}")
        to_form = request.method not in _SAFE and _address(request.url) in self.actions
        return (*found, "form") if to_form else found


async def _note_answer(exchange: Exchange, response: APIResponse) -> None:
    exchange.status = response.status
    exchange.location = response.headers.get("location", "")
    exchange.content_type = response.headers.get("content-type", "")
    if re.search(r"json|text|html|xml|javascript|^$", exchange.content_type):
        body = await response.body()
        exchange.body = body[: BODY_KEPT * 4].decode("utf-8", "replace")[:BODY_KEPT]


async def _hand_over(route: Route, response: APIResponse | None) -> None:
    """The answer to the page; never a 307 or 308: handed one, the browser would post again by itself, unseen."""
    if response is None or response.status in _REPOSTS:
        await _quietly(route.abort("failed"))
    else:
        await _quietly(route.fulfill(response=response))


async def _quietly(step: Any) -> None:
    """The page may be gone, or have dropped the request, before our answer comes: its business."""
    try:
        await step
    except Error:
        return


def _payload(request: Request) -> str:
    data = request.post_data_buffer
    return data.decode("utf-8", "replace") if data else ""


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _elsewhere(url: str, location: str) -> bool:
    return bool(location) and _address(urljoin(url, location)) != _address(url)


def addresses(urls: Iterable[str]) -> frozenset[str]:
    """Form actions without query and fragment, as the guard compares them."""
    return frozenset(_address(url) for url in urls if url)
