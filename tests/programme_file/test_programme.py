"""From the user's file to the Programme: gaps filled outright, values exact, paths from the file's folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from monitor.domain.programme import ClockKind, Event, Role, When
from monitor.domain.rubric import Marks, Part, Rubric, score
from monitor.domain.worktime import Span
from monitor.programme_file import Understood, built_in, read_programme

Parse = Callable[[str], Understood]

CONSENT = '\n[sites.consent]\nbasis = "own_site"\nby = "Anna Orlova, owner"\non = 2026-11-01\n'
PROMISE = '\n[[standards]]\nkey = "quick"\nname = { en = "Quick", ru = "Быстро" }\nevent = "first_human"\n'


def test_a_file_that_only_names_a_site(site: str, parse: Parse) -> None:
    programme = parse(site).programme
    (aurora,) = programme.sites
    assert (programme.name, programme.languages, programme.seed) == ("aurora.example", ("ru",), 1)
    assert (aurora.key, aurora.name, aurora.role, aurora.domains) == (
        "aurora-example",
        "aurora.example",
        Role.OWN,
        ("aurora.example",),
    )
    assert aurora.calendar.week == ((Span(start=540, end=1080),),) * 5 + ((), ())
    assert aurora.calendar.holiday_country == "RU"
    assert [point.key for point in aurora.touchpoints] == ["feedback_form", "phone_number", "off_hours"]
    assert {point.address for point in aurora.touchpoints} == {"https://aurora.example/"}
    assert aurora.touchpoints[0].scenarios == ("company_prices_ru", "company_terms_ru")
    assert aurora.touchpoints[0].standards == ("form_person", "form_answer", "form_confirmation", "off_hours_receipt")
    assert {persona.language for persona in programme.personas} == {"ru"}
    assert not aurora.may_be_asked


def test_what_is_not_used_is_not_in_the_programme(site: str, parse: Parse) -> None:
    programme = parse(site).programme
    assert {scenario.key for scenario in programme.scenarios} == {"company_prices_ru", "company_terms_ru"}
    assert "chat_person" not in {standard.key for standard in programme.standards}


def test_ones_own_standards_replace_the_built_in_ones_of_that_kind_only(site: str, parse: Parse) -> None:
    programme = parse(f'{site}{PROMISE}threshold = "1 h 30 min"\ntarget = "80 %"\nwait = "2 weeks"\n').programme
    form, phone, _ = programme.sites[0].touchpoints
    assert form.standards == ("quick",)
    assert phone.standards == ("phone_shown", "phone_clickable")
    quick = programme.standards_of(form)[0]
    assert (quick.event, quick.threshold, quick.clock) == (
        Event.FIRST_HUMAN,
        timedelta(minutes=90),
        ClockKind.WORKING,
    )
    assert (quick.target, quick.wait, quick.when) == (Fraction(4, 5), timedelta(days=14), When.ANY)


def test_a_built_in_standard_may_be_named_beside_ones_own(site: str, parse: Parse) -> None:
    touchpoint = '\n[[sites.touchpoints]]\nkind = "feedback_form"\nstandards = ["quick", "form_answer"]\n'
    programme = parse(f'{site}{touchpoint}{PROMISE}threshold = "10 min"\n').programme
    assert programme.sites[0].touchpoints[0].standards == ("quick", "form_answer")
    assert {standard.key for standard in programme.standards} == {"quick", "form_answer"}


def test_a_standard_with_a_built_in_key_takes_its_place(site: str, parse: Parse) -> None:
    own = PROMISE.replace('"quick"', '"form_person"') + 'threshold = "5 min"\n'
    (standard,) = (each for each in parse(site + own).programme.standards if each.key == "form_person")
    assert standard.threshold == timedelta(minutes=5)


def test_questions_of_the_trade_are_preferred(site: str, parse: Parse) -> None:
    programme = parse(f'{site}segment = "fitness"\n').programme
    assert programme.sites[0].touchpoints[0].scenarios == ("fitness_membership_ru", "fitness_pool_ru")


def test_ones_own_question_is_preferred_when_it_fits(site: str, parse: Parse) -> None:
    scenario = '\n[[scenarios]]\nkey = "mine"\nlanguage = "ru"\nsubject = "Цены"\nquestion = "Сколько стоит?"\n'
    assert parse(site + scenario).programme.sites[0].touchpoints[0].scenarios == ("mine",)
    for other in ('segments = ["hotel"]\n', ""):
        unfit = scenario.replace('"ru"', '"en"') if not other else scenario + other
        assert "mine" not in parse(site + unfit).programme.sites[0].touchpoints[0].scenarios


def test_ones_own_phone_for_all_personas(site: str, parse: Parse) -> None:
    phoned = site.replace("mail_domain", 'phone = "+74951112233"\nmail_domain')
    assert {persona.phone for persona in parse(phoned).programme.personas} == {"+74951112233"}
    assert {persona.phone for persona in parse(site).programme.personas} == {""}


def test_hours_as_a_table_with_a_break_and_days_of_their_own(site: str, parse: Parse) -> None:
    hours = """
