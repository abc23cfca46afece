"""Rules O1–O10 on kept contact sets: what real views alone say, and which moments they need."""

import pytest

from probes.off_hours.contact_set import page_week, week_as_json
from probes.off_hours.judge import findings, is_proven, switch_expected

OFFICE, DIRECTOR = "+78123330001", "+79161112233"
WEEK = [[[540, 1080]]] * 5 + [[], []]


def seen(number=OFFICE, role="main", clickable=True, right=True, **more):
    rows = [{"e164": number, "shown": number, "role": role, "clickable": clickable, "right": right}]
    bare = {"messengers": [], "mail": [], "forms": [], "chat": None, "promises": [], "hours": [], "week": None}
    return {**bare, "always": False, "numbers": rows if number else [], **more}


DAY, NIGHT = seen(OFFICE), seen(DIRECTOR)


def evidence(real, *, open_=False, daytime=DAY, closed=NIGHT, minutes=600, usually=False, **more):
    return {
        "url": "https://a.example/", "at": "2026-12-31T09:00:00+00:00", "real": real, "open": open_,
        "zone": "Europe/Moscow", "week": WEEK, "holidays": [], "declared": [], "main": [OFFICE], "daytime": daytime, "closed": closed,
        "edge": {"minutes": minutes, "usually_open": usually}, "simulated": [], "tab": None, **more,
    }  # fmt: skip


def rules(given):
    return [finding.rule for finding in findings(given)]


def test_the_right_contact_at_the_right_hour_has_no_fault():
    assert rules(evidence(NIGHT)) == []
    assert rules(evidence(DAY, open_=True)) == []


@pytest.mark.parametrize(
    ("given", "rule", "said"),
    [
        (evidence(DAY, closed=None, minutes=None), "O1", "nothing but what it shows by day"),
        (evidence(seen(DIRECTOR, clickable=False)), "O2", DIRECTOR),
        (evidence(seen(DIRECTOR, right=False)), "O2", DIRECTOR),
        (evidence(DAY, minutes=13), "O4", "after closing"),
        (evidence(NIGHT, open_=True, minutes=13), "O4", "after opening"),
        (evidence(DAY, usually=True), "O5", "2026-12-31"),
        (evidence(NIGHT, busted=DAY), "O6", "stored copy"),
        (evidence(NIGHT, open_=True), "O8", DIRECTOR),
        (evidence(DIRECTOR and seen(DIRECTOR), open_=True, daytime=None, declared=[DIRECTOR]), "O8", DIRECTOR),
        (evidence(seen(DIRECTOR, week=[[[600, 1080]]] * 5 + [[], []])), "O9", "10:00"),
        (evidence(seen(DIRECTOR, chat={"kind": "jivo", "state": "offline", "asks": False})), "O10", "offline"),
        (evidence(seen(DIRECTOR, forms=["form"]), form_dead=True), "O10", "takes no enquiries"),
    ],
)
def test_a_fault_is_named_by_its_rule(given, rule, said):
    found = [one for one in findings(given) if one.rule == rule]
    assert found, rules(given)
    assert said in found[0].en
    assert found[0].ru
    assert len([one for one in findings(given) if one.rule == rule]) == 1


def test_a_number_nobody_knows_by_day_proves_nothing():
    """On the first night it may be the director's: no accusation before the page was seen by day."""
    first = evidence(NIGHT, daytime=None, closed=None, minutes=None)
    assert rules(first) == []
    assert not is_proven(first)
    plain = evidence(seen(DIRECTOR, clickable=False), daytime=None, closed=None, minutes=None)
    assert "O1" not in rules(plain)
    assert rules({**first, "main": [DIRECTOR]}) == ["O1"]
    assert rules(evidence(seen(""), daytime=None, closed=None, minutes=None)) == ["O1"]


def test_a_form_is_a_way_in_unless_its_own_probe_found_it_dead():
    form = seen(OFFICE, forms=["form"])
    assert rules(evidence(form, closed=None, minutes=None)) == []
    assert rules(evidence(form, closed=None, minutes=None, form_dead=True)) == ["O1", "O10"]


def test_a_form_one_press_away_counts_and_where_nobody_could_look_nothing_is_said():
    bare = evidence(DAY, closed=None, minutes=None)
    assert rules({**bare, "form_at": ""}) == ["O1"]
    assert rules({**bare, "form_at": "https://a.example/contacts"}) == []
    assert rules({**bare, "form_at": "https://a.example/contacts", "form_dead": True}) == ["O1", "O10"]
    assert rules({**bare, "form_at": None}) == []


@pytest.mark.parametrize("minutes", [0, 5, 10])
def test_ten_minutes_are_allowed(minutes):
    assert "O4" not in rules(evidence(DAY, minutes=minutes))


def test_numbers_a_tracker_deals_out_are_no_off_hours_numbers():
    tracked = seen("+78123330077", tracked=True)
    assert rules(evidence(tracked, daytime=seen(OFFICE, tracked=True), closed=None, minutes=None)) == ["O1"]
    assert not switch_expected(evidence(tracked, daytime=tracked, closed=seen("+78123330078", tracked=True)))


def test_a_page_that_never_switches_is_not_late():
    """Without a switch ever seen, the same number by day and night is O1, not O4 or O5."""
    assert rules(evidence(DAY, closed=DAY, minutes=13, usually=True)) == ["O1"]


def test_simulated_views_are_made_only_where_there_is_something_to_explain():
    assert switch_expected(evidence(DAY))
    assert switch_expected(evidence(DAY, closed=None))
    assert switch_expected(evidence(DAY, closed=DAY, declared=[DIRECTOR]))
    assert not switch_expected(evidence(DAY, closed=DAY))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Пн–Пт 9:00–18:00, обед 13–14, сб–вс выходной"], [[540, 780], [840, 1080]]),
        (["Режим работы: ежедневно с 10 до 22"], [[600, 1320]]),
        (["круглосуточно"], [[0, 1440]]),
        (["Mon-Fri 9:00-18:00", "Sat-Sun closed"], [[540, 1080]]),
        (["Часы работы: Пн-Пт 10:00-19:00", "Йога: Пн 18:00-19:00"], [[600, 1140]]),
        (["Режим работы: Пн-Пт 10:00-19:00", "Сб: 11:00-16:00"], [[600, 1140]]),
        (["Йога: Пн 10:00–11:00, Ср 19:00–20:00"], None),
        (["Отдел продаж: пн-пт 9:00-20:00", "Сервис: пн-сб 8:00-21:00"], None),
        (["Поддержка 24/7"], None),
        ([], None),
    ],
)
def test_hours_on_the_page_are_the_office_s_or_none(lines, said):
    week = page_week({"hours": lines})
    assert (week_as_json(week)[0] if week else None) == said
