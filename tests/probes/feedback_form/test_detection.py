"""Labelled pages: `data-efid` holds the form type we expect, `data-eid` "number:field type"."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from probes._browser import BrowserHouse
from probes._inspect import inspect_saved, saved_page
from probes.feedback_form.inspecting import inspect_page

PAGES = Path(__file__).parent.parent / "pages" / "feedback_form"
SCRIPTED = {"en_shadow_and_aria"}
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def look(house: BrowserHouse, file: Path) -> dict[str, Any]:
    dress, url = saved_page(file)
    return await inspect_page(house.new_context, url, dress=dress, saved=file.stem not in SCRIPTED, follow=False)


@pytest.mark.parametrize("file", sorted(PAGES.glob("*.html")), ids=lambda f: f.stem)
async def test_forms_and_fields_are_what_a_person_reads(house: BrowserHouse, file: Path) -> None:
    found = await look(house, file)
    assert {f["efid"]: f["type"] for f in found["forms"]} == {f["efid"]: f["efid"] for f in found["forms"]}
    fields = [f for form in found["forms"] for f in form["fields"]]
    assert {f["eid"]: f["type"] for f in fields} == {f["eid"]: f["eid"].partition(":")[2] for f in fields}
    assert all(f["honeypot"] == (f["type"] == "honeypot") for f in fields)


async def test_two_looks_give_the_same_answer(house: BrowserHouse) -> None:
    file = PAGES / "ru_lead_small.html"
    assert await look(house, file) == await look(house, file)


async def test_nothing_leaves_when_a_saved_page_is_inspected(house: BrowserHouse, tmp_path: Path) -> None:
    asked: list[str] = []

    async def serve(reader: Any, writer: Any) -> None:
        asked.append((await reader.readline()).decode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    page = tmp_path / "page.html"
    page.write_text(
        f"<img src=http://127.0.0.1:{port}/a.png><script src=http://127.0.0.1:{port}/b.js></script><iframe src=http://127.0.0.1:{port}/c></iframe>"
        f"<link rel=stylesheet href=http://127.0.0.1:{port}/d.css><form action=http://127.0.0.1:{port}/e><label>Name<input name=n></label><label>Message<textarea></textarea></label><button>Send</button></form>"
    )
    found = await inspect_saved(house, page, country="RU")
    server.close()
    assert asked == []
    assert found["forms"][0]["type"] == "contact"


async def test_charset_is_read_from_the_bytes(house: BrowserHouse, tmp_path: Path) -> None:
    body = "<form><table><tr><td>Имя<td><input name=a><tr><td>Сообщение<td><textarea name=b></textarea></table><input type=submit value=Отправить></form>"
    for name, data in {
        "utf.html": f"<meta charset=windows-1251>{body}".encode(),
        "old.html": f"<meta charset=windows-1251>{body}".encode("cp1251"),
        "bare.html": body.encode("cp1251"),
    }.items():
        (tmp_path / name).write_bytes(data)
        found = await inspect_saved(house, tmp_path / name, phones=False)
        assert [f["type"] for f in found["forms"][0]["fields"]] == ["full_name", "message"], name


async def test_json_is_plain_and_complete(house: BrowserHouse) -> None:
    found = await look(house, PAGES / "ru_tilda.html")
    assert json.loads(json.dumps(found)) == found
    assert {"page", "forms", "chosen", "blocked"} <= set(found)
    assert {"selector", "type", "score", "efid", "data-efid", "fields"} <= set(found["forms"][0])
    assert {"selector", "type", "label", "required", "visible", "honeypot", "reason", "confidence", "eid"} <= set(
        found["forms"][0]["fields"][0]
    )
