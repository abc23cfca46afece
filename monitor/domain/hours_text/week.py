"""A week of spans: what it is, what cannot be read as one, how it is printed back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from monitor.domain.worktime import MINUTES_PER_DAY, Span

Week = tuple[tuple[Span, ...], ...]
"""seven days, Monday first"""

ALL_DAY = Span(start=0, end=MINUTES_PER_DAY)

_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ru": ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"),
}
_ALWAYS = {"en": "round the clock, every day", "ru": "круглосуточно, без выходных"}
_CLOSED = {"en": "closed", "ru": "выходной"}


class HoursFault(ValueError):
    """These opening hours cannot be read. `found` says what is wrong, `remedy` what to write instead."""

    def __init__(self, found: str, remedy: str) -> None:
        self.found, self.remedy = found, remedy
        super().__init__(f"{found}. {remedy}.")


def week_as_text(week: Week, language: str) -> str:
    """The week for a person to check ("Mon–Fri 09:00–18:00; Sat 10:00–14:00; Sun closed"); `language` en or ru."""
    if all(_unbroken(day) for day in week):
        return _ALWAYS[language]
    return "; ".join(f"{days} {_hours(spans, language)}" for days, spans in _runs(week, _DAYS[language]))


def _runs(week: Week, names: Sequence[str]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Neighbouring days with the same hours, as one."""
    for spans, run in groupby(range(7), key=lambda number: week[number]):
        days = list(run)
        yield names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}", spans


def _unbroken(day: tuple[Span, ...]) -> bool:
    return bool(day) and day[0].start == 0 and max(span.end for span in day) >= MINUTES_PER_DAY and len(day) == 1


def _hours(spans: tuple[Span, ...], language: str) -> str:
    return ", ".join(f"{_clock(span.start)}–{_clock(span.end)}" for span in spans) or _CLOSED[language]


def _clock(minute: int) -> str:
    """24:00 at the end of a day; after it the hour of the next day's morning."""
    hour, rest = divmod(minute if minute <= MINUTES_PER_DAY else minute - MINUTES_PER_DAY, 60)
    return f"{hour:02}:{rest:02}"
