"""Ground floor: what a person's letter is worth: answers, offers, promises, addresses us by name."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.domain.response.context import similarity
from monitor.domain.response.nouns import Classification, Label, OpenVisit
from monitor.domain.response.people import signed_by
from monitor.domain.response.traits import Traits

TEMPLATED = 0.8
OWN = 0.5
"""Between the two nothing is claimed."""

_UNFILLED = re.compile(
    r"\{\{?\s*[\w. -]{1,40}\s*\}?\}|%\w{2,30}%|#[A-Z][A-Z_]{2,30}#|<<\s*\w[\w .]{0,30}>>|\$\{?[A-Z_]{3,30}\}?|\*\|[A-Z_]{2,30}\|\*"
    r"|\[(?:first |last |your |client |customer )?(?:name|surname|date|company)\]|\[(?:имя|фамилия|имя клиента|клиент|дата|компания)\]"
    r"|^(?:dear|hello|hi|уважаемый|уважаемая|здравствуйте|добрый день)\s*,?\s+[,!]",
    re.IGNORECASE | re.MULTILINE,
)
_UNITS = {
    "min": 1,
    "мин": 1,
    "hour": 60,
    "hr": 60,
    "час": 60,
    "day": 1440,
    "день": 1440,
    "дн": 1440,
    "сут": 1440,
    "week": 10080,
    "недел": 10080,
}
_UNIT = r"(min|hour|hr|day|week|мин|час|день|дн|сут|недел)\w*"
_TIMED = re.compile(
    rf"(?:within|in|no later than|in the next|в течение|через|не позднее чем через|за)\s+"
    rf"(?:the next\s+|ближайш\w+\s+)?(?:\d{{1,3}}\s?[-–—]\s?)?(\d{{1,3}}|an?|one|two|half an|одного|двух|полу?)?"
    rf"\s*-?\s*(?:calendar|календарн\w+)?\s*{_UNIT}",
    re.IGNORECASE,
)
_WORKING_TIME = re.compile(
    r"\b(?:working|business|office|opening)[ -](?:day|hour|time|week)|\b(?:week|mon)days?\b"
    r"|\bрабоч\w+ (?:дн|день|час|врем|недел)|\bбудн|\bпонедельник|\b(?:from|с) \d{1,2}(?:[:.]\d\d)? (?:to|до) \d",
    re.IGNORECASE,
)
"""It ends when the company's own calendar says, so no instant can be held against it."""
_PROMISED = re.compile(
    r"\b(?:will|'ll|shall)\s+(?:get back|call|contact|write|reply|respond|answer|send|be in touch|come back|let you know)"
    r"|\b(?:перезвон\w+|свяж\w+|напиш(?:у|ем|ет)|ответ(?:им|ит|ят|лю)|отпишусь|пришл(?:ю|ем|ет)|вернусь|вернемся|сообщ(?:у|им)|уточн(?:ю|им)|направ(?:лю|им)|позвон\w+)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "одного": 1, "двух": 2, "": 1}


def with_quality(verdict: Classification, letter: Traits, visit: OpenVisit | None) -> Classification:
    """The same verdict with the promise made and, for people, the quality of the letter."""
    promise, minutes = promised(letter.message.own_text)
    verdict = replace(verdict, promise=promise, promise_minutes=minutes, unfilled=_unfilled(letter.message.own_text))
    if verdict.label is Label.AUTO_ACK:
        return verdict
    verdict = replace(verdict, signed=bool(signed_by(letter)))
    return _against_visit(verdict, letter, visit) if visit else verdict


def _against_visit(verdict: Classification, letter: Traits, visit: OpenVisit) -> Classification:
    text = letter.message.own_text.lower().replace("ё", "е")
    return replace(
        verdict,
        answers=_shows(text, visit.answer_words, bool(letter.message.attachments)),
        next_step=_shows(text, visit.next_step_words, False),
        by_name=_named(text, visit.first_name),
        templated=_templated(letter.message.own_text, visit.earlier_texts),
    )


def _shows(text: str, stems: tuple[str, ...], may_be_attached: bool) -> bool | None:
    """Whether any stem stands in the text; None when nobody can say."""
    if any(stem.lower().replace("ё", "е") in text for stem in stems if stem):
        return True
    return None if may_be_attached or not stems else False


def _named(text: str, first_name: str) -> bool | None:
    if not first_name:
        return None
    name = first_name.lower().replace("ё", "е")
    stem = name[:-1] if len(name) > 3 and name[-1] in "аяйь" else name  # Ольга → Ольге, Сергей → Сергея
    return re.search(rf"\b{re.escape(stem)}\w{{0,2}}\b", text) is not None


def _templated(text: str, earlier: tuple[str, ...]) -> bool | None:
    if not earlier:
        return None
    likeness = max(similarity(text, other) for other in earlier)
    return True if likeness >= TEMPLATED else False if likeness < OWN else None


def _unfilled(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.strip() for found in _UNFILLED.findall(text[:5_000])))[:10]


def promised(text: str) -> tuple[str, int | None]:
    """(sentence that promises something, minutes it names or None); ("", None) when nothing is promised.

    Of a range ("2-3 hours") the longer counts. Working time ("within a working day") names no minutes.
    """
    for sentence in _SENTENCE_END.split(text[:3_000]):
        if _PROMISED.search(sentence):
            return sentence.strip()[:200], _minutes(sentence)
    return "", None


def _minutes(sentence: str) -> int | None:
    timed = _TIMED.search(sentence)
    if not timed or _WORKING_TIME.search(sentence):
        return None
    number, unit = (timed[1] or "").lower(), timed[2].lower()
    if number in ("half an", "пол", "полу"):
        return _UNITS[unit] // 2
    return (int(number) if number.isdigit() else _NUMBERS.get(number, 1)) * _UNITS[unit]
