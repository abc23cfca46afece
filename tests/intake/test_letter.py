"""Reading letters: headers by any sender, texts, the writer's own words in a dozen clients, canaries, Maildirs."""

from __future__ import annotations

import os
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.errors import HouseFault
from monitor.domain.response import Label, classify
from monitor.intake import RawLetter
from monitor.intake.addresses import address_for
from monitor.intake.canary import canary_address, canary_letter
from monitor.intake.letter import parse_letter
from monitor.intake.letter.headers import decoded, mailbox
from monitor.intake.letter.quotes import own_words
from monitor.intake.maildir import MaildirMailbox
from monitor.settings import MaildirDoor

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TOKEN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?b?0JzQsNGA0LjRjw==?=", "Мария"),
        ("=?koi8-r?B?8MXU0s/X?= =?koi8-r?Q?_=E9?=", "Петров И"),
        ("=?utf-8?b?0JzQsNGA0Lg=?= =?utf-8?b?0Y8=?=", "Мария"),
        ("=?utf-8?b?0JzQsNGA0LjR?=\r\n =?utf-8?b?jw==?=", "Мария"),
        ("=?no-such?q?abc?=", "abc"),
        ("x =?utf-8?b?!!!?=", "x"),
        ("Мария".encode().decode("ascii", "surrogateescape"), "Мария"),
        ("Заказ принят".encode("cp1251").decode("ascii", "surrogateescape"), "Заказ принят"),
        ("a\x00b\u202ec\r\n\td", "abc d"),
    ],
)
def test_header_values(raw: str, text: str) -> None:
    assert decoded(raw) == text


@pytest.mark.parametrize(
    ("value", "pair"),
    [
        ('"Ivanova, Maria" <Maria@Shop.test>', ("Ivanova, Maria", "maria@shop.test")),
        ("maria@shop.test (Maria Ivanova)", ("Maria Ivanova", "maria@shop.test")),
        ("<>", ("", "")),
        ("bob", ("bob", "")),
    ],
)
def test_mailboxes(value: str, pair: tuple[str, str]) -> None:
    assert mailbox(value) == pair


@pytest.mark.parametrize(
    "below",
    [
        "пт, 20 нояб. 2026 г. в 12:01, Olga Petrova <o@shopper.test>:\n\n> Сколько стоит?",
        '20.11.2026, 12:01, "Ольга" <o@shopper.test>:\nСколько стоит?',
        "Пятница, 20 ноября 2026, 12:01 +03:00 от Ольга <o@shopper.test>:\n>Сколько стоит?",
        "20.11.2026 12:01, Ольга Петрова пишет:\n> Сколько стоит?",
        "Вы писали 20 ноября 2026 г., 12:01:\n> Сколько стоит?",
        "On Fri, Nov 20, 2026 at 12:01 PM Olga Petrova <o@shopper.test> wrote:\n> How much?",
        "On Fri, Nov 20, 2026 at 12:01 PM Olga Petrova\n<o@shopper.test> wrote:\n> How much?",
        "-----Original Message-----\nFrom: Olga\nSubject: price\n\nHow much?",
        "________________________________\nFrom: Olga <o@shopper.test>\nSent: Friday\nTo: Shop\nSubject: price\n\nHow much?",
        "От: Ольга [mailto:o@shopper.test]\nОтправлено: 20 ноября 2026 г. 12:01\nКому: Магазин\nТема: цена\n\nСколько?",
        "-------- Пересылаемое сообщение --------\n20.11.2026, 12:01, Ольга:\nСколько?",
        "Am 20.11.26 um 12:01 schrieb Olga:\n> Was kostet das?",
        "-- \nМария, магазин",
        "Отправлено из мобильной Почты Mail.ru",
        "Sent from my iPhone",
    ],
)
def test_own_words_in_many_clients(below: str) -> None:
    assert own_words(f"Да, есть в наличии.\n\n{below}") == "Да, есть в наличии."


def test_answers_below_the_question_are_kept() -> None:
    text = "On Friday Olga wrote:\n> How much?\n\nTen pounds.\n\n> When?\n\nMonday."
    assert own_words(text).split() == ["Ten", "pounds.", "Monday."]


