"""Schedules: a plan as a calendar file (RFC 5545) for other people's calendars. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from monitor.domain.programme import Programme
from schedules.explain import Explained

LINE = 75
"""octets a line may have before it is folded (RFC 5545 §3.1)"""


def calendar_file(programme: Programme, plan: Iterable[Explained], now: datetime) -> str:
    """The text of the file, lines ended by CRLF. `now` (aware UTC) is when it was made."""
    minutes = max(1, programme.rhythm.staff_minutes_per_visit)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mystery Shopper//plan//EN", "METHOD:PUBLISH"]
    for one in plan:
        lines += _event(programme, one, now, timedelta(minutes=minutes))
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(programme: Programme, one: Explained, now: datetime, length: timedelta) -> Iterator[str]:
    slot, site = one.slot, programme.site(one.slot.site)
    yield "BEGIN:VEVENT"
    yield f"UID:{slot.site}.{slot.touchpoint}.{_utc(slot.slot_at)}@mystery-shopper"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"DTSTART:{_utc(slot.slot_at)}"
    yield f"DTEND:{_utc(slot.slot_at + length)}"
    yield f"SUMMARY:{_text(f'{site.name}: {slot.touchpoint}')}"
    yield f"DESCRIPTION:{_text('; '.join(one.reasons))}"
    yield f"URL:{site.url}"
    yield f"STATUS:{'CANCELLED' if one.state in ('missed', 'withdrawn') else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, never within a character; continued ones begin with a space."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE:
            yield part
            part = " "
        part += letter
    yield part
