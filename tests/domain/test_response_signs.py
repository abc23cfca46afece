"""Signs that few letters carry, each in the letter it decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.response import IncomingMessage, Label, OpenVisit, classify

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
VISIT = OpenVisit(
    id=1, site="s", token="", address="o@shopper.test", persona_name="", first_name="", submitted_at=None, closes_at=None
)  # fmt: skip
PREAMBLE = "This letter was made by the mail system of shop.test for its postmaster. " * 7


def letter(text: str, **more: object) -> IncomingMessage:
    usual = {"sender_name": "Shop", "sender_address": "shop@shop.test", "parts": ("text/plain",)}
    return IncomingMessage(sha256="", door="d", at=AT, text=text, own_text=text, **{**usual, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "label", "signal"),
    [
        (
            letter(f"{PREAMBLE}\nDelivery to the following recipient failed permanently: a@b.test", sender_name="", sender_address="mailer-daemon@shop.test"),
            Label.BOUNCE,
            "server's sentences below",
        ),
        (letter("", subject="Lesson", parts=("text/calendar",)), Label.OTHER, "calendar"),
        (letter("Ваше сообщение получено.", headers={"x-auto-response-suppress": ("All",)}), Label.AUTO_ACK, "asks for no automatic answers"),
        (letter("Best prices for all goods. Buy now!", headers={"to": ("undisclosed-recipients:;",)}), Label.BULK, "hidden recipients"),
        (
            letter("Вам ответил менеджер Анна:\n\nЗанятие стоит 1200 рублей, приходите завтра.", sender_address="noreply@shop.test"),
            Label.HUMAN,
            "carries somebody's comment",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.islower() else "",
)  # fmt: skip
def test_sign(message: IncomingMessage, label: Label, signal: str) -> None:
    told = classify(message)
    assert told.label is label
    assert signal in [reason.signal for reason in told.reasons]


def test_a_receipts_words_typed_by_a_person_go_to_a_person_for_review() -> None:
    text = "Здравствуйте! Ваша заявка принята, я свяжусь с вами.\n\nС уважением,\nМария"
    typed = {"headers": {"x-mailer": ("Microsoft Outlook 16",)}, "thread": ("a@b.test",), "subject": "Re: вопрос"}
    told = classify(letter(text, sender_name="Мария Иванова", sender_address="m@shop.test", **typed))
    assert (told.label, told.confidence) == (Label.UNSURE, 0.5)


def test_without_an_instant_of_sending_and_a_name_nothing_is_said_of_delay_and_address() -> None:
    """A visit whose sending nobody could confirm: its letters are read, their delay is not guessed."""
    message = letter("The lesson costs 20. Shall I put you down for Monday?")
    told = classify(message, VISIT)
    assert (told.label, told.by_name) == (Label.HUMAN, None)
    at_once = classify(message, replace(VISIT, submitted_at=AT - timedelta(seconds=2)))
    assert "came at once" in [reason.signal for reason in at_once.reasons]
    assert "came at once" not in [reason.signal for reason in told.reasons]


def test_a_reason_is_kept_with_the_words_that_triggered_it() -> None:
    told = [reason.told() for reason in classify(letter("Ваше сообщение получено.")).reasons]
    receipt = next(one for one in told if one["signal"] == "receipt")
    assert set(receipt) == {"signal", "label", "weight", "words"}
    assert "получено" in str(receipt["words"])


@pytest.mark.parametrize(
    ("after", "label"), [(timedelta(minutes=5), Label.AUTO_ACK), (timedelta(hours=3), Label.UNSURE)]
)
def test_hours_later_the_wording_of_a_receipt_alone_makes_nobody_a_robot(after: timedelta, label: Label) -> None:
    promise = letter("Спасибо за обращение! Ваша заявка принята, менеджер перезвонит вам сегодня.")
    sent = replace(VISIT, submitted_at=AT - after)
    assert classify(promise, sent).label is label
    marked = replace(promise, headers={"auto-submitted": ("auto-replied",)})
    assert classify(marked, sent).label is Label.AUTO_ACK
