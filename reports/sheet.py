"""Reports: the sheet of figures. A number reaches a page only through it, so the CSV holds every one.

Ids are paths ("standards/0/window/met"); values are language-free (counts as digits, shares as decimal
fractions, durations as whole seconds), texts are what the page prints.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from markupsafe import Markup

from monitor.domain.statistics import percent
from reports.plural import NBSP, spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One number as printed. In a page it becomes `<data value=… data-f=id>`, in text just its text."""

    id: str
    value: str
    unit: str
    text: str

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return Markup('<data value="{}" data-f="{}">{}</data>').format(self.value, self.id, self.text)


@dataclass(slots=True)
class Sheet:
    """All figures of one report in order of appearance. Putting an id twice must repeat its value."""

    language: str
    rows: dict[str, Printed] = field(default_factory=dict)

    def count(self, id: str, value: int) -> Printed:
        return self._put(id, str(value), "count", str(value))

    def share(self, id: str, k: int, n: int) -> Printed | None:
        """Whole percent of k of n, half up from the exact fraction; None when n is 0."""
        if n == 0:
            return None
        share = Fraction(k, n)
        return self._put(id, f"{float(share):.6f}", "share", f"{percent(share)}{NBSP}%")

    def bound(self, id: str, value: float) -> Printed:
        """One end of an interval, printed as whole percent without the sign."""
        return self._put(id, f"{value:.6f}", "share", percent(Fraction(value)))

    def duration(self, id: str, value: timedelta) -> Printed:
        return self._put(id, str(int(value.total_seconds())), "seconds", spell(value, self.language))

    def csv(self) -> str:
        """`id,value,unit`, one line per figure; cells a spreadsheet would run as formulas can't occur."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("id", "value", "unit"))
        writer.writerows((row.id, row.value, row.unit) for row in self.rows.values())
        return out.getvalue()

    def _put(self, id: str, value: str, unit: str, text: str) -> Printed:
        row = Printed(id=id, value=value, unit=unit, text=text)
        if self.rows.setdefault(id, row) != row:
            raise ValueError(f"figure {id} is {self.rows[id].value}, not {value}")
        return row
