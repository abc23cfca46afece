"""The fix, ready to paste: show another number outside opening hours, by the company's clock (pure)."""

from __future__ import annotations

import json
from collections.abc import Sequence

SNIPPET = """<a class="phone-now" href="tel:{day}">{day_shown}</a>
<script>
(function () {{
  var week = {week};            // minutes from local midnight, Monday first
  var closed = {holidays};      // days off, yyyy-mm-dd
  var night = {{number: {night}, shown: {night_shown}}}, day = {{number: {day_json}, shown: {day_shown_json}}};
  function open() {{
    var parts = {{}}, now = new Date();
    new Intl.DateTimeFormat('en-GB', {{timeZone: {zone}, year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'}})
      .formatToParts(now).forEach(function (p) {{ parts[p.type] = p.value; }});
    if (closed.indexOf(parts.year + '-' + parts.month + '-' + parts.day) >= 0) return false;
    var minute = parts.hour * 60 + +parts.minute, today = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday);
    return week[today].some(function (s) {{ return s[0] <= minute && minute < s[1]; }}) ||
      week[(today + 6) % 7].some(function (s) {{ return minute + 1440 < s[1]; }});
  }}
  function show() {{
    var now = open() ? day : night;
    document.querySelectorAll('.phone-now').forEach(function (a) {{ a.href = 'tel:' + now.number; a.textContent = now.shown; }});
  }}
  show(); setInterval(show, 60000);
}})();
</script>"""


def propose(
    *,
    zone: str,
    week: Sequence[Sequence[Sequence[int]]],
    holidays: Sequence[str],
    day: tuple[str, str],
    night: tuple[str, str],
) -> str:
    """The snippet. `week` in minutes, Monday first; `holidays` ISO dates; `day`, `night`: (E.164, as shown)."""
    return SNIPPET.format(
        zone=json.dumps(zone), week=json.dumps([list(map(list, spans)) for spans in week]), holidays=json.dumps(list(holidays)),
        day=day[0], day_shown=day[1], day_json=json.dumps(day[0]), day_shown_json=json.dumps(day[1], ensure_ascii=False),
        night=json.dumps(night[0]), night_shown=json.dumps(night[1], ensure_ascii=False),
    )  # fmt: skip
