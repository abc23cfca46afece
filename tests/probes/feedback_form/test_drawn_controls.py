"""Controls drawn by scripts, forms in steps, a page that refuses: filled in a real browser, read at the server."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re

import pytest
from faulty_site import faulty_site
from kept import visit
from test_filling import HEAD, TEXT, WHO, form, sent

from monitor.domain.visit import Acceptance, Sending
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EDITOR = """const area = document.getElementById('m'), frame = document.createElement('iframe'); area.style.display = 'none';
setTimeout(() => { area.after(frame); frame.contentDocument.body.contentEditable = 'true'; }, 500);
area.form.addEventListener('submit', () => { area.value = frame.contentDocument.body.innerText; });"""

LIST = """<div class=field><label for=t>Тема *</label><div class=box style="width:200px;height:30px;border:1px solid"><input id=t role=combobox readonly aria-expanded=false
  style="opacity:0;width:1px;border:0"><span id=chosen></span></div></div>"""
LIST_SCRIPT = """const box = document.querySelector('.box'); box.addEventListener('mousedown', () => { const menu = document.createElement('div');
menu.innerHTML = ['Выберите тему', 'Цены', 'Другой вопрос'].map(t => `<div class=menu-option>${t}</div>`).join('');
menu.addEventListener('click', e => { document.getElementById('hidden').value = chosen.textContent = e.target.textContent; menu.remove(); }); document.body.append(menu); }, {once: true});"""

CALENDAR = """d.addEventListener('focus', () => { const t = document.createElement('table');
t.innerHTML = '<tr><td class="day prev">31<td class=day>7<td class="day disabled">8<td class=day>29</tr>';
t.addEventListener('mousedown', e => { if (!/prev|disabled/.test(e.target.className)) d.value = '2027-01-' + e.target.textContent; t.remove(); }); document.body.append(t); }, {once: true});"""


async def test_an_editor_in_a_frame_that_comes_late(house: BrowserHouse) -> None:
    html = f"{HEAD}<form method=post action=/send>{WHO}<label for=m>Сообщение</label><textarea id=m name=message></textarea><button>Отправить</button></form><script>{EDITOR}</script>"
    reading, site, _ = await sent(house, html)
    assert (reading.acceptance, len(site.posts)) == (Acceptance.ACCEPTED, 1)
    assert "Тверь" in site.posts[0].fields["message"]


async def test_a_drawn_list_whose_entries_have_no_role(house: BrowserHouse) -> None:
    _, site, _ = await sent(house, form(f"{LIST}<input type=hidden name=topic id=hidden>", LIST_SCRIPT))
    assert site.posts[0].fields["topic"] == "Другой вопрос"


async def test_a_calendar_that_takes_no_typing(house: BrowserHouse) -> None:
    _, site, _ = await sent(
        house, form("<label>Желаемая дата *<input id=d name=date readonly required></label>", CALENDAR)
    )
    assert site.posts[0].fields["date"] == "2027-01-7"


async def test_the_country_beside_a_phone_is_left_to_itself(house: BrowserHouse) -> None:
    inner = "<div class=iti__box><button type=button class=iti__country role=combobox aria-expanded=false onclick=\"k.value='touched'\">Россия *</button><label>Телефон<input name=phone type=tel></label></div><input type=hidden id=k name=country value=ru>"
    _, site, _ = await sent(house, form(inner))
    assert site.posts[0].fields["country"] == "ru"


@pytest.mark.parametrize(("written", "wanted"), [("дд/мм/гггг", r"\d\d/\d\d/\d{4}"), ("", r"\d\d\.\d\d\.\d{4}")])
async def test_a_date_is_written_as_the_field_shows_it(house: BrowserHouse, written: str, wanted: str) -> None:
    _, site, _ = await sent(
        house, form(f"<label>Дата визита<input name=date required placeholder='{written}' pattern='{wanted}'></label>")
    )
    assert len(site.posts) == 1


async def test_a_refusal_by_the_page_is_answered_once_more(house: BrowserHouse) -> None:
    inner = "<p>Откуда вы?<label><input type=radio name=from value=a>Тверь</label><label><input type=radio name=from value=b>Клин</label><p role=alert id=e></p>"
    script = "document.forms[0].addEventListener('submit', ev => { if (!document.querySelector(':checked')) { ev.preventDefault(); e.textContent = 'Заполните все поля'; } })"
    reading, site, box = await sent(house, form(inner, script))
    assert (reading.acceptance, len(site.posts), site.posts[0].fields["from"]) == (Acceptance.ACCEPTED, 1, "a")
    assert box.json("outcome")["corrected"]


async def test_a_page_that_never_gives_in_is_told_so(house: BrowserHouse) -> None:
    script = "document.forms[0].addEventListener('submit', ev => { ev.preventDefault(); e.textContent = 'Заполните все поля'; })"
    reading, site, _ = await sent(house, form("<p role=alert id=e></p>", script))
    assert (reading.sending, reading.acceptance, site.posts) == (Sending.NOT_SENT, Acceptance.REJECTED, [])


async def test_steps_on_the_server_with_a_last_look_before_sending(house: BrowserHouse) -> None:
    async with faulty_site() as site:
        site.own["page"] = (
            f"{HEAD}<form method=get action=/second><label>Ваше имя<input name=name required></label><button>Далее</button></form>"
        )
        site.own["second"] = (
            f"<h1>Заявка</h1><form method=get action=/third>{WHO}{TEXT}<button name=back>Назад</button><button>Предпросмотр</button></form>"
        )
        site.own["third"] = (
            "<h1>Проверьте</h1><p id=p></p><form method=post action=/send><input type=hidden name=all><button>Отправить</button></form><script>document.forms[0].all.value = p.textContent = new URLSearchParams(location.search).get('message')</script>"
        )
        reading, _ = await visit(house, f"http://127.0.0.1:{site.port}/page", language="ru", settle_seconds=0.3)
    assert (reading.acceptance, len(site.posts)) == (Acceptance.ACCEPTED, 1)
    assert "Тверь" in site.posts[0].fields["all"]


async def test_a_number_written_by_a_mask_is_still_ours_on_the_wire(house: BrowserHouse) -> None:
    html = """<!doctype html><html lang=ru><meta charset=utf-8><h1>Перезвоните мне</h1><form id=f><input name=n placeholder="Имя"><input id=p placeholder="+7 (___) ___-__-__"><button>Жду звонка</button></form>
    <script>f.onsubmit = ev => { ev.preventDefault(); const d = p.value.replace(/\\D/g, '').slice(-10);
    fetch('/send', {method: 'POST', body: JSON.stringify({tel: `+7 (${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`})}).then(() => f.outerHTML = '<p>Спасибо! Мы перезвоним.</p>'); }</script>"""
    reading, site, _ = await sent(house, html)
    assert (reading.sending, reading.acceptance, len(site.posts)) == (Sending.SENT, Acceptance.ACCEPTED, 1)


async def test_one_form_element_around_the_page_is_filled_in_its_contact_part_only(house: BrowserHouse) -> None:
    html = f"""{HEAD}<form method=post action=/send><div class=header><input name=q placeholder="Поиск"><input type=submit name=find value="Найти"></div>
    <div class=main>{WHO}{TEXT}<input type=submit name=go value="Отправить"></div><div class=footer><input name=news placeholder="E-mail для новостей"><input type=submit name=sub value="Подписаться"></div></form>"""
    _, site, _ = await sent(house, html)
    fields = site.posts[0].fields
    assert (fields.get("q"), fields.get("news"), fields["go"], "Тверь" in fields["message"]) == (
        None,
        None,
        "Отправить",
        True,
    )


async def test_a_page_that_checks_for_five_seconds_before_it_sends(house: BrowserHouse) -> None:
    script = "document.forms[0].addEventListener('submit', ev => { ev.preventDefault(); setTimeout(() => ev.target.submit(), 5000); })"
    reading, site, _ = await sent(house, form("", script))
    assert (reading.sending, reading.acceptance, len(site.posts)) == (Sending.SENT, Acceptance.ACCEPTED, 1)


async def test_a_slow_page_pressed_once_more_sends_once(house: BrowserHouse) -> None:
    """The complaint comes at once, the enquiry nevertheless, and so late that the visitor has pressed again."""
    inner = "<label><input type=radio name=from value=a>Тверь</label><p role=alert id=e></p>"
    script = "document.forms[0].addEventListener('submit', ev => { ev.preventDefault(); e.textContent = 'Заполните все поля'; setTimeout(() => fetch('/send', {method: 'POST', body: new URLSearchParams(new FormData(ev.target))}), 4200); })"
    reading, site, _ = await sent(house, form(inner, script), settle_seconds=4)
    assert len(site.posts) <= 1
    assert reading.sending is not Sending.NOT_SENT or not site.posts


CARD = "<h1>Оплата</h1><form method=post action=/send><label>Номер карты<input name=c></label><label>CVC<input name=v></label><button>Далее</button></form>"
SUM = f"<h1>Заявка</h1><form method=post action=/send>{TEXT}<label>Сколько будет 2+5?<input name=k required></label><button>Отправить</button></form>"
PUZZLE = "<h1>Готово</h1><form action=/find role=search><input name=q placeholder='Поиск'><button>Найти</button></form>"


@pytest.mark.parametrize(("second", "reason"), [(CARD, "not_permitted"), (SUM, "captcha"), (PUZZLE, "")])
async def test_a_step_that_must_not_be_taken_ends_the_visit(house: BrowserHouse, second: str, reason: str) -> None:
    async with faulty_site() as site:
        site.own["page"] = f"{HEAD}<form method=get action=/second>{WHO}<button>Далее</button></form>"
        site.own["second"] = second
        reading, box = await visit(house, f"http://127.0.0.1:{site.port}/page", language="ru", settle_seconds=0.3)
    assert (box.json("outcome")["stopped"], site.posts) == (reason, [])
    assert reading.acceptance is not Acceptance.ACCEPTED


PACKED = "btoa(unescape(encodeURIComponent(JSON.stringify([...new FormData(ev.target)]))))"
SCRAMBLED = "[...new FormData(ev.target)].join().split('').reverse().join('')"


@pytest.mark.parametrize(
    ("body", "sending", "acceptance"),
    [(PACKED, Sending.SENT, Acceptance.ACCEPTED), (SCRAMBLED, Sending.UNKNOWN, Acceptance.UNKNOWN)],
)
async def test_what_leaves_in_disguise_is_never_told_as_not_sent(
    house: BrowserHouse, body: str, sending: Sending, acceptance: Acceptance
) -> None:
    script = f"document.forms[0].addEventListener('submit', ev => {{ ev.preventDefault(); fetch('/else', {{method: 'POST', body: {body}}}).then(() => ev.target.outerHTML = '<p>Спасибо! Сообщение отправлено.</p>'); }})"
    reading, site, _ = await sent(house, form("", script))
    assert (reading.sending, reading.acceptance, len(site.posts)) == (sending, acceptance, 1)


async def test_an_enquiry_over_a_socket_is_no_not_sent(house: BrowserHouse) -> None:
    frames: list[bytes] = []
    script = "const s = new WebSocket(`ws://${location.host}/live`); document.forms[0].onsubmit = ev => { ev.preventDefault(); s.send(JSON.stringify([...new FormData(ev.target)])); ev.target.outerHTML = '<p>Спасибо! Сообщение отправлено.</p>'; }"
    html = form("", script).encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        key = re.search(r"Sec-WebSocket-Key: (\S+)", head)
        if key:
            mark = hashlib.sha1(f"{key.group(1)}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()
            upgrade = "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            writer.write(f"{upgrade}{base64.b64encode(mark).decode()}\r\n\r\n".encode())
            frames.append(await reader.read(10_000))
            return
        writer.write(
            f"HTTP/1.1 200 X\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {len(html)}\r\n\r\n".encode()
            + html
        )

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        reading, _ = await visit(house, f"http://127.0.0.1:{port}/", language="ru", settle_seconds=0.3)
    assert (reading.sending, reading.acceptance, len(frames)) == (Sending.UNKNOWN, Acceptance.UNKNOWN, 1)


async def test_one_question_a_page_with_buttons_that_only_say_ok(house: BrowserHouse) -> None:
    html = f"""<!doctype html><html lang=ru><meta charset=utf-8><title>Контакты</title><h1>Написать нам</h1>
    <form id=a><h2>О чём сообщение?</h2><p><input type=radio name=t value=1 id=r style="opacity:0"><label for=r>Вопрос</label><button type=button onclick="a.hidden = !!a.t.value; b.hidden = !a.t.value">OK</button></form>
    <form id=b hidden>{WHO}<button type=button onclick="b.hidden = true; c.hidden = false">OK</button></form>
    <form id=c hidden>{TEXT}<button type=button onclick="fetch('/send', {{method: 'POST', body: new URLSearchParams([...new FormData(b), ...new FormData(c)])}}).then(() => c.outerHTML = '<p>Спасибо! Сообщение отправлено.</p>')">OK</button></form>"""
    reading, site, _ = await sent(house, html)
    assert (reading.acceptance, len(site.posts)) == (Acceptance.ACCEPTED, 1)
    assert (site.posts[0].fields["email"], "Тверь" in site.posts[0].fields["message"]) == ("anna.p7k2@shop.test", True)
