"""Reports, study: all sections as values ready to print, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from monitor.domain.programme import ClockKind
from monitor.domain.statistics import Waited, kaplan_meier, quantile, wilson
from reports import method
from reports.attachments import as_json
from reports.charts import Curve, icon_array, response_curve
from reports.labels import labels
from reports.narrative import Claim, sentence, speaker
from reports.plural import spell
from reports.sheet import Printed, Sheet
from reports.study.counting import claim, leading, of_sector, one_vote_each
from reports.study.league import Place, league, letters, shown
from reports.study.strip import Note, benchmark_strip, footnotes
from reports.study.votes import Ballot, Sector, ShareLine, StudyData, Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the league: rank "" when the vote does not count."""

    rank: str
    name: str
    own: bool
    outcome: str
    wall: Printed | None
    working: Printed | None
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sector: its sentences, the first as a picture too, and its league."""

    title: str
    sentences: tuple[str, ...]
    icons: Markup
    rows: tuple[Row, ...]
    cut: str
    versus: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One share as printed; `low`, `high` in percent without the sign, None where n is 0."""

    name: str
    k: Printed
    n: Printed
    percent: Printed | None
    low: Printed | None
    high: Printed | None
    aside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    data: StudyData
    language: str
    sheet: Sheet
    t: Mapping[str, str]
    title: str
    headline: str
    headline_rest: str
    parts: tuple[Part, ...]
    curve: Markup
    strip: Markup
    notes: tuple[Note, ...]
    footnotes: tuple[str, ...]
    shares: tuple[ShareRow, ...]
    unmeasured: tuple[str, ...]
    method: tuple[str, ...]
    origin: tuple[tuple[str, str], ...]


def study(data: StudyData, language: str) -> Study:
    """All sections. Raises `Unsayable` when a company voted twice."""
    data = replace(data, votes=one_vote_each(data.votes))
    sheet, t = Sheet(language), labels(language)
    core, _, rest = study_headline(data, language).partition("; ")
    _base(sheet, data)
    strip, notes = benchmark_strip(data, language)
    return Study(
        data=data,
        language=language,
        sheet=sheet,
        t=t,
        title=data.title_en if language == "en" else data.title_ru,
        headline=f"{core}." if rest else core,
        headline_rest=rest[:1].upper() + rest[1:],
        parts=tuple(_part(sheet, data, sector, language) for sector in data.sectors),
        curve=_curve(data, language),
        strip=strip,
        notes=notes,
        footnotes=footnotes(data, language),
        shares=tuple(_share(sheet, index, line, language) for index, line in enumerate(data.shares)),
        unmeasured=_unmeasured(data, language),
        method=_method(data, language),
        origin=method.origin(data.origin, language),
    )


def study_headline(data: StudyData, language: str) -> str:
    """The sector sentence the study opens with."""
    lead = leading(data)
    return sentence(lead[1], language) if lead else labels(language)["quiet"]


def study_csv(data: StudyData) -> str:
    """`id,value,unit`: every vote (under its letter) and every figure."""
    return study(data, "en").sheet.csv()


def study_json(data: StudyData) -> str:
    about: dict[str, object] = {"report": "study", "from": str(data.period.first), "to": str(data.period.last)}
    return as_json({**about, "zone": data.period.zone}, data.origin, study(data, "en").sheet)


def _part(sheet: Sheet, data: StudyData, sector: Sector, language: str) -> Part:
    votes = of_sector(data, sector)
    claims = [made for ask in data.asks if (made := claim(sector, votes, ask)) is not None]
    for index, made in enumerate(claims):
        _claimed(sheet, f"claims/{sector.key}/{index}", made)
    places = league(data, votes)
    rows = shown(places)
    t = labels(language)
    title = speaker(language).counted_units(len(votes), sector.unit)
    return Part(
        title=title,
        sentences=tuple(dict.fromkeys(sentence(made, language) for made in claims)),
        icons=_icons(claims[0], title, t) if claims else Markup(),
        rows=tuple(_row(sheet, data, place, language) for place in rows),
        cut=t["league.cut"].format(shown=len(rows), total=len(places)) if len(rows) < len(places) else "",
        versus=tuple(_versus(place, places, data, t, language) for place in places if place.vote.own and place.rank),
    )


def _claimed(sheet: Sheet, id: str, made: Claim) -> None:
    for name in ("k", "n", "pending", "inconclusive"):
        sheet.count(f"{id}/{name}", getattr(made, name) or 0)


def _icons(made: Claim, title: str, t: Mapping[str, str]) -> Markup:
    n = made.n or 0
    parts = [
        ("met", made.k),
        ("not_answered", n - made.k),
        ("pending", made.pending),
        ("inconclusive", made.inconclusive),
    ]
    said = t["k_of_n"].format(k=made.k, n=n)
    return icon_array(parts, title, said) if sum(count for _, count in parts) else Markup()


def _row(sheet: Sheet, data: StudyData, place: Place, language: str) -> Row:
    vote, t, id = place.vote, labels(language), f"votes/{place.letter}"
    wall, working = sheet.duration(f"{id}/wall", vote.wall), sheet.duration(f"{id}/working", vote.working)
    did = {
        "receipt": vote.receipt,
        "called_back": vote.called_back,
        "answered": vote.answered,
        "next_step": vote.next_step,
    }
    return Row(
        rank=str(place.rank) if place.rank else "",
        name=vote.name if data.names_allowed or vote.own else place.letter,
        own=vote.own,
        outcome=_outcome(vote),
        wall=wall if vote.person else None,
        working=working if vote.person and vote.hours_known else None,
        did=tuple(t[f"did.{name}"] for name, done in did.items() if done),
    )


