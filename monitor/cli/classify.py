"""Roof: `shopper classify`: who wrote these letters?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from monitor.domain.errors import Fault, UserFault
from monitor.domain.response import Classification, IncomingMessage, OpenVisit, classify
from monitor.intake.files import letters_in
from monitor.intake.letter import parse_letter

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


class VisitFile(BaseModel):
    """What `--visit` may say; everything is optional. Times with their zone."""

    model_config = ConfigDict(extra="forbid")

    submitted_at: datetime | None = None
    address: str = ""
    persona_name: str = ""
    first_name: str = ""
    site_domains: tuple[str, ...] = ()
    ticket: str = ""
    question: str = ""
    answer_words: tuple[str, ...] = ()
    next_step_words: tuple[str, ...] = ()
    field_values: tuple[str, ...] = ()
    earlier_texts: tuple[str, ...] = ()


def command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Letters (.eml or any raw letter), folders of them, mbox files."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array on stdout, one object per letter.")] = False,
    visit: Annotated[
        Path | None,
        typer.Option(
            "--visit",
            metavar="JSONFILE",
            help="What is known of the visit: submitted_at, first_name, answer_words, field_values, earlier_texts, …",
        ),
    ] = None,
) -> None:
    """Tell for letters who wrote them.

    Each letter gets one label: human (a person, also behind a helpdesk), auto_ack (a robot's receipt,
    a vacation note), bounce (a mail server), bulk (a mailing), other (read receipts, calendars,
    complaints), or unsure (a person should look). The reasons show the words that led there.

    Nothing is sent, fetched or stored. Exit code 0; 2 when a file cannot be read.
    """
    known = _visit(visit) if visit else None
    told = list(_told(files, known))
    if as_json:
        json.dump([each for each, _ in told], sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    for each, result in told:
        words = "; ".join(f"{why.signal} ({why.words})" if why.words else why.signal for why in result.reasons[:3])
        print(f"{result.label:<9} {result.confidence:4.0%}  {each['file']}  {words}")


def _told(files: list[Path], visit: OpenVisit | None) -> Iterator[tuple[dict[str, Any], Classification]]:
    if missing := [path for path in files if not path.exists()]:
        raise UserFault(
            tuple(
                Fault(place=str(path), found="there is no such file", remedy="Give files or folders of letters.")
                for path in missing
            )
        )
    for path in files:
        try:
            for name, raw in letters_in(path):
                message = _dated(parse_letter(raw, door="file", at=_UNDATED))
                result = classify(message, visit)
                yield (
                    {"file": name, "subject": message.subject, "from": message.sender_address, **asdict(result)},
                    result,
                )
        except OSError as fault:
            raise UserFault(
                (
                    Fault(
                        place=str(path),
                        found=fault.strerror or "it cannot be read",
                        remedy="Check the file's permissions.",
                    ),
                )
            ) from fault


def _dated(message: IncomingMessage) -> IncomingMessage:
    """A file has no door that tells when it came: its topmost `Received` line, else `Date`, must do."""
    stamps = [value.rpartition(";")[2] for value in message.headers.get("received", ())[:1]] + list(
        message.headers.get("date", ())[:1]
    )
    for stamp in stamps:
        try:
            at = parsedate_to_datetime(stamp.strip())
            return replace(message, at=(at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return message


def _visit(path: Path) -> OpenVisit:
    try:
        known = VisitFile.model_validate_json(path.read_bytes())
    except OSError as fault:
        raise UserFault(
            (Fault(place=str(path), found=fault.strerror or "it cannot be read", remedy="Give a JSON file."),)
        ) from fault
    except ValidationError as fault:
        allowed = ", ".join(VisitFile.model_fields)
        raise UserFault(
            tuple(
                Fault(
                    place=f"{path} {'.'.join(map(str, error['loc']))}".strip(),
                    found=error["msg"],
                    remedy=f"Known keys: {allowed}.",
                )
                for error in fault.errors()
            )
        ) from fault
    if known.submitted_at and known.submitted_at.tzinfo is None:
        raise UserFault(
            (
                Fault(
                    place=f"{path} submitted_at",
                    found="a time without zone",
                    remedy='Write it like "2026-11-20T09:30:00+03:00".',
                ),
            )
        )
    return OpenVisit(id=0, site="", token="", closes_at=None, **known.model_dump())
