"""The programme file's room: the models read → the frozen values of the ground floor, gaps filled.

Whatever the user left out is filled here and said outright in the Programme, so that no other room needs
to know a default: every touchpoint names its standards and its scenarios.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from monitor.domain.pauses import Pause
from monitor.domain.programme import (
    Consent,
    Persona,
    Programme,
    Rhythm,
    Scenario,
    ServiceStandard,
    Site,
    Touchpoint,
    Words,
)
from monitor.domain.recipients import AlertRules, Recipient
from monitor.domain.rubric import EXPERIENCE, Part, Rubric
from monitor.domain.worktime import CalendarSpec
from monitor.programme_file import calls_for_help as calls
from monitor.programme_file import model
from monitor.programme_file.crosscheck import host_of
from monitor.programme_file.fingerprint import fingerprint
from monitor.programme_file.numbers import e164
from monitor.programme_file.quantities import whole_address
from monitor.settings import Settings

USUAL_KINDS = ("feedback_form", "phone_number", "off_hours")
"""Ways in of a site whose owner listed none."""

KIND_LABELS = {
    "feedback_form": model.Label(
        en="feedback form", ru="форма обратной связи", ru_accusative="форму обратной связи", ru_gender="f"
    ),
    "phone_number": model.Label(en="phone number", ru="телефон"),
    "off_hours": model.Label(en="off-hours contact", ru="контакт в нерабочее время"),
    "callback": model.Label(en="callback request", ru="заказ обратного звонка"),
    "chat": model.Label(en="chat", ru="чат"),
    "email": model.Label(en="e-mail address", ru="электронная почта", ru_accusative="электронную почту", ru_gender="f"),
}


class Stock(NamedTuple):
    """What touchpoints choose from: the user's entries first, then the built-in ones."""

    own_standards: Sequence[ServiceStandard]
    standards: Sequence[ServiceStandard]
    own_scenarios: Sequence[Scenario]
    scenarios: Sequence[Scenario]


def build(file: model.ProgrammeFile, defaults: model.ProgrammeFile, kinds: Collection[str]) -> Programme:
    """The whole Programme; `kinds` are the probes known (empty: unknown, all are taken)."""
    stock = _stock(file, defaults)
    sites = tuple(_site(site, stock, kinds) for site in file.sites)
    points = [point for site in sites for point in site.touchpoints]
    used = {key for point in points for key in (*point.standards, *point.scenarios)}
    head = file.programme
    programme = Programme(
        name=head.name or sites[0].name,
        seed=head.seed,
        hash="",
        segments={key: words(segment) for key, segment in {**defaults.segments, **file.segments}.items()},
        sites=sites,
        personas=_personas(file, defaults),
        scenarios=tuple(s for s in stock.scenarios if s in stock.own_scenarios or s.key in used),
        standards=tuple(s for s in stock.standards if s in stock.own_standards or s.key in used),
        rhythm=_rhythm(file.rhythm),
        recipients=tuple(_recipient(recipient) for recipient in file.recipients),
        mail_domain=head.mail_domain,
        languages=tuple(head.languages or dict.fromkeys(site.language for site in sites)),
        retention_days=head.retention_days,
        opt_out=tuple(head.opt_out),
        starts_at=head.starts_at,
        alerts=AlertRules(**file.alerts.model_dump()),
        rubric=_rubric(file.rubric),
        pauses=tuple(_pause(pause) for pause in file.pauses),
        phone_watched=head.phone_watched,
        close_out=head.close_out,
    )
    return replace(programme, hash=fingerprint(programme))


def _stock(file: model.ProgrammeFile, defaults: model.ProgrammeFile) -> Stock:
    standards = [_standard(standard) for standard in file.standards]
    scenarios = [_scenario(scenario) for scenario in file.scenarios]
    promised, asked = {standard.key for standard in standards}, {scenario.key for scenario in scenarios}
    return Stock(
        standards,
        [*standards, *(_standard(table) for table in defaults.standards if table.key not in promised)],
        scenarios,
        [*scenarios, *(_scenario(table) for table in defaults.scenarios if table.key not in asked)],
    )


