"""The programme file's room: the undertaking as a whole, its rhythm and who is told."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction

from pydantic import AwareDatetime, Field

from monitor.programme_file.hours import DAYS
from monitor.programme_file.model.words import LocalTime, Table, Weekday
from monitor.programme_file.quantities import (
    Duration,
    Email,
    Host,
    Language,
    MaybeHost,
    MaybePhone,
    Share,
    Text,
    Zone,
)


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
        60, ge=1, le=36500, description="days for which letters and pictures are kept; then only timings stay"
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
