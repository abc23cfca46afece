"""Corridor: what is wrong and how to mend it, in both languages, for promises that were not kept."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.domain.finding import Gravity
from monitor.domain.programme import Event, ServiceStandard, Touchpoint
from monitor.domain.verdict import Outcome
from monitor.steps.report.moments import REASONS

Words = tuple[str, str]

MISSED: Mapping[Outcome, Words] = {
    Outcome.LATE: ("answers come too late", "отвечают слишком поздно"),
    Outcome.AUTO_ONLY: ("a robot confirms, then nobody answers", "после автоответа никто не отвечает"),
    Outcome.NOT_ANSWERED: ("nobody answers", "никто не отвечает"),
    Outcome.UNREACHABLE: ("enquiries do not arrive", "обращения не доходят"),
}
EVENTS: Mapping[Event, Words] = {
    Event.RECEIPT: ("no receipt comes in time", "подтверждение не приходит вовремя"),
    Event.CONFIRMATION: ("the page confirms too slowly or not at all", "страница подтверждает отправку медленно или никак"),
    Event.FIRST_ANSWER: ("the question itself is not answered in time", "на сам вопрос вовремя не отвечают"),
}  # fmt: skip
GRAVITIES: Mapping[Event, Gravity] = {
    Event.RECEIPT: Gravity.MINOR,
    Event.CONFIRMATION: Gravity.MINOR,
    Event.FIRST_ANSWER: Gravity.MAJOR,
}
FIXES: Mapping[Outcome, Words] = {
    Outcome.LATE: (
        "Name one person and a stand-in for each hour of work; let an unanswered enquiry ring before the time is up.",
        "Назначьте на каждый рабочий час ответственного и замену; пусть неотвеченное обращение напоминает о себе до срока.",
    ),
    Outcome.AUTO_ONLY: (
        "Let the receipt open a task for a person, and check daily that none is left without an answer.",
        "Пусть автоответ создаёт задачу человеку; раз в день проверяйте, что без ответа никто не остался.",
    ),
    Outcome.NOT_ANSWERED: (
        "Send a test enquiry, follow where it lands, and give that inbox an owner.",
        "Отправьте пробное обращение, проследите, куда оно попало, и закрепите за этим ящиком ответственного.",
    ),
    Outcome.UNREACHABLE: (
        "Mend the form or address, then send a test enquiry yourself.",
        "Почините форму или адрес и отправьте пробное обращение сами.",
    ),
}
EVENT_FIXES: Mapping[Event, Words] = {
    Event.RECEIPT: (
        "Send an automatic receipt at once; let it say when a person will answer.",
        "Сразу отправляйте автоматическое подтверждение со сроком ответа человека.",
    ),
    Event.CONFIRMATION: (
        "Confirm on the page before mail and CRM are served; send those in the background.",
        "Подтверждайте отправку на странице сразу, а почту и CRM обслуживайте в фоне.",
    ),
    Event.FIRST_ANSWER: (
        "Answer what was asked in the first letter; keep ready answers to the ten most frequent questions.",
        "Отвечайте на вопрос в первом же письме; держите готовые ответы на десять частых вопросов.",
    ),
}


def problem_of(standard: ServiceStandard, point: Touchpoint, outcome: Outcome, met: int, n: int, reason: str) -> Words:
    """Which way in, what is wrong with it, and the measure: met of n over the last weeks."""
    en, ru = _what(standard, outcome, reason)
    label = point.label
    where_en, where_ru = (label.en_one, label.ru_one) if label else (point.key, point.key)
    return (
        f"{_capital(where_en)}: {en}. Kept {met} of {n}: {standard.name_en}.",
        f"{_capital(where_ru)}: {ru}. Выполнено {met} из {n}: {standard.name_ru}.",
    )


def fix_of(standard: ServiceStandard, outcome: Outcome) -> Words:
    """What to do about it."""
    if outcome is not Outcome.UNREACHABLE and standard.event in EVENT_FIXES:
        return EVENT_FIXES[standard.event]
    en, ru = FIXES[outcome]
    return en, ru


def gravity_of(standard: ServiceStandard, outcome: Outcome) -> Gravity:
    """How soon it is to be mended: what leaves the customer with nobody comes first."""
    if outcome is not Outcome.UNREACHABLE and standard.event in GRAVITIES:
        return GRAVITIES[standard.event]
    return Gravity.MAJOR if outcome is Outcome.LATE else Gravity.CRITICAL


def split(sentence: str) -> Words:
    """A finding's sentence says what is wrong, a colon, and how to mend it."""
    problem, colon, fix = sentence.partition(": ")
    return (f"{problem}.", _capital(fix)) if colon else (sentence, "")


def _what(standard: ServiceStandard, outcome: Outcome, reason: str) -> Words:
    if outcome is Outcome.UNREACHABLE:
        en, ru = MISSED[outcome]
        because = REASONS.get(reason)
        return (f"{en} ({because[0]})", f"{ru} ({because[1]})") if because else (en, ru)
    return EVENTS.get(standard.event) or MISSED[outcome]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
