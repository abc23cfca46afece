"""The weekly report says what happened, and never "not looked at" of what was not gathered."""

from __future__ import annotations

import base64
import dataclasses
import html
import re
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from monitor.domain.verdict import Outcome
from monitor.steps.report import Scope, write_study, write_weekly
from monitor.steps.report.counting import MANY
from monitor.steps.report.redact import redacted
from monitor.steps.report.weekly import gather_weekly
from monitor.store import visits
from monitor.store.statements import table
from monitor.store.tables import MessageRow, MessageState, VisitRow
from reports.period import Period
from reports.records import Counts, ReportData, Stop
from reports.weekly import unmeasured

ALL = Scope(name="Everybody")
NORTH = Scope(name="north", sites=("alpha",))
PERIOD = Period(first=date(2026, 3, 2), last=date(2026, 3, 8), zone="Europe/Moscow")


def gathered(office: Any, scope: Scope = ALL, period: Period = PERIOD) -> ReportData:
    return gather_weekly(office.house, period, scope, ("en",))["en"]


def text_of(path: Path) -> str:
    page = re.sub(r"<style.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


def test_every_enquiry_is_counted_once(week):
    data = gathered(week)
    counts = sum((line.week for line in data.standards), start=type(data.standards[0].week)())
    assert (counts.met, counts.late, counts.auto_only, counts.not_answered, counts.unreachable) == (1, 1, 1, 1, 1)
    assert data.visits_total == len(data.visits) == 5
    assert {c.stop: c.count for c in data.funnel}[Stop.SENT] == 4
    assert {c.stop: c.count for c in data.funnel}[Stop.PERSON] == 2
    assert sum(tally.count for tally in data.waits) == 5
    assert (data.who.person, data.who.robot_only, data.who.nobody) == (2, 1, 2)
    assert data.enquiries == sum((line.week for line in data.standards), start=Counts())


def test_promises_of_robots(week):
    assert (gathered(week).who.promises_kept, gathered(week).who.promises_broken) == (0, 1)


def test_hours_are_the_sites_own(week):
    cells = {(cell.weekday, cell.hour): cell for cell in gathered(week).hours}
    assert (cells[0, 10].n, cells[0, 10].k, cells[0, 10].open) == (1, 1, True)
    assert not cells.get((0, 8))
    assert sum(cell.n for cell in cells.values()) == 5
    assert sum(cell.open for cell in cells.values()) == 7 * 12


def test_stories_with_time_line_quote_and_picture(week):
    data = gathered(week)
    assert {story.visit.outcome for story in data.worst} == {
        Outcome.NOT_ANSWERED,
        Outcome.UNREACHABLE,
        Outcome.AUTO_ONLY,
    }
    silent = next(story for story in data.worst if story.visit.outcome is Outcome.NOT_ANSWERED)
    assert [moment.en for moment in silent.moments][1] == "The promised time had passed: 10\u00a0working minutes."
    assert silent.picture is not None
    best = data.best
    assert best is not None
    assert best.visit.outcome is Outcome.MET
    assert best.quote == "Dear Olga, it is free from May. Call me: ▇▇▇. Regards, ▇▇▇"
    assert best.picture is not None
    assert best.question == "Is the flat on Lenin street free?"


def test_a_group_report_contains_only_its_rows(week):
    for written in write_weekly(week.house, PERIOD, NORTH, ("en", "ru"), markdown=True):
        files = [*written.path.parent.glob("weekly-2026-03-02-north*")]
        assert {path.suffix for path in files} == {".html", ".md", ".csv", ".json"}
        for path in files:
            assert "Beta" not in path.read_text(encoding="utf-8"), path
    assert gathered(week, NORTH).visits_total == 4


def test_same_data_same_bytes_whenever_it_is_written(week):
    def pages() -> list[bytes]:
        write_weekly(week.house, PERIOD, ALL, ("en", "ru"))
        return [path.read_bytes() for path in sorted(week.house.settings.reports.glob("weekly-*"))]

    first = pages()
    week.at += timedelta(days=3)
    assert pages() == first


def test_pages_nights_and_ways_in(week):
    at = week.at - timedelta(days=1)
    week.see_phones(at, good=False)
    noon = week.see_night(at + timedelta(hours=3), open=True, ways=())
    night = week.see_night(at + timedelta(hours=13), open=False, ways=("messenger",))
    shown = week.picture(noon, "screen_phone", at), week.picture(night, "screen_phone", at)
    data = gathered(week)
    cells = {(cell.page, cell.rule): cell.passed for cell in data.pages}
    assert cells["/contacts", "clickable"] is False
    assert cells["/", "clickable"] is cells["/", "shown"] is cells["/contacts", "right_number"] is True
    (line,) = data.off_hours
    assert (line.shown_en, line.asked) == ("a messenger", False)
    assert (line.noon and line.noon.data, line.night and line.night.data) == shown
    assert [way.works for way in data.ways_in] == [False, True, True]
    page = text_of(write_weekly(week.house, PERIOD, ALL, ("en",))[0].path)
    assert "the site shows a messenger." in page
    assert "nobody answered until" not in page
    assert "1 of 3 ways in does not work at all: Alpha Flats (question form)." in page


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ({"contact_shown": False, "contacts": {"numbers": [{}], "mail": ["a@b.test"]}}, "only the daytime number and an e-mail address"),
        ({"contact_shown": False, "contacts": {"numbers": [{}], "mail": []}}, "only the daytime number"),
        ({"contact_shown": False, "contacts": {"numbers": [], "mail": []}}, "no way to reach anybody"),
        ({"contacts": {"numbers": [{}], "mail": []}}, "contacts of which it is not known yet whether they differ from those by day"),
    ],
)  # fmt: skip
def test_what_is_left_at_night_is_named_and_what_is_not_proven_is_not_said(week, shown, said):
    week.see_night(week.at - timedelta(hours=11), open=False, ways=(), **shown)
    assert gathered(week).off_hours[0].shown_en == said


