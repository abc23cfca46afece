"""Hostile mail: mutated letters, traps for the parser, forged lines. No crash, nothing believed."""

from __future__ import annotations

import base64
import random
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.response import IncomingMessage, classify
from monitor.intake.letter import parse_letter

LETTERS = Path(__file__).with_name("letters")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MUTATED = 10_000
BAD_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

SPITE = (
    b"\x00", b"\xff\xfe", b"\r", b"\n", b"\r\n\r\n", b"--", b"=?utf-8?b?", b"=?x?q?=ZZ?=", b"=?utf-7?B?+AGEA?=", b"Content-Type: ",
    b'multipart/mixed; boundary="', b"; charset=\x80\x81", b"charset=no-such-thing", b"Content-Transfer-Encoding: base64\r\n", b"<" * 50,
    b"begin 644 x\n", b"=" * 40, b"%0d%0aBcc: x@y", b"\xd0\x9f\xd1", b";" * 30, b"(" * 80, b"From: ", b"Date: Mon, 99 Foo 99999 99:99:99",
    b"message/rfc822", b"name*0*=utf-8''%ff; name*1=x", b"@" * 20,
)  # fmt: skip


def mutants(count: int, seed: int) -> Iterator[bytes]:
    draw = random.Random(seed)
    corpus = [path.read_bytes() for path in sorted(LETTERS.rglob("*.eml"))]
    for _ in range(count):
        letter = bytearray(draw.choice(corpus))
        for _ in range(draw.randint(1, 8)):
            at, until = sorted((draw.randrange(len(letter) + 1), draw.randrange(len(letter) + 1)))
            kind = draw.randrange(5)
            if kind == 0:
                letter[at:at] = draw.choice(SPITE)
            elif kind == 1:
                del letter[at : min(until, at + 60)]
            elif kind == 2 and letter:
                letter[at % len(letter)] = draw.randrange(256)
            elif kind == 3:
                letter[at:at] = letter[at : min(until, at + 200)] * draw.randint(1, 3)
            else:
                letter[at:at] = draw.choice(corpus)[: draw.randrange(1, 300)]
        yield bytes(letter)


def parsed(raw: bytes) -> IncomingMessage:
    return parse_letter(raw, door="fuzz", at=AT)


@pytest.mark.slow
def test_ten_thousand_mutated_letters() -> None:
    for raw in mutants(MUTATED, seed=4):
        message = parsed(raw)
        told = classify(message)
        assert 0.0 <= told.confidence <= 1.0
        assert message.at == AT
        assert not any(BAD_CHARACTERS.search(value) for values in message.headers.values() for value in values), raw


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n", b"\x00" * 100, b":", b": :\n\n", b"From", b"\xff" * 1_000, b"Subject: x", b"From x\n", b" \n \n"],
)
def test_hardly_a_letter(raw: bytes) -> None:
    classify(parsed(raw))


def nested(depth: int) -> bytes:
    head = b"From: a@b.test\r\n"
    for level in range(depth):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    return head + b"Content-Type: text/plain\r\n\r\nhello\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(nested(5_000), id="nested"),
        pytest.param(b"Content-Type: message/rfc822\r\n\r\n" * 5_000, id="letters in letters"),
        pytest.param(
            b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
            + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000,
            id="thousands of parts",
        ),
        pytest.param(b"X-Line: y\r\n" * 100_000 + b"\r\nhello", id="a hundred thousand headers"),
        pytest.param(b"Subject: " + b"=?utf-8?b?" * 100_000 + b"\r\n\r\n", id="encoded words without end"),
        pytest.param(b"From: " + b"<" * 200_000 + b"\r\n\r\n", id="brackets"),
        pytest.param(b"To: " + b"a@b.test, " * 100_000 + b"\r\n\r\n", id="recipients"),
        pytest.param(b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000, id="html nested"),
        pytest.param(
            b"Content-Type: text/html\r\n\r\n" + b"<div>" * 30_000 + b"x" + b"</div>" * 30_000,
            id="html nested and closed",
        ),
        pytest.param(b"Content-Type: text/html\r\n\r\n" + b"<p>" * 100_000, id="html paragraphs"),
        pytest.param(b"Content-Type: text/html\r\n\r\n" + b"<blockquote>x" * 50_000, id="quotes nested"),
        pytest.param(b"Content-Type: text/plain\r\n\r\n" + b"wrote:\n> " * 200_000, id="attributions"),
        pytest.param(b"Content-Type: text/plain\r\n\r\n" + b"a" * 25_000_000, id="25 MB in one line"),
        pytest.param(b"Content-Type: text/plain\r\n\r\n" + b"0 a: \n" * 4_000_000, id="25 MB of lines"),
        pytest.param(
            b"Content-Type: application/zip; name=bomb.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(zlib.compress(b"\0" * 50_000_000)),
            id="zip bomb",
        ),
    ],
)
def test_traps(raw: bytes) -> None:
    message = parsed(raw)
    classify(message)
    assert len(message.text) <= 100_000
    assert len(message.parts) <= 101


def test_a_header_cannot_inject_another() -> None:
    message = parsed(
        b"Subject: =?utf-8?b?" + base64.b64encode(b"hello\r\nDelivered-To: victim@shopper.test") + b"?=\r\n\r\nx"
    )
    assert "\n" not in message.subject
    assert "delivered-to" not in message.headers
    assert message.recipients == ()


def test_the_body_is_no_header() -> None:
    message = parsed(b"Subject: x\r\n\r\nDelivered-To: victim@shopper.test\r\nReceived: by mx.shopper.test\r\n")
    assert message.recipients == ()


def test_forged_lines_below_ours_are_not_believed() -> None:
    raw = (
        b"X-Original-To: real@shopper.test\r\nReceived: from x by mx.shopper.test for <real@shopper.test>; Fri, 20 Nov 2026 09:00:00 +0000\r\n"
        b"X-Original-To: victim@shopper.test\r\nReceived: from y by mx.shopper.test for <victim@shopper.test>; Fri, 20 Nov 2026 01:00:00 +0000\r\n"
        b"Date: Mon, 1 Jan 2001 00:00:00 +0000\r\n\r\nx"
    )
    message = parse_letter(raw, door="door", at=AT, trusted_host="mx.shopper.test")
    assert message.recipients == ("real@shopper.test",)
    assert message.at == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_a_line_from_the_future_is_not_believed() -> None:
    raw = b"Received: from x by mx.shopper.test; Fri, 20 Nov 2030 09:00:00 +0000\r\n\r\nx"
    assert parse_letter(raw, door="door", at=AT, trusted_host="mx.shopper.test").at == AT


def test_scripts_and_trackers_leave_no_text() -> None:
    raw = b"Content-Type: text/html\r\n\r\n<script>steal()</script><style>p{}</style><img src='http://t.test/p.gif'><p>Hello</p>"
    assert parsed(raw).text.strip() == "Hello"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        parse_letter(b"", door="door", at=(AT + timedelta()).replace(tzinfo=None))
