"""Reports: the counts and waits behind the figures, put on the sheet whether printed or not."""

from __future__ import annotations

from monitor.domain.verdict import Outcome
from reports.records import ReportData
from reports.sheet import Sheet


def base_counts(sheet: Sheet, data: ReportData) -> None:
    """The counts every share and interval is recomputed from, printed or not."""
    for index, line in enumerate(data.standards):
        for name in ("week", "before", "window"):
            for outcome in Outcome:
                sheet.count(f"standards/{index}/{name}/{outcome}", getattr(getattr(line, name), outcome))
        for week in line.weeks:
            sheet.count(f"standards/{index}/weeks/{week.first}/k", week.k)
            sheet.count(f"standards/{index}/weeks/{week.first}/n", week.n)
    for cell in data.hours:
        sheet.count(f"hours/{cell.weekday}/{cell.hour}/k", cell.k)
        sheet.count(f"hours/{cell.weekday}/{cell.hour}/n", cell.n)
    for reason in data.inconclusive:
        sheet.count(f"inconclusive/{reason.reason}", reason.count)
    for outcome in Outcome:
        sheet.count(f"enquiries/{outcome}", getattr(data.enquiries, outcome))
    sheet.count("visits/total", data.visits_total)
    sheet.count("tasks/total", len(data.tasks))
    sheet.count("health/canaries/sent", data.health.canaries_sent)
    sheet.count("health/canaries/arrived", data.health.canaries_arrived)
    sheet.count("health/missed", data.health.missed_slots)
    for name, count in sorted(data.health.calls_aside.items()):
        sheet.count(f"health/calls/{name}", count)
    if data.health.slowest_canary is not None:
        sheet.duration("health/canaries/slowest", data.health.slowest_canary)


def base_waits(sheet: Sheet, data: ReportData) -> None:
    """The waits themselves, so that every curve and median can be recomputed from the CSV."""
    for index, tally in enumerate(data.waits):
        id = f"waits/{tally.channel}/{index}/{'answered' if tally.event else 'unanswered'}"
        sheet.duration(f"{id}/wall", tally.wall)
        sheet.duration(f"{id}/working", tally.working)
        sheet.count(f"{id}/count", tally.count)
