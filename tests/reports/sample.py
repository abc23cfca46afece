"""A made-up car dealer's week, large enough to fill every section."""

from __future__ import annotations

import random
import struct
import zlib
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from monitor.domain.programme import Channel, ClockKind, Event, Words
from monitor.domain.verdict import InconclusiveReason, Outcome
from reports.period import Period
from reports.records import (
    Belief,
    Counts,
    Exclusion,
    FunnelCount,
    Gap,
    GroupShare,
    HealthLine,
    HourCell,
    InconclusiveCount,
    Moment,
    OffHoursLine,
    Origin,
    PageCheckCell,
    Picture,
    ReportData,
    StandardLine,
    Stop,
    Story,
    TaskLine,
    TaskState,
    VisitLine,
    WaitTally,
    WayIn,
    WeekShare,
    WhoAnswered,
)

FORM = Words(
    en_one="question form",
    en_many="question forms",
    ru_one="форма вопроса",
    ru_few="формы вопроса",
    ru_many="форм вопроса",
    ru_accusative="форму вопроса",
    ru_gender="f",
)
VIEWING = Words(
    en_one="test drive",
    en_many="test drives",
    ru_one="тест-драйв",
    ru_few="тест-драйва",
    ru_many="тест-драйвов",
    ru_accusative="тест-драйв",
)
PERIOD = Period(first=date(2026, 11, 16), last=date(2026, 11, 22), zone="Europe/Moscow")
ORIGIN = Origin(
    programme="Avtomir, autumn",
    programme_hash="3f2a9c" * 10 + "beef",
    plan_hash="a41b77" * 10 + "cafe",
    data_hash="09d8e1" * 10 + "f00d",
    software_version="0.1.0",
    generated_at=datetime(2026, 11, 23, 5, 0, tzinfo=UTC),
    calendars={"avtomir": "c41d9e02"},
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def png(width: int, height: int, shade: int) -> bytes:
    """A real PNG: one grey rectangle with a darker bar on top."""
    rows = b"".join(b"\0" + bytes([shade - 60 if y < height // 6 else shade]) * width for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def weeks(pairs: tuple[tuple[int, int], ...]) -> tuple[WeekShare, ...]:
    first = PERIOD.first - timedelta(weeks=len(pairs) - 1)
    return tuple(WeekShare(first=first + timedelta(weeks=i), k=k, n=n) for i, (k, n) in enumerate(pairs))


def standard(**changes: object) -> StandardLine:
    fields: dict[str, object] = {
        "key": "form-person",
        "name_en": "A person answers the question form",
        "name_ru": "На форму вопроса отвечает человек",
        "event": Event.FIRST_HUMAN,
        "threshold": timedelta(minutes=10),
        "clock": ClockKind.WORKING,
        "target": Fraction(4, 5),
        "week": Counts(),
        "before": Counts(),
        "window": Counts(),
        "label": FORM,
    }
    return StandardLine(**{**fields, **changes})  # type: ignore[arg-type]


STANDARDS = (
    standard(
        week=Counts(met=3, late=4, auto_only=2, not_answered=2, pending=1, inconclusive=1),
        before=Counts(met=14, late=12, auto_only=5, not_answered=6),
        window=Counts(met=41, late=33, auto_only=14, not_answered=17, unreachable=2, pending=1, inconclusive=4),
        weeks=weeks(
            ((3, 8), (4, 9), (2, 7), (5, 9), (3, 8), (1, 7), (4, 9), (3, 8), (2, 8), (4, 9), (4, 10), (3, 9), (3, 11))
        ),
        week_dots=(
            *([Outcome.MET] * 3),
            *([Outcome.LATE] * 4),
            *([Outcome.AUTO_ONLY] * 2),
            *([Outcome.NOT_ANSWERED] * 2),
            Outcome.PENDING,
            Outcome.INCONCLUSIVE,
        ),
        place="avtomir.example",
    ),
    standard(
        key="form-answer",
        name_en="The question asked is answered",
        name_ru="На заданный вопрос отвечают",
        event=Event.FIRST_ANSWER,
        threshold=timedelta(hours=4),
        week=Counts(met=6, late=1, auto_only=2, not_answered=2, pending=1, inconclusive=1),
        before=Counts(met=25, late=4, auto_only=5, not_answered=3),
        window=Counts(met=80, late=9, auto_only=8, not_answered=10, pending=1, inconclusive=4),
        weeks=weeks(
            ((6, 8), (7, 9), (5, 7), (7, 9), (6, 8), (6, 7), (7, 9), (6, 8), (6, 8), (7, 9), (8, 10), (7, 9), (6, 11))
        ),
        week_dots=(*([Outcome.MET] * 6), Outcome.LATE, *([Outcome.AUTO_ONLY] * 2), *([Outcome.NOT_ANSWERED] * 2)),
        place="avtomir.example",
    ),
    standard(
        key="phone",
        name_en="The phone number is on every page and can be pressed",
        name_ru="Телефон есть на каждой странице и нажимается",
        event=Event.PAGE_FACT,
        threshold=timedelta(0),
        week=Counts(met=7),
        before=Counts(met=28),
        window=Counts(met=91),
        weeks=weeks(((7, 7),) * 13),
        week_dots=(Outcome.MET,) * 7,
        place="avtomir.example",
    ),
)


def waits(seed: int = 4) -> tuple[WaitTally, ...]:
    """105 counted visits: e-mail and calls, with a long tail and silence."""
    dice = random.Random(seed)
    tallies = []
    for channel, answered, silent, middle in ((Channel.EMAIL, 52, 25, 3.6), (Channel.PHONE, 22, 6, 2.2)):
        for _ in range(answered):
            minutes = min(dice.lognormvariate(middle, 1.5), 1500)
            wall = timedelta(minutes=minutes * (1 if minutes < 240 else 1.8))
            tallies.append(WaitTally(channel=channel, wall=wall, working=timedelta(minutes=minutes), event=True))
        for _ in range(silent):
            tallies.append(
                WaitTally(channel=channel, wall=timedelta(hours=72), working=timedelta(hours=27), event=False)
            )
    return tuple(tallies)


def visits() -> tuple[VisitLine, ...]:
    lines = [
        ("k7qf", 16, 7, Outcome.MET, 8, 8), ("m2xa", 16, 11, Outcome.LATE, 47, 47), ("p9rt", 17, 18, Outcome.LATE, 860, 14),
        ("w4ne", 18, 8, Outcome.AUTO_ONLY, None, None), ("b8uc", 19, 12, Outcome.NOT_ANSWERED, None, None), ("z3ye", 20, 9, Outcome.MET, 4, 4),
        ("h6gd", 20, 13, Outcome.INCONCLUSIVE, None, None), ("t5lo", 22, 10, Outcome.PENDING, None, None),
    ]  # fmt: skip
    found = []
    for token, day, hour, outcome, wall, working in lines:
        sent = at(day, hour, 12)
        found.append(
            VisitLine(
                token=token,
                place="avtomir.example",
                label=FORM,
                sent_at=sent,
                outcome=outcome,
                reason=InconclusiveReason.BLOCKED_CAPTCHA if outcome is Outcome.INCONCLUSIVE else None,
                receipt_at=sent + timedelta(seconds=40) if outcome is Outcome.AUTO_ONLY else None,
                person_at=sent + timedelta(minutes=wall) if wall else None,
                wall=timedelta(minutes=wall) if wall else None,
                working=timedelta(minutes=working) if working else None,
            )
        )
    return tuple(found)


def story(line: VisitLine, quote: str) -> Story:
    sent = line.sent_at or at(16, 7)
    return Story(
        visit=line,
        moments=(
            Moment(at=sent, en="Enquiry accepted by the site", ru="Сайт принял обращение"),
            Moment(
                at=sent + timedelta(seconds=40),
                en="A robot confirms: “We will call within 15 minutes”",
                ru="Робот подтверждает: «Перезвоним в течение 15 минут»",
            ),
            Moment(
                at=sent + timedelta(hours=72),
                en="The window closes; nobody has written or called",
                ru="Окно закрылось; никто не написал и не позвонил",
            ),
        ),
        question="Is the grey estate still there, and can I see it on Saturday?",
        quote=quote,
        picture=Picture(
            data=png(480, 300, 220),
            media_type="image/png",
            alt_en="The confirmation page",
            alt_ru="Страница подтверждения",
        ),
    )


def full() -> ReportData:
    """Every section filled."""
    lines = visits()
    tally = waits()
    pages = ("/", "/contacts", "/cars/grey-estate", "/service")
    passed = ((True, True, True), (True, False, True), (True, True, True), (False, None, None))
    return ReportData(
        period=PERIOD,
        window_weeks=13,
        population="Avtomir",
        origin=ORIGIN,
        standards=STANDARDS,
        funnel=tuple(
            FunnelCount(stop=stop, count=count) for stop, count in zip(Stop, (14, 14, 13, 12, 6, 7, 6, 3), strict=True)
        ),
        next_step=VIEWING,
        waits=tally,
        robots_only=14,
        who=WhoAnswered(person=74, robot_only=14, nobody=17, promises_kept=9, promises_broken=21, promises_open=1),
        visits=lines,
        visits_total=14,
        worst=(story(lines[3], "Thank you for your enquiry! A manager will call you within 15 minutes."),),
        best=story(
            lines[5], "Good morning, yes, it is still here. Saturday at 11 would suit us; shall I keep it for you?"
        ),
        pages=tuple(
            PageCheckCell(page=page, rule=rule, passed=ok)
            for page, row in zip(pages, passed, strict=True)
            for rule, ok in zip(("shown", "clickable", "right_number"), row, strict=True)
        ),
        off_hours=(
            OffHoursLine(
                place="avtomir.example",
                looked_at=at(18, 19),
                shown_en="a chat that says “online”",
                shown_ru="чат с надписью «онлайн»",
                reached_at=at(19, 8, 4),
                noon=Picture(
                    data=png(420, 260, 235),
                    media_type="image/png",
                    alt_en="Home page at noon",
                    alt_ru="Главная в полдень",
                ),
                night=Picture(
                    data=png(420, 260, 120),
                    media_type="image/png",
                    alt_en="Home page at 22:00",
                    alt_ru="Главная в 22:00",
                ),
            ),
        ),
        ways_in=(
            WayIn(place="avtomir.example", label=FORM, works=True),
            WayIn(place="+7 495 000-00-00", label=None, works=False),
        ),
        hours=tuple(
            HourCell(
                weekday=day,
                hour=hour,
                n=(day * hour) % 4,
                k=(day * hour) % 4 * (hour % 2),
                open=day < 5 and 9 <= hour < 19,
            )
            for day in range(7)
            for hour in range(8, 21)
        ),
        tasks=(
            TaskLine(
                number=12,
                place="avtomir.example/contacts",
                problem_en="The number can’t be pressed on a phone.",
                problem_ru="Номер не нажимается на телефоне.",
                fix_en="Make it a tel: link.",
                fix_ru="Сделать его ссылкой.",
                state=TaskState.REOPENED,
                owner="web team",
                due=date(2026, 11, 20),
                since=date(2026, 11, 2),
                overdue=True,
                rank=1.0,
            ),
            TaskLine(
                number=15,
                place="question form",
                problem_en="Robots promise a call that never comes.",
                problem_ru="Робот обещает звонок, которого нет.",
                fix_en="Route the form to the sales phone.",
                fix_ru="Направить форму дежурному продавцу.",
                state=TaskState.NEW,
                due=date(2026, 11, 30),
            ),
        ),
        inconclusive=(
            InconclusiveCount(reason=InconclusiveReason.BLOCKED_CAPTCHA, count=3),
            InconclusiveCount(reason=InconclusiveReason.LISTENING_GAP, count=1),
        ),
        enquiries=STANDARDS[0].week,
        health=HealthLine(
            canaries_sent=336,
            canaries_arrived=335,
            slowest_canary=timedelta(seconds=74),
            gaps=(Gap(door="imap main", starts_at=at(19, 1), ends_at=at(19, 1, 50)),),
            missed_slots=1,
            calls_aside={"late": 1, "spam": 2},
        ),
        exclusions=(Exclusion(what="4 November", why="public holiday, agreed with the dealer"),),
        groups=(
            GroupShare(name="Avtomir", counts=Counts(met=41, late=33, not_answered=33), own=True),
            GroupShare(name="A", counts=Counts(met=11, late=3, not_answered=2)),
        ),
        beliefs=(
            Belief(
                question_en="Share answered within 10 minutes",
                question_ru="Доля ответов за 10 минут",
                expected_en="9 of 10",
                expected_ru="9 из 10",
                measured_en="41 of 107",
                measured_ru="41 из 107",
            ),
        ),
    )


def empty() -> ReportData:
    """Nothing at all."""
    return ReportData(period=PERIOD, window_weeks=13, population="Avtomir", origin=ORIGIN)
