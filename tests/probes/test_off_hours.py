"""Seven ways to switch a contact by the hour, and what the probe says of each; the snippet we propose passes its own probe."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.domain.visit import EvidenceItem
from monitor.domain.worktime import Calendar, CalendarSpec, HolidayDays, Span
from probes._base import Brief
from probes._browser import open_browser
from probes.off_hours import PROBE, Options
from probes.off_hours.snippet import propose

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
PAGES = Path(__file__).parent / "pages" / "off_hours"
NOON, EVENING = datetime(2026, 12, 16, 9, 0, tzinfo=UTC), datetime(2026, 12, 16, 19, 0, tzinfo=UTC)
WEEK = (*[(Span(start=540, end=1080),)] * 5, (), ())
SPEC = CalendarSpec(zone="Europe/Moscow", week=WEEK, holiday_country="RU")
CALENDAR = Calendar.compile(
    SPEC, HolidayDays(closed={date(2027, 1, 1): "Новый год"}), date(2026, 12, 1), date(2027, 2, 1)
)
OFFICE, DIRECTOR = "+78123330001", "+79161112233"


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split("?")[0].strip("/")
        if name == "clock":
            return self._answer(b"", "text/plain")
        if name == "shut":
            return self.send_error(503)
        by_day = self.server.at == NOON
        shown = {
            "{number}": OFFICE if by_day else DIRECTOR,
            "{shown}": "8 (812) 333-00-01" if by_day else "8 (916) 111-22-33",
        }
        text = self.server.pages.get(name) or (PAGES / f"{name}.html").read_text(encoding="utf8")
        for mark, value in shown.items():
            text = text.replace(mark, value)
        return self._answer(text.encode(), "text/html; charset=utf-8")

    def do_POST(self):
        self.server.posted.append(self.path)
        self._answer(b"", "text/plain")

    def _answer(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("X-Date", self.server.at.isoformat())
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.at, server.posted, server.pages = NOON, [], {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house():
    async with open_browser() as house:
        yield house


class Folder:
    def __init__(self):
        self.items, self.values = [], {}

    def put(self, kind, data, *, media_type, note=""):
        self.items.append(
            EvidenceItem(
                kind=kind, path=kind, sha256=f"{len(self.items):064}", media_type=media_type, at=NOON, note=note
            )
        )
        return self.items[-1]

    def put_json(self, kind, value, *, note=""):
        self.values[kind] = value
        return self.put(kind, b"", media_type="application/json")

    def json(self, kind):
        return self.values.get(kind)


async def look(house, site, page, at, *, daytime=None, simulate=True, declared=()):
    """A visit whose real clock is `at`: ours and the browser's alike."""
    site.at = at

    async def open_context(profile, **options):
        context = await house.new_context(profile, **options)
        if "timezone_id" not in options:
            await context.clock.install(time=at)
        return context

    folder = Folder()
    brief = Brief(
        url=f"http://127.0.0.1:{site.server_port}/{page}",
        language="ru",
        country="RU",
        now=lambda: at,
        options=Options(settle=0.2, simulate=simulate, phones=declared),
        expected={"calendar": CALENDAR, "daytime": daytime},
    )
    await PROBE.look(brief, open_context, folder)
    return {o.name.removeprefix("off_hours."): o.value for o in PROBE.read(folder).observations}


@pytest.mark.parametrize(
    ("page", "switch", "rules"),
    [
        ("visitor_clock", "visitor_clock", {"O3", "O5", "O7"}),
        ("company_zone", "company_clock", {"O5", "O7"}),
        ("utc_offset", "company_clock", {"O5", "O7"}),
        ("interval", "company_clock", {"O5"}),
        ("date_header", "server", set()),
        ("server", "server", set()),
    ],
)
async def test_a_switch_is_found_and_explained(house, site, page, switch, rules):
    by_day = await look(house, site, page, NOON, simulate=False)
    assert [row["e164"] for row in by_day["contacts"]["numbers"]] == [OFFICE]
    evening = await look(house, site, page, EVENING, daytime=by_day["contacts"])
    assert [row["e164"] for row in evening["contacts"]["numbers"]] == [DIRECTOR]
    assert evening["changed"]["numbers"] == {"gone": [OFFICE], "come": [DIRECTOR]}
    assert evening["contact_shown"] is evening["number_shown"] is True
    assert evening["switch"] == switch
    assert {finding["rule"] for finding in evening["findings"]} == rules


async def test_a_worker_has_its_own_clock_and_nothing_is_claimed_of_it(house, site):
    assert (await look(house, site, "worker", EVENING))["switch"] == "none"


