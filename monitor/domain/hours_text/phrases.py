"""Opening hours in Russian or English prose → a proposed week, for somebody to look at.

The text becomes a row of words we know (days, times, closed, break, …); what stands between them is
skipped, but words that change the meaning in a way a week cannot hold (seasons, appointments, odd
days) are refused, and so are times nobody explained and hours of which only one can hold (the shop's
and the store-room's). Days may stand before their hours or after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from monitor.domain.hours_text.week import ALL_DAY, HoursFault, Week
from monitor.domain.worktime import MINUTES_PER_DAY, Span

_REMEDY = "Write it like Mon-Fri 9:00-18:00, Sat 10:00-14:00"
_PLAIN = str.maketrans({**dict.fromkeys("–—−‒‑", "-"), **dict.fromkeys("\u00a0\u202f\u2009", " "), "ё": "е"})
_DASHED_CLOCK = re.compile(r"\b(\d{1,2})-([0-5]\d)(\s*(?:-|до|to)\s*)(\d{1,2})-([0-5]\d)\b")
_NOON, _MIDNIGHT = re.compile(r"\b(?:noon|полдень|полудня)\b"), re.compile(r"\b(?:midnight|полночь|полуночи)\b")

_CLOCK = r"(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>\d\d))?(?:\s*(?:часов|часа|час|ч\b\.?))?\s*(?P<{0}s>am|pm|a\.m\.?|p\.m\.?|утра|дня|вечера|ночи)?"
_DAY = (
    r"(?P<{0}>пн|вт|ср|чт|пт|сб|вс|понедельник\w*|вторник\w*|сред[аыуе]\w*|четверг\w*|пятниц\w*|суббот\w*|воскресен\w*"
    r"|mo(?:n(?:days?)?)?|tu(?:e(?:s(?:days?)?)?)?|we(?:d(?:nesdays?)?)?|th(?:u(?:r(?:s(?:days?)?)?)?)?|fr(?:i(?:days?)?)?"
    r"|sa(?:t(?:urdays?)?)?|su(?:n(?:days?)?)?)\b"
)
_WORDS = (
    ("ALWAYS", r"круглосуточно|24\s*[/x]\s*7|24 час\w*|24[- ]?hours?|(?:a)?round[- ]the[- ]clock|open 24h?\b"),
    ("EVERY_DAY", r"без (?:обеда|перерыв\w*) и выходных|7 дней в неделю"),
    ("SKIP", r"без (?:обеда|перерыв\w*)(?: (?:и|на) [а-я]+)?|no (?:lunch )?break|рабочее время|время работы"),
    ("EVERY", r"без выходных|ежедневно|каждый день|все дни|daily|every ?day|7 days(?: a week)?|all week"),
    ("WEEKDAYS", r"(?:по )?будн(?:и|ям|ие)(?:\s+дн(?:и|ям))?|рабочие дни|(?:on )?weekdays?|working days|business days"),
    ("WEEKEND", r"weekends?"),
    ("FREE", r"выходн(?:ые|ым)(?: дн(?:и|ям))?"),
    ("HOLIDAY", r"(?:в )?праздни\w*(?: дн\w+)?|(?:public |bank )?holidays?"),
    ("EXCEPT", r"кроме|за исключением|except(?: for| on)?"),
    ("CLOSED", r"выходной(?: день)?|вых\b\.?|не работаем|не работает|закрыт[оаы]?|closed|day off"),
    ("BREAK", r"обед\w*|перерыв\w*|lunch(?: break| time)?|break"),
    ("DAY", _DAY.format("day") + r"(?:\.?\s*(?:-|по|to|through|thru|till?|until)\s*" + _DAY.format("until") + ")?"),
    ("TIMES", _CLOCK.format("a") + r"\s*(?:-|до|по|to|til|till|until|and|и)\s*" + _CLOCK.format("b") + r"(?!-?\d)"),
    ("REFUSED", r"по (?:предварительн\w+ )?(?:записи|звонку|договор\w+|согласовани\w+)|by (?:appointment|arrangement)|appointment only|on request"
                r"|доставк\w*|(?:прием|оформление) (?:заказ|заявк|заявок|звонк)\w*|самовывоз\w*|delivery|pick-?up|late\b|до последнего|четн\w+|нечетн\w+"
                r"|летом|зимой|лето|зима|summer|winter|январ\w*|феврал\w*|мар(?:т|та|те)\b|апрел\w*|ма[йея]\b|июн\w*|июл\w*"
                r"|август\w*|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*|january|february|march|april|june|july|august"
                r"|september|october|november|december|every (?:other|second)|first|last|перв\w+|последн\w+"),
)  # fmt: skip
_SCAN = re.compile("|".join(rf"(?P<{name}>(?<![\w.:])(?<!\d-){words}(?!\w))" for name, words in _WORDS))
_STARTS = (
    ("пн", "пон", "mo"),
    ("вт", "tu"),
    ("ср", "we"),
    ("чт", "чет", "th"),
    ("пт", "пят", "fr"),
    ("сб", "суб", "sa"),
    ("вс", "вос", "su"),
)
_LONE_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}[.:]\d\d(?![\d.:])")
_HOLIDAY = 7  # a day of its own while reading, left out at the end: the calendar knows holidays


class _Kind(Enum):
    DAYS = auto()
    EXCEPT = auto()
    TIMES = auto()
    CLOSED = auto()
    BREAK = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """`between`: the text since the word before."""

    kind: _Kind
    days: frozenset[int] = frozenset()
    span: Span = ALL_DAY
    between: str = ""


@dataclass(slots=True)
class _Clause:
    """Days with their hours, or `closed`; `leading`: that was said before the days ("closed on Sunday")."""

    days: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    closed: bool = False
    leading: bool = False

    @property
    def told(self) -> bool:
        return self.closed or bool(self.spans)


def propose_hours(text: str) -> Week:
    """What the text seems to say, Monday first. `HoursFault` when it says too little or what a week cannot hold."""
    words = list(_words(text))
    if not any(word.kind is _Kind.TIMES for word in words):
        raise HoursFault(f'"{text}" names no hours', _REMEDY)
    week: list[list[Span]] = [[] for _ in range(_HOLIDAY + 1)]
    earlier: list[set[int]] = []
    for clause in _clauses(text, words):
        if not clause.closed:
            _one_answer(text, clause.days, earlier)
        for day in clause.days:
            week[day] = [] if clause.closed else sorted(clause.spans, key=lambda span: span.start)
    found = tuple(map(tuple, week[:_HOLIDAY]))
    if not any(found):
        raise HoursFault(f'"{text}" never opens', _REMEDY)
    return found


def _one_answer(text: str, days: set[int], earlier: list[set[int]]) -> None:
    """Hours told again hold only where they narrow the rule ("daily …, Sunday …"); else they are somebody else's."""
    if any(days & other and not days < other for other in earlier):
        raise HoursFault(f'"{text}" names hours twice for the same day', _REMEDY)
    earlier.append(days)