def _site(table: model.SiteTable, stock: Stock, kinds: Collection[str]) -> Site:
    host = host_of(table.url)
    usual = [model.TouchpointTable(kind=kind) for kind in USUAL_KINDS if not kinds or kind in kinds]
    numbers = [e164(text, table.country) for text in table.phones]
    return Site(
        key=table.key or host.replace(".", "-"),
        name=table.name or host,
        url=table.url,
        zone=table.zone,
        country=table.country,
        language=table.language,
        calendar=_calendar(table),
        segment=table.segment,
        role=table.role,
        region=table.region,
        group=table.group,
        consent=_consent(table.consent),
        phones=tuple(number for number in numbers if number),
        shopper_phone=table.shopper_phone,
        domains=tuple(table.domains or [host]),
        touchpoints=tuple(_touchpoint(point, table, stock) for point in table.touchpoints or usual),
        emergency=calls.of_site(table),
    )


def _calendar(table: model.SiteTable) -> CalendarSpec:
    now = CalendarSpec(
        zone=table.zone,
        week=table.hours,
        exceptions=table.exceptions,
        holiday_country=table.country if table.holidays else "",
        holiday_region=table.region if table.holidays else "",
        working_weekends=table.working_weekends,
        working_weekend_hours=table.working_weekend_hours,
        short_day_minutes=int(table.short_day / timedelta(minutes=1)),
    )
    before, since = None, None
    for hours in sorted(table.earlier_hours, key=lambda hours: hours.until):
        before = replace(now, week=hours.hours, valid_from=since, earlier=before)
        since = hours.until + timedelta(days=1)
    return replace(now, valid_from=since, earlier=before)


def _rubric(table: model.RubricTable) -> Rubric:
    weights = {part: Fraction(getattr(table, part)) for part in Part}
    return replace(EXPERIENCE if table.profile == "experience" else Rubric(), weights=weights)


def _consent(table: model.ConsentTable | None) -> Consent | None:
    return Consent(**table.model_dump()) if table else None


def _touchpoint(table: model.TouchpointTable, site: model.SiteTable, stock: Stock) -> Touchpoint:
    label = table.label or KIND_LABELS.get(table.kind)
    return Touchpoint(
        key=table.key or table.kind,
        kind=table.kind,
        address=whole_address(site.url, table.address),
        scenarios=tuple(table.scenarios) or _fitting_scenarios(site, stock),
        standards=tuple(table.standards) or _fitting_standards(table.kind, stock),
        weight=table.weight,
        owner=table.owner,
        stage=table.stage,
        label=label_words(label) if label else None,
        options=table.options,
        enabled=table.enabled,
        chain=table.chain,
        emergency=calls.of_touchpoint(table, site),
    )


def _fitting_standards(kind: str, stock: Stock) -> tuple[str, ...]:
    """The user's for this kind; only if there are none, the built-in ones."""
    own = tuple(standard.key for standard in stock.own_standards if kind in standard.kinds)
    return own or tuple(standard.key for standard in stock.standards if kind in standard.kinds)


def _fitting_scenarios(site: model.SiteTable, stock: Stock) -> tuple[str, ...]:
    """In the site's language: the user's for its trade or for all; else built-in for its trade; else for all."""
    spoken = [scenario for scenario in stock.scenarios if scenario.language == site.language]
    own = [scenario for scenario in spoken if scenario in stock.own_scenarios]
    for choice in (
        [scenario for scenario in own if not scenario.segments or site.segment in scenario.segments],
        [scenario for scenario in spoken if scenario not in own and site.segment in scenario.segments],
    ):
        if choice:
            return tuple(scenario.key for scenario in choice)
    return tuple(scenario.key for scenario in spoken if not scenario.segments and scenario not in own)


