"""Masks, boxes, lists, editors, pop-ups, frames, wizards, decoys: filled in a real browser, read at the server."""

from __future__ import annotations

import pytest
from faulty_site import FaultySite, faulty_site
from kept import MemoryBox, visit

from monitor.domain.visit import Acceptance, Reading, Sending
from probes._browser import BrowserHouse

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
HEAD = "<!doctype html><html lang=ru><meta charset=utf-8><title>Контакты</title><h1>Напишите нам</h1>"
WHO = "<label>Ваше имя<input name=name required></label><label>E-mail<input name=email required></label>"
TEXT = "<label>Сообщение<textarea name=message required></textarea></label>"


def form(inner: str, script: str = "", attributes: str = "") -> str:
    return f"{HEAD}<form method=post action=/send {attributes}>{WHO}{inner}{TEXT}<button>Отправить</button></form><script>{script}</script>"


async def sent(house: BrowserHouse, html: str, **options: object) -> tuple[Reading, FaultySite, MemoryBox]:
    async with faulty_site() as site:
        site.own["page"] = html
        reading, box = await visit(
            house, f"http://127.0.0.1:{site.port}/page", language="ru", **{"settle_seconds": 0.3, **options}
        )
    return reading, site, box


PHONE = "<label>Телефон<input name=phone id=p {0}></label>"
MASK = """const p = document.getElementById('p'); const put = d => '+7 (' + d.slice(0,3) + ') ' + d.slice(3,6) + '-' + d.slice(6,8) + '-' + d.slice(8,10);
p.addEventListener('input', () => { %s });"""
MASKS = {
    "none": ("required", ""),
    "tel": ("type=tel required", ""),
    "greedy": ("required", MASK % "p.value = put(p.value.replace(/\\D/g, ''))"),
    "prefixed": ("required value='+7 ('", MASK % "p.value = put(p.value.replace(/^\\+7/, '').replace(/\\D/g, ''))"),
    "ten_only": ("required maxlength=10 pattern='[0-9]{10}'", ""),
    "strict_pattern": ("required pattern='\\+7 \\([0-9]{3}\\) [0-9]{3}-[0-9]{2}-[0-9]{2}'", ""),
    "eight": ("required pattern='8[0-9]{10}'", ""),
}


@pytest.mark.parametrize("mask", sorted(MASKS))
async def test_the_number_that_arrives_is_ours(house: BrowserHouse, mask: str) -> None:
    attributes, script = MASKS[mask]
    reading, site, _ = await sent(house, form(PHONE.format(attributes), script))
    assert reading.sending is Sending.SENT, reading.reason
    assert "".join(c for c in site.posts[0].fields["phone"] if c.isdigit())[-10:] == "9161234567"


async def test_a_wrong_number_is_never_sent(house: BrowserHouse) -> None:
    reading, site, _ = await sent(house, form(PHONE.format("required"), MASK % "p.value = '+7 (123) 456-78-90'"))
    assert (reading.sending, reading.reason, site.posts) == (Sending.NOT_SENT, "fill_failed", [])


async def test_a_mask_of_another_country_is_named(house: BrowserHouse) -> None:
    reading, site, _ = await sent(
        house, form(PHONE.format("required value='+375 (' placeholder='+375 (__) ___-__-__'"))
    )
    assert (reading.acceptance, reading.reason, site.posts) == (Acceptance.BLOCKED, "needs_local_phone", [])


async def test_consent_is_given_marketing_is_not_decoys_stay_empty(house: BrowserHouse) -> None:
    inner = """<div style="position:absolute;left:-9999px"><input name=website></div><input name=email2 style="display:none">
    <div style="height:0;overflow:hidden"><label>If you are human, leave this blank<input name=trap style="width:22px;height:30px"></label></div>
    <label><input type=checkbox name=agree> Согласен на обработку персональных данных</label><label><input type=checkbox name=news> Получать новости и акции</label>"""
    _, site, _ = await sent(house, form(inner))
    fields = site.posts[0].fields
    assert fields["agree"] == "on"
    assert {"news", "website", "email2", "trap"} & {k for k, v in fields.items() if v} == set()
    assert fields["message"].startswith("Подскажите")


