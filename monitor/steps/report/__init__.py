"""Corridor, last step: rows of a period become pages.

Counting is the store's business, wording the reports'; this step hands values over and writes files.
"""

from monitor.steps.report.files import Written, write_study, write_weekly
from monitor.steps.report.scope import Scope

__all__ = ["Scope", "Written", "write_study", "write_weekly"]
