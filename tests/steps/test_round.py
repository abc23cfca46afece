"""A whole round on the practice town gives exactly the town's truth, and every step run again changes nothing."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from monitor import wiring
from monitor.domain.verdict import Outcome
from monitor.steps import House
from monitor.steps.collect import collect
from monitor.steps.judge import judge_due
from monitor.steps.plan import plan_round
from monitor.steps.report import Scope, write_study, write_weekly
from monitor.steps.tell import tell_due
from monitor.steps.visit import visit_due
from monitor.store.outbox_tables import AlertRow, ParcelRow
from monitor.store.statements import table
from monitor.store.tables import LetterRow, MessageRow, VerdictRow, VisitRow
from monitor.testing import Fate
from monitor.testing.practice import Practice, play_round, practice
from probes._browser import open_browser
from reports.period import Period

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FATES = {
    Fate.ANSWERED: Outcome.MET,
    Fate.LATE_IN_WINDOW: Outcome.LATE,
    Fate.AFTER_WINDOW: Outcome.NOT_ANSWERED,
    Fate.SILENT: Outcome.NOT_ANSWERED,
    Fate.AUTO_ONLY: Outcome.AUTO_ONLY,
    Fate.BROKEN: Outcome.UNREACHABLE,
    Fate.BOUNCE: Outcome.UNREACHABLE,
    Fate.CAPTCHA: Outcome.INCONCLUSIVE,
}
SENTENCES = {
    "en": (
        "3 of the 11 fitness centres answered the question form within 45 minutes",
        "4 of the 20 lessors answered and offered a viewing",
    ),
    "ru": (
        "3 из 11 фитнес-центров ответили на форму вопроса за 45 минут",
        "4 из 20 арендодателей ответили и предложили просмотр",
    ),
}


async def test_the_round_tells_the_truth(tmp_path: Path) -> None:
    async with practice(tmp_path) as stage:
        house = wiring.open_house(stage.programme, stage.clock)
        with closing(house.store):
            wiring.enter(house)
            await play_round(stage, house)
            the_verdicts_are_the_fates(stage, house)
            the_sites_got_one_enquiry_each(stage)
            the_owner_was_told_once(stage, house)
            the_reports_say_it(house)
            await again_changes_nothing(house)


def rows(house: House, model: Any, *columns: str) -> list[tuple[Any, ...]]:
    source = table(model)
    with house.store.reading() as connection:
        chosen = [source.c[name] for name in columns] if columns else [source]
        return [tuple(row) for row in connection.execute(select(*chosen).order_by(next(iter(source.primary_key))))]


def the_verdicts_are_the_fates(stage: Practice, house: House) -> None:
    sites = dict(rows(house, VisitRow, "id", "site"))
    found = {sites[visit]: outcome for visit, outcome in rows(house, VerdictRow, "visit_id", "outcome")}
    assert found == {key: FATES[fate] for key, fate in stage.town.truth.fates.items()}


def the_sites_got_one_enquiry_each(stage: Practice) -> None:
    behind_a_captcha = stage.town.truth.of(Fate.CAPTCHA)
    for key, ledger in stage.town.ledger.items():
        assert ledger.posts == int(key not in behind_a_captcha), key
        assert not ledger.trapped, key
        assert not ledger.strays, key


def the_owner_was_told_once(stage: Practice, house: House) -> None:
    stories = [story for (story,) in rows(house, AlertRow, "story")]
    truth = stage.town.truth
    loud = Fate.LATE_IN_WINDOW, Fate.AFTER_WINDOW, Fate.SILENT, Fate.AUTO_ONLY
    assert stories.count("breach") == sum(len(truth.of(fate)) for fate in loud)
    assert stories.count("unreachable") == len(truth.of(Fate.BROKEN)) + len(truth.of(Fate.BOUNCE))
    came_after_all = len(truth.of(Fate.LATE_IN_WINDOW)) + len(truth.of(Fate.AFTER_WINDOW))
    assert stories.count("answered") == came_after_all
    told: list[Message] = [message_from_bytes(raw) for to, raw in stage.post.kept if to == "anna@town.test"]
    assert len({letter["Message-ID"] for letter in told}) == len(told) == len(rows(house, ParcelRow))


def the_reports_say_it(house: House) -> None:
    week = Period.week_of(house.now(), "Europe/Moscow")
    scope = Scope(name="Town")
    for written in (*write_study(house, week, scope, ("en", "ru")), *write_weekly(house, week, scope, ("en", "ru"))):
        page = written.path.read_text(encoding="utf-8").replace("\u00a0", " ")
        if "study" in written.path.name:
            assert all(sentence in page for sentence in SENTENCES[written.language])
        first = written.path.read_bytes()
        assert written.sentence.split(".")[0].replace("\u00a0", " ") in page
        assert first == written.path.read_bytes()


async def again_changes_nothing(house: House) -> None:
    tables = (VisitRow, LetterRow, MessageRow, VerdictRow, AlertRow, ParcelRow)
    before = [rows(house, model) for model in tables]
    assert plan_round(house, timedelta(0), only=("nobody",)).new == 0
    async with open_browser() as browser:
        assert await visit_due(house, browser.new_context) == 0
    assert collect(house) == 0
    judge_due(house)
    assert await tell_due(house) == 0
    assert [rows(house, model) for model in tables] == before
