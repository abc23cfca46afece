"""Corridor, last step: rows of a period become pages.

Deciding and wording are the reports' business; this step asks the store, hands over values, writes files.
"""

from monitor.steps.report.files import write_weekly
from monitor.steps.report.weekly import gather_weekly

__all__ = ["gather_weekly", "write_weekly"]
