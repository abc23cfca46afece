"""Reports, dossier: the judge's steps as people read them: local time, spelled durations, both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.verdict import Step
from reports.period import say_day

_PARTS = re.compile(
    r"(?P<instant>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d)"
    r"|(?:(?P<days>-?\d+) days?, )?(?P<hours>\d+):(?P<minutes>\d\d):(?P<seconds>\d\d)(?:\.\d+)?"
)

RUSSIAN = {
    # rules
    "visit": "визит", "standard": "стандарт", "message": "сообщение", "event": "событие",
    "wall clock": "время по часам", "opening hours": "часы работы", "working clock": "рабочее время",
    "listening": "слушали ли мы", "canary": "контрольное письмо", "verdict": "итог",
    # what was looked at
    "sending": "отправка", "acceptance": "приём", "reason": "причина", "clock starts": "часы пошли",
    "within": "за", "on the working clock": "рабочего времени", "on the wall clock": "по часам",
    "in time until": "в срок до", "window closes": "окно закрывается", "answers: True": "на вопрос ответили",
    "answers: False": "на вопрос не ответили", "answers: None": "ответ ли это на вопрос — неизвестно",
    "by email": "по почте", "by phone": "по телефону", "by sms": "по SMS", "by messenger": "в мессенджере",
    "by chat": "в чате", "by hand": "внесено вручную", "to the event": "до события", "to now": "до сих пор",
    "to the window's end": "до конца окна", "calendar": "календарь", "stretches, limit": "промежутков, предел",
    "longest gap": "самый долгий перерыв", "sent, since": "отправлено, начиная с", "not yet": "ещё нет",
    "never": "никогда", "none": "нет",
    # values
    "sent": "отправлено", "not_sent": "не отправлено", "unknown": "неизвестно", "accepted": "принято",
    "probably": "вероятно", "rejected": "отклонено", "blocked": "заблокировано", "nothing_sent": "нечего отправлять",
    "human": "человек", "auto_ack": "автоответ", "bounce": "возврат", "bulk": "рассылка", "other": "другое",
    "unsure": "неясно кто", "first_any": "любая реакция", "first_human": "ответ человека",
    "first_answer": "ответ на вопрос", "receipt": "уведомление", "page_fact": "факт на странице",
    "confirmation": "подтверждение", "met": "выполнено", "late": "опоздание", "auto_only": "только робот",
    "not_answered": "нет ответа", "unreachable": "недоступно", "pending": "ждём", "inconclusive": "не доказано",
    # why
    "the visit was spoiled": "визит испорчен", "the visit is not finished": "визит не закончен",
    "the visit was withdrawn": "визит отозван",
    "nothing was sent, and not because of the site": "ничего не отправлено, и не по вине сайта",
    "the event came within the threshold": "событие наступило в срок",
    "the threshold has not passed": "срок ещё не истёк",
    "only robots meet this block: it proves nothing about people":
        "такое препятствие встречают только роботы: о людях это ничего не говорит",
    "we could not measure": "мы не смогли измерить", "any visitor would meet this:": "с этим столкнётся любой:",
    "stopped": "остановлено", "perhaps our own fault": "возможно, по нашей вине",
    "the enquiry came back undelivered": "обращение вернулось недоставленным",
    "the event came after the threshold, inside the window": "событие наступило после срока, но до закрытия окна",
    "threshold passed, but": "срок истёк, но", "threshold passed, no canary since": "срок истёк, контрольного письма ещё нет",
    "threshold passed in silence, our ears proven since": "срок истёк в тишине, наш слух с тех пор проверен",
    "robots answered, no person did": "ответили роботы, но не люди",
    "the window is over without the event, and our ears worked": "окно закрылось без события, и мы слышали",
    "the window is over, but": "окно закрылось, но",
    "our door was shut before it, and an answer may have waited at the sender's":
        "наша почта перед этим не принимала письма, и ответ мог ждать у отправителя",
    "the window is over, waiting for a canary": "окно закрылось, ждём контрольного письма",
    "no canary sent after the window came back": "ни одно контрольное письмо после окна не вернулось",
    "a letter that may belong here is not assigned": "письмо, которое может быть отсюда, не распределено",
    "a message nobody has judged may be the event": "сообщение, о котором никто не решил, может быть событием",
    "whether the enquiry arrived is not known": "дошло ли обращение, неизвестно",
    "we did not listen for": "мы не слушали", "of the wait": "из времени ожидания", "open, because": "открыто:",
    "a working clock without opening hours": "рабочее время без часов работы",
    "was not observed": "не наблюдалось", "no confirmation was shown": "подтверждение не показано",
    "an answer is stamped before we wrote: a clock is wrong": "ответ помечен временем раньше обращения: чьи-то часы врут",
    "nobody listened to the number we gave": "номер, который мы оставили, никто не слушал",
    "the form took nothing to answer to": "форма не взяла ни адреса, ни номера для ответа",
    "confirmed after": "подтверждено через", "allowed": "допустимо", ": seen": ": есть", ": not so": ": нет",
}  # fmt: skip


def _alone(phrase: str) -> str:
    """The phrase where it is no part of a longer word."""
    before = "" if phrase.startswith(":") else r"(?<![\w.])"
    return rf"{before}{re.escape(phrase)}(?![\w.])"


_PHRASES = re.compile("|".join(_alone(phrase) for phrase in sorted(RUSSIAN, key=len, reverse=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step of the explanation in one language."""

    rule: str
    looked_at: str
    result: str


def explain(step: Step, zone: str, language: str, reason: Callable[[str], str]) -> Line:
    """A step with instants on the site's clock; `reason` names an inconclusive verdict's reason."""
    result = re.sub(r"\((\w+)\)$", lambda found: f" ({reason(found[1])})", step.result)
    return Line(
        rule=_worded(step.rule, language),
        looked_at=_timed(_worded(step.looked_at, language), zone, language),
        result=_timed(_worded(result, language), zone, language),
    )


def _worded(text: str, language: str) -> str:
    if language == "ru":
        return _PHRASES.sub(lambda found: RUSSIAN[found[0]], text)
    return text.replace("_", " ").replace("answers: None", "answers: not known")


def _timed(text: str, zone: str, language: str) -> str:
    return _PARTS.sub(lambda found: _instant(found, zone, language) or _length(found, language), text)


def _instant(found: re.Match[str], zone: str, language: str) -> str:
    if not found["instant"]:
        return ""
    local = datetime.fromisoformat(found["instant"]).astimezone(ZoneInfo(zone))
    return f"{say_day(local.date(), language)} {local:%H:%M:%S}"


def _length(found: re.Match[str], language: str) -> str:
    """To the second: an arithmetic that is to be checked must not be rounded to minutes."""
    whole = timedelta(
        days=int(found["days"] or 0),
        hours=int(found["hours"]),
        minutes=int(found["minutes"]),
        seconds=int(found["seconds"]),
    )
    seconds = int(whole.total_seconds())
    sizes = zip((3600, 60, 1), ("h", "min", "s") if language == "en" else ("ч", "мин", "с"), strict=True)
    parts = []
    for size, unit in sizes:
        count, seconds = divmod(seconds, size)
        parts += [f"{count}\u00a0{unit}"] if count else []
    return " ".join(parts) or ("0\u00a0s" if language == "en" else "0\u00a0с")