async def test_submit_that_waits_for_consent_and_a_drawn_box(house: BrowserHouse) -> None:
    inner = "<style>#a{opacity:0;position:absolute;width:1px;height:1px}</style><div><input type=checkbox id=a name=agree required><label for=a>Принимаю <a href=/policy>политику конфиденциальности</a></label></div>"
    script = "const b = document.querySelector('button'); b.disabled = true; document.getElementById('a').addEventListener('change', e => b.disabled = !e.target.checked)"
    reading, site, _ = await sent(house, form(inner, script))
    assert (reading.sending, site.posts[0].fields["agree"]) == (Sending.SENT, "on")


async def test_a_choice_that_brings_more_fields(house: BrowserHouse) -> None:
    inner = "<label>Тема<select name=topic required><option value=''>Выберите</option><option>Оплата</option><option>Другой вопрос</option></select></label><div id=more></div>"
    script = "document.querySelector('select').addEventListener('change', () => setTimeout(() => document.getElementById('more').innerHTML = '<label>Компания<input name=company required></label>', 150))"
    _, site, _ = await sent(house, form(inner, script))
    assert (site.posts[0].fields["topic"], site.posts[0].fields["company"]) == ("Другой вопрос", "Ромашка")


async def test_who_asks_for_no_address_finds_it_in_the_message(house: BrowserHouse) -> None:
    bare = f"{HEAD}<h1>Задать вопрос</h1><form method=post action=/send><label>Имя<input name=name></label>{TEXT}<button>Отправить</button></form>"
    for html, written in ((bare, True), (form(""), False)):
        reading, site, _ = await sent(house, html)
        assert ("@" in site.posts[0].fields["message"]) is written
        given = next(fact.value for fact in reading.observations if fact.name == "form.given")
        assert "email" in given


async def test_an_editor_instead_of_a_text_area(house: BrowserHouse) -> None:
    html = f"""{HEAD}<form method=post action=/send>{WHO}<div><label>Сообщение</label><textarea name=message style="display:none"></textarea><div id=ed contenteditable=true style="min-height:60px;border:1px solid"></div></div><button>Отправить</button></form>
    <script>const ed = document.getElementById('ed'); ed.addEventListener('input', () => setTimeout(() => document.querySelector('textarea').value = '<p>' + ed.innerText + '</p>', 400))</script>"""
    _, site, _ = await sent(house, html)
    assert "Тверь" in site.posts[0].fields["message"]


async def test_a_form_behind_a_button(house: BrowserHouse) -> None:
    html = f"""<!doctype html><meta charset=utf-8><title>Ремонт</title><h1>Ремонт</h1><button onclick="document.getElementById('m').style.display='block'">Задать вопрос</button>
    <div id=m class=modal style="display:none"><h2>Задать вопрос</h2><form method=post action=/send>{WHO}{TEXT}<button>Отправить</button></form></div>"""
    reading, site, _ = await sent(house, html)
    assert (reading.acceptance, len(site.posts)) == (Acceptance.ACCEPTED, 1)


async def test_a_form_in_a_frame(house: BrowserHouse) -> None:
    async with faulty_site() as site:
        site.own["inner"] = form("")
        site.own["page"] = f"{HEAD}<iframe src=/inner width=600 height=500></iframe>"
        reading, _ = await visit(house, f"http://127.0.0.1:{site.port}/page", language="ru")
    assert (reading.acceptance, len(site.posts)) == (Acceptance.ACCEPTED, 1)


async def test_only_the_address_of_the_site_is_known(house: BrowserHouse) -> None:
    async with faulty_site() as site:
        site.own["home"] = (
            "<meta charset=utf-8><title>Завод</title><h1>Завод</h1><a href=/about>О нас</a> <a href=/kontakty>Контакты</a><form action=/s><input name=q placeholder=Поиск><button>Найти</button></form>"
        )
        site.own["kontakty"] = form("")
        reading, box = await visit(house, f"http://127.0.0.1:{site.port}/home", language="ru")
    assert (reading.acceptance, len(site.posts)) == (Acceptance.ACCEPTED, 1)
    assert box.json("outcome")["page_url"].endswith("/kontakty")


