"""The programme file's room: what the user may write, one class per table, a sentence per setting.

These models only read and refuse; `build` turns them into the domain's values. The reference page and
the JSON Schema are written from the descriptions and examples here.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from monitor.domain.programme import Basis, ClockKind, Event, Role, Stage, When
from monitor.programme_file.hours import DAYS, DayHours, Exceptions, OpeningHours
from monitor.programme_file.quantities import (
    Country,
    Duration,
    Email,
    Host,
    Key,
    Language,
    MaybeHost,
    MaybePhone,
    PositiveShare,
    Share,
    Text,
    WebAddress,
    Weight,
    Zone,
    wrong,
)
from monitor.settings import Settings


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


class ProgrammeTable(Table):
    """The whole undertaking."""

    name: str = Field(
        "", description="title of the reports; default: the name of the first site", examples=["Fitness and rentals"]
    )
    seed: int = Field(1, description="the number all drawing of days, hours, personas and questions starts from")
    languages: list[Language] = Field(
        default_factory=list,
        description="languages of the reports; default: those of the sites",
        examples=[["en", "ru"]],
    )
    mail_domain: MaybeHost = Field(
        "", description="every visit gets an e-mail address of its own at this domain", examples=["shopper.example"]
    )
    phone: MaybePhone = Field(
        "",
        description="your own number, for every persona that has none; forms that demand a phone need it",
        examples=["+74951112233"],
    )
    retention_days: int = Field(
        60, ge=1, description="days for which letters and pictures are kept; then only timings stay"
    )
    opt_out: list[Host] = Field(
        default_factory=list,
        description="hosts that are never visited, subdomains included",
        examples=[["clinic.example"]],
    )
    starts_at: AwareDatetime | None = Field(
        None,
        description="nothing is planned before this instant (with a time zone)",
        examples=["2026-12-01T00:00:00+03:00"],
    )


class ConsentTable(Table):
    """Why enquiries may be sent to a site. Without it only pages are looked at."""

    basis: Basis = Field(strict=False, description="own_site, written_permission or research", examples=["own_site"])
    by: Text = Field(description="who permits it: name and post", examples=["Anna Orlova, owner"])
    on: date = Field(description="day of the permission", examples=["2026-11-01"])
    staff_informed: date | None = Field(
        None, description="day the staff were told that such visits happen", examples=["2026-11-01"]
    )
    justification: str = Field(
        "",
        description="competitors only: why sending enquiries is right, in writing",
        examples=["Public-interest study no. 12"],
    )


class TouchpointTable(Table):
    """One way in: a form, a phone number, the off-hours notice."""

    key: Key | None = Field(None, description="unique within its site; default: its kind", examples=["question"])
    kind: Text = Field(description="which probe tries it", examples=["feedback_form"])
    address: str = Field(
        "", description="page, relative to the site's url or absolute; default: the url itself", examples=["/ask"]
    )
    weight: Weight = Field(Fraction(1), description="how much it counts in the list of tasks")
    owner: str = Field("", description="who mends it: a name or an e-mail address", examples=["sales@shop.example"])
    stage: Stage = Field(Stage.BEFORE, strict=False, description="before, during or after the purchase, or service")
    label: Label | None = Field(
        None,
        description="what reports call it; default: the name of its kind",
        examples=[{"en": "question form", "ru": "форма вопроса"}],
    )
    scenarios: list[str] = Field(
        default_factory=list,
        description="keys of the questions asked here; default: all that fit the site",
        examples=[["prices"]],
    )
    standards: list[str] = Field(
        default_factory=list,
        description="keys of the standards it is held to; default: all for its kind",
        examples=[["person_10"]],
    )
    enabled: bool = Field(True, description="false: known, but not visited")
    options: dict[str, Any] = Field(default_factory=dict, description="the probe's own options (docs/probes)")


class SiteTable(Table):
    """One organisation's web presence."""

    key: Key | None = Field(None, description="unique; default: made from the host name", examples=["aurora"])
    name: str = Field("", description="what reports call it; default: the host name", examples=["Aurora Fitness"])
    url: WebAddress = Field(description="its web address", examples=["https://aurora.example"])
    zone: Zone = Field(description="its time zone", examples=["Europe/Moscow"])
    country: Country = Field(description="its country, two letters", examples=["RU"])
    region: str = Field("", description="part of the country, for regional holidays (ISO 3166-2)", examples=["BY"])
    language: Language = Field(description="the language our shopper writes in", examples=["ru"])
    segment: str = Field("company", description="its trade: a built-in one or one of [segments]", examples=["fitness"])
    role: Role = Field(Role.OWN, strict=False, description="own, client or competitor")
    group: str = Field("", description="a name of your own for several sites", examples=["north"])
    hours: OpeningHours = Field(
        description="opening hours in its own zone: text or table", examples=["Mo-Fr 09:00-18:00; Sa 10:00-14:00"]
    )
    exceptions: Exceptions = Field(
        default_factory=dict, description="days with hours of their own", examples=[{"2026-12-31": "10:00-15:00"}]
    )
    holidays: bool = Field(True, description="closed on the public holidays of its country")
    working_weekends: bool = Field(True, description="open on weekend days the state moved work to")
    working_weekend_hours: DayHours = Field(
        (), description="hours on those; default: those of the first open weekday", examples=["09:00-18:00"]
    )
    short_day: Duration = Field(
        timedelta(0), description="closes so much earlier on the working day before a holiday", examples=["1 h"]
    )
    phones: list[str] = Field(
        default_factory=list, description="the numbers that should be shown", examples=[["+74951112233"]]
    )
    domains: list[Host] = Field(
        default_factory=list,
        description="domains its letters come from; default: the host of the url",
        examples=[["aurora.example"]],
    )
    consent: ConsentTable | None = Field(None, description="permission to send enquiries")
    touchpoints: list[TouchpointTable] = Field(
        default_factory=list, description="its ways in; default: its feedback form, phone number and off-hours contact"
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
        description="beginnings of words that show the question was answered",
        examples=[["membership", "price"]],
    )
    next_step: Label | None = Field(
        None, description="what a good seller offers next", examples=[{"en": "a viewing", "ru": "просмотр"}]
    )
    next_step_words: list[str] = Field(
        default_factory=list,
        description="beginnings of words that show it was offered",
        examples=[["viewing", "show you"]],
    )