def _clauses(text: str, words: Sequence[_Word]) -> list[_Clause]:
    """The words sorted into clauses, in the order of the text."""
    hours_first = next(w.kind for w in words if w.kind in (_Kind.DAYS, _Kind.TIMES)) is _Kind.TIMES
    clauses = [_Clause()]
    removing = resting = False
    pauses: list[tuple[Span, list[_Clause]]] = []  # with the clauses told so far; before any, all of them
    for number, word in enumerate(words):
        removing = word.kind is _Kind.EXCEPT or (removing and word.kind is _Kind.DAYS)
        if word.kind is _Kind.BREAK:
            resting = True
        elif word.kind is _Kind.TIMES and resting:
            pauses.append((word.span, list(clauses) if any(clause.spans for clause in clauses) else clauses))
            resting = False
        elif word.kind is _Kind.DAYS and removing:
            clauses[-1].days -= word.days
        elif word.kind is _Kind.DAYS:
            _add_days(clauses, word, words[number + 1 :], hours_first=hours_first)
        elif word.kind in (_Kind.TIMES, _Kind.CLOSED):
            _tell(clauses, word, hours_first=hours_first)
    for pause, resting_clauses in pauses:
        _rest(text, resting_clauses, pause)
    return _complete(text, clauses)


def _complete(text: str, clauses: list[_Clause]) -> list[_Clause]:
    if len(clauses) == 1 and clauses[0].spans == [ALL_DAY] and not clauses[0].days:
        clauses[0].days = set(range(7))
    if not all(clause.days for clause in clauses):
        raise HoursFault(f'"{text}" has hours without days', _REMEDY)
    if not all(clause.told for clause in clauses):
        raise HoursFault(f'"{text}" has days without hours', _REMEDY)
    return clauses


def _add_days(clauses: list[_Clause], word: _Word, following: Sequence[_Word], *, hours_first: bool) -> None:
    """More days for the current clause, or the first of the next one."""
    current = clauses[-1]
    if current.days and current.told and not hours_first and (not current.leading or _apart(word, following)):
        current = _Clause()
        clauses.append(current)
    current.days |= word.days


def _apart(word: _Word, following: Sequence[_Word]) -> bool:
    """After "closed on Sunday": do these days begin something new? After a full stop; or the last before hours."""
    if re.search(r"[.;\n]", word.between):
        return True
    return "," in word.between and bool(following) and following[0].kind is _Kind.TIMES


def _tell(clauses: list[_Clause], word: _Word, *, hours_first: bool) -> None:
    """Hours or "closed" for the current days, or for days still to come."""
    current = clauses[-1]
    closed = word.kind is _Kind.CLOSED
    if current.told and (closed or current.closed or (hours_first and current.days)):
        current = _Clause()
        clauses.append(current)
    current.leading = not current.days
    if closed:
        current.closed = True
    else:
        current.spans.append(word.span)


