"""The programme file's room: the undertaking as a whole, its rhythm and who is told."""

from __future__ import annotations

from datetime import date, time, timedelta

from pydantic import AwareDatetime, Field, model_validator

from monitor.programme_file.hours import DAYS
from monitor.programme_file.model.words import LocalTime, Table, Weekday
from monitor.programme_file.quantities import (
    Duration,
    Email,
    Host,
    Language,
    MaybeHome,
    MaybePhone,
    Share,
    Text,
    Zone,
    wrong,
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
    mail_domain: MaybeHome = Field(
        "",
        description="every visit gets an e-mail address of its own at this domain; with one hosted mailbox its address: "
        "visits then get addresses like me+olga.petrova74@hosted.example",
        examples=["shopper.example"],
    )
    phone: MaybePhone = Field(
        "",
        description="your own number, for every persona that has none; forms that demand a phone need it",
        examples=["+74951112233"],
    )
    phone_watched: bool = Field(
        False,
        description="somebody notes calls to numbers without a call door (`shopper answer`); else they prove no silence",
    )
    close_out: bool = Field(
        False, description="our shopper thanks the person who answered by e-mail, once, when the visit is judged"
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
        time(3),
        description="pages, phones and forms are looked at daily, within two hours from then",
        examples=["03:00:00"],
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
    site_per_day: int = Field(3, ge=0, description="enquiries to all touchpoints of a site a day, at most")
    off_hours_share: Share | None = Field(
        None,
        description="share of enquiries sent outside opening hours, every second of those on a day off; default: a "
        "quarter where some standards hold then, none where none does",
        examples=["20 %"],
    )
    forget_at: LocalTime = Field(
        time(4, 30),
        description="what is older than retention_days is reduced daily at this hour of the sites' zones",
        examples=["04:30:00"],
    )
    at_once: int = Field(
        2, ge=1, description="visits and looks by night at the same time; to a company and a host: one"
    )
    mend_critical: Duration = Field(
        timedelta(days=3),
        description='due day of a new task when customers reach nobody; "0 days": none',
        examples=["3 days"],
    )
    mend_major: Duration = Field(
        timedelta(days=7), description="due day when part of them do, or too late; 0: none", examples=["7 days"]
    )
    mend_minor: Duration = Field(timedelta(days=21), description="due day of a nuisance; 0: none", examples=["21 days"])

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
    zone: Zone = Field(
        "UTC",
        description="the time zone of their quiet hours, working days and reports; alerts name the site's",
        examples=["Europe/Moscow"],
    )
    quiet: list[LocalTime] | None = Field(
        None,
        min_length=2,
        max_length=2,
        description="no alerts between these local times",
        examples=[["22:00", "08:00"]],
    )
    days: list[Weekday] = Field(
        default_factory=list,
        description="their working days; alerts of other days wait; none: every day",
        examples=[["monday", "tuesday", "wednesday", "thursday", "friday"]],
    )
    level: int = Field(
        0, ge=0, description="0: hears first; n: is called by the n-th `escalate_at` of a standard when nobody reacts"
    )
    caretaker: bool = Field(
        False, description="is told when we ourselves are ill; nobody named: those who hear of every site"
    )
    channels: list[str] = Field(
        default_factory=lambda: ["mail"],
        min_length=1,
        description="ways alerts reach them: mail, or names of [[house.channels]]",
        examples=[["mail", "telegram"]],
    )

    @property
    def weekdays(self) -> tuple[int, ...]:
        """0 = Monday."""
        return tuple(sorted(DAYS.index(day) for day in self.days))


class AlertsTable(Table):
    """How loud the alerts are."""

    collect: Duration = Field(
        timedelta(minutes=5), description="after a letter, later alerts wait so long for each other", examples=["5 min"]
    )
    digest_from: int = Field(4, ge=2, description="so many alerts at once leave as one letter")
    remind_every: Duration = Field(
        timedelta(0), description="repeat a breach nobody reacts to; left out: never", examples=["2 h"]
    )
    reminders: int = Field(3, ge=0, description="so often at most")
    confirm: int = Field(
        2, ge=1, le=5, description="something new on a page is told once so many looks of the same night have seen it"
    )
    repeat_after: Duration = Field(
        timedelta(hours=24), description="a site that stays down is told again after", examples=["24 h"]
    )


class PauseTable(Table):
    """A maintenance window: nobody concerned is visited. Once (starts_at, ends_at), recurring (days, hours), or both."""

    sites: list[str] = Field(
        default_factory=list, description="keys of the sites left alone; none: all", examples=[["aurora"]]
    )
    groups: list[str] = Field(default_factory=list, description="groups left alone; none: all", examples=[["north"]])
    starts_at: AwareDatetime | None = Field(
        None, description="from this instant on (with a time zone)", examples=["2026-12-30T18:00:00+03:00"]
    )
    ends_at: AwareDatetime | None = Field(
        None, description="until this instant (with a time zone)", examples=["2027-01-09T09:00:00+03:00"]
    )
    days: list[Weekday] = Field(
        default_factory=list, description="every week on these days; none: every day", examples=[["sunday"]]
    )
    hours: list[LocalTime] | None = Field(
        None, min_length=2, max_length=2, description="between these local times", examples=[["02:00", "04:00"]]
    )
    zone: Zone = Field("UTC", description="the time zone of days and hours", examples=["Europe/Moscow"])
    note: str = Field("", description="why, for people", examples=["the provider's maintenance"])

    @model_validator(mode="after")
    def _possible(self) -> PauseTable:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise wrong("ends_at is not after starts_at", "Swap them, or leave one out")
        if not (self.starts_at or self.ends_at or self.days or self.hours):
            raise wrong(
                "a pause without an end", 'Give ends_at, or what recurs: days = ["sunday"], hours = ["02:00", "04:00"]'
            )
        return self

    @property
    def weekdays(self) -> tuple[int, ...]:
        """0 = Monday."""
        return tuple(sorted(DAYS.index(day) for day in self.days))
