"""Reports: agreement in number and duration words, by CLDR plural rules and never by gluing endings.

Babel knows the rules (en: one, other; ru: one, few, many); our tables know the words.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from babel import Locale

from monitor.domain.programme import ClockKind, Words

NBSP = "\u00a0"

_UNITS: tuple[tuple[str, int], ...] = (
    ("week", 604_800),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
)

# nominative singular, genitive singular, genitive plural, accusative singular, genitive with an adjective
_DURATIONS: dict[str, Words] = {
    "week": Words(
        en_one="week",
        en_many="weeks",
        ru_one="неделя",
        ru_few="недели",
        ru_many="недель",
        ru_accusative="неделю",
        ru_gender="f",
    ),
    "day": Words(en_one="day", en_many="days", ru_one="день", ru_few="дня", ru_many="дней", ru_accusative="день"),
    "hour": Words(en_one="hour", en_many="hours", ru_one="час", ru_few="часа", ru_many="часов", ru_accusative="час"),
    "minute": Words(
        en_one="minute",
        en_many="minutes",
        ru_one="минута",
        ru_few="минуты",
        ru_many="минут",
        ru_accusative="минуту",
        ru_gender="f",
    ),
    "second": Words(
        en_one="second",
        en_many="seconds",
        ru_one="секунда",
        ru_few="секунды",
        ru_many="секунд",
        ru_accusative="секунду",
        ru_gender="f",
    ),
}
# «рабочий» before a counted noun in the accusative, by gender and plural category
_WORKING = {
    ("m", "one"): "рабочий", ("m", "few"): "рабочих", ("m", "many"): "рабочих",
    ("f", "one"): "рабочую", ("f", "few"): "рабочие", ("f", "many"): "рабочих",
}  # fmt: skip


@cache
def _rule(language: str) -> Locale:
    return Locale(language)


@cache
def category(count: int, language: str) -> str:
    """CLDR plural category of a whole number: "one", "few", "many" or "other"."""
    return str(_rule(language).plural_form(count))


def counted(count: int, words: Words, language: str) -> str:
    """The noun as it stands after a count in the nominative: 1 компания, 2 компании, 5 компаний."""
    if language == "en":
        return words.en_one if count == 1 else words.en_many
    return {"one": words.ru_one, "few": words.ru_few}.get(category(count, "ru"), words.ru_many)


def out_of(count: int, words: Words, language: str) -> str:
    """The noun after "of the" / «из» and a count: из 1 компании, из 2 компаний, из 21 компании."""
    if language == "en":
        return words.en_one if count == 1 else words.en_many
    return words.ru_few if category(count, "ru") == "one" else words.ru_many


def _whole(duration: timedelta, largest: str) -> tuple[int, str]:
    """The duration in the largest unit (not above `largest`) that divides it exactly."""
    seconds = round(duration.total_seconds())
    names = [name for name, _ in _UNITS]
    for name, size in _UNITS[names.index(largest) :]:
        if seconds >= size and seconds % size == 0:
            return seconds // size, name
    return seconds, "second"


def threshold(duration: timedelta, clock: ClockKind, language: str) -> str:
    """A threshold in the accusative: "10 working minutes", «10 рабочих минут», "45 minutes", «1 час».

    Working time is never told in days: a working day has no fixed length.
    """
    working = clock is ClockKind.WORKING
    count, unit = _whole(duration, "hour" if working else "day" if duration < timedelta(weeks=2) else "week")
    words = _DURATIONS[unit]
    if language == "en":
        return f"{count}{NBSP}{'working ' if working else ''}{counted(count, words, 'en')}"
    kind = category(count, "ru")
    adjective = _WORKING[words.ru_gender, kind] + " " if working else ""
    noun = words.ru_accusative if kind == "one" else counted(count, words, "ru")
    return f"{count}{NBSP}{adjective}{noun}"


def spell(duration: timedelta, language: str) -> str:
    """A measured duration for tables and prose: "42 s", "12 min", "4 h 08 min", "2 d 03 h".

    Seconds below one minute, whole minutes (rounded down, as a clock shows them) below two days.
    """
    seconds = int(duration.total_seconds())
    en = language == "en"
    if seconds < 60:
        return f"{seconds}{NBSP}{'s' if en else 'с'}"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes}{NBSP}{'min' if en else 'мин'}"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        tail = f"{NBSP}{rest:02d}{NBSP}{'min' if en else 'мин'}" if rest else ""
        return f"{hours}{NBSP}{'h' if en else 'ч'}{tail}"
    days, hours = divmod(hours, 24)
    tail = f"{NBSP}{hours:02d}{NBSP}{'h' if en else 'ч'}" if hours else ""
    return f"{days}{NBSP}{'d' if en else 'д'}{tail}"