async def test_a_cookie_bar_over_the_button(house: BrowserHouse) -> None:
    bar = "<div id=bar style='position:fixed;bottom:0;left:0;right:0;height:90%;background:#fff'>Мы используем cookie <button onclick=\"document.cookie='ads=1';this.parentElement.remove()\">Принять все</button></div>"
    reading, site, _ = await sent(house, form("") + bar)
    assert reading.sending is Sending.SENT
    assert "ads=1" not in site.posts[0].headers.get("cookie", "")


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<div class=g-recaptcha style='width:304px;height:78px'>captcha</div>", "captcha"),
        (
            "<img src=/captcha.png alt=captcha width=90 height=30><label>Код с картинки<input name=code required></label>",
            "captcha",
        ),
        ("<label>Резюме<input type=file name=cv required></label>", "needs_file"),
    ],
)
async def test_blocked_and_nothing_touched(house: BrowserHouse, inner: str, reason: str) -> None:
    reading, site, box = await sent(house, form(inner))
    assert (reading.sending, reading.acceptance, reading.reason) == (Sending.NOT_SENT, Acceptance.BLOCKED, reason)
    assert (site.posts, box.intents) == ([], [])


@pytest.mark.parametrize(
    "options",
    [
        {"form": "#no-such"},
        {"fields": {"email": "#gone"}},
        {"submit": "#gone"},
        {"opener": "#gone"},
        {"fields": {"email": "label=Почтовый ящик"}},
    ],
)
async def test_configuration_that_no_longer_fits(house: BrowserHouse, options: dict[str, object]) -> None:
    reading, site, _ = await sent(house, form(""), **options)
    assert (reading.reason, site.posts) == ("configuration", [])


async def test_configured_selectors_win(house: BrowserHouse) -> None:
    html = f"{HEAD}<form id=first method=post action=/send>{WHO}{TEXT}<button>Отправить</button></form><form id=second method=post action=/send><input name=a aria-label=Поле1><input name=b id=bb><input name=c type=hidden value=second><textarea name=d></textarea><button id=go>Дальше</button></form>"
    _reading, site, _ = await sent(
        house,
        html,
        form="#second",
        fields={"full_name": "label=Поле1", "email": "#bb"},
        submit='role=button[name="Дальше"]',
    )
    assert site.posts[0].fields["c"] == "second"
    assert (site.posts[0].fields["a"], site.posts[0].fields["b"]) == ("Анна Петрова", "anna.p7k2@shop.test")


async def test_refused_by_the_page_itself(house: BrowserHouse) -> None:
    reading, site, _ = await sent(
        house, form("<label>Код клиента<input name=k required pattern='[A-Z]{3}-[0-9]{9}'></label>")
    )
    assert (reading.sending, reading.acceptance, reading.reason, site.posts) == (
        Sending.NOT_SENT,
        Acceptance.REJECTED,
        "invalid",
        [],
    )


async def test_a_wizard_ends_at_an_account(house: BrowserHouse) -> None:
    async with faulty_site() as site:
        site.own["page"] = f"{HEAD}<form method=get action=/account>{WHO}{TEXT}<button>Далее</button></form>"
        site.own["account"] = (
            "<h1>Вход</h1><form method=post action=/send><input name=u><input type=password name=p><button>Войти</button></form>"
        )
        reading, _ = await visit(house, f"http://127.0.0.1:{site.port}/page", language="ru", settle_seconds=0.3)
    assert (reading.acceptance, reading.reason, site.posts) == (Acceptance.BLOCKED, "needs_account", [])


async def test_a_form_at_a_form_service_is_named_not_filled(house: BrowserHouse) -> None:
    html = f"{HEAD}<p>Текст о компании.</p><a href=https://forms.yandex.ru/u/123>Заполнить форму</a>"
    reading, site, box = await sent(house, html)
    assert (reading.acceptance, reading.reason, site.posts) == (Acceptance.BLOCKED, "external_form", [])
    assert box.json("outcome")["external"] == "https://forms.yandex.ru/u/123"


@pytest.mark.parametrize("sizes", [(3, 7), (3, 3, 4), (3, 3, 2, 2)])
async def test_a_number_over_several_boxes(house: BrowserHouse, sizes: tuple[int, ...]) -> None:
    boxes = " ".join(f"<input name=p{n} size={s} maxlength={s}>" for n, s in enumerate(sizes))
    _, site, _ = await sent(house, form(f"<p>Телефон</p><p>+7 ({boxes}</p>"))
    assert "".join(site.posts[0].fields[f"p{n}"] for n in range(len(sizes))) == "9161234567"