async def test_nothing_changes_and_no_other_way_is_critical_and_comes_with_the_fix(house, site):
    first = await look(house, site, "nothing", EVENING, simulate=False)
    assert "contact_shown" not in first  # the number may be one for the night: nothing is proven yet
    assert first["findings"] == []
    noon = await look(house, site, "nothing", NOON, simulate=False)
    evening = await look(house, site, "nothing", EVENING, daytime=noon["contacts"])
    assert evening["contact_shown"] is False
    assert [(f["rule"], f["gravity"]) for f in evening["findings"]] == [("O1", "critical")]
    assert "Europe/Moscow" in evening["snippet"]
    assert "2027-01-01" in evening["snippet"]


async def test_the_proposed_snippet_has_no_fault_of_its_own(house, site):
    week = [[[span.start, span.end] for span in day] for day in WEEK]
    code = propose(
        zone="Europe/Moscow",
        week=week,
        holidays=["2027-01-01"],
        day=(OFFICE, "8 (812) 333-00-01"),
        night=(DIRECTOR, "8 (916) 111-22-33"),
    )
    site.pages["snippet"] = f'<!doctype html><meta name="viewport" content="width=device-width"><p>{code}</p>'
    evening = await look(house, site, "snippet", EVENING)
    assert [row["e164"] for row in evening["contacts"]["numbers"]] == [DIRECTOR]
    assert (evening["switch"], evening["contact_shown"], evening["findings"]) == ("company_clock", True, [])


async def test_a_form_that_promises_counts_and_other_hours_are_told(house, site):
    evening = await look(house, site, "form", EVENING, simulate=False)
    assert evening["ways"] == ["form"]
    assert evening["number_shown"] is False
    assert [f["rule"] for f in evening["findings"]] == ["O9"]
    assert site.posted == []


_FIELDS = (
    "<p><label>Ваше имя <input name=n></label><p><label>E-mail <input type=email name=e></label>"
    "<p><label>Вопрос <textarea name=q></textarea></label>"
)
_FORM = f"<form method=post>{_FIELDS}<p><button {{}}>Отправить</button></form>"
IN_REACH = {
    "gate": _FORM.format("disabled"),
    "modal": f"<button onclick=\"m.style.display='block'\">Задать вопрос</button><div id=m style='display:none'>{_FORM.format('')}</div>",
    "linked": "<a href=/written>Контакты</a>",
    "frame": "<iframe src=/written width=380 height=500></iframe>",
    "booking": "<a href='https://n1234.yclients.com/company/77'>Записаться</a>",
    "no_form_element": f"<div class=feedback><h2>Напишите нам</h2>{_FIELDS}<p><button>Отправить</button></div>",
}
"""Where forms are that do not lie open on the page."""


@pytest.mark.parametrize("where", IN_REACH)
async def test_a_form_behind_a_press_is_a_way_in(house, site, where):
    dressed = "<!doctype html><meta name=viewport content='width=device-width'><h1>Клуб</h1><p>8 (812) 333-00-01</p>{}"
    site.pages |= {where: dressed.format(IN_REACH[where]), "written": dressed.format(_FORM.format(""))}
    noon = await look(house, site, where, NOON, simulate=False)
    evening = await look(house, site, where, EVENING, daytime=noon["contacts"], simulate=False)
    assert (evening["ways"], evening["contact_shown"], evening["findings"]) == (["form"], True, [])
    assert site.posted == []


UNTOLD = {
    "page_shut": "<a href=/shut>Контакты</a>",
    "bubble": "<button onclick=\"b.style.display='block'\">✉</button><p id=b style='display:none'><a href='https://wa.me/79161112233'>WhatsApp</a>",
    "told_in_words": "<p>Telegram: @remont_piter</p>",
    "number_with_messenger": "<p>8 (921) 555-20-20 (WhatsApp, Viber)</p>",
    "chat_to_come": "<script>addEventListener('mousemove', () => later('https://code.jivosite.com/widget/abc'))</script>",
}
"""What may be a way in, though we did not come to it."""


@pytest.mark.parametrize("where", UNTOLD)
async def test_nobody_is_accused_where_we_could_not_look(house, site, where):
    site.pages[where] = (
        f"<!doctype html><meta name=viewport content='width=device-width'><p>8 (812) 333-00-01</p>{UNTOLD[where]}"
    )
    noon = await look(house, site, where, NOON, simulate=False)
    evening = await look(house, site, where, EVENING, daytime=noon["contacts"], simulate=False)
    assert (evening["ways"], evening.get("contact_shown"), evening["findings"]) == ([], None, [])


async def test_the_off_hours_number_by_day_is_told(house, site):
    noon = await look(house, site, "nothing", NOON, simulate=False, declared=(OFFICE,))
    assert [f["rule"] for f in noon["findings"]] == ["O8"]
    assert "contact_shown" not in noon
