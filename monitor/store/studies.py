"""Room store: outcomes others measured, study by study. Nothing here touches a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from monitor.domain.reported import ReportedEnquiry, ReportedFigure
from monitor.store.statements import table
from monitor.store.study_tables import FigureRow, ReportedRow, StudyRow

study = table(StudyRow)
reported = table(ReportedRow)
figure = table(FigureRow)
_APART = ("id", "study_id", "line", "window_seconds")
_NAMES = tuple(column.name for column in reported.columns if column.name not in _APART)


def find(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(study).where(study.c.name == name)).one_or_none()


def names(connection: Connection) -> list[str]:
    return list(connection.execute(select(study.c.name).order_by(study.c.name)).scalars())


def create(connection: Connection, name: str, source: str, sha256: str, now: datetime) -> int:
    """A new, empty study; IntegrityError when the name is taken."""
    values = {"name": name, "source": source, "sha256": sha256, "imported_at": now}
    return int(connection.execute(study.insert().values(**values).returning(study.c.id)).scalar_one())


def add_source(connection: Connection, study_id: int, source: str, sha256: str) -> None:
    """A second file of the same study (published figures beside outcomes)."""
    new = study.update().where(study.c.id == study_id).values(source=source, sha256=sha256)
    connection.execute(new)


def remove(connection: Connection, study_id: int) -> None:
    for rows in (reported, figure):
        connection.execute(delete(rows).where(rows.c.study_id == study_id))
    connection.execute(delete(study).where(study.c.id == study_id))


def add_enquiries(connection: Connection, study_id: int, enquiries: Sequence[tuple[int, ReportedEnquiry]]) -> None:
    """(line, enquiry) each."""
    rows = []
    for line, one in enquiries:
        values = asdict(one)
        window = values.pop("window")
        seconds = window.total_seconds() if window is not None else None
        rows.append({**values, "study_id": study_id, "line": line, "window_seconds": seconds})
    if rows:
        connection.execute(reported.insert(), rows)


def add_figures(connection: Connection, study_id: int, figures: Sequence[tuple[int, ReportedFigure]]) -> None:
    """(line, figure) each; every figure has its n."""
    rows = []
    for line, one in figures:
        values = asdict(one)
        places, percent = values.pop("places"), values.pop("percent")
        printed = "" if percent is None else f"{float(percent):.{places}f}"
        rows.append({**values, "percent": printed, "study_id": study_id, "line": line})
    if rows:
        connection.execute(figure.insert(), rows)


def enquiries(connection: Connection, study_id: int) -> list[tuple[int, ReportedEnquiry]]:
    """(line, enquiry) in the order of the file."""
    rows = connection.execute(select(reported).where(reported.c.study_id == study_id).order_by(reported.c.id))
    return [(row.line, _enquiry(row)) for row in rows]


def _enquiry(row: Row[Any]) -> ReportedEnquiry:
    window = timedelta(seconds=row.window_seconds) if row.window_seconds is not None else None
    return ReportedEnquiry(**{name: getattr(row, name) for name in _NAMES}, window=window)


def figures(connection: Connection, study_id: int) -> list[ReportedFigure]:
    rows = connection.execute(select(figure).where(figure.c.study_id == study_id).order_by(figure.c.id))
    return [
        ReportedFigure(
            source=row.source,
            year=row.year,
            what_en=row.what_en,
            what_ru=row.what_ru,
            k=row.k,
            n=row.n,
            percent=Fraction(row.percent) if row.percent else None,
            places=len(row.percent.partition(".")[2]),
            whole=row.whole,
        )
        for row in rows
    ]


def sizes(connection: Connection, study_id: int) -> tuple[int, int]:
    """(enquiries, published figures) of a study."""
    counts = [select(func.count()).where(rows.c.study_id == study_id) for rows in (reported, figure)]
    first, second = (connection.execute(statement).scalar_one() for statement in counts)
    return first, second
