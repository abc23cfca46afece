"""The programme file's room: what the user may write, one class per table, a sentence per setting.

These models only read and refuse; `build` turns them into the domain's values. The reference page and
the JSON Schema are written from the descriptions and examples here.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from monitor.programme_file.model.asking import PersonaTable, RubricTable, ScenarioTable, StandardTable
from monitor.programme_file.model.house import AlertsTable, PauseTable, ProgrammeTable, RecipientTable, RhythmTable
from monitor.programme_file.model.sites import ConsentTable, SiteTable, TouchpointTable
from monitor.programme_file.model.words import EnglishNoun, Label, Name, RussianNoun, Segment, Table
from monitor.settings import Settings

__all__ = [
    "AlertsTable",
    "ConsentTable",
    "EnglishNoun",
    "Label",
    "Name",
    "PauseTable",
    "PersonaTable",
    "ProgrammeFile",
    "ProgrammeTable",
    "RecipientTable",
    "RhythmTable",
    "RubricTable",
    "RussianNoun",
    "ScenarioTable",
    "Segment",
    "SiteTable",
    "StandardTable",
    "TouchpointTable",
]


class ProgrammeFile(Table):
    """The programme of Mystery Shopper."""

    version: Literal[1] = Field(1, description="version of this format")
    programme: ProgrammeTable = Field(default_factory=ProgrammeTable, description="the whole undertaking")
    segments: dict[str, Segment] = Field(
        default_factory=dict, description="trades of your own, or other words for built-in ones"
    )
    sites: list[SiteTable] = Field(min_length=1, description="the sites to be visited")
    personas: list[PersonaTable] = Field(
        default_factory=list, description="who our shopper is; default: built-in people"
    )
    scenarios: list[ScenarioTable] = Field(
        default_factory=list, description="what our shopper asks; default: built-in questions"
    )
    standards: list[StandardTable] = Field(
        default_factory=list, description="the promises to be kept; default: built-in ones per kind"
    )
    rhythm: RhythmTable = Field(default_factory=RhythmTable, description="when things happen")
    recipients: list[RecipientTable] = Field(default_factory=list, description="who is told")
    alerts: AlertsTable = Field(default_factory=AlertsTable, description="how loud the alerts are")
    rubric: RubricTable = Field(default_factory=RubricTable, description="how marks out of a hundred are given")
    pauses: list[PauseTable] = Field(default_factory=list, description="maintenance windows: nobody is visited")
    house: Settings = Field(
        default_factory=Settings, strict=False, description="where things are: database, mail in and out"
    )