def _personas(file: model.ProgrammeFile, defaults: model.ProgrammeFile) -> tuple[Persona, ...]:
    """The user's, and built-in people for the languages the user named nobody for."""
    peopled = {persona.language for persona in file.personas}
    needed = {site.language for site in file.sites} - peopled
    tables = [*file.personas, *(persona for persona in defaults.personas if persona.language in needed)]
    return tuple(Persona(**{**table.model_dump(), "phone": table.phone or file.programme.phone}) for table in tables)


def _scenario(table: model.ScenarioTable) -> Scenario:
    return Scenario(
        key=table.key,
        language=table.language,
        subject=table.subject,
        question=table.question,
        answer_words=tuple(table.answer_words),
        next_step=label_words(table.next_step) if table.next_step else None,
        next_step_words=tuple(table.next_step_words),
        segments=tuple(table.segments),
    )


def _standard(table: model.StandardTable) -> ServiceStandard:
    return ServiceStandard(
        key=table.key,
        name_en=table.name.en,
        name_ru=table.name.ru,
        event=table.event,
        threshold=table.threshold,
        clock=table.clock,
        target=table.target,
        kinds=tuple(table.kinds),
        when=table.when,
        wait=table.wait,
        trailing=timedelta(weeks=table.trailing_weeks),
        minimum_n=table.minimum_n,
        maximum_inconclusive=table.maximum_inconclusive,
        warn_at=table.warn_at,
        escalate_at=tuple(table.escalate_at),
        fact=table.fact,
        expected=table.expected,
    )


def _rhythm(table: model.RhythmTable) -> Rhythm:
    given = {name: getattr(table, name) for name in model.RhythmTable.model_fields}
    return Rhythm(**{**given, "report_weekday": table.weekday, "quiet_days": tuple(table.quiet_days)})


def _recipient(table: model.RecipientTable) -> Recipient:
    given = {name: getattr(table, name) for name in model.RecipientTable.model_fields}
    lists = {name: tuple(given[name]) for name in ("sites", "groups", "channels")}
    quiet = (table.quiet[0], table.quiet[1]) if table.quiet else None
    return Recipient(**{**given, **lists, "quiet": quiet, "days": table.weekdays})


def _pause(table: model.PauseTable) -> Pause:
    given = {name: getattr(table, name) for name in model.PauseTable.model_fields}
    lists = {name: tuple(given[name]) for name in ("sites", "groups")}
    hours = (table.hours[0], table.hours[1]) if table.hours else None
    return Pause(**{**given, **lists, "hours": hours, "days": table.weekdays})


def words(table: model.Segment) -> Words:
    """The forms of a trade's noun."""
    return Words(
        en_one=table.en.one,
        en_many=table.en.many,
        ru_one=table.ru.one,
        ru_few=table.ru.few,
        ru_many=table.ru.many,
        ru_accusative=table.ru.accusative or table.ru.one,
        ru_gender=table.ru.gender,
    )


def label_words(table: model.Label) -> Words:
    """A label has one form per language (it is never counted), the other language's when one is missing."""
    en, ru = table.en or table.ru, table.ru or table.en
    accusative = table.ru_accusative or ru
    return Words(
        en_one=en, en_many=en, ru_one=ru, ru_few=ru, ru_many=ru, ru_accusative=accusative, ru_gender=table.ru_gender
    )


def settled(settings: Settings, folder: Path) -> Settings:
    """Relative paths of `[house]` count from the programme file's folder."""
    database = settings.database
    if database.startswith("sqlite:///") and not database.startswith("sqlite:////") and ":memory:" not in database:
        database = f"sqlite:///{folder / database.removeprefix('sqlite:///')}"
    browser = str(folder / settings.browser) if "/" in settings.browser else settings.browser
    doors = tuple(door.model_copy(update={"path": folder / door.path}) for door in settings.maildir_doors)
    return settings.model_copy(
        update={"var": folder / settings.var, "database": database, "browser": browser, "maildir_doors": doors}
    )