short_day = "1 h"
[sites.hours]
monday = ["09:00-13:00", "14:00-18:00"]
friday = "20:00-04:00"
[sites.exceptions]
2026-12-31 = "10:00-15:00"
2027-01-09 = "closed"
"""
    calendar = parse(site.replace('hours = "Mo-Fr 09:00-18:00"\n', hours)).programme.sites[0].calendar
    assert calendar.week[0] == (Span(start=540, end=780), Span(start=840, end=1080))
    assert calendar.week[4] == (Span(start=1200, end=1680),)
    assert calendar.week[1] == ()
    assert calendar.exceptions == {date(2026, 12, 31): (Span(start=600, end=900),), date(2027, 1, 9): ()}
    assert calendar.short_day_minutes == 60


def test_earlier_hours_hold_for_their_time(site: str, parse: Parse) -> None:
    earlier = """
[[sites.earlier_hours]]
until = 2026-11-30
hours = "Mo-Fr 10:00-17:00"
[[sites.earlier_hours]]
until = 2025-12-31
hours = "Mo-Su 12:00-13:00"
"""
    calendar = parse(site + earlier).programme.sites[0].calendar
    starts = {
        day: calendar.in_force(day).week[0][0].start // 60
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 30), date(2026, 12, 1))
    }
    assert list(starts.values()) == [12, 10, 10, 9]


def test_holidays_may_be_left_out(site: str, parse: Parse) -> None:
    assert parse(f"{site}holidays = false\n").programme.sites[0].calendar.holiday_country == ""


def test_phones_are_kept_in_international_form(site: str, parse: Parse) -> None:
    assert parse(f'{site}phones = ["8 (495) 111-22-33"]\n').programme.sites[0].phones == ("+74951112233",)


def test_rhythm_and_recipients(site: str, parse: Parse) -> None:
    tables = """
