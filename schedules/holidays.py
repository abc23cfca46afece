"""Schedules: public holidays of a country or region as plain values for the calendar.

Source: the `holidays` package. Its Russian data equals the official production calendar month by
month for 2024–2026, transfers and working Saturdays included (notes of the project, measured).
"""

from __future__ import annotations

from collections.abc import Iterable

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
    wanted = sorted(set(years))
    if not country:
        return HolidayDays()
    _check(country, region)
    days = _table(country, region, wanted)
    closed = {day: name for day, name in sorted(days.items()) if day.year in wanted}
    patterns = _patterns(days, _MOVED)
    return HolidayDays(
        closed=closed,
        working=frozenset(day for day in days.weekend_workdays if day.year in wanted),
        final_through=_final_through(country, region, wanted),
        moved=frozenset(day for day, name in closed.items() if _fits(name, patterns)),
    )


def _check(country: str, region: str) -> None:
    known = list_supported_countries(include_aliases=True)
    if country not in known:
        remedy = "use the two letters of ISO 3166, such as RU or DE, or keep no holidays"
        raise UserFault((Fault(place="country", found=f"no holidays are known for {country!r}", remedy=remedy),))
    if region and region not in known[country]:
        remedy = f"use one of: {', '.join(known[country]) or 'none (this country has no regions)'}"
        raise UserFault((Fault(place="region", found=f"{country} has no region {region!r}", remedy=remedy),))


def _table(country: str, region: str, years: Iterable[int]) -> HolidayBase:
    return country_holidays(country, subdiv=region or None, years=years, expand=False)


def _patterns(days: HolidayBase, labels: Iterable[str]) -> list[tuple[str, str]]:
    """What stands before and after the varying part of the table's own labels, in its language."""
    templates = (days.tr(template) for label in labels if (template := getattr(days, label, None)))
    parts = (template.partition("%s") for template in templates)
    return [(before, after) for before, _, after in parts if before or after]


def _fits(name: str, patterns: Iterable[tuple[str, str]]) -> bool:
    parts = name.split("; ")
    return any(part.startswith(before) and part.endswith(after) for part in parts for before, after in patterns)


def _final_through(country: str, region: str, years: list[int]) -> int | None:
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
