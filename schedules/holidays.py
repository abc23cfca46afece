"""Schedules: public holidays of a country or region as plain values for the calendar.

Source: the `holidays` package. Its Russian data equals the official production calendar month by
month for 2024–2026, transfers and working Saturdays included (notes of the project, measured).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from holidays import HolidayBase, country_holidays, list_supported_countries

from monitor.domain.errors import Fault, UserFault
from monitor.domain.worktime import HolidayDays

_MOVED = ("substituted_label", "observed_label", "observed_estimated_label")
_ESTIMATED = ("estimated_label", "observed_estimated_label")


def holiday_days(country: str, region: str, years: Iterable[int]) -> HolidayDays:
    """Holidays of `country` (ISO 3166 alpha-2) and `region` (its subdivision code or "") in `years`;
    none without a country.

    `final_through` names the last year whose data is settled where transfers are decreed year by
    year or dates are estimated by the moon. `UserFault` for a country or region nobody knows.
    """
    return _resolved(country, region, tuple(sorted(set(years)))) if country else HolidayDays()


@cache
def _resolved(country: str, region: str, years: tuple[int, ...]) -> HolidayDays:
    """Kept: a programme asks for the same country once for every site."""
    days = _table(country, region, years)
    closed = {day: name for day, name in sorted(days.items()) if day.year in years}
    patterns = _patterns(days, _MOVED)
    return HolidayDays(
        closed=closed,
        working=frozenset(day for day in days.weekend_workdays if day.year in years),
        final_through=_final_through(country, region, years),
        moved=frozenset(day for day, name in closed.items() if _fits(name, patterns)),
    )


def _table(country: str, region: str, years: Iterable[int]) -> HolidayBase:
    try:
        return country_holidays(country, subdiv=region or None, years=years, expand=False)
    except NotImplementedError as fault:
        raise UserFault((_unknown(country, region),)) from fault


def _unknown(country: str, region: str) -> Fault:
    """Asked only when something is wrong: the list of all countries takes a second to load."""
    known = list_supported_countries(include_aliases=True)
    if country not in known:
        remedy = "Use the two letters of ISO 3166, such as RU or DE, or keep no holidays"
        return Fault(place="country", found=f'no holidays are known for "{country}"', remedy=remedy)
    remedy = f"Use one of: {', '.join(known[country]) or 'none (this country has no regions)'}"
    return Fault(place="region", found=f'{country} has no region "{region}"', remedy=remedy)


def _patterns(days: HolidayBase, labels: Iterable[str]) -> list[tuple[str, str]]:
    """What stands before and after the varying part of the table's own labels, in its language."""
    templates = (days.tr(template) for label in labels if (template := getattr(days, label, None)))
    parts = (template.partition("%s") for template in templates)
    return [(before, after) for before, _, after in parts if before or after]


def _fits(name: str, patterns: Iterable[tuple[str, str]]) -> bool:
    parts = name.split("; ")
    return any(part.startswith(before) and part.endswith(after) for part in parts for before, after in patterns)


def _final_through(country: str, region: str, years: tuple[int, ...]) -> int | None:
    """The last settled year among and just after `years`; None when nothing is left to decide."""
    settled: int | None = None
    for year in range(years[0] - 1, years[-1] + 2):
        days = _table(country, region, [year])
        if _any_fits(days, _ESTIMATED):
            return year - 1
        if any(day.year == year for day in days.weekend_workdays) or _any_fits(days, ("substituted_label",)):
            settled = year
    return settled


def _any_fits(days: HolidayBase, labels: Iterable[str]) -> bool:
    patterns = _patterns(days, labels)
    return any(_fits(name, patterns) for name in days.values())
