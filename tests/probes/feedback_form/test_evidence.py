"""What a visit leaves behind: speeds as observations, a trace only where something went wrong."""

from __future__ import annotations

import io
import zipfile

import pytest
from faulty_site import faulty_site
from kept import MemoryBox, visit

from monitor.domain.visit import Acceptance, Reading
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
FORM = """<!doctype html><html lang=ru><meta charset=utf-8><title>Контакты</title><h1>Напишите нам</h1>
<form method=post action=/send><label>Ваше имя<input name=name required></label>
<label>E-mail<input name=email required></label><label>Сообщение<textarea name=message required></textarea></label>
<button>Отправить</button></form>"""
FILE = FORM.replace("<button>", "<label>Файл<input type=file name=f required></label><button>")


async def looked(house: BrowserHouse, html: str) -> tuple[Reading, MemoryBox]:
    async with faulty_site() as site:
        site.own["page"] = html
        return await visit(house, f"http://127.0.0.1:{site.port}/page", language="ru", settle_seconds=0.3)


async def test_an_accepted_visit_leaves_no_trace_but_its_speeds(house: BrowserHouse) -> None:
    reading, box = await looked(house, FORM)
    assert reading.acceptance is Acceptance.ACCEPTED
    assert "trace" not in {item.kind for item in box.items}
    speeds = {fact.name: fact.value for fact in reading.observations if fact.name.startswith("page.")}
    assert {"page.ttfb_ms", "page.largest_paint_ms", "page.load_ms"} <= speeds.keys()
    assert 0 < speeds["page.ttfb_ms"] <= speeds["page.largest_paint_ms"]


async def test_a_visit_that_stopped_leaves_a_trace_that_opens(house: BrowserHouse) -> None:
    reading, box = await looked(house, FILE)
    assert reading.reason == "needs_file"
    data = box.data("trace")
    assert data is not None
    assert any(name.endswith(".trace") for name in zipfile.ZipFile(io.BytesIO(data)).namelist())