def _outcome(vote: Vote) -> str:
    if vote.ballot is not Ballot.COUNTED:
        return vote.ballot.value
    if vote.unreachable:
        return "unreachable"
    return "met" if vote.person else "auto_only" if vote.receipt else "not_answered"


def _versus(place: Place, places: tuple[Place, ...], data: StudyData, t: Mapping[str, str], language: str) -> str:
    """An own site against the rest of its sector."""
    others = [p.vote for p in places if p.rank and not p.vote.own]
    ranked = sum(bool(p.rank) for p in places)
    middle = quantile(kaplan_meier(Waited(time=v.wall, answered=v.person) for v in others))
    return t["versus"].format(
        name=place.vote.name,
        rank=place.rank,
        n=ranked,
        own=spell(place.vote.wall, language) if place.vote.person else t["bucket.never"],
        others=spell(middle, language) if middle is not None else t["speed.not_reached"],
    )


def _share(sheet: Sheet, index: int, line: ShareLine, language: str) -> ShareRow:
    t, id = labels(language), f"shares/{index}"
    low, high = wilson(line.k, line.n)
    asides = [(t["outcome.pending"], line.pending), (t["outcome.inconclusive"], line.inconclusive)]
    for name, count in (("pending", line.pending), ("inconclusive", line.inconclusive)):
        sheet.count(f"{id}/{name}", count)
    return ShareRow(
        name=line.name_en if language == "en" else line.name_ru,
        k=sheet.count(f"{id}/k", line.k),
        n=sheet.count(f"{id}/n", line.n),
        percent=sheet.share(f"{id}/share", line.k, line.n),
        low=sheet.bound(f"{id}/low", low) if line.n else None,
        high=sheet.bound(f"{id}/high", high) if line.n else None,
        aside=", ".join(f"{said} {count}" for said, count in asides if count),
    )


def _curve(data: StudyData, language: str) -> Markup:
    """Share answered by a person over time, one line per sector (the four largest), wall clock."""
    t = labels(language)
    curves = []
    for sector in sorted(data.sectors, key=lambda s: -len(of_sector(data, s)))[:4]:
        counted = [v for v in of_sector(data, sector) if v.ballot is not Ballot.INCONCLUSIVE]
        steps = kaplan_meier(Waited(time=v.wall, answered=v.person) for v in counted)
        silent = tuple(sorted({v.wall for v in counted if not v.person}))
        name = speaker(language).counted_units(len(counted), sector.unit)
        curves += [Curve(name=name, steps=steps, censored=silent)] if counted else []
    ask = next((ask for ask in data.asks if ask.threshold is not None and ask.clock is ClockKind.WALL), None)
    limit = ask.threshold if ask else None
    title = t["speed.curve"].format(clock=t["clock.wall"])
    said = "; ".join(f"{curve.name}: {_median(curve, t, language)}" for curve in curves)
    return (
        response_curve(curves, limit, spell(limit, language) if limit else "", title, said, language)
        if curves
        else Markup()
    )


def _median(curve: Curve, t: Mapping[str, str], language: str) -> str:
    middle = quantile(curve.steps)
    return f"{t['speed.median']} {spell(middle, language) if middle is not None else t['speed.not_reached']}"


def _unmeasured(data: StudyData, language: str) -> tuple[str, ...]:
    t = labels(language)
    if not data.inconclusive:
        return (t["unmeasured.none" if data.votes else "quiet"],)
    worst = sorted(data.inconclusive, key=lambda c: (-c.count, c.reason))
    reasons = "; ".join(f"{t[f'reason.{c.reason}']} – {c.count}" for c in worst)
    return (speaker(language).unknown(sum(c.count for c in worst), reasons),)


def _method(data: StudyData, language: str) -> tuple[str, ...]:
    t = labels(language)
    left_out = tuple(t["method.excluded"].format(what=e.what, why=e.why) for e in data.exclusions)
    ours = ("study", "clock", "median", "silence", "ethics")
    fixed = ("study", "median", "imported") if data.imported else ours
    mixed: tuple[str, ...] = ()
    if data.mixed is not None:
        name, count = data.mixed
        mixed = (t["method.mixed"].format(name=name, k=count, n=len(data.votes)),)
    when = t["method.when"].format(period=data.period.say(language))
    named = () if data.names_allowed else (t["method.letters"],)
    return (when, *(t[f"method.{name}"] for name in fixed), *mixed, *named, *left_out, t["method.attached"])


def _base(sheet: Sheet, data: StudyData) -> None:
    """Every vote under its letter, so that all shares and medians can be recomputed."""
    named = letters(data)
    for vote in sorted(data.votes, key=lambda v: (len(named[v.key]), named[v.key])):
        id = f"votes/{named[vote.key]}"
        for name in ("receipt", "person", "answered", "called_back", "next_step", "unreachable", "own"):
            sheet.count(f"{id}/{name}", int(getattr(vote, name)))
        for ballot in Ballot:
            sheet.count(f"{id}/{ballot}", int(vote.ballot is ballot))
        sheet.duration(f"{id}/wall", vote.wall)
        sheet.duration(f"{id}/working", vote.working)
        for index, sector in enumerate(data.sectors):
            if sector.key == vote.sector:
                sheet.count(f"{id}/sector", index)
