"""Corridor: stretches in which sites were left alone by agreement, for the method box."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from monitor.domain.pauses import Pause
from monitor.steps import House
from monitor.steps.report.scope import Scope, sites_of
from reports.labels import WEEKDAYS
from reports.period import Period, say_instant
from reports.records import Exclusion

NO_NOTE = {"en": "agreed pause", "ru": "согласованный перерыв"}
FROM, UNTIL = {"en": "from {}", "ru": "с {}"}, {"en": "until {}", "ru": "до {}"}


def exclusions(house: House, period: Period, scope: Scope, language: str) -> tuple[Exclusion, ...]:
    """Pauses of the programme that touch the period and concern somebody in scope."""
    sites = sites_of(house, scope)
    return tuple(
        Exclusion(what=_what(house, pause, period, scope, language), why=pause.note or NO_NOTE[language])
        for pause in house.programme.pauses
        if _touches(pause, period) and any(pause.concerns(site.key, site.group) for site in sites)
    )


def _touches(pause: Pause, period: Period) -> bool:
    begun = pause.starts_at is None or pause.starts_at < period.ends_at
    return begun and (pause.ends_at is None or pause.ends_at > period.starts_at)


def _what(house: House, pause: Pause, period: Period, scope: Scope, language: str) -> str:
    """ "Alpha Flats: Sat Sun 22:00–23:00, from Mon 2 Mar, 10:00"."""
    names = [site.name for site in sites_of(house, scope) if pause.concerns(site.key, site.group)]
    everybody = not pause.sites and not pause.groups
    who = house.programme.name if everybody else ", ".join(names)
    return f"{who}: {' '.join(_when(pause, period, language))}"


def _when(pause: Pause, period: Period, language: str) -> Iterator[str]:
    if pause.days:
        yield " ".join(WEEKDAYS[language][day] for day in pause.days)
    if pause.hours:
        yield "–".join(_clock(at) for at in pause.hours)
    for at, words in ((pause.starts_at, FROM), (pause.ends_at, UNTIL)):
        if at is not None:
            yield words[language].format(say_instant(at, period.zone, language))


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
