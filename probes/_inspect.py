"""What `shopper inspect` shows: the passive looks of several probes over one page, merged.

Saved pages are served from their own folder by the browser's own request interception; every other
request is refused, so nothing leaves this machine.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from playwright.async_api import BrowserContext, Route

from probes._browser import BrowserHouse
from probes.feedback_form.inspecting import Dress, inspect_page
from probes.phone_number import inspect_phones

SAVED_HOST = "http://saved.invalid"
"""reserved by RFC 6761: it can never be somebody's site"""
_PAGES = (".html", ".htm", ".xhtml")


async def inspect_address(
    house: BrowserHouse, url: str, *, country: str = "", follow: bool = True, phones: bool = True
) -> dict[str, Any]:
    """A live page: its phones, and its forms (with `follow` those of the site's contact page where it has none)."""
    found = await inspect_page(house.new_context, url, follow=follow)
    return {**found, **(await _phones(house, url, country) if phones else {})}


async def inspect_saved(house: BrowserHouse, file: Path, *, country: str = "", phones: bool = True) -> dict[str, Any]:
    """A saved page: the same JSON with `file`; its folder may hold its pictures and styles."""
    dress, url = saved_page(file)
    found = await inspect_page(house.new_context, url, dress=dress, saved=True)
    more = await _phones(house, url, country, dress) if phones else {}
    return {"file": str(file), **found, **more}


async def _phones(house: BrowserHouse, url: str, country: str, dress: Dress | None = None) -> dict[str, Any]:
    seen = await inspect_phones(house.new_context, url, country, settle=0.3 if dress else 2.5, dress=dress)
    return {"phones": seen["phones"], "findings": seen["findings"], "contacts": seen["contacts"]}


def saved_page(file: Path) -> tuple[Dress, str]:
    """How a context serves a saved page and what lies beside it, and the page's address there."""
    root = file.resolve().parent

    async def answer(route: Route) -> None:
        wanted = _beside(root, route.request.url)
        if wanted is None or route.request.method != "GET":
            # "aborted" leaves the page standing when a saved page tries to navigate away
            await route.abort("aborted")
            return
        await route.fulfill(body=wanted.read_bytes(), content_type=_type(wanted))

    async def dress(context: BrowserContext) -> None:
        await context.route("**/*", answer)

    return dress, f"{SAVED_HOST}/{quote(file.name)}"


def saved_files(path: Path) -> Iterator[Path]:
    """The file itself, or every page below a folder in order of name."""
    if path.is_file():
        yield path
    else:
        yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in _PAGES)


def _beside(root: Path, url: str) -> Path | None:
    if not url.startswith(f"{SAVED_HOST}/"):
        return None
    found = (root / unquote(urlsplit(url).path).lstrip("/")).resolve()
    return found if found.is_relative_to(root) and found.is_file() else None


def _type(file: Path) -> str:
    """The media type, with the charset where the bytes themselves prove it (a page saved as UTF-8 may
    still name the charset it was once sent in)."""
    kind = mimetypes.guess_type(file.name)[0] or "text/html"
    if not kind.startswith("text/"):
        return kind
    data = file.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        named = re.search(rb"charset\s*=", data[:4096], re.IGNORECASE)
        return kind if named else f"{kind}; charset={_eight_bit(data)}"
    return f"{kind}; charset=utf-8"


def _eight_bit(data: bytes) -> str:
    """Pages that name no charset: mostly high letters means Cyrillic, else Western."""
    high = sum(byte >= 0xC0 for byte in data)
    return "windows-1251" if high > len(data) / 20 else "windows-1252"
