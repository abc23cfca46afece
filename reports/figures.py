"""Reports: from counts to what is told: which standard leads, shares with intervals, buckets, curves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from monitor.domain.programme import Channel, ClockKind, Event, Words
from monitor.domain.statistics import CurveStep, Waited, difference, kaplan_meier, percent, quantile, total, wilson
from monitor.domain.verdict import Standing, standing
from reports.labels import labels
from reports.narrative import Act, Claim, Deed, Voice
from reports.period import say_instant
from reports.plural import spell
from reports.records import Counts, ReportData, StandardLine, Stop, WaitTally

ENQUIRY = Words(
    en_one="enquiry",
    en_many="enquiries",
    ru_one="обращение",
    ru_few="обращения",
    ru_many="обращений",
    ru_gender="n",
)
CHECK = Words(en_one="check", en_many="checks", ru_one="проверка", ru_few="проверки", ru_many="проверок", ru_gender="f")

ACTS = {
    Event.FIRST_ANY: Act.REACTED,
    Event.FIRST_HUMAN: Act.ANSWERED,
    Event.FIRST_ANSWER: Act.ANSWERED_QUESTION,
    Event.RECEIPT: Act.RECEIPT,
    Event.CONFIRMATION: Act.CONFIRMED,
    Event.PAGE_FACT: Act.KEPT,
}


VERDICTS = (Standing.FAIL, Standing.NOT_ENOUGH, Standing.PASS)
"""worst first"""
NINE_TENTHS = Fraction(9, 10)


class Change(StrEnum):
    """This week against the four before; `same` also when the difference proves nothing."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NONE = "none"


def stands(line: StandardLine) -> Standing:
    """The verdict of a standard over its window (MEASURING §4)."""
    counts = line.window
    return standing(counts.met, counts.n, counts.inconclusive, line.target, line.minimum_n, line.maximum_inconclusive)


def change(line: StandardLine) -> Change:
    """Newcombe's interval of the difference decides; noise is never told as a trend."""
    if not (line.week.n and line.before.n):
        return Change.NONE
    gap = difference((line.before.met, line.before.n), (line.week.met, line.week.n))
    if not gap.proven:
        return Change.SAME
    return Change.UP if gap.value > 0 else Change.DOWN


def light(lines: Sequence[StandardLine]) -> Standing | None:
    """The traffic light: the worst verdict of all standards; None when there are none."""
    verdicts = {stands(line) for line in lines}
    return next((verdict for verdict in VERDICTS if verdict in verdicts), None)


def lead(lines: Sequence[StandardLine]) -> StandardLine | None:
    """The standard the headline is about: missed before undecided before met, this week's visits before
    none, then the largest shortfall against its target."""

    def rank(line: StandardLine) -> tuple[int, bool, float]:
        share = line.week.met / line.week.n if line.week.n else float(line.target)
        return VERDICTS.index(stands(line)), line.week.n == 0, share - float(line.target)

    return min(lines, key=rank, default=None)


def enquiries_through(label: Words | None) -> Words:
    """ "enquiry through the question form", «обращение через форму вопроса», in all forms."""
    if label is None:
        return ENQUIRY
    en, ru = f" through the {label.en_one}", f" через {label.ru_accusative or label.ru_one}"
    return Words(
        en_one=ENQUIRY.en_one + en,
        en_many=ENQUIRY.en_many + en,
        ru_one=ENQUIRY.ru_one + ru,
        ru_few=ENQUIRY.ru_few + ru,
        ru_many=ENQUIRY.ru_many + ru,
        ru_gender=ENQUIRY.ru_gender,
    )


