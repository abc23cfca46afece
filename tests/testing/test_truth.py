"""The town's tables tell the story they promise."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.programme_file import parse_programme
from monitor.testing import COMPANIES, Count, Fate, Town
from monitor.testing.company import Door, Place, Reply, Tag, Way, Writer
from monitor.testing.paper import LETTERS
from monitor.testing.truth import fate, truth_of

TRUTH = truth_of(COMPANIES)
COMPANY = COMPANIES[0]


def with_staff(*staff: Reply):
    return replace(COMPANY, staff=staff)


def reply(writer: Writer, minutes: int) -> Reply:
    return Reply(writer=writer, after=timedelta(minutes=minutes), letter="any")


def test_the_counts_of_the_study():
    assert TRUTH.answered("fitness") == Count(k=3, n=11)
    assert TRUTH.viewings("lessor") == Count(k=4, n=20)
    assert TRUTH.answered("lessor") == Count(k=6, n=20)


def test_who_is_behind_a_captcha_counts_nowhere():
    (key,) = TRUTH.of(Fate.CAPTCHA)
    assert TRUTH.answered(TRUTH.segments[key]) == Count(k=0, n=0)


def test_every_fate_is_met_in_town():
    assert set(TRUTH.fates.values()) == set(Fate)


def test_a_person_outweighs_a_robot_whoever_came_first():
    assert fate(with_staff(reply(Writer.ROBOT, 0), reply(Writer.PERSON, 9))) is Fate.ANSWERED
    assert fate(with_staff(reply(Writer.PERSON, 45), reply(Writer.ROBOT, 0))) is Fate.LATE_IN_WINDOW
    assert fate(with_staff(reply(Writer.ROBOT, 0), reply(Writer.PERSON, 46))) is Fate.AUTO_ONLY


def test_advertising_is_no_answer():
    assert fate(with_staff(reply(Writer.BULK, 1))) is Fate.SILENT


def test_a_broken_form_is_broken_whoever_would_have_answered():
    broken = replace(COMPANY, form=replace(COMPANY.form, door=Door.BROKEN))
    assert fate(broken) is Fate.BROKEN


def test_no_two_forms_are_alike():
    faces = Counter(
        (c.language, c.form.way, c.form.tag, c.form.place, c.form.press, tuple(one.means for one in c.form.controls))
        for c in COMPANIES
    )
    assert [face for face, count in faces.items() if count > 1] == []


def test_all_ways_places_and_tags_are_met_in_town():
    assert {c.form.way for c in COMPANIES} == set(Way)
    assert {c.form.place for c in COMPANIES} == set(Place)
    assert {c.form.tag for c in COMPANIES} >= set(Tag)


def test_every_letter_has_its_writer_and_every_writer_a_letter():
    written = {
        name.removeprefix("letters/").removesuffix(".txt") for name in LETTERS.list_templates() if "letters/" in name
    }
    used = Counter(one.letter for company in COMPANIES for one in company.staff)
    assert written == set(used)
    assert max(used.values()) == 1


def test_the_page_for_probe_writers_tells_everybody_s_fate():
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "write-a-probe.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in page.splitlines() if row.startswith("| `") and row.count("|") == 4}
    for key, one in TRUTH.fates.items():
        assert re.search(rf"\b{key}\b", rows[one.value].split("|")[3]), key


async def test_the_programme_file_is_without_fault(town: Town):
    understood = parse_programme(town.programme_toml("shopper.example"))
    assert {warning.place.split()[-1] for warning in understood.warnings} <= {"house", "recipients"}
    programme = understood.programme
    assert [site.key for site in programme.sites] == [company.key for company in COMPANIES]
    assert Counter(site.segment for site in programme.sites) == {"fitness": 11, "lessor": 20, "school": 1}
    assert all(site.may_be_asked and len(site.touchpoints) == 1 for site in programme.sites)
    (standard,) = programme.standards
    assert (standard.threshold, standard.wait) == (timedelta(minutes=10), timedelta(minutes=45))
    form = programme.touchpoint("tempo", "form")
    assert form.address == town.entry_url("tempo")


async def test_a_person_s_words_agree_with_the_milestone(town: Town):
    """Whoever offers a viewing says so in words the scenario knows, and whoever does not says none of them."""
    programme = parse_programme(town.programme_toml("shopper.example")).programme
    scenarios = {scenario.key: scenario for scenario in programme.scenarios}
    for company in COMPANIES:
        (key,) = programme.touchpoint(company.key, "form").scenarios
        for one in company.staff:
            if one.writer is Writer.PERSON:
                text = (LETTERS.loader.get_source(LETTERS, f"letters/{one.letter}.txt")[0]).casefold()  # type: ignore[union-attr]
                assert any(word in text for word in scenarios[key].answer_words), one.letter
                assert any(word in text for word in scenarios[key].next_step_words) is one.offers, one.letter