def test_what_was_not_gathered_is_not_said_to_be_fine(office):
    page = text_of(write_weekly(office.house, PERIOD, ALL, ("en",))[0].path)
    assert "Not looked at" not in page
    assert "Nothing to mend" not in page


def test_agreed_pauses_are_in_the_method_box_of_those_concerned(week):
    assert [(one.what, one.why) for one in gathered(week).exclusions] == [
        ("Beta Rooms: from Tue 3 Mar, 13:00 until Wed 4 Mar, 13:00", "moving house")
    ]
    assert gathered(week, NORTH).exclusions == ()


def test_own_sites_beside_each_other(week):
    assert [(group.name, group.counts.met, group.counts.n) for group in gathered(week).groups] == [
        ("Alpha Flats", 1, 4),
        ("Beta Rooms", 0, 1),
    ]


def test_earlier_weeks_are_compared_with(week):
    (line, *_) = gathered(week, NORTH, Period.week_of(week.at + timedelta(days=1), "Europe/Moscow")).standards
    assert (line.week.n, line.before.n, line.window.n) == (0, 4, 4)
    assert [(share.first, share.k, share.n) for share in line.weeks if share.n] == [(date(2026, 3, 2), 1, 4)]


def test_health_knows_the_slowest_canary(week):
    assert gathered(week).health.slowest_canary == timedelta(minutes=1)


def test_a_leak_is_told_to_those_concerned(week):
    message, visit = table(MessageRow), table(VisitRow)
    with week.house.store.writing() as connection:
        ours = select(visit.c.id).where(visit.c.site == "alpha")
        first = select(func.min(message.c.id)).where(message.c.visit_id.in_(ours))
        connection.execute(
            update(message).where(message.c.id == first.scalar_subquery()).values(state=MessageState.LEAK)
        )
    names = {site.key: site.name for site in week.house.programme.sites}
    data = gathered(week)
    assert data.health.leaks == gathered(week, NORTH).health.leaks == {names["alpha"]: 1}
    said = f"only {names['alpha']} was given (letters: 1)"
    assert any(said in line for line in unmeasured(data, "en"))
    other = Scope(name="other", sites=tuple(key for key in names if key != "alpha"))
    assert not gathered(week, other).health.leaks


