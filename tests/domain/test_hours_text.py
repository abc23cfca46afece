"""Opening hours as people and machines write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.hours_text import HoursFault, parse_hours, propose_hours, schema_org_hours, week_as_text
from monitor.domain.worktime import Span


def text(week):
    return week_as_text(week, "en")


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("Mo-Fr 09:00-18:00; Sa 10:00-14:00", "Mon–Fri 09:00–18:00; Sat 10:00–14:00; Sun closed"),
        ("Mo-Fr 9:00-13:00,14:00-18:00", "Mon–Fri 09:00–13:00, 14:00–18:00; Sat–Sun closed"),
        ("24/7", "round the clock, every day"),
        ("Mo-Su 00:00-24:00", "round the clock, every day"),
        ("09:00-24:00", "Mon–Sun 09:00–24:00"),
        ("Mo, Tu, We 09:00-18:00", "Mon–Wed 09:00–18:00; Thu–Sun closed"),
        ("Mo-Th 22:00-06:00, Fr 22:00-04:00", "Mon–Thu 22:00–06:00; Fri 22:00–04:00; Sat–Sun closed"),
        ("Mo-Su 22:00-06:00", "Mon–Sun 22:00–06:00"),
        ("Mo-Fr 10:00-26:00", "Mon–Fri 10:00–02:00; Sat–Sun closed"),
        ("Mo-Su 10:00-20:00; We off", "Mon–Tue 10:00–20:00; Wed closed; Thu–Sun 10:00–20:00"),
        ("Mo-Fr 09:00-18:00; PH off", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Mo-Fr 08:30-12:30,13:30-18:00; Sa,Su,PH off", "Mon–Fri 08:30–12:30, 13:30–18:00; Sat–Sun closed"),
        ("Mo-Sa 10:00-20:00; Su, PH closed", "Mon–Sat 10:00–20:00; Sun closed"),
        ("PH,Su off; Mo-Sa 10:00-20:00", "Mon–Sat 10:00–20:00; Sun closed"),
        ("PH off; Mo-Fr 10:00-20:00; Sa-Su,PH off", "Mon–Fri 10:00–20:00; Sat–Sun closed"),
        ("Tu-Su 12:00-02:00, PH off", "Mon closed; Tue–Sun 12:00–02:00"),
        ("24/7; PH off", "round the clock, every day"),
        ("Mo-Su 00:00-23:59", "round the clock, every day"),
        (
            "Mo-Fr 09:00-18:00; We 12:00-13:00 off",
            "Mon–Tue 09:00–18:00; Wed 09:00–12:00, 13:00–18:00; Thu–Fri 09:00–18:00; Sat–Sun closed",
        ),
        (
            "Sa 20:00-24:00, Su 00:00-24:00, Mo 00:00-06:00",
            "Mon 00:00–06:00; Tue–Fri closed; Sat 20:00–24:00; Sun 00:00–24:00",
        ),
    ],
)
def test_openstreetmap_strings(written, understood):
    assert text(parse_hours(written)) == understood


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Mo-Th 22:00-06:00; Fr 22:00-04:00", "semicolon"),
        ("Mo-Fr 10:00-26:00; Sa 10:00-14:00", "semicolon"),
        ("Mo-Fr 09:00-18:00; PH 10:00-14:00", "public holidays"),
        ("Mo-Fr 09:00-18:00; SH off", "school holidays"),
        ("Mo-Fr sunrise-sunset", "the sun"),
        ("Mo-Fr 09:00-18:00 || off", "fallback"),
        ("Mo-Fr 09:00+", "open end"),
        ("Apr-Oct Mo-Fr 09:00-18:00", "the same every week"),
        ("Mo[1] 09:00-18:00", "the same every week"),
        ("week 1-53/2 Mo-Fr 09:00-18:00", "points in time"),
        ("Mo-Fr unknown", "leaves open"),
        ('Mo-Fr 09:00-18:00 "by appointment"', "a comment"),
        ("Mo-Fr 10:00-18:00/02:00", "points in time"),
        ("Mo-Fr 09:00-18:00; 2040 Mo off", "a year"),
        ("Mo-Fr 09:00-48:00", "the day after the next"),
        ("Mo-Fr 09:00-13:00; 14:00-18:00", "hours without days"),
        ("Mo-Fr", "days without hours"),
        ("Mo-Fr 09:00-18:00; We", "days without hours"),
        ("We; Mo-Fr 09:00-18:00", "days without hours"),
        ("Mo-Fr 09:00-18:00, Sa", "days without hours"),
        ("Mo-Fr 09:00-18:00; Su,PH", "public holidays"),
        ("2026 Mo-Fr 09:00-18:00", "a year"),
        ("Mo-Sa,PH 10:00-20:00", "public holidays"),
        ("off", "never opens"),
        ("Montag 9-18", "not understood"),
        ("", "not understood"),
    ],
)
def test_what_would_be_misread_is_refused(written, why):
    with pytest.raises(HoursFault, match=why) as fault:
        parse_hours(written)
    assert fault.value.remedy


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("Пн–Пт 9:00–18:00, обед 13–14, сб–вс выходной", "Mon–Fri 09:00–13:00, 14:00–18:00; Sat–Sun closed"),
        ("ежедневно с 10 до 22", "Mon–Sun 10:00–22:00"),
        ("круглосуточно", "round the clock, every day"),
        ("с 10:00 до 22:00 без выходных", "Mon–Sun 10:00–22:00"),
        ("Без перерыва и выходных с 9 до 21", "Mon–Sun 09:00–21:00"),
        ("По будням с 9 до 18, по выходным с 10 до 16", "Mon–Fri 09:00–18:00; Sat–Sun 10:00–16:00"),
        ("Понедельник - пятница: с 9-00 до 18-00, суббота: с 10-00 до 15-00", "Mon–Fri 09:00–18:00; Sat 10:00–15:00; Sun closed"),
        ("Пн-Пт 9:00-18:00 Выходные: сб, вс", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Выходной — воскресенье. Пн-сб 10-19", "Mon–Sat 10:00–19:00; Sun closed"),
        ("Закрыто по понедельникам, вт-вс 11:00-19:00", "Mon closed; Tue–Sun 11:00–19:00"),
        ("Ежедневно кроме воскресенья с 9:00 до 21:00", "Mon–Sat 09:00–21:00; Sun closed"),
        ("пн-пт с 9 утра до 6 вечера", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Пн-Чт 9-18, Пт 9-17, обед 13-14", "Mon–Thu 09:00–13:00, 14:00–18:00; Fri 09:00–13:00, 14:00–17:00; Sat–Sun closed"),
        ("Пн-Пт 9.00-18.00 (перерыв 13.00-14.00), Сб 9.00-15.00 без перерыва", "Mon–Fri 09:00–13:00, 14:00–18:00; Sat 09:00–15:00; Sun closed"),
        ("Пн-пт 9-18, вс и праздничные дни - выходной", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("9:00-18:00 (пн-пт)", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Звоните 8 (800) 555-35-35, пн-пт 9:00-18:00", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Mon-Fri 9am-6pm, closed on weekends", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Mon - Fri: 9:00 am - 5:30 pm; Sat: 10-2pm; Sun: Closed", "Mon–Fri 09:00–17:30; Sat 10:00–14:00; Sun closed"),
        ("Tue, Thu 9-1pm; Fri 9am–noon", "Mon closed; Tue 09:00–13:00; Wed closed; Thu 09:00–13:00; Fri 09:00–12:00; Sat–Sun closed"),
        ("12-5pm Mon-Fri", "Mon–Fri 12:00–17:00; Sat–Sun closed"),
        ("Fri-Sat 8pm-2am", "Mon–Thu closed; Fri–Sat 20:00–02:00; Sun closed"),
        ("midnight-6am daily", "Mon–Sun 00:00–06:00"),
        ("Closed Sunday and Monday. Tue-Sat 10-18", "Mon closed; Tue–Sat 10:00–18:00; Sun closed"),
        ("8:00-20:00 Monday-Friday, 9:00-15:00 Saturday", "Mon–Fri 08:00–20:00; Sat 09:00–15:00; Sun closed"),
        ("Пн-Пт 9 - 18, сб - вых, вс - вых.", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Технический перерыв 10:00-10:15, пн-вс 9:00-21:00", "Mon–Sun 09:00–10:00, 10:15–21:00"),
        ("Ежедневно с 12:00 до 02:00, вс 12:00-00:00", "Mon–Sat 12:00–02:00; Sun 12:00–24:00"),
        ("8 (495) 123-45-67 пн-пт 9:00-18:00", "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ("Понедельник, вторник: 10:00-19:00 среда - пятница: 10:00-20:00", "Mon–Tue 10:00–19:00; Wed–Fri 10:00–20:00; Sat–Sun closed"),
        ("Open Sat-Mon 10:00-16:00", "Mon 10:00–16:00; Tue–Fri closed; Sat–Sun 10:00–16:00"),
    ],
)  # fmt: skip
def test_prose_becomes_a_proposal(written, understood):
    assert text(propose_hours(written)) == understood


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("летом пн-пт 9-18", "летом"),
        ("Сб 10-14 по записи", "по записи"),
        ("пн-пт 9-18 (по звонку)", "по звонку"),
        ("Пн-пт 9-18, сб по предварительной записи", "по предварительной записи"),
        ("Приём заказов круглосуточно", "прием заказов"),
        ("Доставка 10:00-22:00 ежедневно", "доставка"),
        ("Mon-Sun 11am-11pm or late", "late"),
        ("Склад: пн-пт 9-17, офис: пн-пт 10-19", "twice for the same day"),
        ("Офис: Пн-Пт 9:00-18:00, склад: Пн-Сб 8:00-20:00", "twice for the same day"),
        ("Mon-Fri 9:00-18:00, 31.12 10:00-15:00", "time on its own"),
        ("Пн-Пт с 9.00 до 18.00 (пт до 17.00)", "time on its own"),
        ("Вт-вс 11:00-19:00 (касса до 18:30)", "time on its own"),
        ("пн-пт 9-18, обед 20-21", "break outside its hours"),
        ("9-5 Mon-Fri", "evening or the next morning"),
        ("Mon-Fri 9-5.30", "evening or the next morning"),
        ("Mon-Fri 9:00-5:00", "evening or the next morning"),
        ("Mon-Fri 09:00-05:00", "evening or the next morning"),
        ("без выходных", "no hours"),
        ("с 9 до 18", "hours without days"),
        ("пн-пт 9-18, сб-вс", "days without hours"),
        ("пн-пт 9-38", "on the clock"),
        ("пн-пт 9:00-9:00", "begins and ends at once"),
        ("пн-пт выходной 9-18 вт-вс закрыто пн-вс выходной", "days|opens"),
    ],
)
def test_prose_that_says_too_little_is_refused(written, why):
    with pytest.raises(HoursFault, match=why):
        propose_hours(written)


def test_prose_that_closes_every_day_never_opens():
    with pytest.raises(HoursFault, match="never opens"):
        propose_hours("пн-вс 9-18, пн-вс закрыто")


def spec(days, opens=None, closes=None, **more):
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes, **more}


@pytest.mark.parametrize(
    ("item", "understood"),
    [
        ({"openingHours": "Mo-Fr 09:00-18:00"}, "Mon–Fri 09:00–18:00; Sat–Sun closed"),
        ({"openingHours": ["Mo-Fr 09:00-12:00", "Mo-Fr 13:00-18:00"]}, "Mon–Fri 09:00–12:00, 13:00–18:00; Sat–Sun closed"),
        ({"openingHoursSpecification": spec(["Monday", "https://schema.org/Tuesday"], "09:00", "18:00:00")}, "Mon–Tue 09:00–18:00; Wed–Sun closed"),
        ({"openingHoursSpecification": [spec("Fr", "20:00", "02:00"), spec({"@id": "schema:Saturday"}, "T10:00", "12:00+03:00")]}, "Mon–Thu closed; Fri 20:00–02:00; Sat 10:00–12:00; Sun closed"),
        ({"openingHoursSpecification": spec(None, "00:00", "23:59")}, "round the clock, every day"),
        ({"openingHoursSpecification": [spec("Monday", "10:00", "23:59"), spec("Sunday", "00:00", "00:00"), spec("Tuesday")]}, "Mon 10:00–24:00; Tue–Sun closed"),
        ({"openingHoursSpecification": [spec("Monday", "10:00", "12:00"), spec("Monday", "9:00", "18:00", validFrom="2026-12-24"), spec("PublicHolidays", "9:00", "10:00"), spec("Monday", "10:00", "12:00")]}, "Mon 10:00–12:00; Tue–Sun closed"),
    ],
)  # fmt: skip
def test_what_pages_tell_machines(item, understood):
    assert text(schema_org_hours(item)) == understood


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({}, "no opening hours"),
        ({"openingHoursSpecification": spec("Monday", "9:00", "18:00", validThrough="2026-12-24")}, "no opening hours"),
        ({"openingHoursSpecification": spec("Monday")}, "never opens"),
        ({"openingHoursSpecification": spec("Someday", "9:00", "18:00")}, "someday"),
        ({"openingHoursSpecification": spec("Monday", "nine", "18:00")}, "nine"),
    ],
)
def test_pages_that_tell_machines_nothing_usable(item, why):
    with pytest.raises(HoursFault, match=why):
        schema_org_hours(item)


@st.composite
def days(draw):
    edges = sorted(draw(st.sets(st.integers(0, 95), min_size=0, max_size=6)))
    return tuple(Span(start=a * 15, end=b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False))


@given(week=st.tuples(*[days()] * 7).filter(any), language=st.sampled_from(["en", "ru"]))
def test_what_we_print_reads_back_the_same(week, language):
    assert propose_hours(week_as_text(week, language)) == week


SOUP = [
    "пн",
    "вт-пт",
    "сб",
    "воскресенье",
    "будни",
    "выходные",
    "выходной",
    "кроме",
    "обед",
    "9-18",
    "13:00-14:00",
    "20-2",
    "24/7",
    "9am-6pm",
    "0:00-24:00",
    ",",
    ".",
    ";",
    "и",
    "праздники",
    "Mo-Fr",
    "09:00-18:00",
    "off",
    "PH",
    "Jan",
    "25-30",
    "closed",
    "daily",
    "12-12pm",
]


@settings(max_examples=500)
@given(st.text(max_size=60) | st.lists(st.sampled_from(SOUP), max_size=8).map(" ".join))
def test_any_text_is_read_or_refused_with_a_sentence(written):
    for read in (propose_hours, parse_hours):
        try:
            assert any(read(written))
        except HoursFault as fault:
            assert fault.found and fault.remedy  # noqa: PT017
