"""Reports, study: figures other people printed, each with its own definition, examined before they stand
beside ours. A share without its n is refused; a percentage no whole number of companies gives is
shown with a flag."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from monitor.domain.statistics import possible_counts


class Standing(StrEnum):
    SOUND = "sound"
    FLAGGED = "flagged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """k of n as printed by a source; `printed` its percentage when it gave one, `places` its decimals.

    `definition_en`/`_ru`: what that source counted. `k` None: only the percentage was printed.
    """

    source: str
    year: int
    definition_en: str
    definition_ru: str
    n: int | None
    k: int | None = None
    printed: Fraction | None = None
    places: int = 0
    whole: str = ""
    """figures of one such name are parts of one whole: a sum that is not 100 gets a footnote"""

    @property
    def share(self) -> Fraction | None:
        """The exact share, else the printed one, else None."""
        if self.k is not None and self.n:
            return Fraction(self.k, self.n)
        return None if self.printed is None else self.printed / 100


def examine(figure: Published) -> Standing:
    """May it stand beside ours?"""
    if not figure.n or figure.share is None:
        return Standing.REFUSED
    if figure.printed is None:
        return Standing.SOUND
    possible = possible_counts(figure.printed, figure.n, figure.places)
    if not possible or (figure.k is not None and figure.k not in possible):
        return Standing.FLAGGED
    return Standing.SOUND


# Looked up at: doi 10.1001/jama.280.15.1333 · hbr.org/2011/03/the-short-life-of-online-sales-leads · the 38 companies
# at salesforce.com/blog/2015/10/improve-lead-response-content.html · blog.chatpath.com/lead-response-time-study.
# Dreamforce's 5,257 − 1,811 and RevenueHero's 365 of 1,000 are as their authors reported them; no page of theirs was seen.
BENCHMARKS = (
    Published(
        source="Eysenbach & Diepgen, JAMA 280:1333",
        year=1998,
        definition_en="physicians and webmasters of medical sites who answered a patient’s e-mail at all",
        definition_ru="врачи и владельцы медицинских сайтов, вообще ответившие на письмо пациента",
        k=29,
        n=58,
        printed=Fraction(50),
    ),
    Published(
        source="Oldroyd, McElheran & Elkington, HBR, March",
        year=2011,
        definition_en="US companies that answered a test lead from the web within an hour; their counts are not printed",
        definition_ru="компании США, ответившие на пробную веб-заявку за час; сами числа не напечатаны",
        n=2241,
        printed=Fraction(37),
    ),
    Published(
        source="Dreamforce audit",
        year=2012,
        definition_en="companies that answered an enquiry within 5 minutes; 1,811 of 5,257 excluded by the authors",
        definition_ru="компании, ответившие на обращение за 5 минут; 1811 из 5257 авторы исключили",
        k=38,
        n=3446,
        printed=Fraction(11, 10),
        places=1,
    ),
    Published(
        source="Chatpath",
        year=2017,
        definition_en="service businesses that answered their contact form within 5 minutes",
        definition_ru="компании услуг, ответившие на форму связи за 5 минут",
        k=22,
        n=323,
        printed=Fraction(68, 10),
        places=1,
    ),
    Published(
        source="RevenueHero",
        year=2024,
        definition_en="B2B companies that answered a demo request at all",
        definition_ru="B2B-компании, вообще ответившие на заявку на показ",
        k=365,
        n=1000,
        printed=Fraction(365, 10),
        places=1,
    ),
)