def test_a_sentence_that_ends_with_a_colon_is_no_quote() -> None:
    text = "Ольга, вот цены на 20.11.2026:\n- диван 45 900\n- кресло 12 000"
    assert own_words(text) == text


def test_html_reads_like_a_letter() -> None:
    html = "<p>Hello <b>Olga</b>,</p>we have<br>two<blockquote>How many?</blockquote><script>x()</script>"
    message = parse_letter(b"Content-Type: text/html\r\n\r\n" + html.encode(), door="d", at=AT)
    assert (
        message.text.split("\n") == ["Hello Olga,", "", "we have", "two", "", "> How many?"]
        or "> How many?" in message.text
    )
    assert "x()" not in message.text
    assert message.own_text.split() == ["Hello", "Olga,", "we", "have", "two"]


def test_a_stub_of_plain_text_gives_way_to_html() -> None:
    raw = (
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
        b"Your mail client does not support HTML\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>The price is ten.</p>\r\n--b--\r\n"
    )
    message = parse_letter(raw, door="d", at=AT)
    assert message.text == "The price is ten."
    assert message.parts == ("multipart/alternative", "text/plain", "text/html")


def test_attached_letters_are_not_entered() -> None:
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nlook\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=c\r\n\r\n--c--\r\n--b--\r\n"
    )
    assert parse_letter(raw, door="d", at=AT).parts == ("multipart/mixed", "text/plain", "message/rfc822")


def test_addresses_behind_the_plus_of_one_mailbox() -> None:
    drawn = address_for("Ольга", "Петрова", "Me@Hosted.test", random.Random(1))
    assert re.fullmatch(r"me\+[a-z.]+[2-9]+@hosted\.test", drawn)
    token = "0f" * 16
    to = canary_address(token, "me@hosted.test")
    raw = (
        canary_letter(token, "me@hosted.test", to, AT)
        .replace(b"X-Shopper-Canary", b"X-Nothing")
        .replace(b"canary 0", b"c 0")
    )
    assert parse_letter(raw, door="d", at=AT).canary_token == token


def test_canary() -> None:
    raw = canary_letter(TOKEN, "house@shopper.test", canary_address(TOKEN, "shopper.test"), AT)
    message = parse_letter(raw, door="d", at=AT)
    assert message.canary_token == TOKEN
    assert message.addressed == (f"canary.{TOKEN}@shopper.test",)
    assert classify(message).label is not Label.HUMAN
    with pytest.raises(ValueError, match="32"):
        canary_letter("x\r\nBcc: y", "a@b.test", "c@d.test", AT)


def test_no_canary_in_other_letters() -> None:
    assert parse_letter(b"X-Shopper-Canary: let me in\r\n\r\ncanary 123", door="d", at=AT).canary_token == ""


def maildir(root: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (root / name).mkdir(parents=True)
    return root


def test_maildir_takes_each_letter_once_even_when_it_moves(tmp_path: Path) -> None:
    kept: list[RawLetter] = []
    root = maildir(tmp_path / "box")
    box = MaildirMailbox(MaildirDoor(name="m", path=root), kept.append, lambda: AT)
    for number, age in ((1, 60), (2, 120), (3, 40 * 86_400)):
        path = root / "new" / f"{number}.host"
        path.write_bytes(b"Subject: %d\r\n\r\n" % number)
        os.utime(path, (AT.timestamp() - age,) * 2)
    assert box.sweep() == 2
    (root / "new" / "1.host").rename(root / "cur" / "1.host:2,S")
    assert box.sweep() == 0
    assert [(letter.uid, letter.at) for letter in kept] == [
        ("2.host", AT - timedelta(minutes=2)),
        ("1.host", AT - timedelta(minutes=1)),
    ]


def test_a_missing_maildir_is_our_own_illness(tmp_path: Path) -> None:
    with pytest.raises(HouseFault, match="m:"):
        MaildirMailbox(MaildirDoor(name="m", path=tmp_path / "none"), lambda _: None, lambda: AT).sweep()
