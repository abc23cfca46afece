"""Tasks follow the visits: opened by a failure, closed by a later visit that passes, opened again by the next failure."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta

from typer.testing import CliRunner

from monitor.cli import app
from monitor.domain.task import Task, TaskState
from monitor.steps.report import Scope, refresh_tasks, write_weekly
from monitor.store import tasks
from reports.period import Period

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
START = datetime(2026, 3, 2, tzinfo=UTC)


def kept(office, rule="person", site="alpha") -> Task:
    with office.house.store.reading() as connection:
        return next(one for one in tasks.all_of(connection) if (one.rule, one.site) == (rule, site))


def test_failures_become_tasks_worst_first(week):
    assert refresh_tasks(week.house, week.at) == 2
    with week.house.store.reading() as connection:
        first, second = tasks.all_of(connection)
    assert (first.site, first.rank, first.owner) == ("beta", 2.0, "")
    assert (second.site, second.rank, second.owner) == ("alpha", 0.75, "Vera")
    assert second.problem_en == (
        "Question form: enquiries do not arrive (the site answered with an error). Kept 1 of 4: A person answers."
    )
    assert second.problem_ru.startswith("Форма вопроса: обращения не доходят (сайт ответил ошибкой). Выполнено 1 из 4")
    assert second.fix_ru


def test_looking_again_changes_nothing(week):
    refresh_tasks(week.house, week.at)
    assert refresh_tasks(week.house, week.at) == 0


def test_closed_by_a_visit_that_passes_and_opened_by_the_next_failure(week):
    refresh_tasks(week.house, week.at)
    good = week.enquire(week.at)
    week.letter(good, week.at + MINUTE, "Yes, it is free.")
    week.judge(week.at + 2 * DAY)
    refresh_tasks(week.house, week.at)
    assert kept(week).state is TaskState.DONE
    week.enquire(week.at, broken=True)
    week.judge(week.at + 2 * DAY)
    refresh_tasks(week.house, week.at)
    assert kept(week).state is TaskState.REOPENED
    assert kept(week).closed_at is None


def test_findings_of_looks_open_and_close_tasks(week):
    at = week.at - DAY
    week.see_phones(at, good=False)
    week.see_night(at + 3 * timedelta(hours=1), open=True, ways=())
    refresh_tasks(week.house, week.at)
    task = kept(week, "P3")
    assert (task.problem_en, task.fix_en) == ("The number cannot be pressed.", "Make it a link.")
    assert (task.problem_ru, task.fix_ru) == ("Номер не нажать.", "Сделайте ссылку.")
    week.see_phones(at + DAY, good=True)
    refresh_tasks(week.house, week.at + DAY)
    assert kept(week, "P3").state is TaskState.DONE
    assert kept(week).state is TaskState.NEW, "a look at phones says nothing of the form"


def test_a_look_that_did_not_open_the_page_closes_nothing(week):
    at = week.at - 2 * DAY
    week.see_phones(at, good=False)
    refresh_tasks(week.house, week.at)
    for hours, opened in ((1, ("/",)), (2, ())):
        week.see_phones(at + timedelta(hours=hours), good=True, opened=opened)
        refresh_tasks(week.house, week.at)
        assert kept(week, "P3").state is TaskState.NEW, opened
    week.see_phones(at + timedelta(hours=3), good=True)
    refresh_tasks(week.house, week.at)
    assert kept(week, "P3").state is TaskState.DONE


def test_what_is_wrong_at_night_is_neither_hidden_nor_mended_by_day(week):
    night = week.at - 2 * DAY
    week.see_night(night, open=False, ways=())
    week.see_night(night + timedelta(hours=12), open=True, ways=())
    refresh_tasks(week.house, week.at)
    assert kept(week, "O1").state is TaskState.NEW
    week.see_night(night + DAY, open=False, ways=("form",))
    refresh_tasks(week.house, week.at)
    assert kept(week, "O1").state is TaskState.DONE


def test_a_new_task_has_a_due_day_by_what_is_at_stake(week):
    """Where customers reach nobody: three days. What a person set stays while the task is open; opened again it has a
    new day."""
    week.see_phones(week.at - DAY, good=False)
    refresh_tasks(week.house, week.at)
    assert {kept(week, rule).due for rule in ("person", "P3")} == {date(2026, 3, 12)}
    with week.house.store.writing() as connection:
        tasks.change(connection, kept(week).number, week.at, due=date(2026, 4, 1))
    week.enquire(week.at, broken=True)
    week.judge(week.at + 2 * DAY)
    refresh_tasks(week.house, week.at)
    assert kept(week).due == date(2026, 4, 1)
    good = week.enquire(week.at)
    week.letter(good, week.at + MINUTE, "Yes.")
    week.judge(week.at + 2 * DAY)
    refresh_tasks(week.house, week.at)
    week.enquire(week.at, broken=True)
    week.judge(week.at + 2 * DAY)
    refresh_tasks(week.house, week.at)
    assert kept(week).state is TaskState.REOPENED
    assert kept(week).due == date(2026, 3, 18)


def test_a_programme_may_do_without_due_days(week):
    rhythm = dataclasses.replace(week.house.programme.rhythm, mend_critical=timedelta(0))
    house = dataclasses.replace(week.house, programme=dataclasses.replace(week.house.programme, rhythm=rhythm))
    refresh_tasks(house, week.at)
    assert kept(week).due is None


def test_a_report_shows_tasks_and_says_what_is_overdue(week):
    refresh_tasks(week.house, week.at)
    with week.house.store.writing() as connection:
        tasks.change(connection, kept(week).number, week.at, owner="Gleb", due=date(2026, 3, 5))
    period = Period(first=date(2026, 3, 2), last=date(2026, 3, 8), zone="Europe/Moscow")
    (written,) = write_weekly(week.house, period, Scope(name="All"), ("en",))
    page = written.path.read_text(encoding="utf-8")
    assert "Gleb" in page
    assert "overdue" in page


def test_the_command_lists_sets_and_says_what_is_overdue(week):
    week.house.store.close()
    programme = str(week.house.settings.var / "programme.toml")
    now = week.at.isoformat()
    environment = {"SHOPPER_TOWN_CLOCK": f"{now} 0.0 0.0"}

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["tasks", *words, "-p", programme], env=environment)
        return result.exit_code, result.stdout

    code, out = run("list", "--json")
    assert code == 0
    number = next(one["number"] for one in json.loads(out) if one["site"] == "alpha")
    assert run("set", str(number), "--owner", "Gleb", "--due", "2026-03-01")[0] == 0
    code, out = run()
    assert code == 1
    assert "overdue" in out
    assert "Gleb" in out
    assert run("set", str(number), "--state", "dropped")[0] == 0
    assert "Gleb" not in run()[1]
    assert run("set", "999", "--state", "done")[0] == 2
    assert run("set", str(number), "--state", "reopened")[0] == 2
