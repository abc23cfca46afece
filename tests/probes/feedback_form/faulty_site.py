"""A raw HTTP site that hands out a form and misbehaves after reading the POST in full.

Raw sockets, because no web framework closes, resets or hangs at the wanted byte. POSTs are counted here,
at the other side: the only count that proves "at most once".
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

THANKS = "<!doctype html><meta charset=utf-8><title>Done</title><h1>Thank you! Your message has been sent.</h1>"
FORM = """<!doctype html><html lang=en><meta charset=utf-8><title>Contact us</title><h1>Contact us</h1>
<form method=post action=/send {attributes}><p><label>Your name <input name=name required></label>
<p><label>E-mail <input type=email name=email required></label>
<p><label>Message <textarea name=message required></textarea></label>
<p><button>Send message</button></form><div id=out></div>{script}"""
FETCH = """<script>document.forms[0].addEventListener('submit', async e => { e.preventDefault();
 const out = document.getElementById('out');
 try { const r = await fetch('/send', {method: 'POST', body: new URLSearchParams(new FormData(e.target))});
   out.textContent = r.ok ? 'Thank you! Your message has been sent.' : 'Error: could not send'; }
 catch { out.textContent = 'Network error, not sent'; } });</script>"""
TWICE = (
    FETCH
    + """<script>document.forms[0].addEventListener('submit', e => { fetch('/send', {method: 'POST', body: new URLSearchParams(new FormData(e.target))}); });</script>"""
)
NATIVE_TWICE = """<script>document.querySelector('button').addEventListener('click', e => { document.forms[0].submit(); });</script>"""
DIALOG = """<script>document.forms[0].addEventListener('submit', e => { if (!confirm('Send it?')) e.preventDefault(); });</script>"""
LEAVING = """<script>addEventListener('beforeunload', e => { e.preventDefault(); e.returnValue = 'stay'; });</script>"""
BEACON = """<script>document.forms[0].addEventListener('submit', e => { e.preventDefault();
 navigator.sendBeacon('/send', new URLSearchParams(new FormData(e.target)));
 document.getElementById('out').textContent = 'Thank you!'; document.forms[0].reset(); });</script>"""
PAGES = {
    "plain": ("", ""),
    "fetch": ("", FETCH),
    "twice": ("", TWICE),
    "native_twice": ("", NATIVE_TWICE),
    "dialog": ("", DIALOG),
    "newtab": ("target=_blank", ""),
    "leaving": ("", LEAVING),
    "beacon": ("", BEACON),
    "multipart": ("enctype=multipart/form-data", ""),
}


@dataclass(slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(self.body.decode("utf-8", "replace")).items()}


@dataclass(slots=True)
class FaultySite:
    """`/<page>/<fault>` serves the form of PAGES; its POST to /send meets the fault."""

    port: int = 0
    fault: str = "ok"
    posts: list[Request] = field(default_factory=list)
    delay: float = 0.0
    own: dict[str, str] = field(default_factory=dict)
    """further pages: first part of the path → HTML"""

    def url(self, page: str = "plain", fault: str = "ok") -> str:
        return f"http://127.0.0.1:{self.port}/{page}/{fault}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await read_request(reader):
                if not await self._reply(request, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _reply(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        if request.method == "POST":
            self.posts.append(request)
            return await self._misbehave(request, writer)
        parts = request.path.partition("?")[0].strip("/").split("/")
        if parts[0] == "thanks":
            return await send(writer, 200, THANKS)
        if parts[0] == "loop":
            return await send(writer, 302, "", {"location": "/loop"})
        if parts[0] in self.own:
            return await send(writer, 200, self.own[parts[0]])
        if parts[0] not in PAGES:
            return await send(writer, 404, "not here")
        self.fault = parts[1] if len(parts) > 1 else "ok"
        attributes, script = PAGES[parts[0]]
        return await send(writer, 200, FORM.format(attributes=attributes, script=script))

    async def _misbehave(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        fault = FAULTS[self.fault]
        return await fault(self, request, writer)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    if not head:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
    length = int(headers.get("content-length", "0"))
    return Request(method, path, headers, await reader.readexactly(length) if length else b"")


async def send(writer: asyncio.StreamWriter, status: int, body: str, headers: dict[str, str] | None = None) -> bool:
    data = body.encode()
    head = {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(data)),
        "connection": "keep-alive",
        **(headers or {}),
    }
    writer.write(
        f"HTTP/1.1 {status} X\r\n".encode()
        + "".join(f"{k}: {v}\r\n" for k, v in head.items()).encode()
        + b"\r\n"
        + data
    )
    await writer.drain()
    return True


def _status(code: int) -> Callable[[FaultySite, Request, asyncio.StreamWriter], Awaitable[bool]]:
    async def reply(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
        return await send(writer, code, f"<h1>HTTP {code}</h1>")

    return reply


async def _ok(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    return await send(writer, 200, THANKS)


async def _redirect(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    return await send(writer, 303, "", {"location": "/thanks", "set-cookie": "seen=1; Path=/"})


async def _loop(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    return await send(writer, 302, "", {"location": "/loop"})


async def _self_307(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    return await send(writer, 307, "", {"location": "/send"})


async def _close(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    return False


async def _reset(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False


async def _hang(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    await asyncio.sleep(30)
    return False


async def _half(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n<h1>Tha")
    await writer.drain()
    return False


async def _slow(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    await asyncio.sleep(site.delay)
    return await send(writer, 200, THANKS)


async def _download(site: FaultySite, request: Request, writer: asyncio.StreamWriter) -> bool:
    return await send(
        writer,
        200,
        "receipt",
        {"content-type": "application/octet-stream", "content-disposition": "attachment; filename=receipt.bin"},
    )


FAULTS: dict[str, Callable[[FaultySite, Request, asyncio.StreamWriter], Awaitable[bool]]] = {
    "ok": _ok, "redirect": _redirect, "loop": _loop, "self307": _self_307, "close": _close, "reset": _reset, "hang": _hang, "half": _half,
    "slow": _slow, "download": _download, **{str(c): _status(c) for c in (400, 403, 404, 408, 421, 425, 429, 500, 502, 503)},
}  # fmt: skip


@asynccontextmanager
async def faulty_site() -> AsyncIterator[FaultySite]:
    site = FaultySite()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
