"""Reports: the tables of evidence: visits of the period, page by page, noon against night, tasks."""

from __future__ import annotations

from dataclasses import dataclass

from reports.labels import labels
from reports.narrative import speaker
from reports.period import say_after, say_instant
from reports.records import OffHoursLine, PageCheckCell, ReportData, TaskLine, TaskState, VisitLine
from reports.sheet import Printed, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    line: VisitLine
    sent: str
    receipt: str
    person: str
    late: str
    place: str
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
    line: TaskLine
    overdue: bool


def visit_rows(sheet: Sheet, data: ReportData, language: str) -> tuple[VisitRow, ...]:
    """Instants on the reader's clock; both durations on the sheet."""
    t, zone = labels(language), data.period.zone
    several = len({line.place for line in data.visits}) > 1
    rows = []
    for line in data.visits:
        receipt, person, late = (
            say_after(at, line.sent_at, zone, language) for at in (line.receipt_at, line.person_at, line.late_answer_at)
        )
        id = f"visits/{line.token}"
        rows.append(
            VisitRow(
                line=line,
                sent=say_instant(line.sent_at, zone, language) if line.sent_at else "",
                place=line.place if line.label and several else "",
                receipt=receipt,
                person=person,
                late=t["table.note.late_answer"].format(at=late) if late else "",
                wall=sheet.duration(f"{id}/wall", line.wall) if line.wall is not None else None,
                working=sheet.duration(f"{id}/working", line.working) if line.working is not None else None,
            )
        )
    return tuple(rows)


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
    names = ", ".join(
        " – ".join(
            part
            for part in ((w.label.en_one if language == "en" else w.label.ru_one) if w.label else "", w.place)
            if part
        )
        for w in dead
    )
    k, n = sheet.count("ways/dead", len(dead)), sheet.count("ways/n", len(data.ways_in))
    return str(speaker(language).dead_ways(int(k.value), int(n.value), names))


def nights(data: ReportData, language: str) -> tuple[Night, ...]:
    """What the site shows after closing, and until when nobody answered."""
    t, zone = labels(language), data.period.zone
    rows = []
    for line in data.off_hours:
        shown = line.shown_en if language == "en" else line.shown_ru
        at = say_instant(line.looked_at, zone, language)
        if not line.asked:
            rows.append(Night(line=line, sentence=t["off_hours.shown"].format(at=at, shown=shown)))
            continue
        until = say_instant(line.reached_at, zone, language) if line.reached_at is not None else t["off_hours.nobody"]
        rows.append(Night(line=line, sentence=str(speaker(language).off_hours(at, shown, until))))
    return tuple(rows)


def task_rows(data: ReportData) -> tuple[TaskRow, ...]:
    """A task is overdue when its day has passed by the end of the period and it is neither done nor dropped."""
    closed = {TaskState.DONE, TaskState.DROPPED}
    return tuple(
        TaskRow(line=t, overdue=t.due is not None and t.due < data.period.last and t.state not in closed)
        for t in data.tasks
    )
