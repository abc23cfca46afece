"""Corridor: the words of a story's time line, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from monitor.domain.programme import ClockKind
from monitor.domain.response import Label
from reports.plural import spell, threshold

Words = tuple[str, str]

SENT: Words = ("Our enquiry was accepted by the site.", "Сайт принял наше обращение.")
CLOSED: Words = (
    "We stopped waiting; no person had answered.",
    "Ожидание закончено: человек так и не ответил.",
)
LETTERS: Mapping[Label, Words] = {
    Label.HUMAN: ("A person wrote.", "Написал человек."),
    Label.AUTO_ACK: ("A robot confirmed receipt.", "Робот подтвердил получение."),
    Label.BOUNCE: ("Their mail server sent our enquiry back.", "Почтовый сервер компании вернул обращение."),
    Label.BULK: ("An advertising mailing arrived.", "Пришла рекламная рассылка."),
    Label.OTHER: ("Another message arrived.", "Пришло другое сообщение."),
    Label.UNSURE: ("A letter arrived; person or robot is not clear.", "Пришло письмо: человек или робот, неясно."),
}
PROMISED: Words = ("A robot confirmed receipt and promised an answer within {}.", "Робот подтвердил получение и обещал ответ за {}.")  # fmt: skip
REASONS: Mapping[str, Words] = {
    "server_error": ("the site answered with an error", "сайт ответил ошибкой"),
    "site_down": ("the site did not open", "сайт не открылся"),
    "no_form": ("there is no form on the page", "на странице нет формы"),
    "configuration": ("the form leads nowhere", "форма никуда не отправляет"),
    "invalid": ("the form refused what a customer would write", "форма не приняла то, что пишет клиент"),
    "needs_file": ("the form demands a file", "форма требует файл"),
    "needs_account": ("the form demands an account", "форма требует учётную запись"),
    "external_form": ("the form is at a form service, not on the site", "форма у стороннего сервиса, не на сайте"),
}
ANY: Words = ("the enquiry could not be sent", "обращение не отправлено")
NOT_TAKEN: Words = ("it did not get through", "до компании оно не дошло")
CALLED: Words = ("A person called.", "Позвонил человек.")
AFTER_ALL: Words = ("A person wrote after all, too late to count.", "Человек всё же написал, но уже слишком поздно.")
PICTURES: Mapping[str, Words] = {
    "after": ("The page after our enquiry was sent", "Страница после отправки обращения"),
    "filled": ("The form as we filled it in", "Заполненная нами форма"),
    "before": ("The page as we found it", "Страница, какой мы её застали"),
    "screen_phone": ("What the page shows on a phone", "Что страница показывает на телефоне"),
}


def not_sent(reason: str) -> Words:
    """Why nothing could be sent."""
    en, ru = REASONS.get(reason, ANY)
    return f"We came: {en}.", f"Мы пришли: {ru}."


def lost(reason: str) -> Words:
    """We sent it, and it did not arrive."""
    en, ru = REASONS.get(reason, NOT_TAKEN)
    return f"We sent our enquiry: {en}.", f"Мы отправили обращение: {ru}."


def letter(label: Label, promised_minutes: int | None) -> Words:
    """Who wrote, and what a machine promised."""
    if label is Label.AUTO_ACK and promised_minutes:
        span = timedelta(minutes=promised_minutes)
        return PROMISED[0].format(spell(span, "en")), PROMISED[1].format(spell(span, "ru"))
    return LETTERS[label]


def deadline(length: timedelta, clock: ClockKind) -> Words:
    """The promised time had passed."""
    en, ru = (threshold(length, clock, language) for language in ("en", "ru"))
    return f"The promised time had passed: {en}.", f"Обещанный срок истёк: {ru}."
