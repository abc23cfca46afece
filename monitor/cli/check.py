"""Roof: `shopper check`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

import probes
from monitor.domain.errors import Fault, UserFault
from monitor.domain.hours_text import week_as_text
from monitor.domain.programme import ClockKind, Event, Programme, ServiceStandard, Site
from monitor.domain.worktime import CalendarSpec
from monitor.programme_file import Understood, read_with_warnings
from monitor.programme_file.fingerprint import canonical
from monitor.programme_file.hours import day_told
from monitor.programme_file.quantities import duration_told
from monitor.wiring import the_clock
from schedules.holidays import holiday_days


def command(
    file: Annotated[Path | None, typer.Argument(help="The programme file; the same as --programme.")] = None,
    programme: Annotated[
        Path, typer.Option("--programme", "-p", envvar="SHOPPER_PROGRAMME", help="The programme file.")
    ] = Path("programme.toml"),
    as_json: Annotated[bool, typer.Option("--json", help="Print faults, warnings and the programme as JSON.")] = False,
) -> None:
    """Validate a programme file and tell what was understood. Sends nothing.

    All faults at once, in the order of the file, each with its line, what was found and what is allowed.
    Warnings tell what will not happen although the file is right (no consent, nobody to tell).
    Exit code 0 when the file may be used, 2 when it has faults.
    """
    try:
        understood = read_with_warnings(file or programme, kinds=probes.kinds(), probe_of=probes.load)
    except UserFault as fault:
        _show_faults(fault.faults, as_json=as_json)
        raise typer.Exit(2) from fault
    if as_json:
        _print_json(programme=canonical(understood.programme), warnings=understood.warnings)
    else:
        print("\n".join(told(understood, the_clock()().year)))


def _show_faults(faults: tuple[Fault, ...], *, as_json: bool) -> None:
    if as_json:
        _print_json(faults=faults)
        return
    print("\n".join(str(fault) for fault in faults))
    print(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}; nothing can start", file=sys.stderr)


def _print_json(*, faults: tuple[Fault, ...] = (), warnings: tuple[Fault, ...] = (), programme: object = None) -> None:
    content = {
        "ok": not faults,
        "faults": [asdict(fault) for fault in faults],
        "warnings": [asdict(warning) for warning in warnings],
        "programme": programme,
    }
    print(json.dumps(content, ensure_ascii=False, indent=2))


def told(understood: Understood, year: int) -> Iterator[str]:
    """What was understood, line by line, for a person who wrote the file; `year`: the present one."""
    programme = understood.programme
    yield f"{programme.name} · plan {programme.hash[:12]} · seed {programme.seed} · reports in {', '.join(programme.languages)}"
    for site in programme.sites:
        yield ""
        yield from _site(site, programme, year)
    yield ""
    yield "Standards"
    yield from (f"  {standard.key}: {_promise(standard)}" for standard in programme.standards)
    yield ""
    yield from _rhythm(programme)
    if understood.warnings:
        yield ""
        yield "Right, but:"
        yield from (f"  {warning}" for warning in understood.warnings)


def _site(site: Site, programme: Programme, year: int) -> Iterator[str]:
    trade = programme.segments[site.segment].en_one
    consent = (
        f"{site.consent.basis}, {site.consent.by}, {site.consent.on}"
        if site.consent
        else "none: only pages are looked at"
    )
    yield f"{site.name} ({site.key}; {trade}, {site.role}) {site.url}"
    yield f"  hours    {hours_told(site.calendar)}"
    yield from (f"           {line}" for line in _beside_the_week(site.calendar, year))
    yield f"  consent  {consent}"
    if site.phones:
        yield f"  phones   {', '.join(site.phones)}"
    for point in site.touchpoints:
        off = " (an emergency line: never visited)" if point.emergency else "" if point.enabled else " (switched off)"
        held = ", ".join(standard.key for standard in programme.standards_of(point)) or "no standard"
        yield f"  {point.key}: {point.kind} at {point.address}{off}, held to {held}"


def hours_told(calendar: CalendarSpec) -> str:
    """`Mon–Fri 09:00–18:00; Sat–Sun closed; Europe/Moscow; closed on public holidays of RU`"""
    region = f"-{calendar.holiday_region}" if calendar.holiday_region else ""
    holidays = (
        f"closed on public holidays of {calendar.holiday_country}{region}"
        if calendar.holiday_country
        else "open on public holidays"
    )
    return "; ".join([week_as_text(calendar.week, "en"), calendar.zone, holidays])


def _beside_the_week(calendar: CalendarSpec, year: int) -> Iterator[str]:
    """What else makes the working clock: moved days, short days, dated days, hours that held before, open decrees."""
    if calendar.holiday_country and calendar.working_weekends:
        moved = (
            day_told(calendar.working_weekend_hours) if calendar.working_weekend_hours else "like the first open day"
        )
        yield f"moved working days: {moved}"
    if calendar.short_day_minutes:
        yield f"closes {duration_told(timedelta(minutes=calendar.short_day_minutes))} earlier before a public holiday"
    yield from (f"{day} {day_told(spans)}" for day, spans in sorted(calendar.exceptions.items()))
    settled = holiday_days(calendar.holiday_country, calendar.holiday_region, (year - 1, year, year + 1)).final_through
    if settled is not None and settled <= year:
        yield f"holidays are final through {settled}: later days may still be moved; update when the decree is out"
    newer, older = calendar, calendar.earlier
    while older is not None:
        yield f"before {newer.valid_from}: {week_as_text(older.week, 'en')}"
        newer, older = older, older.earlier


def _promise(standard: ServiceStandard) -> str:
    share = f"{float(standard.target * 100):g} % of the time"
    if standard.event is Event.PAGE_FACT:
        return f"{standard.name_en}: {standard.fact}, {share}"
    hours = "working hours" if standard.clock is ClockKind.WORKING else "wall time"
    asked = f", enquiries {standard.when.replace('_', '-')}" if standard.when != "any" else ""
    return f"{standard.name_en}: {standard.event} within {duration_told(standard.threshold)} ({hours}), {share}{asked}"


def _rhythm(programme: Programme) -> Iterator[str]:
    rhythm = programme.rhythm
    window = max((standard.wait for standard in programme.standards), default=timedelta())
    yield (
        f"Rhythm: {rhythm.visits_per_week} enquiries a week and touchpoint, {duration_told(rhythm.minimum_gap)} apart at least; "
        f"nightly checks at {rhythm.nightly_at:%H:%M}; answers are awaited for {duration_told(window)}"
    )
    told_to = ", ".join(f"{recipient.name} <{recipient.email}>" for recipient in programme.recipients) or "nobody"
    yield f"Told: {told_to}. Letters arrive at {programme.mail_domain or 'no domain'}, kept {programme.retention_days} days."
