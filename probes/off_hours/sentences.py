"""What the off-hours rules O1–O10 say, in English and Russian: what is wrong and how to mend it."""

from __future__ import annotations

from monitor.domain.finding import Finding, Gravity
from probes.phone_number.sentences import Rule

C, M, m = Gravity.CRITICAL, Gravity.MAJOR, Gravity.MINOR

RULES = {
    "O1": Rule(C, "Outside opening hours the site shows nothing but what it shows by day, no form, no messenger, no chat: show a number that is answered then (the snippet does it), or a form or messenger that promises an answer.",
               "В нерабочее время на сайте только дневные контакты, ни формы, ни мессенджера, ни чата: покажите номер, на который тогда отвечают (готовый код приложен), форму или мессенджер с обещанием ответа."),
    "O2": Rule(C, "The off-hours number {shown} cannot be tapped or dials something else: wrap it in a tel: link to itself.",
               "Номер для нерабочего времени {shown} не нажимается или набирает другое: заключите его в ссылку tel: на него же."),
    "O3": Rule(M, "What is shown follows the visitor's clock, not the company's: compute the hour in the company's time zone ({zone}).",
               "Контакт меняется по часам посетителя, а не компании: считайте час в поясе компании ({zone})."),
    "O4": Rule(M, "Ten minutes after {moment} the page still shows the other contact: switch at the hours of the programme.",
               "Через десять минут после {moment_ru} на странице всё ещё прежний контакт: переключайте по часам программы."),
    "O5": Rule(M, "On the holiday {day} the page shows the contact of a working day: give the script the list of holidays.",
               "В праздник {day} страница показывает контакт рабочего дня: дайте скрипту список праздников."),
    "O6": Rule(M, "A stored copy of the page shows the contact of another hour: switch in the browser, or let the page not be cached over closing time.",
               "Сохранённая копия страницы показывает контакт не того часа: переключайте в браузере или не кэшируйте страницу через закрытие."),
    "O7": Rule(m, "A page left open does not change at closing time: check the hour again every minute.",
               "Открытая страница не меняется в час закрытия: проверяйте час раз в минуту."),
    "O8": Rule(M, "During opening hours the page shows the off-hours number {shown}: show the office's number by day.",
               "В рабочее время на странице номер для нерабочего времени {shown}: днём показывайте номер офиса."),
    "O9": Rule(m, "The hours on the page ({page_hours}) are not those of the programme ({hours}): make them the same.",
               "Часы на странице ({page_hours_ru}) не совпадают с программой ({hours_ru}): приведите к одному."),
    "O10": Rule(M, "{what}", "{what_ru}"),
}  # fmt: skip


CHAT_OFFLINE = {
    "what": "The chat is offline and asks for no phone or address: let it take a message.",
    "what_ru": "Чат не в сети и не просит ни телефона, ни почты: пусть принимает сообщения.",
}
FORM_DEAD = {
    "what": "The form offered here takes no enquiries (our last one did not get through): mend it, or show another way.",
    "what_ru": "Форма на странице не принимает обращений (наше последнее не дошло): почините её или покажите другой способ.",
}


def finding(rule: str, *, page: str, profile: str = "phone", shown: str = "", **facts: str) -> Finding:
    """A Finding of `rule`, its sentences filled; keys ending in `_ru` are for Russian only."""
    law = RULES[rule]
    values = {"shown": shown, **facts}
    kept = {key: value for key, value in facts.items() if value and not key.endswith("_ru")}
    return Finding(
        rule=rule,
        gravity=law.gravity,
        en=law.en.format_map(values),
        ru=law.ru.format_map(values),
        page=page,
        profile=profile,
        shown=shown,
        facts=kept,
    )
