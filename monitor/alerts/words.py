"""Room alerts: the sentences of an alert in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.units import format_unit

Texts = Mapping[str, Mapping[str, str]]

SUBJECT: Texts = {
    "en": {
        "warning": "{site}: the deadline is near",
        "breach": "{site}: no answer yet",
        "escalated": "{site}: still no answer after {wall}",
        "reminder": "{site}: reminder, still no answer after {wall}",
        "unreachable": "{site}: the {touchpoint} does not work",
        "answered": "{site}: answered after all, in {wall}",
        "ill": "Mystery Shopper itself: {part}",
        "well": "Mystery Shopper itself: it is over: {part}",
        "site": "{site}: does not open",
        "ways": "{site}: several ways in do not work ({ways})",
        "digest": "Several matters ({tally})",
        "conversation": "{site}: no answer yet to the question of {sent}",
    },
    "ru": {
        "warning": "{site}: срок скоро истекает",
        "breach": "{site}: ответа пока нет",
        "escalated": "{site}: ответа всё ещё нет, прошло {wall}",
        "reminder": "{site}: напоминание, ответа всё ещё нет, прошло {wall}",
        "unreachable": "{site}: {touchpoint} — обращение не доходит",
        "answered": "{site}: ответ всё-таки пришёл через {wall}",
        "ill": "О самой программе Mystery Shopper: {part}",
        "well": "О самой программе Mystery Shopper: устранено: {part}",
        "site": "{site}: не открывается",
        "ways": "{site}: не работает сразу несколько способов обратиться ({ways})",
        "digest": "Сводка ({tally})",
        "conversation": "{site}: пока нет ответа на вопрос от {sent}",
    },
}

LEAD: Texts = {
    "en": {
        "warning": "The deadline of “{standard}” passes at {deadline}, and so far {missing}.",
        "breach": "The deadline of “{standard}” passed at {deadline}: {missing}.",
        "escalated": "The deadline of “{standard}” passed at {deadline}. Colleagues were told, nobody has reacted, and "
        "the customer is still waiting: {wall}, {working} of it working hours.",
        "reminder": "We told you that the deadline of “{standard}” passed at {deadline}. The customer is still waiting.",
        "unreachable": "Our enquiry could not be delivered: {reason}. Any customer would meet the same.",
        "answered": "The deadline of “{standard}” had passed when {arrived} at {event}: the customer "
        "waited {wall}, {working} of it were working hours.",
        "ill": "{trouble}",
        "well": "What we told you about is over.",
        "unmeasured": "Since {since} nobody is accused of anything we could not measure.",
        "uncounted": "Visits of that time that prove nothing are not counted.",
        "site": "The page could not be opened ({touchpoint}): {reason}. Any customer would meet the same.",
        "ways": "Our enquiries could not be delivered. Any customer would meet the same.",
        "digest": "Several things have happened; the newest stand last.",
    },
    "ru": {
        "warning": "Срок по стандарту «{standard}» истекает {deadline}, и пока {missing}.",
        "breach": "Срок по стандарту «{standard}» истёк {deadline}: {missing}.",
        "escalated": "Срок по стандарту «{standard}» истёк {deadline}. Коллегам мы уже написали, никто не откликнулся, "
        "клиент ждёт до сих пор: {wall}, из них {working} — рабочее время.",
        "reminder": "Мы уже писали: срок по стандарту «{standard}» истёк {deadline}. Клиент ждёт до сих пор.",
        "unreachable": "Наше обращение не доставлено: {reason}. С тем же столкнётся любой клиент.",
        "answered": "Срок по стандарту «{standard}» уже истёк, когда {event} {arrived}: клиент "
        "ждал {wall}, из них {working} — рабочее время.",
        "ill": "{trouble}",
        "well": "То, о чём мы писали, устранено.",
        "unmeasured": "Начиная с {since} мы никого не обвиняем в том, чего не смогли измерить.",
        "uncounted": "Визиты этого времени, которые ничего не доказывают, не считаются.",
        "site": "Страницу открыть не удалось ({touchpoint}): {reason}. С тем же столкнётся любой клиент.",
        "ways": "Наши обращения не доставлены. С тем же столкнётся любой клиент.",
        "digest": "Произошло несколько событий; самые свежие — в конце.",
    },
}

MISSING: Texts = {
    "en": {
        "first_human": "no person has answered our enquiry",
        "first_answer": "the question we asked has not been answered",
        "first_any": "nothing has come back, not even an automatic receipt",
        "receipt": "nothing has come back, not even an automatic receipt",
    },
    "ru": {
        "first_human": "человек на наше обращение не ответил",
        "first_answer": "на заданный вопрос ответа нет",
        "first_any": "в ответ не пришло ничего, даже автоответа",
        "receipt": "в ответ не пришло ничего, даже автоответа",
    },
}
"""What has not happened, by the event a standard promises."""

ARRIVED: Texts = {
    "en": {
        "first_human": "a person answered our enquiry",
        "first_answer": "the question we asked was answered",
        "first_any": "the first reaction came",
        "receipt": "the first reaction came",
    },
    "ru": {
        "first_human": "на наше обращение ответил человек",
        "first_answer": "на заданный вопрос ответили",
        "first_any": "пришёл первый отклик",
        "receipt": "пришёл первый отклик",
    },
}

LABELS: Texts = {
    "en": {
        "touchpoint": "Way in",
        "sent": "Sent",
        "asked": "Asked",
        "name": "As",
        "owner": "Expected from",
        "wall": "Waited so far (by the clock)",
        "working": "Waited so far (your working hours)",
        "error": "What it said",
        "ears": "Our mailbox was checked with a test letter before this was said.",
        "footer": "Mystery Shopper sends this automatically.",
        "visit": "Visit",
        "ack": "I look after it",
        "snooze": "Not now: remind me tomorrow",
        "stop": "No more alerts to me",
    },
    "ru": {
        "touchpoint": "Точка контакта",
        "sent": "Отправлено",
        "asked": "Вопрос",
        "name": "От имени",
        "owner": "Кто отвечает",
        "wall": "Прошло по часам",
        "working": "Прошло рабочего времени",
        "error": "Сообщение об ошибке",
        "ears": "Прежде чем написать это, мы проверили свой почтовый ящик контрольным письмом.",
        "footer": "Письмо отправлено автоматически программой Mystery Shopper.",
        "visit": "Визит",
        "ack": "Занимаюсь этим",
        "snooze": "Не сейчас: напомнить завтра",
        "stop": "Больше не присылать мне",
    },
}

TALLY: Texts = {
    "en": {
        "warning": "deadline near",
        "breach": "no answer",
        "escalated": "nobody reacts",
        "reminder": "reminders",
        "unreachable": "does not work",
        "answered": "answered after all",
        "night": "news of the night",
    },
    "ru": {
        "warning": "скоро срок",
        "breach": "без ответа",
        "escalated": "никто не реагирует",
        "reminder": "напоминания",
        "unreachable": "обращение не доходит",
        "answered": "ответили с опозданием",
        "night": "новое за ночь",
    },
}
"""Nouns for counting without agreement: "no answer: 10"."""

REASONS: Texts = {
    "en": {
        "server_error": "the site answered with an error",
        "site_down": "the site did not open",
        "not_found": "the page is not there",
        "certificate": "browsers refuse the site's certificate",
        "no_form": "there is no form on the page",
        "form_broken": "the form does not send anything",
        "script_error": "the form fails with a script error",
        "dead_number": "the number does not exist",
        "": "the letter came back undelivered",
    },
    "ru": {
        "server_error": "сайт ответил ошибкой",
        "site_down": "сайт не открылся",
        "not_found": "страницы нет",
        "certificate": "браузеры не принимают сертификат сайта",
        "no_form": "на странице нет формы",
        "form_broken": "форма ничего не отправляет",
        "script_error": "в форме ошибка скрипта",
        "dead_number": "такого номера нет",
        "": "письмо вернулось недоставленным",
    },
}

PARTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "ears": ("the mailbox is deaf", "Our test letters do not come back, so we cannot hear answers."),
        "browser": ("no visit succeeds", "Our last visits all failed through our own fault."),
        "post": ("a channel fails", "Alerts by “{name}” have not been delivered since {since}; they wait."),
        "address": ("an address refuses our letters", "Refused for good, and not tried again: {name}."),
        "waiting": (
            "letters to an address wait",
            "Since {since} letters to this address are not taken: {name}. They wait and are tried again.",
        ),
        "stopped": (
            "somebody wants no more alerts",
            "Since {since} this person gets no alerts, at their own wish: {name}. If nobody else hears of the same sites, nobody does; `shopper alerts resume {name}` takes it back.",
        ),
        "disk": ("the disk is nearly full", "Letters and pictures may soon find no room; enquiries wait."),
    },
    "ru": {
        "ears": ("почтовый ящик не слышит", "Наши контрольные письма не возвращаются, ответов мы не слышим."),
        "browser": ("визиты не удаются", "Последние визиты сорвались по нашей вине."),
        "post": ("канал не работает", "С {since} оповещения через «{name}» не доставляются; они ждут."),
        "address": ("адрес не принимает письма", "Отказано окончательно, больше не пробуем: {name}."),
        "waiting": (
            "письма на один адрес ждут",
            "С {since} письма на этот адрес не принимаются: {name}. Они ждут, мы пробуем снова.",
        ),
        "stopped": (
            "кто-то отказался от оповещений",
            "С {since} этот человек не получает оповещений, так он попросил сам: {name}. Если о тех же сайтах больше никому не пишут, о них не узнает никто; вернуть: `shopper alerts resume {name}`.",
        ),
        "disk": ("диск почти заполнен", "Письмам и снимкам скоро не хватит места; новые обращения отложены."),
    },
}
"""A part of ourselves: (what is wrong with it in a few words, as a sentence)."""

SENSES = ("ears", "browser", "disk")
"""parts without which we can measure nothing"""


def instant(at: datetime | None, zone: str, language: str, *, named: bool = True) -> str:
    """A local date and time (with its zone when `named`), as people of that language write it."""
    if at is None:
        return "—"
    pattern = "d MMMM, HH:mm" if language == "ru" else "d MMM, HH:mm"
    local = format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=language)
    return f"{local} ({zone})" if named else local


def duration(length: timedelta | None, language: str) -> str:
    """A duration in at most two units, rounded down to whole minutes."""
    if length is None:
        return "—"
    minutes = int(length.total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = [(days, "duration-day"), (hours, "duration-hour"), (left, "duration-minute")]
    said = [format_unit(number, unit, length="long", locale=language) for number, unit in parts if number][:2]
    return " ".join(said) or format_unit(0, "duration-minute", length="long", locale=language)
