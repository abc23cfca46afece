"""Reports: the method box: window, definitions, hashes, exclusions, manners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from reports.labels import labels
from reports.period import Period
from reports.records import Exclusion, Origin

RULES = ("denominator", "clock", "verdict", "median", "silence", "ethics")
FEW = 12
"""Up to so many calendars are named one by one."""


def rules(period: Period, weeks: int, exclusions: tuple[Exclusion, ...], language: str) -> tuple[str, ...]:
    """How was counted, in sentences; the accounting rule is printed because everybody has another."""
    t = labels(language)
    window = t["method.window"].format(window=period.trailing(weeks).say(language), period=period.say(language))
    left_out = tuple(t["method.excluded"].format(what=e.what, why=e.why) for e in exclusions)
    return (window, *(t[f"method.{rule}"] for rule in RULES), *left_out, t["method.attached"])


def origin(source: Origin, language: str) -> tuple[tuple[str, str], ...]:
    """Names and values: programme, hashes, versions."""
    t = labels(language)
    rows = (
        ("programme", source.programme),
        ("programme_hash", source.programme_hash),
        ("plan", source.plan_hash),
        ("data", source.data_hash),
        ("software", source.software_version),
        ("calendars", _calendars(source.calendars, t)),
        ("generated", f"{source.generated_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"),
    )
    return tuple((t[f"method.{name}"], value) for name, value in rows if value)


def _calendars(versions: Mapping[str, str], t: Mapping[str, str]) -> str:
    """Versions by site, of many sites their number; and once for all what the star means."""
    starred = sum("*" in version for version in versions.values())
    if len(versions) <= FEW:
        told = [", ".join(f"{site} {version}" for site, version in sorted(versions.items()))]
    else:
        told = [t["method.calendars_many"].format(n=len(versions))]
        told += [t["method.starred"].format(k=starred)] if starred else []
    return "; ".join([*told, t["method.unsettled"]] if starred else told)
