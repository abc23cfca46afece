"""Corridor, last step: rows of a period become pages, and letters that carry them.

Counting is the store's business, wording the reports'; this step hands values over and writes files.
"""

from monitor.steps.report.files import Written, write_imported, write_mixed, write_study, write_weekly
from monitor.steps.report.paper import print_pages
from monitor.steps.report.scope import Scope
from monitor.steps.report.send import send_reports, send_reports_due
from monitor.steps.report.tasks import refresh_tasks

__all__ = [
    "Scope",
    "Written",
    "print_pages",
    "refresh_tasks",
    "send_reports",
    "send_reports_due",
    "write_imported",
    "write_mixed",
    "write_study",
    "write_weekly",
]
