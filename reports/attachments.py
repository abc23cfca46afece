"""Reports: every number of a report as CSV and JSON."""

from __future__ import annotations

import json

from reports.records import Origin, ReportData
from reports.sheet import Printed, Sheet
from reports.weekly import Weekly, weekly


def weekly_csv(data: ReportData) -> str:
    """`id,value,unit` per figure. No language: the same bytes for every reader."""
    return render_csv(weekly(data, "en"))


def render_csv(view: Weekly) -> str:
    return view.sheet.csv()


def weekly_json(data: ReportData) -> str:
    """The same figures with where they come from; sorted keys, two spaces, UTF-8."""
    return render_json(weekly(data, "en"))


def render_json(view: Weekly) -> str:
    data = view.data
    about = {
        "report": "weekly",
        "population": data.population,
        "from": str(data.period.first),
        "to": str(data.period.last),
    }
    return as_json({**about, "zone": data.period.zone, "window_weeks": data.window_weeks}, data.origin, view.sheet)


def as_json(about: dict[str, object], origin: Origin, sheet: Sheet) -> str:
    """Shares are decimal fractions, durations whole seconds; a line per figure."""
    source = {
        "programme": origin.programme,
        "programme_hash": origin.programme_hash,
        "plan_hash": origin.plan_hash,
        "data_hash": origin.data_hash,
        "software_version": origin.software_version,
        "generated_at": origin.generated_at.isoformat(),
        "calendars": dict(origin.calendars),
    }
    head = json.dumps({**about, "origin": source}, ensure_ascii=False, indent=2, sort_keys=True).removesuffix("\n}")
    lines = (f"{json.dumps(row.id, ensure_ascii=False)}: {json.dumps(_figure(row))}" for row in sheet.rows.values())
    return f'{head},\n  "figures": {{\n    ' + ",\n    ".join(sorted(lines)) + "\n  }\n}\n"


def _figure(row: Printed) -> dict[str, object]:
    return {"value": float(row.value) if row.unit == "share" else int(row.value), "unit": row.unit}
