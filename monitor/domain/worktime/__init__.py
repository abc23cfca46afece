"""Ground floor: calendars and working time (MEASURING §2, §9).

`hours.py` what the user wrote · `days.py` which hours a local day has, and where they lie in UTC ·
`calendar.py` the compiled calendar that answers questions by binary search.
"""

from monitor.domain.worktime.calendar import Calendar
from monitor.domain.worktime.hours import (
    MINUTES_PER_DAY,
    CalendarSpec,
    HolidayDays,
    NeverOpen,
    OutsideCalendar,
    Span,
)

__all__ = ["MINUTES_PER_DAY", "Calendar", "CalendarSpec", "HolidayDays", "NeverOpen", "OutsideCalendar", "Span"]