[rhythm]
report_weekday = "friday"
nightly_at = 02:30:00
off_hours_share = "20 %"
[[recipients]]
name = "Anna"
email = "anna@aurora.example"
sites = ["aurora-example"]
quiet = ["22:00", "08:00"]
"""
    programme = parse(site + tables).programme
    assert (programme.rhythm.report_weekday, programme.rhythm.nightly_at) == (4, time(2, 30))
    assert programme.rhythm.off_hours_share == Fraction(1, 5)
    assert programme.recipients[0].quiet == (time(22), time(8))


def test_an_instant_of_the_file_keeps_its_meaning(site: str, parse: Parse) -> None:
    start = site.replace("mail_domain", "starts_at = 2026-12-01T09:00:00+03:00\nmail_domain")
    assert parse(start).programme.starts_at == datetime(2026, 12, 1, 6, tzinfo=UTC)


def test_paths_of_the_house_count_from_the_files_folder(site: str, tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    house = (
        '\n[house]\nvar = "data"\ndatabase = "sqlite:///other.db"\n[[house.maildir_doors]]\nname = "m"\npath = "/m"\n'
    )
    path.write_text(site + house, encoding="utf-8")
    _, settings = read_programme(path)
    assert settings.var == tmp_path / "data"
    assert settings.database == f"sqlite:///{tmp_path}/other.db"
    assert settings.maildir_doors[0].path == Path("/m")


def test_warnings_tell_what_will_not_happen(site: str, parse: Parse) -> None:
    told = [warning.found for warning in parse(site).warnings]
    assert told == [
        "no door for letters: answers cannot be heard",
        "nobody is told",
        "no consent, so feedback_form will not be tried; only pages are looked at",
    ]


def test_a_switched_off_form_needs_neither_consent_nor_a_mail_domain(site: str, parse: Parse) -> None:
    quiet = site.replace('mail_domain = "shopper.example"', "") + (
        '\n[[sites.touchpoints]]\nkind = "feedback_form"\nenabled = false\n'
    )
    assert [warning.found for warning in parse(quiet).warnings] == ["nobody is told"]


def test_a_competitor_is_asked_only_with_a_written_reason(site: str, parse: Parse) -> None:
    reason = f'{site}role = "competitor"\n{CONSENT}justification = "Study no. 12 of the consumer council"\n'
    assert parse(reason).programme.sites[0].may_be_asked
    assert not parse(f'{site}role = "competitor"\n').programme.sites[0].may_be_asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('threshold = "90 min"', 'threshold = "1 h 30 min"'),
        (
            'threshold = "10 min"\ntarget = 0.8',
            '# a comment\ntarget   =  "80 %"\nthreshold = "600 s"\nclock = "working"',
        ),
    ],
)
def test_the_hash_knows_meaning_not_layout(one: str, other: str, site: str, parse: Parse) -> None:
    first, second = (parse(f"{site}{PROMISE}{text}\n").programme.hash for text in (one, other))
    assert first == second
    assert len(first) == 64


def test_the_hash_changes_with_the_meaning(site: str, parse: Parse) -> None:
    variants = [
        site,
        site.replace("18:00", "19:00"),
        site.replace("[programme]", "[programme]\nseed = 2"),
        site + CONSENT,
    ]
    assert len({parse(text).programme.hash for text in variants}) == len(variants)


def test_the_order_of_tables_does_not_matter_to_the_hash(site: str, parse: Parse) -> None:
    head, table = site.split("[[sites]]")
    second = table.replace("aurora", "boreas")
    one = parse(f"{head}name = 'x'\n[[sites]]{table}[[sites]]{second}").programme
    two = parse(f"[[sites]]{second}[[sites]]{table}{head}name = 'x'\n").programme
    assert one.hash == two.hash


def test_built_in_questions_and_people_serve_every_trade_in_both_languages() -> None:
    built = built_in()
    for language in ("ru", "en"):
        asked = {
            trade for each in built.scenarios if each.language == language for trade in each.segments or ["company"]
        }
        assert asked == set(built.segments)
        assert len([persona for persona in built.personas if persona.language == language]) >= 5
    for scenario in built.scenarios:
        assert scenario.answer_words, scenario.key
        assert scenario.next_step_words, scenario.key
        assert scenario.question.endswith((".", "?"))


PLEASANTRIES = """Добрый день! Доброго дня, добрый вечер. Спасибо за обращение в наш фитнес-центр. Оценка вашего вопроса состоится
в ближайшее время, менеджер перезвонит завтра. Сказать точнее пока не можем. Договорились? С уважением, Анна, «Центр продаж».
Good morning, good evening! Thank you for your enquiry. Of course we will come back to you, feel free to write on Facebook.
In order to discover what you need, somebody will call you. Kind regards, Kate."""


def test_pleasantries_answer_no_built_in_question() -> None:
    text = PLEASANTRIES.lower().replace("ё", "е").replace("\n", " ")
    for scenario in built_in().scenarios:
        stems = [stem.lower().replace("ё", "е") for stem in (*scenario.answer_words, *scenario.next_step_words)]
        assert [stem for stem in stems if stem in text] == [], scenario.key


def test_marks_are_weighed_as_the_file_says(site: str, parse: Parse) -> None:
    usual = parse(site).programme.rubric
    assert usual == Rubric()
    text = site + '\n[rubric]\nprofile = "experience"\nspeed = 50\nperson = 0\n'
    told = parse(text).programme.rubric
    assert told.weights == {Part.REACH: 20, Part.SPEED: 50, Part.SUBSTANCE: 30, Part.PERSON: 0}
    assert (told.window, told.wow_above, told.negative_below) == (timedelta(hours=24), 80, 40)
    late = {"wall": timedelta(hours=25), "working": timedelta(minutes=5)}
    marks = Marks(reached=True, confirmed=True, receipt=True, answered=True, **late)
    assert (score(marks, usual).points, score(marks, told).points) == (100, 20)
