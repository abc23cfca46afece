"""What a quoted letter may show: the words, not the people."""

from __future__ import annotations

import pytest

from monitor.domain.redaction import EMAIL, PHONE, redacted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Call +7 (495) 137-01-42 or write to a.b@firm.example.", f"Call {PHONE} or write to {EMAIL}."),
        ("Абонемент 12 500 руб., с 01.03.2026", "Абонемент 12 500 руб., с 01.03.2026"),
        ("8 495 137 01 42, доб. 5", f"{PHONE}, доб. 5"),
        ("See https://firm.example/offer?id=ab12&mail=x", "See https://firm.example/offer"),
        ("£45 a month, 9:00-21:00", "£45 a month, 9:00-21:00"),
        ("Order 2026-03-03 is open", "Order 2026-03-03 is open"),
    ],
)
def test_numbers_and_addresses(text: str, said: str) -> None:
    assert redacted(text) == said


def test_names_in_every_case() -> None:
    text = "Напишите Марине Соколовой, Марина ответит. Ольга, ждём вас!"
    assert redacted(text, ["Марина Соколова"], keep=["Ольга Петрова"]) == "Напишите М. С., М. ответит. Ольга, ждём вас!"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes, it is free.\n\nKind regards,\nMary Holt\nSales", "Yes, it is free.\n\nKind regards,\nM. H.\nSales"),
        ("Да, свободно.\nС уважением, Пётр Ильин", "Да, свободно.\nС уважением, П. И."),
        ("Thanks for asking about classes", "Thanks for asking about classes"),
    ],
)
def test_signatures(text: str, said: str) -> None:
    assert redacted(text) == said


def test_the_company_and_the_shopper_stay() -> None:
    text = "Dear Emma, best, Iron Yard"
    assert redacted(text, ["Iron Yard Hire"], keep=["Emma Clarke", "Iron Yard"]) == text
