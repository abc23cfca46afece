"""Ground floor: opening hours as people and machines write them → a week of spans, and back.

`osm.py` OpenStreetMap strings (exact) · `schema_org.py` what pages say to machines · `phrases.py` Russian and
English prose (a proposal: somebody must look at it) · `week.py` the week printed back.
"""

from monitor.domain.hours_text.osm import parse_hours
from monitor.domain.hours_text.phrases import propose_hours
from monitor.domain.hours_text.schema_org import schema_org_hours
from monitor.domain.hours_text.week import HoursFault, Week, week_as_text

__all__ = ["HoursFault", "Week", "parse_hours", "propose_hours", "schema_org_hours", "week_as_text"]
