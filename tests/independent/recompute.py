"""Recomputes every figure of an export from its rows. Plain csv and own arithmetic: nothing of the product is imported.

Usage: recompute.py FOLDER. Prints what differs and how many figures were compared; exit code 1 when one differs or
is unknown here.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import recompute_studies as studies
from recompute_studies import instant
from recompute_weekly import OUTCOMES, Week

EVENTS = ("first_human", "first_answer", "first_any", "receipt", "confirmation")


class Export:
    def __init__(self, folder):
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf8", newline="") as file:
                setattr(self, path.stem, list(csv.DictReader(file)))
        self.standard = {row["key"]: row for row in self.standards}
        self.visit = {row["id"]: row for row in self.visits}
        self.heard = defaultdict(list)
        for row in self.responses:
            if row["state"] == "matched":
                self.heard[row["visit_id"]].append(row)
        self.asked = next(
            (keys for event in EVENTS if (keys := [r["key"] for r in self.standards if r["event"] == event])), []
        )
        self.open = defaultdict(list)
        for row in self.openings:
            self.open[row["site"]].append((instant(row["opens_at"]), instant(row["closes_at"])))

    def working(self, site, start, end):
        if site not in self.open:
            return end - start
        return sum((max(timedelta(0), min(b, end) - max(a, start)) for a, b in self.open[site]), timedelta(0))

    def inside(self, visit):
        """Messages inside the answer window."""
        closes = instant(visit["closes_at"])
        return [row for row in self.heard[visit["id"]] if closes and instant(row["at"]) <= closes]

    def of(self, report):
        return {row["id"]: row for row in self.figures if row["report"] == report}


def compare(printed, own, faults, report):
    """Each printed figure against ours; durations to the second, shares to six places."""
    for id, row in printed.items():
        if re.fullmatch(r"lead/\w+", id):
            continue
        value = own.get(id)
        slack = 1.0 if row["unit"] == "seconds" else 1e-6
        if value is None:
            faults.append(f"{report}: {id} = {row['value']} cannot be recomputed")
        elif abs(float(row["value"]) - value) > slack:
            faults.append(f"{report}: {id} is {row['value']}, the rows give {value}")


def lead(printed, own, faults, report):
    """The icon array shows the week of one of the rows."""
    shown = {id.removeprefix("lead/"): int(row["value"]) for id, row in printed.items() if id.startswith("lead/")}
    rows = {id.split("/")[1] for id in own if id.startswith("standards/")}
    weeks = [{o: c for o in OUTCOMES if (c := own[f"standards/{row}/week/{o}"])} for row in rows]
    if shown and shown not in weeks:
        faults.append(f"{report}: lead/ is {shown}, no row's week")


def main(folder):
    export, faults, compared = Export(folder), [], 0
    for about in export.reports:
        report, printed = about["report"], export.of(about["report"])
        compared += len(printed)
        if report.startswith("weekly"):
            own = Week(export, about).figures()
            compare(printed, own, faults, report)
            lead(printed, own, faults, report)
        else:
            faults += [f"{report}: {fault}" for fault in studies.check(export, about, printed)] if printed else []
    print(*faults[:40], f"{compared} figures compared, {len(faults)} differ", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
