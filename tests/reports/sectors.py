"""A made-up study whose sentences are the published ones: 11 fitness centres, 20 lessors, 29 dealers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import nouns
import sample

from monitor.domain.programme import Words
from monitor.domain.verdict import InconclusiveReason
from reports.narrative import Act
from reports.period import Period
from reports.records import Belief, InconclusiveCount
from reports.study.published import BENCHMARKS, Published
from reports.study.votes import Ask, Ballot, Sector, StudyData, Vote

DEALER = Words(
    en_one="car dealer",
    en_many="car dealers",
    ru_one="автосалон",
    ru_few="автосалона",
    ru_many="автосалонов",
    ru_accusative="автосалон",
)
SECTORS = (
    Sector(key="fitness", unit=nouns.FITNESS, form=nouns.FORM),
    Sector(key="lessors", unit=nouns.LESSOR, form=nouns.FORM, next_step=nouns.VIEWING),
    Sector(key="dealers", unit=DEALER, form=nouns.FORM, next_step=sample.VIEWING),
)


def vote(sector: str, number: int, minutes: float | None, **more: object) -> Vote:
    """`minutes` None: nobody answered in three days."""
    wall = timedelta(minutes=minutes) if minutes is not None else timedelta(days=3)
    working = wall if minutes is not None and minutes < 300 else wall / 3
    fields: dict[str, object] = {"person": minutes is not None, "wall": wall, "working": working}
    return Vote(key=f"{sector}-{number}", name=f"{sector.title()} No. {number}", sector=sector, **{**fields, **more})  # type: ignore[arg-type]


def votes() -> tuple[Vote, ...]:
    fitness = [vote("fitness", i, m) for i, m in enumerate((12, 31, 44, 95, 300, 1500, *([None] * 5)))]
    lessors = [
        vote("lessors", i, m, next_step=i < 4, called_back=i < 6, answered=i < 7)
        for i, m in enumerate((8, 22, 41, 60, 130, 240, 700, 1400, *([None] * 12)))
    ]
    dealers = [
        vote(
            "dealers",
            i,
            m,
            next_step=m is not None and i % 3 == 0,
            answered=m is not None and i % 2 == 0,
            receipt=i % 4 == 0,
            own=i == 4,
        )
        for i, m in enumerate(
            (3, 4, 5, 9, 11, 14, 15, 22, 30, 41, 55, 70, 90, 130, 200, 260, 400, 900, 1500, 2600, *([None] * 9))
        )
    ]
    odd = [
        vote("fitness", 90, None, ballot=Ballot.INCONCLUSIVE),
        vote("dealers", 90, None, ballot=Ballot.PENDING, wall=timedelta(minutes=20), working=timedelta(minutes=20)),
        vote("dealers", 91, None, unreachable=True),
        vote("dealers", 92, None, receipt=True),
    ]
    return (*fitness, *lessors, *dealers, *odd)


def full() -> StudyData:
    return StudyData(
        title_en="Who answers the form, Saint Petersburg",
        title_ru="Кто отвечает на форму, Санкт-Петербург",
        period=Period(first=date(2026, 11, 2), last=date(2026, 11, 20), zone="Europe/Moscow"),
        origin=sample.ORIGIN,
        sectors=SECTORS,
        votes=votes(),
        asks=(
            Ask(acts=(Act.ANSWERED,), threshold=timedelta(minutes=45)),
            Ask(acts=(Act.ANSWERED, Act.OFFERED)),
            Ask(acts=(Act.ANSWERED,), threshold=timedelta(minutes=10)),
        ),
        benchmarks=(
            *BENCHMARKS,
            Published(
                source="Without an n",
                year=2015,
                definition_en="companies that answered within 10 minutes",
                definition_ru="компании, ответившие за 10 минут",
                k=4,
                n=None,
            ),
            Published(
                source="Impossible",
                year=2013,
                definition_en="a percentage of 38",
                definition_ru="процент от 38",
                n=38,
                printed=Fraction(36),
            ),
        ),
        beliefs=(
            Belief(
                question_en="Dealers that answer within 45 minutes",
                question_ru="Автосалонов, отвечающих за 45 минут",
                expected_en="9 of 10",
                expected_ru="9 из 10",
                measured_en="10 of 31",
                measured_ru="10 из 31",
            ),
        ),
        inconclusive=(InconclusiveCount(reason=InconclusiveReason.BLOCKED_CAPTCHA, count=1),),
    )
