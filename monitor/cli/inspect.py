"""Roof: `shopper inspect`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from playwright.async_api import Error
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.domain.errors import Fault, UserFault
from probes._browser import BrowserHouse, open_browser
from probes._inspect import inspect_address, inspect_saved, saved_files

Url = Annotated[str, typer.Argument(help="Address of a page, or of a site: its contact page is found.")]
Html = Annotated[
    Path | None, typer.Option("--html", help="A saved page, or a folder of them: nothing leaves this machine.")
]
Country = Annotated[
    str, typer.Option(help="Country whose phone numbers are expected (ISO, e.g. RU); default: read from the page.")
]
Follow = Annotated[
    bool, typer.Option(help="Open pop-ups and turn to the contact page when the page itself has no fitting form.")
]
Phones = Annotated[bool, typer.Option(help="List the phone numbers as well.")]
BrowserPath = Annotated[str, typer.Option(help="Path of the browser to use; default: the first that works.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the documented JSON (docs/reference/inspect-json.md).")]


def command(
    url: Url = "",
    html: Html = None,
    country: Country = "",
    follow: Follow = True,
    phones: Phones = True,
    browser: BrowserPath = "",
    as_json: AsJson = False,
) -> None:
    """Look at a page as our probes would: which forms, which fields, what is a decoy, which form they
    would use and why, which phones. It types nothing and sends nothing.

    A live page is looked at on a desktop and on a phone. Exit code 0 when a form to write to was
    found, 1 when not, 2 when the page could not be opened.
    """
    _check(url, html)
    results = asyncio.run(_all(_address(url), html, country, follow, phones, browser))
    _show(results, as_json, folder=bool(html and html.is_dir()))
    if any("error" in r for r in results):
        raise typer.Exit(2)
    if not any(r["chosen"] for r in results):
        raise typer.Exit(1)


def _check(url: str, html: Path | None) -> None:
    if bool(url) == bool(html):
        found, remedy = (
            "an address or --html is needed, one of them",
            "For example: shopper inspect https://example.org",
        )
        raise UserFault((Fault(place="shopper inspect", found=found, remedy=remedy),))
    if html and not html.exists():
        found, remedy = "there is no such file or folder", "Name a saved page or a folder of pages"
        raise UserFault((Fault(place=f"--html {html}", found=found, remedy=remedy),))


def _address(url: str) -> str:
    return url if not url or "://" in url else f"https://{url}"


async def _all(
    url: str, html: Path | None, country: str, follow: bool, phones: bool, browser: str
) -> list[dict[str, Any]]:
    async with open_browser(browser) as house:
        if html is None:
            return [
                await _tried(
                    inspect_address(house, url, country=country, follow=follow, phones=phones), {"page": {"url": url}}
                )
            ]
        return [r async for r in _saved(house, html, country, phones)]


async def _saved(house: BrowserHouse, html: Path, country: str, phones: bool) -> AsyncIterator[dict[str, Any]]:
    for file in saved_files(html):
        yield await _tried(inspect_saved(house, file, country=country, phones=phones), {"file": str(file)})


async def _tried(look: Any, who: dict[str, Any]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = await look
    except Error as fault:
        return {**who, "error": (str(fault).splitlines() or ["failed"])[0], "forms": [], "chosen": None, "blocked": []}
    return found


def _show(results: list[dict[str, Any]], as_json: bool, folder: bool) -> None:
    if as_json:
        json.dump(results if folder else results[0], sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    console = Console()
    for result in results:
        for part in _page(result):
            console.print(part)


def _page(result: dict[str, Any]) -> Iterator[Any]:
    page = result.get("page", {})
    yield Text(f"{result.get('file') or page.get('url', '')}  {page.get('title', '')}", style="bold")
    if "error" in result:
        yield Text(f"  could not be opened: {result['error']}", style="red")
        return
    if not result["forms"]:
        yield Text("  no forms")
    for form in result["forms"]:
        yield _form(form)
    for block in result["blocked"]:
        yield Text(
            f"  blocked: {block['reason']} ({block['kind']}) {block['selector'] or block['form']}", style="yellow"
        )
    for phone in result.get("phones", ()):
        yield Text(f"  phone: {phone.get('shown', '')} → {phone.get('e164', '')}")


def _form(form: dict[str, Any]) -> Table:
    mark = "→ " if form["chosen"] else "  "
    seen = "" if form["visible"] else ", not on the screen"
    title = f"{mark}{form['type']} (score {form['score']}{seen})  {form['selector']}  {form['heading'][:60]}"
    table = Table(
        title=title, title_justify="left", title_style="green" if form["chosen"] else "", show_edge=False, pad_edge=True
    )
    for column in ("field", "label", "must", "why", "selector"):
        table.add_column(column, overflow="fold")
    for field in form["fields"]:
        kind = field["type"] + (f" ({field['detail']})" if field["detail"] else "")
        must = "required" if field["required"] else ""
        table.add_row(
            kind,
            field["label"][:40],
            must + ("" if field["visible"] else " hidden"),
            f"{field['reason']} {field['confidence']:.2f}",
            field["selector"],
        )
    return table