class Name(Table):
    en: Text = Field(description="in English", examples=["A person answers within 10 working minutes"])
    ru: Text = Field(description="in Russian", examples=["Человек отвечает за 10 рабочих минут"])


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
    trailing_weeks: int = Field(13, ge=1, description="weeks it is judged over")
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


class RhythmTable(Table):
    """When things happen. Times are local to each site."""

    visits_per_week: int = Field(2, ge=0, description="enquiries per touchpoint and week")
    nightly_at: LocalTime = Field(
        time(3), description="pages, phones and forms are looked at daily", examples=["03:00:00"]
    )
    report_weekday: Weekday = Field("monday", description="day of the weekly report")
    report_at: LocalTime = Field(time(8), description="hour of the weekly report", examples=["08:00:00"])
    minimum_gap: Duration = Field(
        timedelta(hours=48), description="between two enquiries to one touchpoint", examples=["48 h"]
    )
    per_day: int = Field(1, ge=0, description="enquiries to one touchpoint a day, at most")
    per_week: int = Field(3, ge=0, description="enquiries to one touchpoint a week, at most")
    staff_minutes_per_week: int = Field(60, ge=0, description="of a site's staff our enquiries may cost")
    staff_minutes_per_visit: int = Field(5, ge=0, description="one enquiry is thought to cost")
    quiet_days: list[date] = Field(
        default_factory=list, description="days without enquiries", examples=[["2026-12-31"]]
    )
    grace: Duration = Field(
        timedelta(hours=1), description="a visit later than this is marked missed, never made up", examples=["1 h"]
    )
    canary_every: Duration = Field(
        timedelta(minutes=30), description="between two letters that prove our mailbox works", examples=["30 min"]
    )
    listening_gap: Duration = Field(
        timedelta(minutes=30), description="longest silence of our own ears that is forgiven", examples=["30 min"]
    )
    off_hours_share: Share = Field(
        Fraction(0), description="share of enquiries sent outside opening hours", examples=["20 %"]
    )
    at_once: int = Field(2, ge=1, description="visits at the same time")

    @property
    def weekday(self) -> int:
        """0 = Monday."""
        return DAYS.index(self.report_weekday)


class RecipientTable(Table):
    """Who is told."""

    name: Text = Field(description="how the letter addresses them", examples=["Anna"])
    email: Email = Field(description="their address", examples=["anna@shop.example"])
    language: Language = Field("en", description="language of their letters")
    alerts: bool = Field(True, description="gets alerts")
    reports: bool = Field(True, description="gets the weekly report")
    sites: list[str] = Field(
        default_factory=list, description="keys of the sites they answer for; none: all", examples=[["aurora"]]
    )
    groups: list[str] = Field(
        default_factory=list, description="groups they answer for; none: all", examples=[["north"]]
    )
    zone: Zone = Field("UTC", description="the time zone their letters tell times in", examples=["Europe/Moscow"])
    quiet: list[LocalTime] | None = Field(
        None,
        min_length=2,
        max_length=2,
        description="no alerts between these local times",
        examples=[["22:00", "08:00"]],
    )


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
    house: Settings = Field(
        default_factory=Settings, strict=False, description="where things are: database, mail in and out"
    )
