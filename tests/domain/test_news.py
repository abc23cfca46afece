"""New, known, mended: what is told and what is not."""

from monitor.domain.news import changes, compare


def one(rule, page="/", gravity="major", **more):
    return {"rule": rule, "page": page, "gravity": gravity, **more}


def test_the_first_night_takes_notes_and_wakes_nobody():
    news = compare(None, [one("P1")])
    assert (news.first, news.loud, len(news.known)) == (True, False, 1)


def test_new_known_and_mended():
    news = compare([one("P1"), one("P3")], [one("P3", crop="another picture"), one("S1")])
    assert [[f["rule"] for f in part] for part in (news.new, news.known, news.mended)] == [["S1"], ["P3"], ["P1"]]
    assert news.loud


def test_what_a_second_look_does_not_see_is_not_news():
    news = compare([], [one("H1"), one("P3")], again=[one("P3")])
    assert [f["rule"] for f in news.new] == ["P3"]
    assert [f["rule"] for f in news.unconfirmed] == ["H1"]


def test_a_nuisance_is_listed_but_wakes_nobody():
    assert not compare([], [one("P16", gravity="minor")]).loud


def test_changes_of_the_contact_set():
    told = changes({"numbers": ["+7"], "mail": []}, {"numbers": ["+8"], "mail": [], "form /ask": ["name"]})
    assert told == ({"what": "numbers", "before": ["+7"], "after": ["+8"]},)
