"""What a person's letter is worth: name, answer, next step, template fields, promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.response import IncomingMessage, Label, OpenVisit, classify
from monitor.domain.response.context import similarity
from monitor.domain.response.quality import promised
from monitor.domain.response.traits import normal
from monitor.domain.response.words import bounce, machine, mailing, person

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
VISIT = OpenVisit(
    id=1, site="s", token="", address="o@shopper.test", persona_name="Ольга Петрова", first_name="Ольга", submitted_at=AT - timedelta(hours=2),
    closes_at=None, answer_words=("руб", "цен"), next_step_words=("запис", "приезжайте"), field_values=("Ольга Петрова", "+79990001122"),
)  # fmt: skip


def letter(text: str, name: str = "Мария Иванова", **more: object) -> IncomingMessage:
    return IncomingMessage(
        sha256="", door="d", at=AT, sender_name=name, sender_address="m@shop.test", text=text, own_text=text, parts=("text/plain",), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_good_answer() -> None:
    told = classify(
        letter("Ольга, здравствуйте!\nЦена 1200 рублей. Записать вас на завтра?\n\nС уважением,\nМария"), VISIT
    )
    assert (told.label, told.answers, told.next_step, told.by_name, told.signed, told.templated) == (
        Label.HUMAN,
        True,
        True,
        True,
        True,
        None,
    )


def test_a_poor_answer() -> None:
    told = classify(
        letter("Здравствуйте, !\nПосмотрите на сайте, там все есть, я посмотрел.", name="Мария Иванова"), VISIT
    )
    assert (told.label, told.answers, told.next_step, told.by_name, told.signed) == (
        Label.HUMAN,
        False,
        False,
        False,
        False,
    )
    assert told.unfilled


def test_an_attachment_may_hold_the_answer() -> None:
    assert classify(letter("Смотрите вложение, я собрал всё.", attachments=("price.pdf",)), VISIT).answers is None


def test_the_same_text_twice_is_a_template() -> None:
    text = "Ольга, мы работаем каждый день с девяти до девяти и будем рады видеть вас у нас в зале на первом занятии"
    other = text.replace("Ольга", "Анна")
    assert classify(letter(text), replace(VISIT, earlier_texts=(other,))).templated is True
    assert classify(letter(text), replace(VISIT, earlier_texts=("Добрый день, да, есть.",))).templated is False
    assert similarity("", "") == 0.0


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("We will call you within an hour.", 60),
        ("We'll get back to you in 15 minutes", 15),
        ("Наш менеджер свяжется с вами в течение 30 минут.", 30),
        ("Мы ответим вам в течение суток", 1440),
        ("Ответим в течение получаса", 30),
        ("We will reply within half an hour", 30),
        ("Перезвоним через 2–3 часа", 180),
        ("We'll reply within 1-2 days", 2880),
        ("Перезвоню вам в течение часа", 60),
        ("I will write to you.", None),
    ],
)
def test_promises(text: str, minutes: int | None) -> None:
    sentence, named = promised(f"Hello. {text}")
    assert sentence
    assert named == minutes


@pytest.mark.parametrize(
    "text",
    [
        "Мы ответим вам в течение рабочего дня",
        "We will reply within 1-2 business days",
        "We'll contact you within two working days",
        "Менеджер перезвонит в течение 15 минут в рабочее время",
        "Перезвоним в течение часа с 9:00 до 18:00",
        "We will call within an hour on weekdays",
    ],
)
def test_a_promise_in_working_time_is_held_against_nobody(text: str) -> None:
    """Given on a Friday evening, "within a working day" is not broken on Sunday."""
    assert promised(text) == (text, None)


def test_no_promise() -> None:
    assert promised("The price is 10.") == ("", None)


@pytest.mark.parametrize(
    "text",
    [
        "Dear {first_name},",
        "Hello [Name]!",
        "Уважаемый #CLIENT_NAME#",
        "Hi *|FNAME|*",
        "Dear ,\nthank you",
        "Здравствуйте, !",
        "%USERNAME%",
    ],
)
def test_unfilled_fields(text: str) -> None:
    assert classify(letter(text)).unfilled


def test_an_echo_at_once_is_a_robot() -> None:
    text = "Ольга Петрова, ваше сообщение: +79990001122"
    told = classify(letter(text, name="Магазин"), replace(VISIT, submitted_at=AT - timedelta(seconds=3)))
    assert told.label is Label.AUTO_ACK


def test_word_tables_are_in_the_form_of_the_text() -> None:
    for module in (bounce, machine, mailing, person):
        for name, table in vars(module).items():
            if name.isupper() and isinstance(table, tuple):
                assert all(phrase == normal(phrase) for phrase in table), (
                    name,
                    [phrase for phrase in table if phrase != normal(phrase)],
                )
