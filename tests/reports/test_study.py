"""The study: one vote per company, the published sentences, letters, benchmarks, extremes."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections import Counter
from datetime import timedelta

import pytest
import sectors
from hostile import HOSTILE, poison
from justhtml import JustHTML

from monitor.domain.programme import ClockKind
from reports.narrative import Act, Unsayable, sentence
from reports.pages import study_page
from reports.study import study, study_csv, study_headline, study_json
from reports.study.counting import claim
from reports.study.league import league, letters, shown
from reports.study.votes import Ask, Ballot, StudyData, Vote

LANGUAGES = ("en", "ru")


def said(language: str) -> list[str]:
    return [line.replace("\u00a0", " ") for part in study(sectors.full(), language).parts for line in part.sentences]


def test_the_published_lines() -> None:
    assert "3 of the 11 fitness centres answered the question form within 45 minutes; 1 could not be measured." in said(
        "en"
    )
    assert "4 of the 20 lessors answered and offered a viewing." in said("en")
    assert "3 из 11 фитнес-центров ответили на форму вопроса за 45 минут; 1 измерить не удалось." in said("ru")
    assert "4 из 20 арендодателей ответили и предложили просмотр." in said("ru")


def test_one_vote_per_company() -> None:
    data = sectors.full()
    with pytest.raises(Unsayable, match="fitness-0"):
        study(dataclasses.replace(data, votes=(*data.votes, data.votes[0])), "en")


def test_a_pending_vote_enters_once_the_threshold_has_passed() -> None:
    sector = sectors.SECTORS[0]
    votes = [
        Vote(key=str(i), name="", sector="fitness", ballot=Ballot.PENDING, wall=timedelta(minutes=30)) for i in range(2)
    ]
    early = claim(sector, votes, Ask(acts=(Act.ANSWERED,), threshold=timedelta(minutes=45)))
    passed = claim(sector, votes, Ask(acts=(Act.ANSWERED,), threshold=timedelta(minutes=10)))
    working = claim(sector, votes, Ask(acts=(Act.ANSWERED,), threshold=timedelta(minutes=10), clock=ClockKind.WORKING))
    assert early
    assert passed
    assert working
    assert [(c.k, c.n, c.pending) for c in (early, passed, working)] == [(0, 0, 2), (0, 2, 0), (0, 0, 2)]


def test_league_orders_by_working_time_and_shares_places() -> None:
    data = sectors.full()
    votes = [v for v in data.votes if v.sector == "dealers"]
    places = league(data, votes)
    ranks = [place.rank for place in places]
    assert ranks[:3] == [1, 2, 3]
    assert [place.vote.working for place in places if place.vote.person] == sorted(v.working for v in votes if v.person)
    silent = [p.rank for p in places if p.rank and not p.vote.person and not p.vote.unreachable]
    assert set(silent) == {21}
    assert places[-1].rank == 0
    assert places[-1].vote.ballot is Ballot.PENDING
    assert len(shown(places)) == 20
    assert any(place.vote.own for place in shown(places))


def test_letters_hide_names() -> None:
    data = sectors.full()
    found = letters(data)
    assert len(set(found.values())) == len(data.votes)
    assert {"A", "Z", "AA"} <= set(found.values())
    page = study_page(data, "en")
    assert "Fitness No." not in page
    assert "Dealers No. 4" in page  # the own site keeps its name
    assert "Fitness No. 3" in study_page(dataclasses.replace(data, names_allowed=True), "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["full", "empty", "one", "pending", "inconclusive", "thousand"])
def test_renders_whatever_was_found(case: str, language: str) -> None:
    page = study_page(CASES[case], language)
    JustHTML(page, strict=True)
    assert page == study_page(CASES[case], language)
    assert len(page) < 400_000


def _only(*votes: Vote) -> StudyData:
    return dataclasses.replace(sectors.full(), votes=votes)


CASES = {
    "full": sectors.full(),
    "empty": dataclasses.replace(_only(), sectors=(), asks=(), beliefs=(), inconclusive=()),
    "one": _only(sectors.vote("fitness", 1, 7)),
    "pending": _only(*(sectors.vote("fitness", i, None, ballot=Ballot.PENDING, wall=timedelta(0)) for i in range(3))),
    "inconclusive": _only(*(sectors.vote("dealers", i, None, ballot=Ballot.INCONCLUSIVE) for i in range(3))),
    "thousand": _only(*(sectors.vote("dealers", i, i % 700 + 1 if i % 3 else None) for i in range(1000))),
}


def test_hostile_study_stays_text() -> None:
    data = dataclasses.replace(poison(dataclasses.replace(sectors.full(), votes=(), sectors=())), names_allowed=True)
    sector = dataclasses.replace(poison(sectors.SECTORS[1]), key="fitness")
    votes = tuple(dataclasses.replace(v, name=HOSTILE) for v in sectors.votes() if v.sector == "fitness")
    text = study_page(dataclasses.replace(data, sectors=(sector,), votes=votes), "en")
    tree = JustHTML(text, strict=True, sanitize=False)
    assert not tree.query("script, iframe, img, link, base, form")
    assert not [n for n in tree.query("*") for name in n.attrs if name.lower().startswith("on")]
    assert "alert(1)" in tree.to_text()


def test_sector_sentences_follow_from_the_votes_in_the_table() -> None:
    """Counted again from the CSV alone."""
    rows = {row["id"]: float(row["value"]) for row in csv.DictReader(io.StringIO(study_csv(sectors.full())))}
    named = {id.split("/")[1] for id in rows if id.startswith("votes/")}
    votes = [
        {
            name: rows[f"votes/{letter}/{name}"]
            for name in ("sector", "counted", "pending", "person", "wall", "next_step")
        }
        for letter in named
    ]
    for index, key in enumerate(("fitness", "lessors", "dealers")):
        mine = [v for v in votes if v["sector"] == index]
        settled = [v for v in mine if v["counted"] or (v["pending"] and v["wall"] > 2700)]
        assert rows[f"claims/{key}/0/n"] == len(settled)
        assert rows[f"claims/{key}/0/k"] == sum(v["person"] and v["wall"] <= 2700 for v in settled)
    lessors = [v for v in votes if v["sector"] == 1]
    assert rows["claims/lessors/1/k"] == sum(bool(v["person"] and v["next_step"]) for v in lessors) == 4


def test_headline_is_a_sector_sentence_and_the_json_is_stable() -> None:
    data = sectors.full()
    lead = claim(sectors.SECTORS[1], [v for v in data.votes if v.sector == "lessors"], data.asks[0])
    assert lead
    assert study_headline(data, "en") == sentence(lead, "en")
    assert study_json(data) == study_json(data)
    assert Counter(v.sector for v in data.votes)["lessors"] == 20
