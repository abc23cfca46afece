"""Corridor: counted outcomes become rows of the scoreboard, and groups beside each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction

from monitor.domain.programme import Event, Role, ServiceStandard, Site, Words
from monitor.domain.statistics import percent
from monitor.domain.verdict import Outcome
from monitor.steps import House
from monitor.steps.report.counting import WEEKS, Weeks, week_before
from monitor.steps.report.scope import FEW_SITES, Scope, sites_of
from reports.labels import labels
from reports.period import Period
from reports.plural import NBSP
from reports.records import Belief, Counts, GroupShare, StandardLine, WeekShare

BEFORE = 4
COMPETITORS = {"en": "Competitors", "ru": "Конкуренты"}
Dots = Mapping[tuple[str, str], Sequence[Outcome]]
Totals = list[Counter[Outcome]]


def standard_lines(
    house: House, period: Period, scope: Scope, weeks: Weeks, dots: Dots, language: str
) -> tuple[StandardLine, ...]:
    """A row per promise; of many sites a row per sector. `dots`: this week's outcomes by (place, standard)."""
    by_sector = len(sites_of(house, scope)) > FEW_SITES
    known = {standard.key: standard for standard in house.programme.standards}
    rows: dict[tuple[str, str], Totals] = defaultdict(lambda: [Counter() for _ in range(WEEKS)])
    for place, found in weeks.items():
        where = house.programme.site(place.site).segment if by_sector else f"{place.site}/{place.touchpoint}"
        for total, week in zip(rows[where, place.standard], found, strict=True):
            total.update(week)
    firsts = [week_before(period, back).first for back in range(WEEKS - 1, -1, -1)]
    return tuple(
        _line(
            known[standard],
            place=_place(house, where, by_sector, language),
            label=label_of(house, where, by_sector),
            week=sum_up(totals[-1:]),
            before=sum_up(totals[-1 - BEFORE : -1]),
            window=sum_up(totals),
            weeks=tuple(_share(first, week) for first, week in zip(firsts, totals, strict=True)),
            dots=tuple(dots.get((where, standard), ())),
        )
        for (where, standard), totals in sorted(rows.items())
    )


def beliefs(house: House, weeks: Weeks) -> tuple[Belief, ...]:
    """What owners expected of a standard, beside its share over the window."""
    told = []
    for standard in house.programme.standards:
        counted = sum_up([week for place in weeks if place.standard == standard.key for week in weeks[place]])
        if standard.expected is not None and counted.n:
            told.append(believed(standard, standard.expected, counted.met, counted.n))
    return tuple(told)


def believed(standard: ServiceStandard, expected: Fraction, k: int, n: int) -> Belief:
    """One expectation against k of n."""
    share = f"{percent(expected)}{NBSP}%"
    en, ru = (labels(language)["k_of_n"].format(k=k, n=n) for language in ("en", "ru"))
    return Belief(
        question_en=standard.name_en,
        question_ru=standard.name_ru,
        expected_en=share,
        expected_ru=share,
        measured_en=en,
        measured_ru=ru,
    )


def group_shares(house: House, scope: Scope, weeks: Weeks, language: str) -> tuple[GroupShare, ...]:
    """Own sites (one by one, or by group where they are many) against all competitors together, under the promise most
    visited; nothing unless there are at least two to compare."""
    standard = _common_standard(house, weeks)
    shares: dict[tuple[bool, str], Totals] = defaultdict(list)
    sites = sites_of(house, scope)
    by_group = sum(site.role is not Role.COMPETITOR for site in sites) > FEW_SITES
    for site in sites:
        own = site.role is not Role.COMPETITOR
        name = (site.group if by_group else site.name) if own else COMPETITORS[language]
        if not name:
            continue  # too many to list one by one, and in no group
        found = [
            week for place in weeks if place.site == site.key and place.standard == standard for week in weeks[place]
        ]
        if found:
            shares[not own, name] += found
    if len(shares) < 2:
        return ()
    return tuple(
        GroupShare(name=name, counts=sum_up(found), own=not other) for (other, name), found in sorted(shares.items())
    )


def _common_standard(house: House, weeks: Weeks) -> str:
    tried: Counter[str] = Counter()
    asked = {standard.key for standard in house.programme.standards if standard.event is Event.FIRST_HUMAN}
    for place, found in weeks.items():
        if place.standard in asked:
            tried[place.standard] += sum(week.total() for week in found)
    return max(sorted(tried), key=lambda key: tried[key], default="")


def sum_up(weeks: Sequence[Counter[Outcome]]) -> Counts:
    """The outcomes of several weeks or promises together."""
    found: Counter[Outcome] = Counter()
    for week in weeks:
        found.update(week)
    return Counts(**{field.name: found[Outcome(field.name)] for field in fields(Counts)})


def _share(first: date, week: Counter[Outcome]) -> WeekShare:
    counts = sum_up([week])
    return WeekShare(first=first, k=counts.met, n=counts.n)


def _line(
    standard: ServiceStandard,
    *,
    place: str,
    label: Words | None,
    week: Counts,
    before: Counts,
    window: Counts,
    weeks: tuple[WeekShare, ...],
    dots: tuple[Outcome, ...],
) -> StandardLine:
    return StandardLine(
        key=standard.key,
        name_en=standard.name_en,
        name_ru=standard.name_ru,
        event=standard.event,
        threshold=standard.threshold,
        clock=standard.clock,
        target=standard.target,
        week=week,
        before=before,
        window=window,
        weeks=weeks,
        week_dots=dots,
        label=label,
        place=place,
        minimum_n=standard.minimum_n,
        maximum_inconclusive=standard.maximum_inconclusive,
    )


def _place(house: House, where: str, by_sector: bool, language: str) -> str:
    if not by_sector:
        return house.programme.site(where.split("/", maxsplit=1)[0]).name
    words = house.programme.segments.get(where)
    return where if words is None else words.ru_one if language == "ru" else words.en_many


def label_of(house: House, where: str, by_sector: bool = False) -> Words | None:
    """The touchpoint's name; of a sector, the name all its touchpoints share."""
    labels = set(_labels(house.programme.sites, where, by_sector))
    return labels.pop() if len(labels) == 1 else None


def _labels(sites: Sequence[Site], where: str, by_sector: bool) -> Iterator[Words | None]:
    for site in sites:
        for point in site.touchpoints:
            if where == (site.segment if by_sector else f"{site.key}/{point.key}"):
                yield point.label