def test_many_enquiries_are_tallied_on_a_grid_that_lets_nobody_in_too_early(week, monkeypatch):
    exact = gathered(week)
    monkeypatch.setattr("monitor.steps.report.counting.MANY", 0)
    coarse = gathered(week)
    assert MANY > 0
    assert sum(tally.count for tally in coarse.waits) == sum(tally.count for tally in exact.waits)
    assert [tally.wall for tally in coarse.waits if tally.event] == [tally.wall for tally in exact.waits if tally.event]
    assert [(cell.weekday, cell.hour, cell.n, cell.k) for cell in coarse.hours] == [
        (cell.weekday, cell.hour, cell.n, cell.k) for cell in exact.hours
    ]


@pytest.mark.parametrize(
    ("text", "hide", "said"),
    [
        ("Write to anna.s@alpha.test or t.me/anna", (), "Write to ▇▇▇ or ▇▇▇"),
        ("Звоните 8 (495) 123-45-67, спросите Анну.", ("Анна Сидорова",), "Звоните ▇▇▇, спросите ▇▇▇."),
        ("Меня зовут Ирина Павловна, цена 14 400 рублей", (), "Меня зовут ▇▇▇, цена 14 400 рублей"),
        ("My name is John Smith. It costs £120.", (), "My name is ▇▇▇. It costs £120."),
        ("Ольга, здравствуйте! С уважением, Мария", (), "Ольга, здравствуйте! С уважением, ▇▇▇"),
        ("Hello Olga, see you at 18:30 on 12.05.2026. Kind regards, Tom", (), "Hello Olga, see you at 18:30 on 12.05.2026. Kind regards, ▇▇▇"),
    ],
)  # fmt: skip
def test_quotes_carry_no_people(text, hide, said):
    assert redacted(text, hide=hide, keep=("Olga", "Petrova")) == said


def test_nothing_of_another_group_in_any_file_or_name(week):
    """Beta has a name, a key, an address, letters, pictures, a task and a pause; north's report knows of none."""
    enquiry = week.enquire(week.at - timedelta(days=2), "beta")
    week.letter(enquiry, week.at - timedelta(days=2), "Secret words of the other house.")
    picture = week.picture(enquiry, "after", week.at)
    week.judge(week.at)
    with week.house.store.reading() as connection:
        token = visits.one(connection, enquiry).token
    write_weekly(week.house, PERIOD, ALL, ("en",))
    whole = (week.house.settings.reports / "weekly-2026-03-02-everybody-en.html").read_bytes()
    hidden = [b"Beta", token.encode(), b"Secret words", base64.b64encode(picture)]
    assert all(word in whole for word in hidden[:3])
    write_weekly(week.house, PERIOD, NORTH, ("en", "ru"), markdown=True)
    files = list(week.house.settings.reports.glob("*north*"))
    assert len(files) == 6
    for path in files:
        content = path.read_bytes().lower()
        assert [word for word in hidden if word.lower() in content] == [], path.name


def test_what_the_owner_believed_stands_beside_the_fact(week):
    programme = week.house.programme
    standards = tuple(dataclasses.replace(one, expected=Fraction(9, 10)) for one in programme.standards)
    house = dataclasses.replace(week.house, programme=dataclasses.replace(programme, standards=standards))
    page = text_of(write_weekly(house, PERIOD, ALL, ("ru",))[0].path)
    assert "Вы ожидали 90 %; на деле 1 из 5." in page
    study = text_of(write_study(house, PERIOD, ALL, ("en",))[0].path)
    assert "You expected 90 %; we measured 1 of 2." in study
    assert "US companies that answered a test lead from the web within an hour" in study
