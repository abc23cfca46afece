"""The programme file's room: the sites and their ways in."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from pydantic import Field

from monitor.domain.programme import Basis, Role, Stage
from monitor.programme_file.hours import DayHours, Exceptions, OpeningHours
from monitor.programme_file.model.words import Label, Table
from monitor.programme_file.quantities import (
    Country,
    Duration,
    Host,
    Key,
    Language,
    MaybePhone,
    Text,
    WebAddress,
    Weight,
    Zone,
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
    disclosed: bool = Field(False, description="every enquiry says in a last line that it is a test")


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
    chain: str = Field(
        "",
        description="a name shared by the ways in a customer needs one after the other; default: all of a site are one",
        examples=["order"],
    )
    enabled: bool = Field(True, description="false: known, but not visited")
    emergency: bool | None = Field(
        None,
        description="true: people call for help here, it is never visited; false: it only sounds like that; default: the "
        "site's, else told by its label, key and address",
    )
    options: dict[str, Any] = Field(default_factory=dict, description="the probe's own options (docs/probes)")


class EarlierHoursTable(Table):
    """Opening hours that held before: enquiries of that time are judged by them."""

    until: date = Field(description="the last day they held", examples=["2026-11-30"])
    hours: OpeningHours = Field(description="opening hours: text or table", examples=["Mo-Fr 10:00-17:00"])


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
    earlier_hours: list[EarlierHoursTable] = Field(default_factory=list, description="opening hours that held before")
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
    shopper_phone: MaybePhone = Field(
        "",
        description="a number of ours that this company alone is given: whoever rings it answers our enquiry there",
        examples=["+74951112233"],
    )
    domains: list[Host] = Field(
        default_factory=list,
        description="domains its letters come from; default: the host of the url",
        examples=[["aurora.example"]],
    )
    emergency: bool | None = Field(
        None,
        description="true: an emergency service, never visited nor looked at; false: it only sounds like that; default: "
        "told by its name and address",
    )
    consent: ConsentTable | None = Field(None, description="permission to send enquiries")
    touchpoints: list[TouchpointTable] = Field(
        default_factory=list, description="its ways in; default: its feedback form, phone number and off-hours contact"
    )
