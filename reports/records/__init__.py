"""Reports: what the store hands over. Frozen values; counting was done in SQL (DESIGN §3.12).

Every list is bounded by the number of touchpoints, standards, pages or weeks, never by the number of
visits; `WaitTally` carries equal waiting times once with their count. Texts are shown as they are and
escaped by the pages; instants are aware UTC, durations are timedeltas, shares are never stored.
"""

from monitor.domain.task import TaskState
from reports.records.counts import (
    Counts,
    FunnelCount,
    GroupShare,
    HourCell,
    InconclusiveCount,
    StandardLine,
    Stop,
    WaitTally,
    WeekShare,
    WhoAnswered,
)
from reports.records.evidence import (
    Moment,
    OffHoursLine,
    PageCheckCell,
    Picture,
    Story,
    TaskLine,
    VisitLine,
    WayIn,
)
from reports.records.whole import Belief, Exclusion, Gap, HealthLine, Origin, ReportData

__all__ = [
    "Belief",
    "Counts",
    "Exclusion",
    "FunnelCount",
    "Gap",
    "GroupShare",
    "HealthLine",
    "HourCell",
    "InconclusiveCount",
    "Moment",
    "OffHoursLine",
    "Origin",
    "PageCheckCell",
    "Picture",
    "ReportData",
    "StandardLine",
    "Stop",
    "Story",
    "TaskLine",
    "TaskState",
    "VisitLine",
    "WaitTally",
    "WayIn",
    "WeekShare",
    "WhoAnswered",
]
