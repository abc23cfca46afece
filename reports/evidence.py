"""Reports: the tables of evidence: visits of the period, page by page, noon against night, tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.programme import Words
from monitor.domain.task import CLOSED
from reports.labels import labels
from reports.narrative import speaker
from reports.period import say_after, say_day, say_instant
from reports.records import OffHoursLine, PageCheckCell, ReportData, TaskLine, VisitLine
from reports.sheet import Printed, Sheet

TASKS = 12
"""most rows of tasks; the command lists them all"""
PLACES = 12
"""most places named in one row"""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """`where` is the site when the table holds several, with the way in as `aside`; else just the way in."""

    line: VisitLine
    sent: str
    receipt: str
    person: str
    late: str
    where: str
    aside: str
    wall: Printed | None
    working: Printed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One page; `cells` in the order of the rules, None where a rule was not looked at."""

    page: str
    cells: tuple[PageCheckCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    line: OffHoursLine
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """Tasks alike in everything but their place, told once. `line` is the worst of them; `measure` how far the promise
    is kept, "" where they differ; `where` numbers and places."""

    line: TaskLine
    problem: str
    measure: str
    fix: str
    where: str
    state: str
    since: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """`first`: what to begin with, None when nothing is open; `cut`: said when there are more than the rows tell."""

    rows: tuple[TaskRow, ...]
    cut: str
    first: TaskRow | None


def visit_rows(sheet: Sheet, data: ReportData, language: str) -> tuple[VisitRow, ...]:
    """Instants on the reader's clock; both durations on the sheet."""
    t, zone = labels(language), data.period.zone
    several = len({line.place for line in data.visits}) > 1
    rows = []
    for line in data.visits:
        receipt, person, late = (
            say_after(at, line.sent_at, zone, language) for at in (line.receipt_at, line.person_at, line.late_answer_at)
        )
        id, way = f"visits/{line.token}", noun(line.label, language)
        rows.append(
            VisitRow(
                line=line,
                sent=say_instant(line.sent_at, zone, language) if line.sent_at else "",
                where=line.place if several or not way else way,
                aside=way if several else "",
                receipt=receipt,
                person=person,
                late=t["table.note.late_answer"].format(at=late) if late else "",
                wall=sheet.duration(f"{id}/wall", line.wall) if line.wall is not None else None,
                working=sheet.duration(f"{id}/working", line.working) if line.working is not None else None,
            )
        )
    return tuple(rows)


def noun(words: Words | None, language: str) -> str:
    return "" if words is None else words.en_one if language == "en" else words.ru_one


def cut(data: ReportData, language: str) -> str:
    """Said when the table shows fewer visits than there were."""
    if data.visits_total <= len(data.visits):
        return ""
    return labels(language)["table.cut"].format(shown=len(data.visits), total=data.visits_total)


def matrix(data: ReportData) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    """(rules, pages × rules), both in order of first appearance."""
    rules = tuple(dict.fromkeys(cell.rule for cell in data.pages))
    found = {(cell.page, cell.rule): cell for cell in data.pages}
    pages = dict.fromkeys(cell.page for cell in data.pages)
    return rules, tuple(MatrixRow(page=p, cells=tuple(found.get((p, rule)) for rule in rules)) for p in pages)


def phone_sentence(sheet: Sheet, data: ReportData, language: str) -> str:
    """How many pages lack a number that can be pressed; "" when no page was looked at."""
    looked = {c.page for c in data.pages if c.rule in {"shown", "clickable"} and c.passed is not None}
    bad = {c.page for c in data.pages if c.rule in {"shown", "clickable"} and c.passed is False}
    if not looked:
        return ""
    sheet.count("pages/n", len(looked))
    sheet.count("pages/bad", len(bad))
    return str(speaker(language).phone(len(bad), len(looked)))


def dead_ways(sheet: Sheet, data: ReportData, language: str) -> str:
    """Ways in that do not work at all; "" when all work."""
    dead = [way for way in data.ways_in if not way.works]
    if not dead:
        return ""
    names = ", ".join(f"{w.place} ({noun(w.label, language)})" if w.label else w.place for w in dead)
    k, n = sheet.count("ways/dead", len(dead)), sheet.count("ways/n", len(data.ways_in))
    return str(speaker(language).dead_ways(int(k.value), int(n.value), names))


def nights(data: ReportData, language: str) -> tuple[Night, ...]:
    """What the site shows after closing, and until when nobody answered."""
    t, zone = labels(language), data.period.zone
    rows = []
    for line in data.off_hours:
        shown = line.shown_en if language == "en" else line.shown_ru
        at = say_instant(line.looked_at, zone, language)
        at = at[:1].upper() + at[1:]
        if not line.asked:
            rows.append(Night(line=line, sentence=t["off_hours.shown"].format(at=at, shown=shown)))
            continue
        until = say_instant(line.reached_at, zone, language) if line.reached_at is not None else t["off_hours.nobody"]
        rows.append(Night(line=line, sentence=str(speaker(language).off_hours(at, shown, until))))
    return tuple(rows)


def task_section(data: ReportData, language: str) -> Tasks:
    """What is to be done, what is open first, what weighs most first; at most `TASKS` rows."""
    alike: dict[tuple[object, ...], list[TaskLine]] = {}
    for line in data.tasks:
        problem, fix, _ = _task_texts(line, language)
        key = (problem, fix, line.owner, line.due, line.state, line.overdue, line.closed)
        alike.setdefault(key, []).append(line)
    rows = tuple(_task_row(lines, language) for lines in sorted(alike.values(), key=_first_of_all)[:TASKS])
    shown, total = sum(row.count for row in rows), len(data.tasks)
    return Tasks(
        rows=rows,
        cut=labels(language)["tasks.cut"].format(shown=shown, total=total) if shown < total else "",
        first=rows[0] if rows and rows[0].line.state not in CLOSED else None,
    )


def _first_of_all(lines: list[TaskLine]) -> tuple[object, ...]:
    """Open before closed, overdue before the rest, the worst first; of equals what is due soonest, then the widest."""
    first = lines[0]
    ranks = [line.rank for line in lines]
    return first.state in CLOSED, not first.overdue, -max(ranks), first.due or date.max, -sum(ranks)


def _task_row(lines: list[TaskLine], language: str) -> TaskRow:
    t, first = labels(language), lines[0]
    problem, fix, _ = _task_texts(first, language)
    measures = {_task_texts(line, language)[2] for line in lines}
    since = {line.closed or line.since for line in lines}
    said = t["task.closed_on" if first.closed else "task.since"]
    places = [f"№\u00a0{line.number}\u00a0{line.place}" for line in lines[:PLACES]]
    more = [t["tasks.more"].format(count=len(lines) - PLACES)] if len(lines) > PLACES else []
    return TaskRow(
        line=first,
        problem=problem,
        measure=measures.pop() if len(measures) == 1 else "",
        fix=fix,
        where=", ".join([*places, *more]),
        state=t["task.overdue"] if first.overdue else t[f"task.{first.state}"],
        since=said.format(day=say_day(day, language)) if len(since) == 1 and (day := since.pop()) else "",
        count=len(lines),
    )


def _task_texts(line: TaskLine, language: str) -> tuple[str, str, str]:
    """(what is wrong, how to mend it, how far the promise is kept)."""
    problem, fix = (line.problem_en, line.fix_en) if language == "en" else (line.problem_ru, line.fix_ru)
    what, stop, measure = problem.partition(". ")
    return f"{what}." if stop else what, fix, measure
