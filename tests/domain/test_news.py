"""News of the night: new once, known after, mended once; one failure is no news, and what comes and goes is damped."""

import pytest

from monitor.domain.news import MEMORY, changes, compare, remember, unsteady


def finding(rule="P1", gravity="critical", page="https://a.example/"):
    return {"rule": rule, "gravity": gravity, "page": page, "profile": "phone", "shown": "1", "target": "tel:2"}


class Nights:
    """A site over many nights."""

    def __init__(self):
        self.before = None

    def pass_(self, *looks, unseen=()):
        news, histories, held = compare(self.before, looks or [[]], unseen)
        self.before = {"findings": held, "histories": histories}
        return news


def rules(found):
    return [one["rule"] for one in found]


def test_the_first_night_only_takes_notes():
    news = Nights().pass_([finding()])
    assert news.first
    assert not news.loud
    assert rules(news.known) == ["P1"]


def test_new_then_known_then_mended_each_said_once():
    nights = Nights()
    nights.pass_()
    assert rules(nights.pass_([finding()], [finding()]).new) == ["P1"]
    second = nights.pass_([finding()])
    assert (second.new, rules(second.known), second.loud) == ((), ["P1"], False)
    assert rules(nights.pass_().mended) == ["P1"]
    assert nights.pass_().mended == ()


@pytest.mark.parametrize("looks", [([finding()], []), ([finding()], [finding()], [])])
def test_what_is_not_seen_in_every_look_of_a_night_is_no_news(looks):
    nights = Nights()
    nights.pass_()
    news = nights.pass_(*looks)
    assert (rules(news.unconfirmed), news.new, news.loud) == (["P1"], (), False)


def test_what_could_not_be_looked_at_is_not_mended():
    nights = Nights()
    nights.pass_([finding(), finding("O1")])
    news = nights.pass_([finding("H1")], [finding("H1")], unseen=("S", "P", "O"))
    assert (rules(news.new), news.mended, sorted(rules(news.known))) == (["H1"], (), ["O1", "P1"])
    after = nights.pass_([finding(), finding("O1")])
    assert (after.new, rules(after.mended)) == ((), ["H1"])


def test_what_comes_and_goes_is_told_twice_then_only_when_it_stays():
    nights = Nights()
    nights.pass_()
    told = []
    for bit in "10101010111":
        news = nights.pass_([finding()] if bit == "1" else [])
        told.append(("n" if news.new else "") + ("m" if news.mended else "") + ("u" if news.unsteady else ""))
    assert told == ["n", "m", "n", "m", "u", "", "u", "", "u", "u", "n"]


def test_a_mended_finding_is_forgotten_after_a_while():
    nights = Nights()
    nights.pass_([finding()])
    for _ in range(MEMORY):
        nights.pass_()
    assert nights.before["histories"] == {}


def test_numbers_that_rotate_are_no_news_but_a_number_never_seen_is():
    states = {}
    verdicts = []
    for number in ("A", "B", "A", "B", "A", "C"):
        states = remember(states, {"numbers": [number]})
        verdicts.append(unsteady(states["numbers"]))
    assert verdicts == [False, False, False, True, True, False]


def test_of_two_nights_what_differs_is_told_and_what_was_seen_for_the_first_time_is_not():
    before, after = {"phone": ["+7495"], "form": 3}, {"phone": ["+7812"], "form": 3, "chat": True}
    assert changes(before, after) == ({"what": "phone", "before": ["+7495"], "after": ["+7812"]},)
