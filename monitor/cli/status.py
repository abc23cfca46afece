"""Roof: `shopper status`."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Row

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show
from monitor.steps.report.redact import redacted
from monitor.store import calls, letters, visits

LEAKS_SHOWN = timedelta(days=90)
WAITS_FOR = {
    "planned": "its slot",
    "claimed": "the page",
    "submitting": "the site's answer to the form",
    "waiting": "an answer",
}


def command(programme: ProgrammeFile = DEFAULT, as_json: AsJson = False) -> None:
    """Show what waits for what, and until when. Times are UTC."""
    with entered(programme) as house, house.store.reading() as connection:
        counts = visits.by_state(connection)
        rows = visits.waiting(connection)
        mail = letters.count_by_state(connection)
        rung = calls.by_state(connection)
        leaked = letters.leaks(connection, house.now() - LEAKS_SHOWN, house.now())
    if as_json:
        waiting = [{**row._mapping, "waits_for": WAITS_FOR[row.state]} for row in rows]
        show(
            {
                "visits": counts,
                "messages": mail,
                "calls": rung,
                "leaks": [_leak(row) for row in leaked],
                "waiting": waiting,
            },
            True,
            "",
        )
        return
    table = Table("visit", "site", "touchpoint", "waits for", "next look", "window ends", box=None)
    for row in rows:
        ends = f"{row.closes_at:%Y-%m-%d %H:%M}" if row.closes_at else ""
        table.add_row(row.token, row.site, row.touchpoint, WAITS_FOR[row.state], f"{row.at:%Y-%m-%d %H:%M}", ends)
    console = Console(file=sys.stdout)
    console.print("visits: " + (", ".join(f"{count} {state}" for state, count in counts.items()) or "none yet"))
    console.print("messages: " + (", ".join(f"{count} {state}" for state, count in mail.items()) or "none yet"))
    if rung:
        console.print("calls: " + ", ".join(f"{count} {state}" for state, count in rung.items()))
    for row in leaked:
        told = _leak(row)
        console.print(
            f"leak: an address only {told['site']} was given got advertising: {told['subject']}", markup=False
        )
    if rows:
        console.print(table)


def _leak(row: Row[Any]) -> dict[str, Any]:
    return {
        "site": row.site,
        "touchpoint": row.touchpoint,
        "visit": row.token,
        "at": f"{row.at:%Y-%m-%d %H:%M} UTC",
        "subject": redacted(row.details.get("subject", "")),
    }
