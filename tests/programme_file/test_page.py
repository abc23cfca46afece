"""What a company's page says of itself."""

from __future__ import annotations

import pytest

from monitor.programme_file.page import Proposals, proposals, zone_of


def page(head: str = "", body: str = "", lang: str = "") -> str:
    return f'<html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Aurora Fitness — gym and pool in Leeds", "Aurora Fitness"),
        ("Купить окна в Москве | Okna Plus", "Okna Plus"),
        ("Contact us | Okna Plus | Windows", "Okna Plus"),
        ("Сеть салонов «Лилия»", "Сеть салонов «Лилия»"),
        ("  ", ""),
    ],
)
def test_the_name_in_a_title(title: str, name: str) -> None:
    host = "okna-plus.example" if "Okna" in title else "aurora-fitness.example"
    assert proposals(page(f"<title>{title}</title>"), f"https://www.{host}/").name == name


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (page(body="Добрый день, звоните нам", lang="en"), "ru"),
        (page(body="Call us today", lang="en-GB"), "en"),
        (page(lang="ru-RU"), "ru"),
        (page(body="<script>var language = 'english'</script>Звоните"), "ru"),
        (page(), ""),
    ],
)
def test_the_language_is_what_is_written(html: str, language: str) -> None:
    assert proposals(html, "https://a.example/").language == language


@pytest.mark.parametrize(
    ("url", "country", "zone"),
    [
        ("https://a.ru/", "RU", "Europe/Moscow"),
        ("https://a.co.uk/", "GB", "Europe/London"),
        ("https://xn--80ak6aa92e.xn--p1ai/", "RU", "Europe/Moscow"),
        ("https://a.de/", "DE", "Europe/Berlin"),
        ("https://a.io/", "", ""),
        ("https://a.com/", "", ""),
    ],
)
def test_the_country_of_a_host(url: str, country: str, zone: str) -> None:
    found = proposals(page(), url)
    assert (found.country, found.zone) == (country, zone)


def test_the_country_of_a_phone_when_nothing_else_tells() -> None:
    found = proposals(page(body='<a href="tel:+44%2020%207946%200018">Call</a>'), "https://a.com/")
    assert (found.country, found.phone, found.zone) == ("GB", "+442079460018", "Europe/London")


def test_what_is_shown_counts_not_what_a_wrong_link_dials() -> None:
    wrong = '<a href="tel:+74959999999">8 (495) 111-22-33</a>'
    assert proposals(page(body=wrong), "https://a.ru/").phone == "+74951112233"
    both = 'Факс 8 (495) 111-22-00, телефон <a href="tel:+74951112233">8 (495) 111-22-33</a>'
    assert proposals(page(body=both), "https://a.ru/").phone == "+74951112233"


def test_a_phone_in_plain_text() -> None:
    assert proposals(page(body="Телефон: 8 (495) 111-22-33"), "https://a.ru/").phone == "+74951112233"


@pytest.mark.parametrize(
    ("linked", "hours"),
    [
        ('{"openingHours": "Mo-Fr 09:00-18:00"}', "Mo-Fr 09:00-18:00"),
        ('{"openingHours": ["Mo-Fr 09:00-18:00", "Sa 10:00-14:00"]}', "Mo-Fr 09:00-18:00; Sa 10:00-14:00"),
        (
            '{"openingHoursSpecification": {"dayOfWeek": ["Friday", "Saturday"], "opens": "20:00", "closes": "04:00"}}',
            "Fr-Sa 20:00-04:00",
        ),
        (
            '{"openingHoursSpecification": [{"dayOfWeek": "Monday", "opens": "09:00", "closes": "13:00"},'
            '{"dayOfWeek": "Monday", "opens": "14:00", "closes": "18:00"},'
            '{"dayOfWeek": "Monday", "opens": "00:00", "closes": "00:00", "validFrom": "2026-12-31"}]}',
            "Mo 09:00-13:00,14:00-18:00",
        ),
        ('{"openingHours": "daily from nine"}', ""),
        ("{broken", ""),
    ],
)
def test_opening_hours_of_linked_data(linked: str, hours: str) -> None:
    html = page(f'<script type="application/ld+json">{linked}</script>')
    assert proposals(html, "https://a.example/").hours == hours


def test_opening_hours_as_people_write_them() -> None:
    body = "<div>Часы работы</div><p>Пн-Пт с 9:00 до 18:00</p><p>сб-вс выходной</p>"
    assert proposals(page(body=body), "https://a.ru/").hours == "Mo-Fr 09:00-18:00"


def test_an_empty_answer_proposes_nothing() -> None:
    assert proposals("", "https://a.example/") == Proposals()


def test_every_proposed_zone_exists() -> None:
    assert zone_of("US") == "America/New_York"
    assert zone_of("XX") == ""


def test_hours_of_microdata_are_read():
    page = '<html lang="en"><p itemprop="openingHours" content="Mo-Fr 09:00-18:00">weekdays, nine to six</p></html>'
    assert proposals(page, "https://a.example/").hours == "Mo-Fr 09:00-18:00"
