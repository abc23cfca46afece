"""Room store: every row that figures are made of, streamed table by table (docs/reference/export.md).

Texts of letters, pictures, the shopper's name and address stay in the house: an export carries instants, labels,
verdicts and nobody's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from monitor.store.call_tables import CallEventRow
from monitor.store.outbox_tables import AlertRow
from monitor.store.report_tables import TaskRow
from monitor.store.statements import table
from monitor.store.study_tables import FigureRow, ReportedRow, StudyRow
from monitor.store.tables import (
    CanaryRow,
    EvidenceRow,
    ListeningRow,
    MessageRow,
    ObservationRow,
    VerdictRow,
    VisitRow,
)

AT_ONCE = 1_000
"""Rows in memory at a time."""


def _columns(model: Any, names: str) -> list[Any]:
    return [table(model).c[name] for name in names.split()]


_visit, _study = table(VisitRow), table(StudyRow)
VISIT = (
    "id token site site_name site_group segment role touchpoint kind slot_at state sending acceptance reason "
    "started_at intent_at submitted_at due_at closes_at scenario persona stratum plan_hash programme_hash "
    "probe_version own_load"
)
RESPONSE = (
    "id visit_id site channel at label reviewed state level confidence answers next_step promise_minutes letter_id"
)
VERDICT = (
    "visit_id standard outcome reason as_of breached final deadline event_at wall_seconds working_seconds "
    "late_answer_at calendar_version channel"
)
REPORTED = (
    "line company segment touchpoint channel own submitted_at receipt_at responded_at label answered next_step "
    "called_back milestones until_at window_seconds obstacle excluded zone hours country note"
)
TABLES: Mapping[str, Select[Any]] = {
    "visits": select(*_columns(VisitRow, VISIT), _visit.c.address.is_not(None).label("asks")).order_by(_visit.c.id),
    "responses": select(*_columns(MessageRow, RESPONSE)).order_by(table(MessageRow).c.id),
    "verdicts": select(*_columns(VerdictRow, VERDICT)).order_by(table(VerdictRow).c.id),
    "observations": select(*_columns(ObservationRow, "visit_id name value probe_version")).order_by(
        table(ObservationRow).c.id
    ),
    "evidence": select(*_columns(EvidenceRow, "visit_id kind sha256 media_type at")).order_by(table(EvidenceRow).c.id),
    "alerts": select(*_columns(AlertRow, "id story step visit_id site standard state created_at")).order_by(
        table(AlertRow).c.id
    ),
    "canaries": select(*_columns(CanaryRow, "ear sent_at arrived_at error")).order_by(table(CanaryRow).c.id),
    "listening": select(*_columns(ListeningRow, "ear since_at until_at")).order_by(table(ListeningRow).c.id),
    "calls": select(*_columns(CallEventRow, "id door call_key kind at state message_id")).order_by(
        table(CallEventRow).c.id
    ),
    "tasks": select(*_columns(TaskRow, "id site touchpoint rule state since closed_at due")).order_by(
        table(TaskRow).c.id
    ),
    "imported": select(_study.c.name.label("study"), _study.c.imported_at, *_columns(ReportedRow, REPORTED))
    .join_from(table(ReportedRow), _study, table(ReportedRow).c.study_id == _study.c.id)
    .order_by(table(ReportedRow).c.id),
    "published": select(
        _study.c.name.label("study"), *_columns(FigureRow, "line source year what_en what_ru k n percent whole")
    )
    .join_from(table(FigureRow), _study, table(FigureRow).c.study_id == _study.c.id)
    .order_by(table(FigureRow).c.id),
}


def rows(connection: Connection, name: str) -> Iterator[dict[str, Any]]:
    """The rows of one of `TABLES`, never all in memory."""
    found = connection.execution_options(yield_per=AT_ONCE).execute(TABLES[name])
    for row in found:
        yield dict(row._mapping)


def columns(name: str) -> list[str]:
    return [str(column.key) for column in TABLES[name].selected_columns]
