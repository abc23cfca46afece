"""OpenStreetMap `opening_hours` strings, read by a library behind guards against what it is known to misread.

A rule after ";" owns its whole day, so it cuts the night shift of the day before: refused. A blank
after a comma between weekdays would mean "Monday all day": read as everybody means it. Days without
hours would mean the whole day, hours without days after ";" every day, and a comment may take
everything back: refused, because hardly anybody means that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from opening_hours import OpeningHours, State, validate

from monitor.domain.hours_text.week import HoursFault, Week
from monitor.domain.worktime import MINUTES_PER_DAY, Span

_DAY = timedelta(days=1)
_FIRST_MONDAY = date(2024, 1, 1)
_WEEKS = 52 * 10  # every season, leap year and position of the holidays

_WEEKDAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = rf"(?:{_WEEKDAY}(?:\s*-\s*{_WEEKDAY})?|PH)"
_DAYS_OFF = re.compile(rf"({_DAYS}(?:\s*,\s*{_DAYS})*)\s+(?:off|closed)", re.IGNORECASE)
_HOLIDAYS_OFF = re.compile(r"(?<=\d)\s*,\s*PH\s+(?:off|closed)\s*(?=,|$)", re.IGNORECASE)
_DAYS_ALONE = re.compile(rf"(?:^|[;,]\s+){_DAYS}(?:\s*,\s*{_DAYS})*\s*(?=[;,]\s|;|$)", re.IGNORECASE)
_LOOSE_LIST = re.compile(rf"({_WEEKDAY})\s*,\s+(?={_WEEKDAY})", re.IGNORECASE)
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_REFUSED = (
    (
        r"\bPH\b",
        "public holidays with hours of their own",
        "Leave PH out: the country's holidays and dated exceptions say it",
    ),
    (r"\bSH\b", "school holidays", "Write dated exceptions"),
    (r"\b(?:sunrise|sunset|dawn|dusk)\b", "hours that follow the sun", "Write clock times"),
    (r"\|\|", "a fallback rule", "Write one rule"),
    (r"\d\s*\+", "an open end", "Write the closing time"),
    (r'"', "a comment", "Leave it out if these hours hold"),
    (r"(?<!24)/|/(?!7)", "repeated points in time", "Write from and to"),
    (r"\b(?:19|20)\d\d\b", "a year", "Write dated exceptions"),
    (r"-\s*(?:3[1-9]|4\d):", "an end on the day after the next", "Write a span a day"),
    (r";\s*\d", "hours without days after a semicolon", "Name the days again, or use a comma"),
)
_EXAMPLE = "Write it like Mo-Fr 09:00-18:00; Sa 10:00-14:00, or 24/7"
_ONE_WEEK = "Write one week, and dated exceptions beside it"
_OWN_HOURS = "Write the hours you hold yourself to"


def parse_hours(text: str) -> Week:
    """Seven days, Monday first, from an OpenStreetMap `opening_hours` string.

    Refuses what would be misread or does not repeat every week. Clauses that close on public
    holidays are left out: the calendar knows holidays itself. `HoursFault` with a sentence.
    """
    rules = _LOOSE_LIST.sub(r"\1,", "; ".join(_without_holidays(text.strip().split(";"))))
    _guard(text, rules)
    rules = rules.replace("-23:59", "-24:00")
    if not validate(rules):
        raise HoursFault(f'"{text}" is not understood', _EXAMPLE)
    weeks = _weeks(text, OpeningHours(rules))
    if len(weeks) > 1:
        raise HoursFault(f'"{text}" does not mean the same every week', _ONE_WEEK)
    week = weeks.pop()
    if not any(week):
        raise HoursFault(f'"{text}" never opens', _OWN_HOURS)
    return week


def _without_holidays(rules: Iterable[str]) -> Iterator[str]:
    """The rules without the public holidays they close on."""
    for rule in (_HOLIDAYS_OFF.sub("", one).strip() for one in rules):
        found = _DAYS_OFF.fullmatch(rule)
        if not found:
            yield rule
        elif days := [day for day in re.split(r"\s*,\s*", found[1]) if day.upper() != "PH"]:
            yield f"{','.join(days)} off"


def _guard(text: str, rules: str) -> None:
    for pattern, what, remedy in _REFUSED:
        if re.search(pattern, rules, re.IGNORECASE):
            raise HoursFault(f'"{text}" has {what}, which one week cannot hold', remedy)
    if _DAYS_ALONE.search(rules):
        raise HoursFault(f'"{text}" has days without hours', "Write them, 00:00-24:00 for the whole day, or off")
    if ";" in rules and any(_passes_midnight(*map(int, found)) for found in _TIMES.findall(rules)):
        remedy = "Separate the rules with commas: after a semicolon a rule cuts the night of the day before"
        raise HoursFault(f'"{text}" has hours past midnight beside a semicolon', remedy)


def _passes_midnight(from_hour: int, from_minute: int, to_hour: int, to_minute: int) -> bool:
    return (to_hour, to_minute) > (24, 0) or (0, 0) < (to_hour, to_minute) <= (from_hour, from_minute)


def _weeks(text: str, hours: OpeningHours) -> set[Week]:
    """The different weeks that occur in ten years (naive local times, no clock changes)."""
    first = datetime.combine(_FIRST_MONDAY, time())
    days: list[list[Span]] = [[] for _ in range(_WEEKS * 7)]
    for start, end, state, _ in hours.intervals(first, first + _WEEKS * 7 * _DAY):
        if state is State.UNKNOWN:
            raise HoursFault(f'"{text}" leaves open whether it is open', _OWN_HOURS)
        if state is State.OPEN:
            for number, span in _pieces(start - first, end - first):
                days[number].append(span)
    # nights are cut at both ends of the ten years: leave out the first and the last week
    return {tuple(map(tuple, days[n : n + 7])) for n in range(7, len(days) - 7, 7)}


def _pieces(start: timedelta, end: timedelta) -> Iterator[tuple[int, Span]]:
    """(day number, span): one span that may pass midnight, or whole days when longer than a day."""
    number, begin = start.days, start.seconds // 60
    length = (end - start) // timedelta(minutes=1)
    if length <= MINUTES_PER_DAY and begin + length <= 2 * MINUTES_PER_DAY:
        yield number, Span(start=begin, end=begin + length)
        return
    while length:
        part = min(length, MINUTES_PER_DAY - begin)
        yield number, Span(start=begin, end=begin + part)
        number, begin, length = number + 1, 0, length - part
