"""The weekly page, text and letter: extremes, hostile content, the same bytes twice, valid HTML."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import made_up_visit
import pytest
import sample
from hostile import poison
from justhtml import JustHTML

from monitor.domain.programme import Channel, Words
from monitor.domain.verdict import InconclusiveReason, Outcome
from reports.attachments import weekly_csv
from reports.letters import plain, weekly_text
from reports.pages import dossier_page, weekly_mail_html, weekly_page
from reports.records import Counts, FunnelCount, InconclusiveCount, ReportData, Stop, VisitLine, WaitTally, WhoAnswered
from reports.weekly import headline

LANGUAGES = ("en", "ru")


def week(counts: Counts, **more: Any) -> ReportData:
    """One standard, all visits of its window in this week."""
    line = sample.standard(
        week=counts, window=counts, week_dots=tuple(o for o in Outcome for _ in range(getattr(counts, o)))
    )
    visits = tuple(
        VisitLine(token=f"t{i}", place="p", label=sample.FORM, sent_at=sample.at(17, 9), outcome=outcome)
        for i, outcome in enumerate(line.week_dots)
    )
    waits = tuple(
        WaitTally(
            channel=Channel.EMAIL,
            wall=timedelta(minutes=5 + i),
            working=timedelta(minutes=5 + i),
            event=outcome in {Outcome.MET, Outcome.LATE},
        )
        for i, outcome in enumerate(o for o in line.week_dots if o not in {Outcome.PENDING, Outcome.INCONCLUSIVE})
    )
    sent = len(visits)
    fields: dict[str, Any] = {
        "standards": (line,),
        "visits": visits,
        "visits_total": len(visits),
        "waits": waits,
        "robots_only": counts.auto_only,
        "who": WhoAnswered(person=counts.met + counts.late, robot_only=counts.auto_only, nobody=counts.not_answered),
        "funnel": tuple(
            FunnelCount(stop=s, count=sent if s in {Stop.PLANNED, Stop.SENT} else counts.met + counts.late)
            for s in Stop
        )
        if sent
        else (),
        "next_step": sample.VIEWING,
        "enquiries": counts,
        "inconclusive": (InconclusiveCount(reason=InconclusiveReason.LISTENING_GAP, count=counts.inconclusive),)
        if counts.inconclusive
        else (),
    }
    return dataclasses.replace(sample.empty(), **{**fields, **more})


EXTREMES: dict[str, Callable[[], ReportData]] = {
    "nothing": sample.empty,
    "one met": lambda: week(Counts(met=1)),
    "one silent": lambda: week(Counts(not_answered=1)),
    "all pending": lambda: week(Counts(pending=4)),
    "all inconclusive": lambda: week(Counts(inconclusive=4)),
    "none": lambda: week(Counts(late=3, not_answered=9)),
    "all": lambda: week(Counts(met=12)),
    "all unreachable": lambda: week(Counts(unreachable=6)),
    "many": lambda: week(Counts(met=700, late=150, auto_only=90, not_answered=60)),
    "full": sample.full,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", EXTREMES)
def test_renders_whatever_the_week_was(case: str, language: str) -> None:
    data = EXTREMES[case]()
    page, letter = weekly_page(data, language), weekly_mail_html(data, language)
    assert headline(data, language)
    assert weekly_text(data, language).startswith(f"# {plain(headline(data, language))}")
    for text in (page, letter):
        JustHTML(text, strict=True)
        assert "None" not in re.sub(r"<[^>]*>|None of", "", text)
        assert "nan" not in re.findall(r'="([^"]*)"', text)
    _sound(page)
    assert len(letter.encode()) < 100_000


def _sound(page: str) -> None:
    """Unique ids, labels that resolve, one h1, alternatives for pictures, ten sections."""
    tree = JustHTML(page, sanitize=False)
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert all(count == 1 for count in ids.values()), ids
    for labels in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(labels.split()) <= set(ids)
    assert len(tree.query("h1")) == 1
    assert len(tree.query("h2")) >= 9
    assert all(image.attrs.get("alt") for image in tree.query("img"))
    assert all(cell.attrs.get("scope") for cell in tree.query("th"))


def test_sections_stand_in_their_order() -> None:
    titles = re.findall(r"<h2>(.*?)</h2>", weekly_page(sample.full(), "en"))
    assert titles == [
        "Standards",
        "Own sites and competitors",
        "What became of each enquiry",
        "How fast",
        "Who answers",
        "Phone and off-hours",
        "The worst and the best",
        "What to do",
        "What could not be measured",
        "Belief and fact",
        "Method",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_data_same_bytes(language: str) -> None:
    assert weekly_page(sample.full(), language) == weekly_page(sample.full(), language)
    assert weekly_text(sample.full(), language) == weekly_text(sample.full(), language)


def poisoned() -> ReportData:
    return poison(sample.full())  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(language: str) -> None:
    """No element, attribute or address of the stranger's making, in page and letter alike."""
    dossier = dossier_page(made_up_visit.poisoned(), language)
    for text in (weekly_page(poisoned(), language), weekly_mail_html(poisoned(), language), dossier):
        tree = JustHTML(text, strict=True, sanitize=False)
        assert not tree.query("script, iframe, object, embed, form, link, base")
        assert "49" not in "".join(re.findall(r"<h1>.*?</h1>", text, re.S))
        for node in tree.query("*"):
            assert not any(name.lower().startswith("on") for name in node.attrs)
            for name in ("src", "href", "xlink:href", "action"):
                assert (node.attrs.get(name) or "data:image/").startswith("data:image/")
        assert "alert(1)" in tree.to_text()
        assert not set("\u202e\u2066\x00\x1b\ud800") & set(text)
        text.encode()
    assert "url(" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text_in_markdown(language: str) -> None:
    text = weekly_text(poisoned(), language)
    assert "<script" not in text.replace("\\<", "")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert len(headings) == 1 + 10, headings


