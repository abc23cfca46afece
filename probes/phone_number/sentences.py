"""What each rule says, in English and Russian: what is wrong and how to mend it (one sentence each).

Rules S1–S8 look at the site, P1–P28 at a number, its link and its page. Gravity: critical = customers
cannot call or call somebody else; major = part of them cannot; minor = nuisance; info = for the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.finding import Finding, Gravity

C, M, m, i = Gravity.CRITICAL, Gravity.MAJOR, Gravity.MINOR, Gravity.INFO


@dataclass(frozen=True, slots=True)
class Rule:
    gravity: Gravity
    en: str
    ru: str


RULES = {
    "S1": Rule(C, "No phone number is to be seen on any of the {n} pages: put one into the header of every page, as text inside a tel: link.",
               "Ни на одной из просмотренных страниц ({n}) не видно телефона: поставьте его в шапку каждой страницы текстом внутри ссылки tel:."),
    "S2": Rule(M, "This page shows no phone number: put the header with the number on it as on the other pages.",
               "На этой странице телефона не видно: поставьте на неё шапку с номером, как на остальных."),
    "S3": Rule(M, "The number {shown} is shown on the desktop but not on the phone{menu}: show it in the phone's header too.",
               "Номер {shown} виден на компьютере, но не на телефоне{menu_ru}: покажите его и в мобильной шапке."),
    "S4": Rule(M, "The main number here is {shown}, elsewhere {other}: use one number, or add both to the programme's list of phones.",
               "Здесь главный номер {shown}, на других страницах {other}: оставьте один или внесите оба в список телефонов программы."),
    "S5": Rule(M, "The number {shown} is not in the company's list: correct the page or add the number to `phones`.",
               "Номера {shown} нет в списке компании: исправьте страницу или добавьте номер в `phones`."),
    "S6": Rule(m, "The error page shows no phone number: lost visitors need one most, so give it the usual header.",
               "На странице ошибки нет телефона: заблудившемуся он нужнее всего, поставьте туда обычную шапку."),
    "S7": Rule(m, "The structured data says {other}, the page shows {shown}: make them the same, search engines and maps print the former.",
               "В разметке указан {other}, а на странице {shown}: сделайте одинаково, поиск и карты берут номер из разметки."),
    "S8": Rule(M, "The number {shown} is a template's placeholder: put the company's real number here.",
               "Номер {shown} остался от шаблона: поставьте настоящий номер компании."),
    "P1": Rule(C, "The page shows {shown} but the link dials {dials}: make the link tel:{e164}.",
               "На странице {shown}, а ссылка набирает {dials}: исправьте ссылку на tel:{e164}."),
    "P2": Rule(C, "The link's target {target} cannot be dialled ({why}): write tel:{e164}.",
               "По ссылке {target} дозвониться нельзя ({why_ru}): напишите tel:{e164}."),
    "P3": Rule(M, "The number {shown} cannot be tapped on the phone: wrap it in <a href=\"tel:{e164}\">.",
               "Номер {shown} на телефоне не нажимается: заключите его в <a href=\"tel:{e164}\">."),
    "P4": Rule(C, "A tap on {shown} does nothing: a script cancels it; let the tel: link work by itself.",
               "Нажатие на {shown} ничего не делает: его отменяет скрипт; дайте ссылке tel: работать самой."),
    "P5": Rule(M, "The number {shown} lies under {what}: move that or keep it away from the number.",
               "Номер {shown} закрыт элементом {what}: сдвиньте его, чтобы он не перекрывал номер."),
    "P6": Rule(C, "The link on {shown} takes no taps (pointer-events or inert): remove that from it.",
               "Ссылка на {shown} не принимает нажатий (pointer-events или inert): снимите этот запрет."),
    "P7": Rule(M, "The number {shown} appears only after a click: show it at once, every extra step loses callers.",
               "Номер {shown} появляется только после нажатия: покажите его сразу, на каждом шаге теряются звонки."),
    "P8": Rule(m, "No number is on the phone's first screen and no call button sticks to it: put {shown} into the header.",
               "На первом экране телефона нет ни номера, ни липкой кнопки звонка: поставьте {shown} в шапку."),
    "P9": Rule(m, "The target {target} lacks the country code and works only inside the country: write tel:{e164}.",
               "В ссылке {target} нет кода страны, из-за рубежа и из программ не дозвониться: напишите tel:{e164}."),
    "P10": Rule(m, "The target {target} has {why}: write only digits after the plus, tel:{e164}.",
                "В ссылке {target} есть {why_ru}: после плюса пишите только цифры, tel:{e164}."),
    "P11": Rule(M, "The number {shown} is linked with {scheme}: only, which phones do not know: use tel:{e164}.",
                "Номер {shown} набирается только через {scheme}:, телефоны этого не понимают: используйте tel:{e164}."),
    "P12": Rule(M, "The phone link {what} is empty: write the number into it, tel:{e164}.",
                "Ссылка для звонка {what} пустая: впишите в неё номер, tel:{e164}."),
    "P13": Rule(m, "The number {shown} is dialled by a script only: use a plain tel: link, then it can be copied and used without a mouse.",
                "Номер {shown} набирает только скрипт: сделайте обычную ссылку tel:, её можно скопировать и нажать с клавиатуры."),
    "P14": Rule(i, "The tap target of {shown} is {w}×{h} px{crowd}: give it padding up to {want} px.",
                "Область нажатия {shown} всего {w}×{h} px{crowd_ru}: увеличьте отступами до {want} px."),
    "P15": Rule(M, "The links of {shown} and another number touch: put 8 px between them, or the wrong one gets dialled.",
                "Ссылки {shown} и другого номера соприкасаются: раздвиньте на 8 px, иначе наберут не тот."),
    "P16": Rule(m, "The number {shown} is hard to read ({why}): raise contrast to 4.5:1 and size to 12 px at least.",
                "Номер {shown} трудно прочесть ({why_ru}): поднимите контраст до 4,5:1, а размер до 12 px."),
    "P17": Rule(M, "The number {shown} is {what} without a link: write it as text inside <a href=\"tel:{e164}\">.",
                "Номер {shown} — {what_ru} без ссылки: напишите его текстом внутри <a href=\"tel:{e164}\">."),
    "P18": Rule(m, "The number {shown} breaks over {n} lines: set white-space: nowrap on it.",
                "Номер {shown} разорван на строки ({n}): поставьте ему white-space: nowrap."),
    "P19": Rule(m, "A phone link has no readable name: add aria-label with the number.",
                "У ссылки для звонка нет читаемого имени: добавьте aria-label с номером."),
    "P20": Rule(m, "The page {why}, so links are tiny on a phone: set <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">.",
                "Страница {why_ru}, и на телефоне ссылки мелкие: поставьте <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">."),
    "P21": Rule(M, "format-detection forbids iPhones to link numbers and {shown} is plain text: add a tel: link.",
                "format-detection запрещает iPhone делать номера ссылками, а {shown} — просто текст: добавьте ссылку tel:."),
    "P22": Rule(C, "Call tracking changed the text to {shown} but the link still dials {dials}: let the script change both.",
                "Коллтрекинг сменил текст на {shown}, а ссылка набирает {dials}: пусть скрипт меняет и то и другое."),
    "P23": Rule(M, "Without the tracking script the page shows {what}: put the real number into the page itself.",
                "Без скрипта коллтрекинга на странице {what_ru}: впишите настоящий номер в саму страницу."),
    "P24": Rule(m, "The extension {ext} of {shown} is {why}: keep it in the text and in the target, tel:{e164},{ext}.",
                "Добавочный {ext} у {shown} {why_ru}: укажите его и в тексте, и в ссылке, tel:{e164},{ext}."),
    "P25": Rule(m, "The number {shown} is {why}: offer a number of the company's own country that costs nothing extra.",
                "Номер {shown} — {why_ru}: дайте обычный номер страны компании."),
    "P26": Rule(M, "The {kind} link {target} reaches nobody ({why}): write the number in international form without signs.",
                "Ссылка {kind} {target} никуда не ведёт ({why_ru}): укажите номер в международном виде без знаков."),
    "P27": Rule(i, "The number {shown} could be a phone but no numbering plan knows it: check it by hand.",
                "Номер {shown} похож на телефон, но в плане нумерации его нет: проверьте вручную."),
    "P28": Rule(i, "The number {shown} is there only after scripts have run: put it into the page itself.",
                "Номер {shown} появляется только после работы скриптов: впишите его в саму страницу."),
}  # fmt: skip


BROKEN_WHY = {
    "mask": ("it still holds a mask", "в ней осталась маска"),
    "lost_code": (
        "the plus stands before a number without its country code",
        "плюс стоит перед номером без кода страны",
    ),
    "foreign_plus": (
        "+8 is another country, 8 is dialled without a plus",
        "+8 — это другая страна, восьмёрку пишут без плюса",
    ),
    "impossible": ("it has too few or too many digits", "в ней не хватает цифр или есть лишние"),
    "extra_digit": ("a trunk digit stands after the country code", "после кода страны лишняя цифра"),
}
"""Why a target cannot be dialled, by fault (targets.py), English and Russian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a finding stands: page and profile, selector, what is shown there and the raw target, both
    as E.164 where known (`e164` of what is shown, `dials` of the target), crop's sha256."""

    page: str = ""
    profile: str = ""
    selector: str = ""
    shown: str = ""
    target: str = ""
    crop: str = ""
    e164: str = ""
    dials: str = ""


def finding(rule: str, spot: Spot, *, gravity: Gravity | None = None, **facts: object) -> Finding:
    """A Finding of `rule` at `spot`, its sentences filled with the spot and `facts` (`…_ru` for Russian only)."""
    law = RULES[rule]
    known = {"e164": spot.e164, "target_e164": spot.dials, **{key: str(value) for key, value in facts.items()}}
    values = {"shown": spot.shown, "target": spot.target, **known}
    return Finding(
        rule=rule,
        gravity=gravity or law.gravity,
        en=law.en.format_map(values),
        ru=law.ru.format_map(values),
        page=spot.page,
        profile=spot.profile,
        selector=spot.selector,
        shown=spot.shown,
        target=spot.target,
        crop=spot.crop,
        facts={key: value for key, value in known.items() if value and not key.endswith("_ru")},
    )
