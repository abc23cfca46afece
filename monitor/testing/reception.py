"""What a company's server makes of one POST: read it, judge it, never guess. Pure but for reading the body."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from starlette.requests import Request

from monitor.testing.company import Company, Control, Door, Form, Means
from monitor.testing.ledger import Submission

CAPTCHA_FIELD = "smart-token"
MAXIMUM_BODY = 200_000
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


async def read_fields(request: Request) -> dict[str, str]:
    """The body's fields, whether urlencoded, multipart or a JSON object; {} for anything else."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads((await request.body())[:MAXIMUM_BODY])
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in body.items()} if isinstance(body, dict) else {}
    async with request.form(max_files=0) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def receive(company: Company, path: str, fields: Mapping[str, str], at: datetime, number: int) -> Submission:
    """The submission as the company books it; `number` makes the ticket."""
    form = company.form
    trap = form.control(Means.TRAP)
    trap_filled = trap is not None and bool(fields.get(trap.name, "").strip())
    return Submission(
        at=at,
        path=path,
        fields=dict(fields),
        meant={c.means: fields[c.name].strip() for c in form.controls if fields.get(c.name, "").strip()},
        why=_why_not(form, fields, trap_filled=trap_filled),
        trap_filled=trap_filled,
        ticket=f"{company.key[:2].upper()}-{at:%m%d}{number:03d}",
    )


def wrong_controls(form: Form, fields: Mapping[str, str]) -> list[Control]:
    """The controls whose value a careful server refuses, in the form's order."""
    return [control for control in form.controls if not _acceptable(control, fields.get(control.name, "").strip())]


def _why_not(form: Form, fields: Mapping[str, str], *, trap_filled: bool) -> str:
    if form.door is Door.BROKEN:
        return "broken"
    if trap_filled:
        return "trap"
    if wrong := wrong_controls(form, fields):
        return "invalid: " + ", ".join(control.means.value for control in wrong)
    if form.door is Door.CAPTCHA and not fields.get(CAPTCHA_FIELD):
        return "captcha"
    return ""


def _acceptable(control: Control, value: str) -> bool:
    if not value:
        return not control.required
    match control.means:
        case Means.EMAIL:
            return _ADDRESS.fullmatch(value) is not None
        case Means.PHONE:
            return len(re.sub(r"\D", "", value)) >= 10
        case Means.CONTACT:
            return _ADDRESS.fullmatch(value) is not None or len(re.sub(r"\D", "", value)) >= 10
        case Means.TOPIC:
            return value in control.options
        case _:
            return True
