"""Probes as this room sees them: whether they send, and what options they take."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field


class NoOptions(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FormOptions(NoOptions):
    form: int = Field(1, ge=1, description="which form of the page, from 1")


@dataclass(frozen=True)
class Face:
    sends: bool
    options: type[BaseModel]


PROBES = {
    "feedback_form": Face(sends=True, options=FormOptions),
    "off_hours": Face(sends=False, options=NoOptions),
    "phone_number": Face(sends=False, options=NoOptions),
}
KINDS = tuple(PROBES)
