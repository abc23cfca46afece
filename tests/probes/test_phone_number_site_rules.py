"""Rules that only several pages, the company's list or a blocked tracker tell: S1–S7, P23. Pure: views are built here."""

import pytest

from probes.phone_number.frames import numbers_of
from probes.phone_number.report import all_findings

HOME, CONTACTS = "https://a.example/", "https://a.example/contacts"
OFFICE, OTHER = "8 (812) 333-00-01", "8 (812) 333-00-99"


def view(url, text, *, profile="desktop", hidden="", **more):
    """A page that shows `text`, each number in a good link to itself."""
    spots = [
        {
            "start": n.start, "end": n.end, "reason": "", "kind": "text", "hit": 1, "contrast": 12, "font": 16, "first": True,
            "link": {"i": n.start, "href": f"tel:{n.e164}", "cls": "", "onclick": False, "box": {"x": 0, "y": 0, "w": 90, "h": 60}},
        }
        for n in numbers_of(text, "RU", ())
    ]  # fmt: skip
    frame = {"shown": text, "hidden": hidden, "spots": spots, "links": [], "anchors": [], "images": []}
    facts = {"viewport": "width=device-width", **more.pop("facts", {})}
    bare = {
        "url": url,
        "profile": profile,
        "country": "RU",
        "others": [],
        "error": "",
        "frames": [frame],
        "facts": facts,
    }
    return {**bare, **more}


def both(url, text, **more):
    return [view(url, text, **more), view(url, text, profile="phone", **more)]


def told(views, expected=()):
    return {(f.rule, f.gravity.value, f.page) for f in all_findings(views, expected)}


def test_a_good_site_has_no_fault():
    assert told([*both(HOME, OFFICE), *both(CONTACTS, OFFICE)], ["+78123330001"]) == set()


def test_no_number_on_any_page_is_critical_on_one_page_major():
    assert told([*both(HOME, "Hello"), *both(CONTACTS, "Hello")]) == {("S1", "critical", HOME)}
    assert told([*both(HOME, OFFICE), *both(CONTACTS, "Hello")]) == {("S2", "major", CONTACTS)}
    lone = {(f.rule, f.gravity.value) for f in all_findings(both(HOME, "Hello"), (), whole=False)}
    assert lone == {("S2", "major")}


def test_a_number_the_phone_does_not_show():
    views = [view(HOME, OFFICE), view(HOME, "Hello", profile="phone", hidden=OFFICE)]
    [found] = [f for f in all_findings(views, ()) if f.rule == "S3"]
    assert (found.gravity.value, "menu" in found.en) == ("major", True)


def test_a_number_of_the_tracker_s_pool_is_not_missing_on_the_phone():
    views = [view(HOME, OFFICE, trackers=["calltouch"]), view(HOME, OTHER, profile="phone", trackers=["calltouch"])]
    assert not [one for one in told(views) if one[0] == "S3"]


def test_the_main_number_differs_between_pages():
    pages = [*both(HOME, OFFICE), *both(CONTACTS, OFFICE), *both("https://a.example/price", OTHER)]
    assert ("S4", "major", "https://a.example/price") in told(pages)
    assert not [one for one in told(pages, ["+78123330001", "+78123330099"]) if one[0] == "S4"]
    assert not [one for one in told([{**page, "trackers": ["calltouch"]} for page in pages]) if one[0] == "S4"]


@pytest.mark.parametrize(
    ("text", "gravity"), [(OTHER, "major"), ("+49 30 901820", "critical"), ("Факс: 8 (812) 333-00-02", "minor")]
)
def test_a_number_that_is_not_the_company_s(text, gravity):
    assert ("S5", gravity, HOME) in told(both(HOME, f"{OFFICE}\n{text}"), ["+78123330001"])
    assert not [one for one in told(both(HOME, f"{OFFICE}\n{text}")) if one[0] == "S5"]


def test_the_error_page_without_a_number():
    missing = view("https://a.example/missing", "404", profile="phone", error_page=True)
    assert ("S6", "minor", "https://a.example/missing") in told([*both(HOME, OFFICE), missing])


def test_structured_data_names_another_number():
    assert ("S7", "minor", HOME) in told(both(HOME, OFFICE, facts={"telephone": ["+7 812 333-00-99"]}))
    assert told(both(HOME, OFFICE, facts={"telephone": ["8 812 333-00-01"]})) == set()


@pytest.mark.parametrize(
    ("numbers", "expected", "said"),
    [
        ([], [], "no number"),
        (["+79999999999"], [], "no number"),
        (["+78123330099"], ["+78123330001"], "not the company's"),
        (["+78123330099"], [], None),
        (["+78123330001"], ["+78123330001"], None),
        (["?"], [], None),
    ],
)
def test_what_is_shown_without_the_tracker(numbers, expected, said):
    views = both(HOME, OFFICE)
    views[1]["without_tracker"] = {"numbers": numbers}
    found = [f for f in all_findings(views, expected) if f.rule == "P23"]
    assert bool(found) is (said is not None)
    assert not found or said in found[0].en
