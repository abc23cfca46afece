"""Room alerts: the sentences of an alert in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.units import format_unit

SUBJECT: Mapping[str, Mapping[str, str]] = {
    "en": {
        "breach": "{site}: no answer from a person yet ({standard})",
        "unreachable": "{site}: the {touchpoint} does not work",
        "answered": "{site}: answered after all, in {wall}",
    },
    "ru": {
        "breach": "{site}: человек пока не ответил («{standard}»)",
        "unreachable": "{site}: {touchpoint} — обращение не доходит",
        "answered": "{site}: ответ всё-таки пришёл через {wall}",
    },
}

LEAD: Mapping[str, Mapping[str, str]] = {
    "en": {
        "breach": "The deadline of “{standard}” passed at {deadline} and no person has answered our enquiry.",
        "unreachable": "Our enquiry could not be delivered: {reason}. Any customer would meet the same.",
        "answered": "The enquiry we told you about was answered at {event}: the customer waited {wall}, {working} of it "
        "were working hours.",
    },
    "ru": {
        "breach": "Срок по стандарту «{standard}» истёк {deadline}, человек на наше обращение не ответил.",
        "unreachable": "Наше обращение не доставлено: {reason}. С тем же столкнётся любой клиент.",
        "answered": "На обращение, о котором мы сообщали, ответили {event}: клиент ждал {wall}, из них {working} — "
        "рабочее время.",
    },
}

LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "touchpoint": "Way in",
        "sent": "Sent",
        "asked": "Asked",
        "name": "As",
        "owner": "Expected from",
        "wall": "Waited so far (by the clock)",
        "working": "Waited so far (your working hours)",
        "ears": "Our mailbox was checked with a test letter before this was said.",
        "footer": "Mystery Shopper sends this automatically. Visit {token}.",
    },
    "ru": {
        "touchpoint": "Точка контакта",
        "sent": "Отправлено",
        "asked": "Вопрос",
        "name": "От имени",
        "owner": "Кто отвечает",
        "wall": "Прошло по часам",
        "working": "Прошло рабочего времени",
        "ears": "Прежде чем написать это, мы проверили свой почтовый ящик контрольным письмом.",
        "footer": "Письмо отправлено автоматически программой Mystery Shopper. Визит {token}.",
    },
}

REASONS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "server_error": "the site answered with an error",
        "site_down": "the site did not open",
        "no_form": "there is no form on the page",
        "": "the letter came back undelivered",
    },
    "ru": {
        "server_error": "сайт ответил ошибкой",
        "site_down": "сайт не открылся",
        "no_form": "на странице нет формы",
        "": "письмо вернулось недоставленным",
    },
}


def instant(at: datetime | None, zone: str, language: str) -> str:
    """A local date and time with its zone, as people of that language write it."""
    if at is None:
        return "—"
    pattern = "d MMMM, HH:mm" if language == "ru" else "d MMM, HH:mm"
    return f"{format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=language)} ({zone})"


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