def test_no_cell_of_the_table_is_a_formula() -> None:
    cells = [cell for row in csv.reader(io.StringIO(weekly_csv(poisoned()))) for cell in row]
    assert len(cells) > 500
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_picture_must_be_a_picture() -> None:
    picture = dataclasses.replace(sample.full().off_hours[0].noon, media_type="image/svg+xml")  # type: ignore[type-var]
    line = dataclasses.replace(sample.full().off_hours[0], noon=picture)
    with pytest.raises(ValueError, match="not shown in a report"):
        weekly_page(dataclasses.replace(sample.full(), off_hours=(line,)), "en")


def test_letter_stays_small_with_sixty_touchpoints() -> None:
    long = Words(en_one="x" * 300, en_many="x", ru_one="ж" * 300, ru_few="ж", ru_many="ж", ru_accusative="ж" * 300)
    lines = tuple(dataclasses.replace(sample.STANDARDS[0], name_ru="ж" * 400, label=long) for _ in range(60))
    data = dataclasses.replace(sample.full(), standards=lines, tasks=sample.full().tasks * 40)
    assert len(weekly_mail_html(data, "ru").encode()) < 100_000


@pytest.mark.parametrize(("language", "words"), [("en", "not final yet"), ("ru", "ещё не были утверждены")])
@pytest.mark.parametrize("sites", [3, 40])
def test_holidays_that_are_not_final_are_said_however_many_sites_there_are(
    sites: int, language: str, words: str
) -> None:
    def page(*versions: str) -> str:
        calendars = {f"site{at}": version for at, version in enumerate(versions)}
        origin = dataclasses.replace(sample.ORIGIN, calendars=calendars)
        return weekly_page(dataclasses.replace(sample.empty(), origin=origin), language)

    assert words not in page(*["c41d"] * sites)
    told = page("c41d*", "c41d*", *["c41d"] * (sites - 2))
    assert told.count(words) == 1
    assert ("site0 c41d*" in told) is (sites == 3)
    assert (f"{sites}, " in told and "*: 2" in told.replace("(*)", "*")) is (sites == 40)
