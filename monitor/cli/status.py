"""Roof: `shopper status`."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, show
from monitor.store import calls, letters, visits

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
    if as_json:
        waiting = [{**row._mapping, "waits_for": WAITS_FOR[row.state]} for row in rows]
        show({"visits": counts, "messages": mail, "calls": rung, "waiting": waiting}, True, "")
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
    if rows:
        console.print(table)
