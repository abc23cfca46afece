"""Reports: charts as our own SVG, without scripts, each with a title and a text alternative.

No library: a hundred times faster than the plotting packages, a tenth of the bytes, and the colours
follow the page (light, dark, print). Kinds differ by shape as well as by colour.
"""

from reports.charts.curve import Curve, response_curve
from reports.charts.grid import hour_grid
from reports.charts.icons import icon_array, mark
from reports.charts.shares import Bar, share_strip
from reports.charts.stack import Part, stacked_bar
from reports.charts.strip import Drop, dot_strip, per_dot
from reports.charts.trend import week_trend

__all__ = [
    "Bar",
    "Curve",
    "Drop",
    "Part",
    "dot_strip",
    "hour_grid",
    "icon_array",
    "mark",
    "per_dot",
    "response_curve",
    "share_strip",
    "stacked_bar",
    "week_trend",
]