def _rest(text: str, clauses: Sequence[_Clause], pause: Span) -> None:
    """Cut a break out of every span that holds it; somewhere it must."""
    if not any(span.start < pause.start and pause.end < span.end for clause in clauses for span in clause.spans):
        raise HoursFault(f'"{text}" has a break outside its hours', _REMEDY)
    for clause in clauses:
        clause.spans = [
            part
            for span in clause.spans
            for part in (
                (Span(start=span.start, end=pause.start), Span(start=pause.end, end=span.end))
                if span.start < pause.start and pause.end < span.end
                else (span,)
            )
        ]


def _words(text: str) -> Iterator[_Word]:
    plain = _DASHED_CLOCK.sub(r"\1:\2\3\4:\5", text.lower().translate(_PLAIN))
    plain = _MIDNIGHT.sub("24:00", _NOON.sub("12:00 pm", plain))
    found = list(_SCAN.finditer(plain))
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(plain)]
    if lone := next((one for gap in zip(ends, starts, strict=True) if (one := _LONE_CLOCK.search(plain, *gap))), None):
        raise HoursFault(f'"{text}" has a time on its own, "{lone[0]}"', _REMEDY)
    names = [*map(_name, found), ""]
    for number, match in enumerate(found):
        word = _word(text, names[number], match, names[number + 1])
        if word is not None:
            yield replace(word, between=plain[ends[number] : match.start()])


def _word(text: str, name: str, match: re.Match[str], after: str) -> _Word | None:
    """What a word means; `after` is the kind of the next one. None for those that only must not be misread."""
    if name == "REFUSED":
        raise HoursFault(f'"{text}" says "{match[0]}", which one week cannot hold', _REMEDY)
    if name == "FREE":
        name = "WEEKEND" if after in ("TIMES", "ALWAYS", "CLOSED") else "CLOSED"
    if name == "DAY":
        return _Word(kind=_Kind.DAYS, days=_days(match["day"], match["until"] or match["day"]))
    if name == "TIMES":
        return _Word(kind=_Kind.TIMES, span=_span(text, match))
    if name in _DAY_GROUPS:
        return _Word(kind=_Kind.DAYS, days=_DAY_GROUPS[name])
    return _Word(kind=_PLAIN_KINDS[name]) if name in _PLAIN_KINDS else None


_NAMES = frozenset(name for name, _ in _WORDS)
_DAY_GROUPS = {
    "EVERY": frozenset(range(7)),
    "EVERY_DAY": frozenset(range(7)),
    "WEEKDAYS": frozenset(range(5)),
    "WEEKEND": frozenset({5, 6}),
    "HOLIDAY": frozenset({_HOLIDAY}),
}
_PLAIN_KINDS = {"ALWAYS": _Kind.TIMES, "EXCEPT": _Kind.EXCEPT, "CLOSED": _Kind.CLOSED, "BREAK": _Kind.BREAK}


def _name(match: re.Match[str]) -> str:
    return next(name for name in _NAMES if match[name] is not None)


def _days(first: str, last: str) -> frozenset[int]:
    """From one day to another, over the end of the week if need be."""
    begin, end = (next(n for n, starts in enumerate(_STARTS) if word.startswith(starts)) for word in (first, last))
    return frozenset((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def _span(text: str, match: re.Match[str]) -> Span:
    """ "9–6pm" is nine to eighteen, "1–5pm" thirteen to seventeen; "9–5" could be a night: refused."""
    start = _minute(text, match["ah"], match["am"])
    end = _minute(text, match["bh"], match["bm"])
    first, second = _half(match["as"]), _half(match["bs"])
    if second is None and first is None and end < start <= 720 and _perhaps_evening(match["bh"], start, end):
        raise HoursFault(f'"{match[0].strip()}" may mean the evening or the next morning', _REMEDY)
    end = _on_the_clock(end, second or (first and ("pm" if end <= start else first)))
    start = _on_the_clock(start, first or (second and ("pm" if second == "pm" and start % 720 < end - 720 else "am")))
    start %= MINUTES_PER_DAY
    if start == 0 and end in (0, MINUTES_PER_DAY, MINUTES_PER_DAY - 1):
        return ALL_DAY
    if start == end:
        raise HoursFault(f'"{match[0].strip()}" begins and ends at once', _REMEDY)
    return Span(start=start, end=end if end > start else end + MINUTES_PER_DAY)


def _perhaps_evening(hour: str, start: int, end: int) -> bool:
    """ "9–5", "9:00–5:30": only "02" and "00" are sure to be the night, and that from late in the morning on."""
    return not hour.startswith("0") or (end > 180 and start < 660)


def _minute(text: str, hour: str, minute: str | None) -> int:
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        raise HoursFault(f'"{text}" has a time that is not on the clock', _REMEDY)
    return int(hour) * 60 + int(minute or 0)


def _half(suffix: str | None) -> str | None:
    if suffix is None:
        return None
    return "pm" if suffix.startswith(("p", "дня", "вечера")) else "am"


def _on_the_clock(minute: int, half: str | None) -> int:
    """The minute of the day; 12 am is midnight, 12 pm noon."""
    if half == "pm" and minute < 720:
        return minute + 720
    if half == "am" and 720 <= minute < 780:
        return minute - 720
    return minute
