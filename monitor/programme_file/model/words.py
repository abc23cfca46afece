"""The programme file's room: nouns, labels and times, as the tables use them."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from monitor.programme_file.quantities import (
    Text,
)


class Table(BaseModel):
    """Every table refuses what it does not know, and `"2"` where a number belongs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _clock_time(value: Any) -> Any:
    """`"22:00"` in quotes is a time as well."""
    try:
        return time.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


LocalTime = Annotated[time, BeforeValidator(_clock_time)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Gender = Literal["m", "f", "n"]


class EnglishNoun(Table):
    one: Text = Field(description="the singular", examples=["fitness centre"])
    many: Text = Field(description="the plural", examples=["fitness centres"])


class RussianNoun(Table):
    one: Text = Field(description="nominative singular (1 …)", examples=["фитнес-центр"])
    few: Text = Field(description="genitive singular (2–4 …)", examples=["фитнес-центра"])
    many: Text = Field(description="genitive plural (5 …, из 11 …)", examples=["фитнес-центров"])
    accusative: str = Field("", description="accusative singular, if it differs", examples=["клинику"])
    gender: Gender = Field("m", description="grammatical gender: m, f or n")


class Segment(Table):
    """A trade: what reports call one site of it, and many."""

    en: EnglishNoun = Field(
        description="the English words", examples=[{"one": "fitness centre", "many": "fitness centres"}]
    )
    ru: RussianNoun = Field(
        description="the Russian words",
        examples=[{"one": "фитнес-центр", "few": "фитнес-центра", "many": "фитнес-центров"}],
    )


class Label(Table):
    """What reports call a touchpoint or a next step."""

    en: str = Field("", description="in English", examples=["question form"])
    ru: str = Field("", description="in Russian", examples=["форма вопроса"])
    ru_accusative: str = Field("", description="in Russian, accusative, if it differs", examples=["форму вопроса"])
    ru_gender: Gender = Field("m", description="grammatical gender of the Russian word: m, f or n")


class Name(Table):
    en: Text = Field(description="in English", examples=["A person answers within 10 working minutes"])
    ru: Text = Field(description="in Russian", examples=["Человек отвечает за 10 рабочих минут"])
