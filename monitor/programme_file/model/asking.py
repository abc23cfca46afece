"""The programme file's room: who asks what, and what is promised."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from monitor.domain.programme import ClockKind, Event, When
from monitor.programme_file.model.words import Label, Name, Table
from monitor.programme_file.quantities import (
    Duration,
    Key,
    Language,
    MaybePhone,
    PositiveShare,
    Share,
    Text,
    Weight,
    wrong,
)


class PersonaTable(Table):
    """Who our shopper is. The e-mail address is made anew for every visit."""

    key: Key = Field(description="unique", examples=["olga"])
    language: Language = Field(description="the language this person writes in", examples=["ru"])
    first: Text = Field(description="first name", examples=["Ольга"])
    last: Text = Field(description="last name", examples=["Петрова"])
    middle: str = Field("", description="patronymic or middle name", examples=["Сергеевна"])
    phone: MaybePhone = Field(
        "", description="your own number, given where a form demands one", examples=["+74951112233"]
    )
    company: str = Field("", description="given where a form demands one", examples=["Romashka"])
    city: str = Field("", description="given where a form demands one", examples=["Москва"])


class ScenarioTable(Table):
    """What our shopper asks."""

    key: Key = Field(description="unique", examples=["prices"])
    language: Language = Field(description="the language of the question", examples=["en"])
    segments: list[str] = Field(default_factory=list, description="trades it fits; none: all", examples=[["fitness"]])
    subject: Text = Field(description="the subject line", examples=["Membership"])
    question: Text = Field(
        description="the question, as a customer would write it", examples=["How much is a three-month membership?"]
    )
    answer_words: list[str] = Field(
        default_factory=list,
        description="words or beginnings of words; any of them in a person's letter shows that the question was answered",
        examples=[["membership", "price"]],
    )
    next_step: Label | None = Field(
        None, description="what a good seller offers next", examples=[{"en": "a viewing", "ru": "просмотр"}]
    )
    next_step_words: list[str] = Field(
        default_factory=list,
        description="words or beginnings of words; any of them shows that it was offered",
        examples=[["viewing", "show you"]],
    )


class StandardTable(Table):
    """A promise: event, threshold, clock, target share."""

    key: Key = Field(description="unique", examples=["person_10"])
    name: Name = Field(
        description="what reports call it", examples=[{"en": "A person answers", "ru": "Человек отвечает"}]
    )
    event: Event = Field(strict=False, description="what stops the clock", examples=["first_human"])
    threshold: Duration = Field(
        timedelta(0), description="how long it may take; not needed for page_fact", examples=["10 min"]
    )
    clock: ClockKind = Field(ClockKind.WORKING, strict=False, description="working: opening hours only; wall: all time")
    target: PositiveShare = Field(Fraction(4, 5), description='share that must be met: 0.8 or "80 %"')
    kinds: list[str] = Field(
        default_factory=lambda: ["feedback_form"], min_length=1, description="kinds of touchpoint it holds for"
    )
    when: When = Field(When.ANY, strict=False, description="enquiries of opening hours, of off-hours, or any")
    wait: Duration = Field(
        timedelta(days=3), description="the answer window in wall time; then the enquiry is closed", examples=["3 days"]
    )
    trailing_weeks: int = Field(13, ge=1, le=520, description="weeks it is judged over")
    minimum_n: int = Field(5, ge=1, description="fewer enquiries than this are told, not judged")
    maximum_inconclusive: Share = Field(
        Fraction(1, 5), description="with a larger share of tries that prove nothing it is not judged"
    )
    warn_at: PositiveShare | None = Field(
        None, description="warn when this share of the threshold has passed", examples=[0.8]
    )
    escalate_at: list[Weight] = Field(
        default_factory=list, description="tell again at these multiples of the threshold", examples=[[2.0, 6.0]]
    )
    expected: Share | None = Field(
        None,
        description="share the owner thinks is met, asked before the first measurement; reports set the fact beside it",
        examples=["90 %"],
    )
    fact: str = Field("", description="page_fact only: the observation that must be true", examples=["phone.clickable"])

    @model_validator(mode="after")
    def _possible(self) -> StandardTable:
        if self.event is Event.PAGE_FACT and not self.fact:
            raise wrong(
                "a page_fact standard without a fact",
                'Name the observation that must be true: fact = "phone.clickable"',
            )
        if self.event is not Event.PAGE_FACT and not self.threshold:
            raise wrong("threshold is missing", 'Say how long it may take: threshold = "10 min"')
        if self.threshold > self.wait:
            raise wrong(
                "threshold is longer than wait", "Make wait at least as long as threshold: nobody listens after it"
            )
        return self


class RubricTable(Table):
    """How marks out of a hundred are given. The four parts add up to 100; 0 leaves a part out."""

    profile: Literal["standard", "experience"] = Field(
        "standard",
        description="standard: three days' window, outstanding above 85, poor below 50; experience: as the league tables "
        "of customer experience do, one day's window, above 80, below 40",
    )
    reach: int = Field(20, ge=0, le=100, description="could a customer get through, was it confirmed")
    speed: int = Field(35, ge=0, le=100, description="how soon a person answered")
    substance: int = Field(30, ge=0, le=100, description="was the question answered, was a next step offered")
    person: int = Field(15, ge=0, le=100, description="by name, signed, in own words")

    @model_validator(mode="after")
    def _hundred(self) -> RubricTable:
        total = self.reach + self.speed + self.substance + self.person
        if total != 100:
            raise wrong(f"the four parts add up to {total}", "Let reach, speed, substance and person add up to 100")
        return self