def claim(line: StandardLine, counts: Counts) -> Claim:
    """The sentence of a standard over some counts (its week or its window)."""
    fact = line.event in {Event.PAGE_FACT, Event.CONFIRMATION}
    deed = Deed(act=Act.KEPT, name_en=line.name_en, name_ru=line.name_ru) if fact else Deed(act=ACTS[line.event])
    return Claim(
        k=counts.met,
        n=counts.n,
        unit=CHECK if fact else enquiries_through(line.label),
        deeds=(deed,),
        voice=Voice.ENQUIRY,
        threshold=None if fact else line.threshold,
        clock=line.clock,
        target=line.target,
        pending=counts.pending,
        inconclusive=counts.inconclusive,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpeed:
    """Waiting times of one channel on one clock; None = that share was never reached."""

    channel: Channel
    steps: tuple[CurveStep, ...]
    censored: tuple[timedelta, ...]
    n: int
    events: int
    median: timedelta | None
    p90: timedelta | None


def speeds(waits: Iterable[WaitTally], clock: ClockKind) -> tuple[ChannelSpeed, ...]:
    """Kaplan–Meier per channel, busiest first. Unanswered visits are censored where their wait ended."""
    by_channel: dict[Channel, list[WaitTally]] = {}
    for tally in waits:
        by_channel.setdefault(tally.channel, []).append(tally)
    found = [_speed(channel, tallies, clock) for channel, tallies in by_channel.items()]
    return tuple(sorted(found, key=lambda speed: (-speed.n, speed.channel)))


def _speed(channel: Channel, tallies: Sequence[WaitTally], clock: ClockKind) -> ChannelSpeed:
    steps = curve(tallies, clock)
    return ChannelSpeed(
        channel=channel,
        steps=steps,
        censored=tuple(sorted({waited(t, clock) for t in tallies if not t.event})),
        n=sum(t.count for t in tallies),
        events=sum(t.count for t in tallies if t.event),
        median=quantile(steps),
        p90=quantile(steps, NINE_TENTHS),
    )


def waited(tally: WaitTally, clock: ClockKind) -> timedelta:
    return tally.working if clock is ClockKind.WORKING else tally.wall


def curve(tallies: Iterable[WaitTally], clock: ClockKind) -> tuple[CurveStep, ...]:
    """Kaplan–Meier over tallies: each stands for `count` equal waits."""
    return kaplan_meier(Waited(time=waited(tally, clock), answered=tally.event, count=tally.count) for tally in tallies)


_EDGES = (("5", 5), ("10", 10), ("60", 60), ("240", 240), ("1440", 1440))


def buckets(waits: Iterable[WaitTally], robots_only: int) -> dict[str, int]:
    """Counted visits by what the customer waited (wall), plus robot only and never. They add up to all."""
    found: Counter[str] = Counter()
    for tally in waits:
        found[_bucket(tally)] += tally.count
    robots = min(robots_only, found["never"])
    found["robot"], found["never"] = robots, found["never"] - robots
    return {name: found[name] for name in (*(name for name, _ in _EDGES), "more", "robot", "never")}


def _bucket(tally: WaitTally) -> str:
    if not tally.event:
        return "never"
    return next((name for name, minutes in _EDGES if tally.wall <= timedelta(minutes=minutes)), "more")


def unanswered(data: ReportData) -> tuple[int, int]:
    """(without an answer from a person, counted) over the waits of the window."""
    total = sum(tally.count for tally in data.waits)
    return sum(tally.count for tally in data.waits if not tally.event), total


def milestones(stops: Mapping[Stop, int], enquiries: Counts, next_step: Words | None) -> tuple[Claim, ...]:
    """Of the enquiries counted: answered by a person; answered and taken a step further."""
    chains: list[tuple[Stop, tuple[Deed, ...]]] = [
        (Stop.PERSON, (Deed(act=Act.ANSWERED),)),
        (Stop.NEXT_STEP, (Deed(act=Act.ANSWERED), Deed(act=Act.OFFERED, object=next_step))),
    ]
    return tuple(
        Claim(
            k=stops[stop],
            n=max(enquiries.n, stops[stop]),
            unit=ENQUIRY,
            deeds=deeds,
            voice=Voice.ENQUIRY,
            pending=enquiries.pending,
            inconclusive=enquiries.inconclusive,
        )
        for stop, deeds in chains
        if stop in stops and enquiries != Counts() and (stop is not Stop.NEXT_STEP or next_step is not None)
    )


def footnote(shares: Iterable[Fraction], language: str) -> str:
    """The note under shares of one whole whose printed percentages do not add up to 100; never mended."""
    sum_up = total(Fraction(percent(share)) for share in shares)
    if not sum_up.off:
        return ""
    key = "footnote.rounding" if sum_up.by_rounding else "footnote.wrong"
    return labels(language)[key].format(sum=percent((sum_up.off + 100) / 100))


def health(data: ReportData, language: str) -> tuple[str, ...]:
    """Our own canaries, gaps and missed visits, in sentences."""
    t, house, zone = labels(language), data.health, data.period.zone
    if not house.canaries_sent:
        lines = [t["health.no_canaries"]]
    else:
        lines = [t["health.canaries"].format(arrived=house.canaries_arrived, sent=house.canaries_sent)]
        if house.slowest_canary is not None:
            lines[0] += " " + t["health.slowest"].format(time=spell(house.slowest_canary, language))
    for gap in house.gaps:
        start, end = (say_instant(at, zone, language) for at in (gap.starts_at, gap.ends_at))
        lines.append(t["health.gap"].format(door=gap.door, start=start, end=end))
    if house.calls_aside:
        aside = ", ".join(t[f"calls.{name}"].format(n=n) for name, n in sorted(house.calls_aside.items()))
        lines.append(t["health.calls"].format(calls=aside))
    for site, count in sorted(house.leaks.items()):
        lines.append(t["health.leak"].format(site=site or t["leak.competitor"], count=count))
    if house.missed_slots:
        lines.append(t["health.missed"].format(count=house.missed_slots))
    return tuple(lines)


__all__ = ["percent", "quantile", "wilson"]
