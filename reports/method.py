"""Reports: the method box: window, definitions, hashes, exclusions, manners."""

from __future__ import annotations

from datetime import UTC

from reports.labels import labels
from reports.period import Period
from reports.records import Exclusion, Origin

RULES = ("denominator", "clock", "verdict", "median", "silence", "ethics")


def rules(period: Period, weeks: int, exclusions: tuple[Exclusion, ...], language: str) -> tuple[str, ...]:
    """How was counted, in sentences; the accounting rule is printed because everybody has another."""
    t = labels(language)
    window = t["method.window"].format(window=period.trailing(weeks).say(language), period=period.say(language))
    left_out = tuple(t["method.excluded"].format(what=e.what, why=e.why) for e in exclusions)
    return (window, *(t[f"method.{rule}"] for rule in RULES), *left_out, t["method.attached"])


def origin(source: Origin, language: str) -> tuple[tuple[str, str], ...]:
    """Names and values: programme, hashes, versions."""
    t = labels(language)
    calendars = ", ".join(f"{site} {version}" for site, version in sorted(source.calendars.items()))
    if "*" in calendars:
        calendars += f"; {t['method.unsettled']}"
    rows = (
        ("programme", source.programme),
        ("programme_hash", source.programme_hash),
        ("plan", source.plan_hash),
        ("data", source.data_hash),
        ("software", source.software_version),
        ("calendars", calendars),
        ("generated", f"{source.generated_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"),
    )
    return tuple((t[f"method.{name}"], value) for name, value in rows if value)
